/** The fragments of English in the library's E_OPTION, `got` and `wanted`, said in the language of the talk. */
import type { Translate } from "./messages/index.ts";

type Fragment = [form: RegExp, say: (t: Translate, parts: string[]) => string];

const FRAGMENTS: readonly Fragment[] = [
	[/^one of (.+)$/, (t, [choices]) => t("wanted.choice", { choices: choices! })],
	[/^a text$/, (t) => t("wanted.text")],
	[/^one budget only$/, (t) => t("wanted.oneBudget")],
	[/^a whole number from (\S+) to (\S+)$/, (t, [min, max]) => t("wanted.whole", { min: min!, max: max! })],
	[/^a whole number from (\S+)$/, (t, [min]) => t("wanted.wholeFrom", { min: min! })],
	[/^a number from (\S+) to (\S+)$/, (t, [min, max]) => t("wanted.number", { min: min!, max: max! })],
	[/^a number above (\S+), up to (\S+)$/, (t, [min, max]) => t("wanted.above", { min: min!, max: max! })],
	[/^at least (\S+)$/, (t, [min]) => t("wanted.atLeast", { min: min! })],
	[/^0: (.+) has no forget gate$/, (t, [model]) => t("wanted.noForgetGate", { model: model! })],
	[/^NAME or NAME:VALUE with NAME one of (.+)$/, (t, [names]) => t("wanted.start", { names: names! })],
	[
		/^(\w+):VALUE from (\S+) to (\S+) \((.+)\)$/s,
		(t, [name, min, max, meaning]) => t("wanted.startValue", { name: name!, min: min!, max: max!, meaning: meaning! }),
	],
	[/^(.+) of (\d+) symbols$/s, (t, [part, count]) => t("got.part", { part: part!, count: count! })],
];

/** `fragment` in the language of `t`; one that is not known stays as it is. */
export function sayFragment(fragment: string, t: Translate): string {
	for (const [form, say] of FRAGMENTS) {
		const found = form.exec(fragment);
		if (found) return say(t, found.slice(1));
	}
	return fragment;
}
