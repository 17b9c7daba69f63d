/** Finds options that the parser would misread: one whose value was left out, and a switch that was given a value. */
import { flagOf } from "../src/errors/option.ts";
import { flagsOf } from "./help.ts";
import { VERBS } from "./verbs/index.ts";

/** Every option of a verb as it is typed, with its form in the help if it takes a value. */
const forms = new Map<string, string | undefined>(
	VERBS.flatMap(({ spec }) =>
		Object.entries(spec.flags).map(([name, flag]): [string, string | undefined] => [
			flagOf(name),
			flag.rule.kind === "switch" ? undefined : flagsOf(name, flag),
		]),
	),
);
forms.set("--config", "--config <FILE>").set("--lang", "--lang <en|ko>");
for (const plain of ["--json", "--jsonl", "--color", "--no-color", "--help", "--version"]) forms.set(plain, undefined);

const SWITCHES = new Set([...forms].flatMap(([name, form]) => (form === undefined ? [name] : [])));
const ON = ["yes", "on", "true"];
const OFF = ["no", "off", "false"];

/** Returns the first switch with a value: `--exact=no`, or one of the words that switch something on or off after it. */
export function switchWithValue(argv: readonly string[]): { flag: string; got: string; off?: boolean } | undefined {
	const end = argv.indexOf("--");
	const words = end < 0 ? argv : argv.slice(0, end);
	for (const [i, word] of words.entries()) {
		const [flag, after] = word.split(/=(.*)/s, 2) as [string, string?];
		const next = words[i + 1]?.toLowerCase();
		const got = after ?? (next !== undefined && [...ON, ...OFF].includes(next) ? words[i + 1] : undefined);
		if (got !== undefined && SWITCHES.has(flag))
			return { flag, got, ...(OFF.includes(got.toLowerCase()) && { off: true }) };
	}
	return undefined;
}

/** Returns the form of the first option that is followed by another one: `--hidden <N>` in `--hidden --lr .1`. */
export function flagWithoutValue(argv: readonly string[]): string | undefined {
	const end = argv.indexOf("--");
	const words = end < 0 ? argv : argv.slice(0, end);
	for (let i = 0; i + 1 < words.length; i++) {
		const form = forms.get(words[i]!);
		if (form === undefined) continue;
		if (forms.has(words[i + 1]!.split("=", 1)[0]!)) return form;
		i++; // its value
	}
	return undefined;
}
