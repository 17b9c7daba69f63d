/** The fragments of English in the library's E_OPTION, `got` and `wanted`, said in the language of the talk. */
import type { Translate } from "./messages/catalogue.ts";

type Fragment = [form: RegExp, say: (t: Translate, parts: string[]) => string];

/** "l1 or l2" -> "--l1, --l2" */
const flags = (names: string) =>
	names
		.split(" or ")
		.map((name) => `--${name}`)
		.join(", ");

const FRAGMENTS: readonly Fragment[] = [
	[
		/^one of (.+) \(did you mean (\S+)\?\)$/,
		(t, [choices, near]) => `${t("wanted.choice", { choices: choices! })} (${t("wanted.near", { near: near! })})`,
	],
	[/^one of (.+) before the =$/, (t, [names]) => t("wanted.beforeEquals", { names: names! })],
	[/^one of (.+)$/, (t, [choices]) => t("wanted.choice", { choices: choices! })],
	[/^each once$/, (t) => t("wanted.eachOnce")],
	[/^(.+) twice$/s, (t, [what]) => t("got.twice", { what: what! })],
	[/^(rates|seeds) in its place$/, (t, [name]) => t("wanted.inPlace", { flag: flags(name!) })],
	[/^a remedy, such as (\S+)$/, (t, [name]) => t("wanted.remedy", { name: name! })],
	[/^(\d+), as the others have$/, (t, [count]) => t("wanted.asMany", { count: count! })],
	[/^(\d+) for (.+)$/s, (t, [count, name]) => t("got.ratesOf", { count: count!, name: name! })],
	[/^a text$/, (t) => t("wanted.text")],
	[/^one budget only$/, (t) => t("wanted.oneBudget")],
	[/^a whole number from (\S+) to (\S+)$/, (t, [min, max]) => t("wanted.whole", { min: min!, max: max! })],
	[/^a whole number from (\S+)$/, (t, [min]) => t("wanted.wholeFrom", { min: min! })],
	[/^a number from (\S+) to (\S+)$/, (t, [min, max]) => t("wanted.number", { min: min!, max: max! })],
	[/^a number above (\S+), up to (\S+)$/, (t, [min, max]) => t("wanted.above", { min: min!, max: max! })],
	[/^at least (\S+)$/, (t, [min]) => t("wanted.atLeast", { min: min! })],
	[/^0: (.+) has no forget gate$/, (t, [model]) => t("wanted.noForgetGate", { model: model! })],
	[/^NAME or NAME:VALUE with NAME (.+)$/, (t, [names]) => t("wanted.start", { names: sayFragment(names!, t) })],
	[
		/^([\w-]+):VALUE from (\S+) to (\S+) \((.+)\)$/s,
		(t, [name, min, max, meaning]) => t("wanted.startValue", { name: name!, min: min!, max: max!, meaning: meaning! }),
	],
	[/^it for a (text|task)$/, (t, [kind]) => t(kind === "task" ? "got.forTask" : "got.forText")],
	[/^a (text|task) to train on$/, (t, [kind]) => t(kind === "task" ? "wanted.task" : "wanted.corpus")],
	[/^it for a series$/, (t) => t("got.forSeries")],
	[/^(it|esn) for an? (?:echo state network|text)$/, (t, [it]) => t(it === "it" ? "got.forEcho" : "got.forText")],
	[/^it for a cell that is trained by its gradient$/, (t) => t("got.forTrained")],
	[/^a cell that is trained by its gradient$/, (t) => t("wanted.trainedCell")],
	[/^a task or a series: .+$/, (t) => t("wanted.regression")],
	[/^it for (.+), which has no end$/s, (t, [name]) => t("got.endless", { name: name! })],
	[/^no part: all its sequences are fresh$/, (t) => t("wanted.noPart")],
	[/^no validation part$/, (t) => t("got.noValid")],
	[/^one with sequences in it$/, (t) => t("wanted.valid")],
	[/^it beside a file$/, (t) => t("got.besideFile")],
	[/^one of the two$/, (t) => t("wanted.oneOfTwo")],
	[/^sequences that are answered at their first step$/, (t) => t("got.oneStep")],
	[/^a longer one$/, (t) => t("wanted.longer")],
	[/^a run on a task$/, (t) => t("wanted.runOnTask")],
	[/^a file of numbers to train on$/, (t) => t("wanted.seriesFile")],
	[/^none: an echo state network reads .+$/, (t) => t("wanted.onePass")],
	[/^less than the shortest sequence, (\d+)$/, (t, [steps]) => t("wanted.washout", { steps: steps! })],
	[/^0: a series enters as its own last value$/, (t) => t("wanted.ownValue")],
	[/^0: classes are not fed back$/, (t) => t("wanted.noClassFeedback")],
	[/^nothing: its reservoir comes from the seed$/, (t) => t("wanted.seedAlone")],
	[
		/^more: the (\d+) x \d+ matrix drawn has spectral radius 0 and cannot be scaled to (\S+)$/,
		(t, [units, radius]) => t("wanted.denser", { units: units!, radius: radius! }),
	],
	[/^it without (.+)$/, (t, [names]) => t("got.without", { names: flags(names!) })],
	[/^(omega|l1 or l2) above 0$/, (t, [names]) => t("wanted.aboveZero", { names: flags(names!) })],
	[/^a length such as 50, or a range such as 50\.\.200$/, (t) => t("wanted.length")],
	[/^a number from -100 to 100, or chrono:TMAX with TMAX from 3 to 1000000000$/, (t) => t("wanted.forgetBias")],
	[/^(\w+(?:, \w+)*), or of (.+)$/, (t, [groups, names]) => t("wanted.penalize", { groups: groups!, names: names! })],
	[/^1 to (\d+) units$/, (t, [most]) => t("wanted.unitsUpTo", { most: most! })],
	[/^(\d+) units$/, (t, [count]) => t("got.units", { count: count! })],
	[/^(\d+) patterns$/, (t, [count]) => t("got.patterns", { count: count! })],
	[/^one pattern that comes and goes in the text$/, (t) => t("wanted.onePattern")],
	[/^one pattern$/, (t) => t("wanted.onePattern")],
	[/^outside without a pattern$/, () => "outside"],
	[/^a pattern$/, (t) => t("wanted.aPattern")],
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
