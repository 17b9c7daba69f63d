/** The most severe finding of the newest record in one sentence, with the remedy that blanks of the sentence can hold. */
import type { Finding, Remedy } from "../../../src/diagnosis/findings.ts";
import { percent, powerOfTen } from "../../kit/numbers.ts";
import { type Key, say } from "../words/words.ts";
import type { LiveNumbers, RecordOf } from "./liveRun.ts";
import { recordFindings } from "./recordFindings.ts";

export interface Verdict {
	/** What it is about; verdicts about the same thing differ in numbers only. */
	about: string;
	/** Good news or bad. */
	severity: Finding["severity"];
	sentence: string;
	/** Panel that shows the evidence. */
	panel: "lag" | "norm" | "gates";
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
	const words = inWords({ ...finding!, evidence }, tried, { horizon: Math.min(found.horizon, lags), lags });
	if (outcome === "solved")
		return { ...words, about: `solved ${words.about}`, sentence: `${say("verdict.solved")} ${words.sentence}` };
	if (words.severity > 0 || (outcome !== "ignorant" && outcome !== "ruined")) return words;
	return {
		...words,
		about: `not yet ${words.about}`,
		severity: 1,
		sentence: `${say("verdict.notYet")} ${words.sentence}`,
	};
}

const PANELS: Partial<Record<Finding["kind"], Verdict["panel"]>> = { clipped: "norm", saturated: "gates" };

function inWords(finding: Finding, remedies: readonly Tried[], seen: { horizon: number; lags: number }): Verdict {
	const { kind, severity } = finding;
	const [key, holes] = sentenceOf(finding, seen);
	return { about: kind, severity, sentence: say(key, holes), panel: PANELS[kind] ?? "lag", remedies };
}

/** Each remedy once: the first of those that differ in a value only. */
function remediesIn(remedies: readonly Remedy[]): Tried[] {
	const first = remedies.filter(({ id }, n) => remedies.findIndex((one) => one.id === id) === n);
	return first.flatMap((remedy) => remedyWords(remedy) ?? []).slice(0, MOST_REMEDIES);
}

function sentenceOf(
	{ kind, evidence, where = "h" }: Finding,
	{ horizon, lags }: { horizon: number; lags: number },
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
	return evidence.lag === undefined ? ["verdict.far", { lags }] : ["verdict.healthy", { reach, horizon }];
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
