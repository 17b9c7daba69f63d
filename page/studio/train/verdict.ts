/** The most severe finding of the newest record in one sentence, with the remedy that blanks of the sentence can hold. */
import type { Finding, Remedy } from "../../../src/diagnosis/findings.ts";
import { percent, powerOfTen } from "../../kit/numbers.ts";
import { type Key, say } from "../words/words.ts";
import type { LiveNumbers, RecordOf } from "./liveRun.ts";
import { recordFindings } from "./recordFindings.ts";

export interface Verdict {
	/** Update of the record that it is about. */
	step: number;
	/** What it is about; verdicts about the same thing differ in numbers only. */
	about: string;
	/** Good news or bad. */
	severity: Finding["severity"];
	sentence: string;
	/** Panel that shows the evidence. */
	panel: "loss" | "lag" | "norm" | "gates";
	/** What to try, the first one first: its words, the blank of the sentence that it changes, and what goes with it. */
	remedies: readonly Tried[];
}

export interface Tried extends Pick<Remedy, "id" | "options"> {
	words: string;
	key: string;
	value: string;
	also: Readonly<Record<string, string>>;
}

/** Remedies that one sentence offers; those of another option or value are found by hand. */
const MOST_REMEDIES = 2;

export function verdictOf(record: RecordOf, numbers: LiveNumbers, errorShare: number | null): Verdict | undefined {
	const found = recordFindings(record, numbers, errorShare);
	if (!found) return undefined;
	const { outcome, atChance, findings } = found;
	const [finding] = findings;
	const lags = record.lags.at(-1)!;
	const own = record.layers[finding!.layer ?? record.layers.length - 1]!.reach; // of the layer that the finding is about
	const evidence =
		finding!.kind !== "exploding" && finding!.evidence.lag !== undefined && own !== null
			? { ...finding!.evidence, lag: own }
			: finding!.evidence;
	const { remedy, others = [] } = finding!;
	const tried = remediesIn(remedy ? [remedy, ...others] : atChance);
	const seen = { step: record.step, horizon: Math.min(found.horizon, lags), lags };
	const words = inWords({ ...finding!, evidence }, tried, seen);
	if (outcome === "solved") return { ...words, about: "solved", panel: "loss", sentence: say("verdict.solved") };
	if (words.severity > 0 || (outcome !== "ignorant" && outcome !== "ruined")) return words;
	return {
		...words,
		about: `not yet ${words.about}`,
		severity: 1,
		sentence: `${say("verdict.notYet")} ${words.sentence}`,
	};
}

const PANELS: Partial<Record<Finding["kind"], Verdict["panel"]>> = { clipped: "norm", saturated: "gates" };

interface Seen {
	step: number;
	/** Steps that a gradient travels back in training, and those over which it is measured. */
	horizon: number;
	lags: number;
}

function inWords(finding: Finding, remedies: readonly Tried[], seen: Seen): Verdict {
	const { kind, severity, noAction } = finding;
	const [key, holes] = sentenceOf(finding, seen);
	const usual = noAction === "usual" ? ` ${say("verdict.usual")}` : "";
	const panel = PANELS[kind] ?? "lag";
	return { step: seen.step, about: kind, severity, sentence: say(key, holes) + usual, panel, remedies };
}

/** Each remedy once: the first of those that differ in a value only. */
function remediesIn(remedies: readonly Remedy[]): Tried[] {
	const first = remedies.filter(({ id }, n) => remedies.findIndex((one) => one.id === id) === n);
	return first.flatMap((remedy) => remedyWords(remedy) ?? []).slice(0, MOST_REMEDIES);
}

function sentenceOf(
	{ kind, evidence, where = "h" }: Finding,
	{ horizon, lags }: Seen,
): [Key, Record<string, string | number>] {
	const reach = evidence.lag ?? lags;
	if (kind === "vanishing") return ["verdict.vanishing", { reach, horizon }];
	if (kind === "exploding")
		return evidence.log10Ratio === undefined
			? ["verdict.ruined", {}]
			: ["verdict.exploding", { ratio: powerOfTen(evidence.log10Ratio) }];
	if (kind === "saturated") return ["verdict.saturated", { where, share: percent(evidence.steps ?? 0) }];
	if (kind === "truncated") return ["verdict.truncated", { horizon, share: percent(evidence.share ?? 0) }];
	if (kind === "clipped") return ["verdict.clipped", { share: percent(evidence.share ?? 0) }];
	if (evidence.lag === undefined) return ["verdict.far", { lags }];
	return [reach > horizon ? "verdict.cut" : "verdict.healthy", { reach, horizon }];
}

const WORDS: Partial<Record<Remedy["id"], Key>> = {
	...{ "cell-lstm": "verdict.tryLstm", "forget-bias": "verdict.tryForget", "clip-norm": "verdict.tryClip" },
	...{ "longer-horizon": "verdict.tryHorizon", "init-orthogonal": "verdict.tryOrthogonal" },
	...{ "lower-rate": "verdict.tryRate", "larger-clip-norm": "verdict.tryClip", "smaller-radius": "verdict.tryRadius" },
	...{ omega: "verdict.tryOmega", "smaller-input": "verdict.tryInput", "larger-clip-value": "verdict.tryClipValue" },
};

function remedyWords({ id, options }: Remedy): Tried | undefined {
	const words = WORDS[id];
	const [first, ...others] = Object.entries(options).map(([key, value]): [string, string] => [key, String(value)]);
	if (!words || !first) return undefined;
	const [key, value] = first;
	return { id, options, words: say(words, { value }), key, value, also: Object.fromEntries(others) };
}
