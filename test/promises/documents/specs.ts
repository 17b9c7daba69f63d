/** Documented commands held to the specs of the command line: verb, arguments, flags, and the values of flags. */
import { CommanderError } from "commander";
import { build } from "../../../cli/commands.ts";
import { resolveSettings } from "../../../cli/config.ts";
import { paint } from "../../../cli/display/colour.ts";
import type { Io } from "../../../cli/io.ts";
import { english } from "../../../cli/messages/index.ts";
import { VERBS } from "../../../cli/verbs/index.ts";
import type { Shown } from "./blocks.ts";

/** What is wrong with a command, in a line; undefined where nothing is. */
export async function complaintOf(command: Shown): Promise<string | undefined> {
	for (const words of command.usage ? expanded(command.words) : [command.words]) {
		const wrong = await parsed(words, command.inline);
		if (wrong) return `${command.document}:${command.line} ${command.text}: ${wrong}`;
	}
	return undefined;
}

async function parsed(words: string[], inline: boolean): Promise<string | undefined> {
	let wrong: string | undefined;
	let called = false;
	const program = build({
		t: english,
		colours: paint(false),
		io: { stdout: { write() {} } } as unknown as Io,
		complain() {},
		async call({ spec }, _, command) {
			called = true;
			const flags = { ...program.opts(), ...command.opts() };
			try {
				resolveSettings(spec, { flags, env: {} });
			} catch (error) {
				wrong = (error as Error).message;
			}
		},
	});
	try {
		await program.parseAsync(filled(words), { from: "user" });
	} catch (error) {
		if (!(error instanceof CommanderError)) throw error;
		const harmless = ["commander.helpDisplayed", "commander.help", "commander.version"].includes(error.code);
		const missing = inline && ["commander.missingArgument", "commander.optionMissingArgument"].includes(error.code);
		return harmless || missing ? undefined : error.message;
	}
	return called ? wrong : "calls nothing";
}

const kebab = (name: string) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
const RULES = new Map(
	VERBS.flatMap(({ spec }) => Object.entries(spec.flags).map(([name, { rule }]) => [kebab(name), rule])),
);

/** Words in capitals that stand for the value of a flag, such as `--cell C`, become a value that it takes. */
function filled(words: readonly string[]): string[] {
	return words.map((word, n) => {
		const rule = /^[A-Z]+$/.test(word) ? RULES.get(words[n - 1] ?? "") : undefined;
		if (rule?.kind === "choice") return rule.of[0]!;
		return rule?.kind === "whole" || rule?.kind === "number" ? String(rule.min) : word;
	});
}

/** The commands that a usage line stands for: each `[...]` with each of its alternatives, each value of `a|b`. */
export function expanded(words: readonly string[]): string[][] {
	const parts: { optional: boolean; alternatives: string[][] }[] = [];
	for (let n = 0; n < words.length; n++) {
		const optional = words[n]!.startsWith("[");
		const group = [words[n]!];
		while (optional && !group.at(-1)!.endsWith("]") && n + 1 < words.length) group.push(words[++n]!);
		const bare = group
			.join(" ")
			.replace(/^\[|\]$/g, "")
			.split(/ \| /);
		parts.push({
			optional,
			alternatives: bare.map((one) => one.split(" ").map((word) => word.replace(/\.\.\.$/, ""))),
		});
	}
	const base = parts.filter(({ optional }) => !optional).flatMap(({ alternatives }) => alternatives[0]!);
	const calls = [
		base,
		...parts
			.filter(({ optional }) => optional)
			.flatMap(({ alternatives }) => alternatives.map((one) => [...base, ...one])),
	];
	return calls.flatMap(eachValue);
}

function eachValue(words: string[]): string[][] {
	const at = words.findIndex((word) => /^[\w./-]+(\|[\w./-]+)+$/.test(word));
	if (at < 0) return [words];
	return words[at]!.split("|").flatMap((value) => eachValue(words.with(at, value)));
}
