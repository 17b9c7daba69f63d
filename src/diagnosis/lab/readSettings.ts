/** Reads settings with an error that names the one that is wrong. */
import { fail } from "../../errors/index.ts";
import { shown } from "../../errors/quote.ts";
import type { Reason } from "../../errors/reasons.ts";
import { notOneOf, unknownOption } from "../../errors/request.ts";
import { parseSettings, type SettingRules, type Settings, type Wrong } from "./settings.ts";

/** @param where what takes the settings, as its user wrote it: "--at". @throws E_OPTION */
export function readSettings<R extends SettingRules>(text: string, rules: R, where: string): Settings<R> {
	return parseSettings(text, rules, (option, wrong, value) => {
		throw fail("E_OPTION", { option, where, why: reasonOf(option, wrong, value, Object.keys(rules)) });
	});
}

function reasonOf(name: string, wrong: Wrong, value: string, known: readonly string[]): Reason {
	if (wrong === "unknown") return unknownOption(name, known);
	if (wrong === "twice") return { reason: "distinct", got: shown(name) };
	const got = shown(value);
	if (wrong.kind === "choice" || wrong.kind === "names") return notOneOf(wrong.of, value);
	if (wrong.kind === "groups" || wrong.kind === "word") return { reason: "form", forms: [wrong.form], got };
	return { reason: wrong.kind === "whole" ? "whole" : "number", min: wrong.min, max: wrong.max, got };
}
