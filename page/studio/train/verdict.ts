/**
 * What the newest record says of the gradient, by the rules of `sluice diagnose` (src/diagnosis/findings.ts). A record
 * holds the curve at some lags only, so the others are interpolated; gates and W_hh are left to `diagnose`.
 */
import { type Finding, findingsOf, type Remedy } from "../../../src/diagnosis/findings.ts";
import type { LagCurve as MeasuredCurve } from "../../../src/diagnosis/gradientByLag.ts";
import { outcomeKind } from "../../../src/diagnosis/outcome.ts";
import { percent, powerOfTen } from "../../kit/numbers.ts";
import { type Key, say } from "../words/words.ts";
import type { LiveNumbers, RecordOf } from "./liveRun.ts";

export interface Verdict {
	/** Good news or bad. */
	severity: Finding["severity"];
	sentence: string;
	/** Panel that shows the evidence. */
	panel: "lag" | "norm";
	/** What to try: its words, and the blank of the sentence that it changes. */
	remedy?: { words: string; key: string; value: string };
}

export function verdictOf(record: RecordOf, numbers: LiveNumbers, errorShare: number | null): Verdict | undefined {
	const options = numbers.facts?.options;
	if (!options) return undefined;
	const lags = record.lags.at(-1)!;
	const horizon = typeof options.k2 === "number" ? options.k2 : lags + 1; // a task is not truncated
	const task = !numbers.facts!.onText;
	const { valid, baseline } = numbers;
	const outcome = valid === null ? undefined : { loss: valid, baseline, errorShare };
	const nothing = new Float64Array(1);
	const shares = { low: nothing, high: nothing };
	const [finding] = findingsOf({
		spec: { cell: options.cell, variant: options.variant } as never,
		layers: record.layers.map(({ curve }) => ({ h: measured(record.lags, curve) })),
		saturation: record.layers.map(() => ({ gates: {}, h: shares })) as never,
		recurrent: record.layers.map(() => []),
		...{ overflowStep: -1, horizon, once: task, clipNorm: Number(options.clipNorm ?? 0), lr: Number(options.lr) },
		...{ clippedShare: numbers.clippedShare ?? 0, optimizer: String(options.optimizer), options },
		...(outcome && { outcome }),
	});
	if (!finding) return undefined;
	const own = record.layers[finding.layer ?? record.layers.length - 1]!.reach; // exact, where the curve was interpolated
	const evidence =
		finding.evidence.lag !== undefined && own !== null ? { ...finding.evidence, lag: own } : finding.evidence;
	const words = inWords({ ...finding, evidence }, { horizon: Math.min(horizon, lags), lags });
	const kind = outcome && outcomeKind(outcome);
	if (kind === "solved") return { ...words, sentence: `${say("verdict.solved")} ${words.sentence}` };
	if (words.severity > 0 || (kind !== "ignorant" && kind !== "ruined")) return words;
	return { ...words, severity: 1, sentence: `${say("verdict.notYet")} ${words.sentence}` };
}

/** The curve at every lag, as a power of two. */
function measured(lags: readonly number[], log10: readonly number[]): MeasuredCurve {
	const typical = new Float64Array(lags.at(-1)! + 1); // [K+1]
	for (let n = 0; n + 1 < lags.length; n++)
		for (let k = lags[n]!; k <= lags[n + 1]!; k++) {
			const share = (k - lags[n]!) / (lags[n + 1]! - lags[n]!);
			const from = log10[n]!;
			typical[k] = (share === 0 ? from : from + share * (log10[n + 1]! - from)) * Math.log2(10);
		}
	return { typical } as MeasuredCurve;
}

const PANELS: Partial<Record<Finding["kind"], Verdict["panel"]>> = { clipped: "norm" };

function inWords({ kind, severity, evidence, remedy }: Finding, seen: { horizon: number; lags: number }): Verdict {
	const [key, holes] = sentenceOf(kind, evidence, seen);
	const tried = remedy && remedyWords(remedy);
	return { severity, sentence: say(key, holes), panel: PANELS[kind] ?? "lag", ...(tried && { remedy: tried }) };
}

function sentenceOf(
	kind: Finding["kind"],
	evidence: Finding["evidence"],
	{ horizon, lags }: { horizon: number; lags: number },
): [Key, Record<string, string | number>] {
	const reach = evidence.lag ?? lags;
	if (kind === "vanishing") return ["verdict.vanishing", { reach, horizon }];
	if (kind === "exploding") return ["verdict.exploding", { ratio: powerOfTen(evidence.log10Ratio ?? 0) }];
	if (kind === "truncated") return ["verdict.truncated", { horizon, share: percent(evidence.share ?? 0) }];
	if (kind === "clipped") return ["verdict.clipped", { share: percent(evidence.share ?? 0) }];
	return evidence.lag === undefined ? ["verdict.far", { lags }] : ["verdict.healthy", { reach, horizon }];
}

const WORDS: Partial<Record<Remedy["id"], Key>> = {
	...{ "cell-lstm": "verdict.tryLstm", "forget-bias": "verdict.tryForget", "clip-norm": "verdict.tryClip" },
	...{ "longer-horizon": "verdict.tryHorizon", "init-orthogonal": "verdict.tryOrthogonal" },
	...{ "lower-rate": "verdict.tryRate", "larger-clip-norm": "verdict.tryClip" },
};

/** A remedy that one blank of the sentence can hold. */
function remedyWords({ id, options }: Remedy): Verdict["remedy"] {
	const words = WORDS[id];
	const [[key, value] = []] = Object.entries(options);
	if (!words || key === undefined) return undefined;
	return { words: say(words, { value: String(value) }), key, value: String(value) };
}
