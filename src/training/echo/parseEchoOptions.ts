/** Validates the options of an echo state network, for a task or by form only. */
import type { Task } from "../../data/tasks/task.ts";
import { fail } from "../../errors/index.ts";
import type { Reason } from "../../errors/reasons.ts";
import { unknownOption } from "../../errors/request.ts";
import { type GivenOptions, OPTION_RULES } from "../options/options.ts";
import { checked, type Rule } from "../options/rules.ts";
import { lengthsOf, parseLength } from "../options/taskOptions.ts";
import { ECHO_OPTION_RULES, ECHO_SHARED_RULES, type EchoOptions } from "./echoOptions.ts";

const RULES: Readonly<Record<string, Rule>> = { ...ECHO_SHARED_RULES, ...ECHO_OPTION_RULES };

/**
 * Checks `raw` and fills the defaults in.
 * @param task undefined where only the form is to be checked: the length is then given.
 * @throws E_OPTION for an unknown name, one that it does not have, a wrong type or a value out of range; E_TASK_LENGTH.
 */
export function parseEchoOptions(
	given: Readonly<GivenOptions>,
	task: Pick<Task, "name" | "lengths" | "head" | "whole"> | undefined,
	where = "options",
): EchoOptions {
	const raw: Readonly<Record<string, unknown>> = { ...given };
	const names = Object.keys(RULES);
	const refuse = (option: string, why: Reason) => fail("E_OPTION", { option, why, where });
	for (const option of Object.keys(raw)) {
		if (raw[option] === undefined || option === "cell" || names.includes(option)) continue;
		const trained = Object.hasOwn(OPTION_RULES, option);
		throw refuse(
			option,
			trained ? { reason: "onlyFor", kinds: ["gradient"], not: "echo" } : unknownOption(option, names),
		);
	}
	const options: Record<string, unknown> = { cell: "esn" };
	for (const [name, rule] of Object.entries(RULES)) {
		const value = raw[name] ?? rule.default;
		if (value !== undefined) options[name] = checked(name, rule, value, where);
	}
	const parsed = options as unknown as EchoOptions;
	const series = task?.whole?.();
	if (series) {
		const wanted = { batch: 1, length: String(series.T), steps: undefined };
		for (const [name, value] of Object.entries(wanted)) {
			if (raw[name] === undefined || raw[name] === value) continue;
			throw refuse(name, { reason: "echo", why: "onePass" });
		}
		Object.assign(parsed, { batch: 1, length: wanted.length });
	} else if (task) parsed.length = String(parsed.length ?? task.lengths.default.join(".."));
	else parsed.length = String(parsed.length);
	const [shortest] = task && !series ? lengthsOf(parsed.length, task, where) : parseLength(parsed.length, where);
	if (parsed.washout !== undefined && parsed.washout >= shortest)
		throw refuse("washout", { reason: "shortest", steps: shortest, got: String(parsed.washout) });
	if (task && parsed.feedback > 0) {
		if (series) throw refuse("feedback", { reason: "echo", why: "ownValue" });
		if (task.head !== "regression") throw refuse("feedback", { reason: "echo", why: "classes" });
	}
	return parsed;
}
