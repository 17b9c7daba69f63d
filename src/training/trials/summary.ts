/**
 * Summarises the outcomes of all trials in one row per remedy. Numbers over seeds are medians. A trial without success
 * or one that diverged ranks below all others, so an infinite median means that half of the trials failed.
 */

import { csvText } from "../../data/csv.ts";
import { fail } from "../../errors/index.ts";
import { finalLoss, type Goal, stepsToSuccess } from "./outcomes.ts";
import type { ReachCurve } from "./reachCurve.ts";
import type { Outcome, Trial } from "./trial.ts";

export { finalLoss, type Goal, stepsToSuccess } from "./outcomes.ts";

export interface Finished {
	trial: Trial;
	outcome: Outcome;
}

/** One remedy at one rate, over all seeds. */
export interface RateRow {
	/** Peak learning rate; null if nothing is trained by gradient descent. */
	rate: number | null;
	/** Number of seeds. */
	seeds: number;
	/** Trials that met the goal at any measurement; null without a goal. */
	successes: number | null;
	/**
	 * Median number of updates to the first measurement that met the goal; null if half of the trials did not meet it.
	 */
	stepsToSuccess: number | null;
	/** Median held-out loss at the end; null if half of the trials diverged. */
	finalLoss: number | null;
	/** Median fraction of wrong sequences at the end; 1 for a diverged trial; null for a text. */
	finalErrorShare: number | null;
	/** Trials whose values became NaN or infinite, and the update at which they did. */
	diverged: { seed: number; step: number }[];
	/** Medians over the seeds, for the lag and each point of the curve; null if half of the trials have none. */
	before: ReachCurve;
	/** Median reach with the final weights. */
	after: ReachCurve;
	/** Median time per trial in seconds, including measurements. */
	seconds: number;
	/** Number of trained parameters. */
	parameters: number;
}

/** A remedy at its best rate: most successes, then fewest updates to success, then lowest loss. */
export interface CompareRow extends RateRow {
	/** Remedy, as it was given. */
	remedy: string;
	/** All rates that were tried, including this one. */
	tried: Pick<RateRow, "rate" | "successes" | "stepsToSuccess" | "finalLoss" | "diverged">[];
}

/** The first row by the same criteria. It is the best only if it stands apart from the others, see standing.ts. */
export function firstOf(rows: readonly CompareRow[]): CompareRow {
	return rows.reduce((a, b) => (better(b, a) ? b : a));
}

export function rowsOf(remedies: readonly string[], finished: readonly Finished[], goal: Goal): CompareRow[] {
	return remedies.map((remedy) => {
		const mine = finished.filter(({ trial }) => trial.remedy === remedy);
		const rates = [...new Set(mine.map(({ trial }) => trial.rate))];
		const rows = rates.map((rate) =>
			rateRow(
				mine.filter(({ trial }) => trial.rate === rate),
				goal,
			),
		);
		const best = rows.reduce((a, b) => (better(b, a) ? b : a));
		const tried = rows.map(({ rate, successes, stepsToSuccess, finalLoss, diverged }) => {
			return { rate, successes, stepsToSuccess, finalLoss, diverged };
		});
		return { remedy, ...best, tried };
	});
}

const orWorst = (x: number | null) => x ?? Number.POSITIVE_INFINITY;

function better(a: RateRow, b: RateRow): boolean {
	const order = [
		(b.successes ?? 0) - (a.successes ?? 0),
		orWorst(a.stepsToSuccess) - orWorst(b.stepsToSuccess),
		orWorst(a.finalLoss) - orWorst(b.finalLoss),
	].find((difference) => difference !== 0 && !Number.isNaN(difference));
	return order !== undefined && order < 0;
}

