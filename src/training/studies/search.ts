/**
 * Which trials a study has. Every setting gets the same seeds, so that settings are compared on the same batches and
 * initial weights. A grid and a random search are known from the start; successive halving (Li et al. 2020, ASHA) adds
 * trials as results come; in a study that is asked, each trial is asked for.
 */
import { gridOf, pointsOf, type Settings, type Space, settingsWords, sortedSettings } from "./space.ts";

export interface GridSearch {
	kind: "grid";
	/** A list of values for each option; every combination is trained. */
	space: Space;
}

export interface RandomSearch {
	kind: "random";
	/** A list of values or a range for each option. */
	space: Space;
	/** Number of settings. Range: 1 to 100000. */
	points: number;
	/** Seed of the draw. Default: 1. */
	seed?: number;
}

export interface HalvingSearch {
	kind: "halving";
	space: Space;
	/** Number of settings of the first rung. Range: 1 to 100000. */
	points: number;
	seed?: number;
	/** Updates of the first rung. Range: at least 1. */
	firstSteps: number;
	/** Each rung trains this many times as long, and one in so many settings reaches it. Range: 2 to 16. Default: 3. */
	factor?: number;
	/** Number of rungs. Range: 1 to 12. Default: 3. */
	rungs?: number;
}

/** Trials are added one by one. */
export interface AskedSearch {
	kind: "asked";
}

export type Search = GridSearch | RandomSearch | HalvingSearch | AskedSearch;

export interface PlannedTrial {
	settings: Settings;
	seed: number;
	/** Rung of successive halving, counted from 0, and the updates that it ends at. */
	rung?: number;
	steps?: number;
}

/** What is known of a trial when the next ones are chosen. */
export interface Known {
	/** Whether it has a result, or is parked. */
	ended: boolean;
	/** Whether a worker has begun it. */
	begun: boolean;
	/** Validation loss; null if it diverged, is parked, or was not measured. */
	value: number | null;
}

export const FACTOR = 3;
export const RUNGS = 3;

/** Trials in the order in which they should begin: every setting with the first seed, then with the next. */
function paired(points: readonly Settings[], seeds: readonly number[], rung?: number, steps?: number): PlannedTrial[] {
	const more = rung === undefined ? {} : { rung, steps: steps! };
	return seeds.flatMap((seed) => points.map((settings) => ({ settings: sortedSettings(settings), seed, ...more })));
}

/** Settings of the study before anything was trained. */
export function pointsOfSearch(search: Exclude<Search, AskedSearch>): Settings[] {
	if (search.kind === "grid") return gridOf(search.space, "study");
	return pointsOf(search.space, search.seed ?? 1, search.points);
}

/** Updates at which each rung ends. */
export function rungSteps({ firstSteps, factor = FACTOR, rungs = RUNGS }: HalvingSearch): number[] {
	return Array.from({ length: rungs }, (_, rung) => firstSteps * factor ** rung);
}

/**
 * All trials of a study as far as they are known, those of higher rungs first.
 * @param known what is known of a trial
 */
export function trialsOf(
	search: Search,
	seeds: readonly number[],
	asked: readonly PlannedTrial[],
	known: (trial: PlannedTrial) => Known,
): PlannedTrial[] {
	if (search.kind === "asked") return [...asked];
	const points = pointsOfSearch(search);
	if (search.kind !== "halving") return paired(points, seeds);
	return halvingTrials(search, points, seeds, known);
}

function halvingTrials(
	search: HalvingSearch,
	points: readonly Settings[],
	seeds: readonly number[],
	known: (trial: PlannedTrial) => Known,
): PlannedTrial[] {
	const { factor = FACTOR } = search;
	const ladder = rungSteps(search);
	const all: PlannedTrial[][] = [];
	let here = points;
	for (const [rung, steps] of ladder.entries()) {
		all.unshift(paired(here, seeds, rung, steps));
		if (rung + 1 === ladder.length) break;
		here = promoted(here, { seeds, rung, steps, factor, next: ladder[rung + 1]! }, known);
	}
	return all.flat();
}

/**
 * Settings of a rung that reach the next: one in `factor` of those that have ended on all seeds, the best first; and
 * those that have begun there, although others were better since.
 */
function promoted(
	points: readonly Settings[],
	{
		seeds,
		rung,
		steps,
		factor,
		next,
	}: { seeds: readonly number[]; rung: number; steps: number; factor: number; next: number },
	known: (trial: PlannedTrial) => Known,
): Settings[] {
	const scored = points.flatMap((settings) => {
		const trials = seeds.map((seed) => known({ settings: sortedSettings(settings), seed, rung, steps }));
		if (!trials.every(({ ended }) => ended)) return [];
		return [{ settings, score: meanOf(trials.map(({ value }) => value)) ?? Number.POSITIVE_INFINITY }];
	});
	const name = ({ settings }: { settings: Settings }) => settingsWords(settings);
	scored.sort((a, b) => (a.score === b.score ? (name(a) < name(b) ? -1 : 1) : a.score - b.score));
	const best = scored
		.filter(({ score }) => score < Number.POSITIVE_INFINITY)
		.slice(0, Math.floor(scored.length / factor));
	const chosen = new Set(best.map(({ settings }) => settings));
	return points.filter((settings) => {
		if (chosen.has(settings)) return true;
		return seeds.some((seed) => known({ settings: sortedSettings(settings), seed, rung: rung + 1, steps: next }).begun);
	});
}

/** Mean of the values; null if there are none, or if one is null. */
export function meanOf(values: readonly (number | null)[]): number | null {
	if (values.length === 0 || values.includes(null)) return null;
	return (values as number[]).reduce((sum, value) => sum + value, 0) / values.length;
}
