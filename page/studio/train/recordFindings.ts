/**
 * What the newest record says of a run, by the rules of `sluice diagnose` (src/diagnosis/findings.ts). A record holds less
 * than a diagnosis measures: the curve at some lags, saturation as a mean over the units. What cannot be told from that is
 * not told: dead gates, and the remedy of a run whose success is unknown. Pure.
 */
import {
	type Finding,
	findingsOf,
	type Measured,
	type Remedy,
	remediesAtChance,
} from "../../../src/diagnosis/findings.ts";
import type { LagCurve } from "../../../src/diagnosis/gradientByLag.ts";
import { type OutcomeKind, outcomeKind } from "../../../src/diagnosis/outcome.ts";
import type { RecurrentBlock } from "../../../src/diagnosis/recurrentBlocks.ts";
import type { LayerSaturation } from "../../../src/diagnosis/saturation.ts";
import type { LiveNumbers, RecordOf } from "./liveRun.ts";

export interface RecordFindings {
	/** Most severe first; at least one. */
	findings: Finding[];
	/** What to try if the run is no better than its baseline and no finding has a remedy. */
	atChance: Remedy[];
	/** How well the network does; undefined if that is not known. */
	outcome: OutcomeKind | undefined;
	/** Steps that a gradient travels back in training. */
	horizon: number;
}

/** @param errorShare fraction of wrong sequences at the last validation; null before it. */
export function recordFindings(
	record: RecordOf,
	numbers: LiveNumbers,
	errorShare: number | null,
): RecordFindings | undefined {
	const { facts, valid, baseline, loss } = numbers;
	if (!facts) return undefined;
	const { options, onText } = facts;
	const number = (name: string) => Number(options[name] ?? 0);
	const lags = record.lags.at(-1)!;
	const horizon = typeof options.k2 === "number" ? options.k2 : lags + 1; // a task is not truncated
	const shown = { loss: valid ?? Number.NaN, baseline, errorShare: facts.byErrors ? errorShare : null };
	const isKnown = valid !== null && (baseline !== null || outcomeKind(shown) === "solved");
	const found = (factor: number) => findingsOf(measured(factor));
	const measured = (factor: number): Measured => ({
		spec: { cell: options.cell === "esn" ? "rnn" : options.cell, variant: options.variant } as never,
		layers: record.layers.map(({ curve, reach }) => ({ h: atEveryLag(record.lags, curve, reach, factor) })),
		saturation: record.layers.map(({ saturation }) => meansOf(saturation)),
		recurrent: record.layers.map(({ recurrent }) => recurrent as RecurrentBlock[]),
		...{ overflowStep: -1, horizon, once: !onText, clippedShare: numbers.clippedShare ?? 0, options },
		...{ clipNorm: number("clipNorm"), clipValue: number("clipValue"), lr: number("lr") },
		...{ optimizer: String(options.optimizer), ...(isKnown && { outcome: shown }) },
		...(loss !== null && { endLoss: loss }),
		...(options.cell === "esn" && {
			reservoir: { spectralRadius: number("spectralRadius"), inputScale: number("inputScale") },
		}),
	});
	const others = UNSURE.map(found);
	const isSure = ({ kind, layer }: Finding) =>
		others.every((findings) => findings.some((other) => other.kind === kind && other.layer === layer));
	const told = found(1).filter((finding) => finding.kind !== "dead" && isSure(finding));
	const findings = told.length > 0 ? told : [healthy(record)];
	const unsure = valid !== null && !isKnown;
	const hasRemedy = [found(1), ...others].flat().some(({ remedy }) => remedy);
	return {
		atChance: isKnown && !hasRemedy ? remediesAtChance(measured(1)) : [],
		...{ horizon, outcome: isKnown ? outcomeKind(shown) : undefined },
		findings: unsure ? findings.map(({ remedy: _, others: __, ...finding }) => finding) : findings,
	};
}

function healthy({ layers }: RecordOf): Finding {
	const { reach } = layers.at(-1)!;
	return { kind: "healthy", severity: 0, evidence: reach === null ? {} : { lag: reach } };
}

/**
 * A record measures 8 sequences of the training text, a diagnosis 16 of the validation text, whose gradients fall at
 * another rate. A finding is told if it is also one where the logarithm falls or grows by a fifth less or a quarter more.
 */
const UNSURE = [0.8, 1.25];

const ONE_PERCENT = Math.log2(0.01);

/**
 * The curve at every lag, as a power of two: between those of the record interpolated, but with the reach that was
 * measured. `factor`: on its logarithm, relative to lag 0.
 */
function atEveryLag(lags: readonly number[], log10: readonly number[], reach: number | null, factor: number): LagCurve {
	const typical = new Float64Array(lags.at(-1)! + 1); // [K+1]
	for (let n = 0; n + 1 < lags.length; n++)
		for (let k = lags[n]!; k <= lags[n + 1]!; k++) {
			const share = (k - lags[n]!) / (lags[n + 1]! - lags[n]!);
			const from = log10[n]!;
			typical[k] = (share === 0 ? from : from + share * (log10[n + 1]! - from)) * Math.log2(10);
		}
	const bound = typical[0]! + ONE_PERCENT;
	if (reach !== null) {
		if (reach > 0) typical[reach - 1] = Math.max(typical[reach - 1]!, bound);
		for (let k = reach; k < typical.length; k++) typical[k] = Math.min(typical[k]!, bound - 1e-9);
	}
	const start = typical[0]!;
	return { typical: typical.map((value) => (factor === 1 ? value : start + factor * (value - start))) } as LagCurve;
}

/** Saturation as if a layer had one unit, the mean of all. */
function meansOf(saturation: RecordOf["layers"][number]["saturation"]): LayerSaturation {
	const shares = saturation.map(([name, low, high]) => [
		name,
		{ low: Float64Array.of(low), high: Float64Array.of(high) },
	]);
	const { h, ...gates } = Object.fromEntries(shares);
	return { h: h ?? { low: Float64Array.of(0), high: Float64Array.of(0) }, gates } as LayerSaturation;
}