function rateRow(finished: readonly Finished[], goal: Goal): RateRow {
	const outcomes = finished.map(({ outcome }) => outcome);
	const toSuccess = outcomes.map((outcome) => stepsToSuccess(outcome, goal));
	const last = (outcome: Outcome) => outcome.points.at(-1)!;
	const [{ trial, outcome }] = finished as [Finished];
	const ends = outcomes.map((one) => (one.diverged ? 1 : last(one).errorShare));
	return {
		rate: trial.rate,
		seeds: finished.length,
		successes: goal === null ? null : toSuccess.filter((steps) => steps !== null).length,
		stepsToSuccess: finiteMedian(toSuccess.map(orWorst)),
		finalLoss: finiteMedian(outcomes.map(finalLoss).map(orWorst)),
		finalErrorShare: ends.includes(null) ? null : median(ends as number[]),
		diverged: finished.flatMap(({ trial: { seed }, outcome: { diverged } }) =>
			diverged ? [{ seed, step: diverged.step }] : [],
		),
		before: medianReach(outcomes.map(({ before }) => before)),
		after: medianReach(outcomes.map(({ after }) => after)),
		seconds: median(outcomes.map(({ seconds }) => seconds)),
		parameters: outcome.parameters,
	};
}

function medianReach(curves: readonly ReachCurve[]): ReachCurve {
	const at = (curve: ReachCurve, lag: number) => curve.log10[curve.lags.indexOf(lag)];
	const lags = curves[0]!.lags.filter((lag) => curves.every((curve) => curve.lags.includes(lag)));
	const log10 = lags.map((lag) => finiteMedian(curves.map((curve) => at(curve, lag) ?? Number.NEGATIVE_INFINITY)));
	const lag = finiteMedian(curves.map((curve) => orWorst(curve.lag)));
	return { lag, most: Math.min(...curves.map(({ most }) => most)), lags, log10 };
}

/** Median. For an even count: the mean of the two middle values. */
export function median(values: readonly number[]): number {
	return quantile(values, 0.5);
}

/** Linearly interpolated quantile; infinite if a neighbouring value is infinite. */
export function quantile(values: readonly number[], share: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	const at = share * (sorted.length - 1);
	const [low, high] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!];
	return low === high || at % 1 === 0 ? low : low + (at % 1) * (high - low);
}

function finiteMedian(values: readonly number[]): number | null {
	const middle = median(values);
	return Number.isFinite(middle) ? middle : null;
}

/**
 * @throws E_INTERNAL if two trials of a seed drew different batches. Their digests must be equal after equal numbers of
 * updates.
 */
export function checkSameData(finished: readonly Finished[]): void {
	const seen = new Map<string, { remedy: string; data: string }>();
	for (const { trial, outcome } of finished) {
		for (const { step, data } of outcome.points) {
			if (data === "") continue; // before the first batch, and in trials on a text that an older version saved
			const key = `${trial.seed}:${step}`;
			const first = seen.get(key);
			if (!first) seen.set(key, { remedy: trial.remedy, data });
			else if (first.data !== data) {
				const what = `after ${step} updates of seed ${trial.seed}, ${first.remedy} and ${trial.remedy} had drawn other batches`;
				throw fail("E_INTERNAL", { what });
			}
		}
	}
}

const CSV_COLUMNS = [
	...["remedy", "rate", "seed", "steps", "success", "stepsToSuccess", "finalLoss", "finalErrorShare", "divergedAt"],
	...["reachBefore", "reachAfter", "lagsLookedAt", "parameters", "seconds"],
];

/** CSV with one line per trial. Missing numbers and a reach beyond the largest lag are empty. */
export function csvOf(finished: readonly Finished[], goal: Goal): string {
	const cell = (value: number | string | null) =>
		typeof value === "string" ? csvText(value) : value === null ? "" : String(value);
	const lines = finished.map(({ trial: { remedy, rate, seed }, outcome }) => {
		const { steps, diverged, before, after, parameters, points, seconds } = outcome;
		const reached = stepsToSuccess(outcome, goal);
		const success = goal === null ? null : reached === null ? 0 : 1;
		return [
			...[remedy, rate, seed, steps, success, reached, finalLoss(outcome), points.at(-1)!.errorShare],
			...[diverged?.step ?? null, before.lag, after.lag, after.most, parameters, Number(seconds.toFixed(3))],
		].map(cell);
	});
	return [CSV_COLUMNS, ...lines].map((line) => `${line.join(",")}\n`).join("");
}
