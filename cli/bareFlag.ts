/** Finds an option whose value was left out, so that the parser would take the next option for it. */
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
