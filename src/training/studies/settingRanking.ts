/**
 * What a study comes to: its settings in order of their mean validation loss over the seeds, and how much of the
 * variance of the loss each option explains.
 */
import { meanOf } from "./search.ts";
import { type Settings, settingsWords } from "./space.ts";

export interface RankedTrial {
	id: string;
	settings: Settings;
	seed: number;
	/** Updates of its rung; absent without rungs. */
	steps?: number;
	/** Validation loss; null if it has none. */
	value: number | null;
}

/** One setting over its seeds. */
export interface SettingRow {
	settings: Settings;
	/** Updates of its rung; absent without rungs. */
	steps?: number;
	/** Number of trials with a loss. */
	seeds: number;
	/** Mean validation loss over the seeds; null if one of them has none. */
	mean: number | null;
	/** Standard deviation over the seeds, with n - 1; null for fewer than 2. */
	deviation: number | null;
	/** Ids of its trials. */
	trials: string[];
}

/** Rows by mean loss, lowest first; of several rungs, the highest first. Rows without a mean come last. */
export function rowsOf(trials: readonly RankedTrial[]): SettingRow[] {
	const groups = new Map<string, RankedTrial[]>();
	for (const trial of trials) {
		const key = `${settingsWords(trial.settings)} ${trial.steps ?? ""}`;
		groups.set(key, [...(groups.get(key) ?? []), trial]);
	}
	const rows = [...groups.values()].map((group): SettingRow => {
		const [{ settings, steps }] = group as [RankedTrial];
		const values = group.flatMap(({ value }) => (value === null ? [] : [value]));
		return {
			...{ settings, ...(steps !== undefined && { steps }), seeds: values.length },
			mean: meanOf(group.map(({ value }) => value)),
			deviation: deviationOf(values),
			trials: group.map(({ id }) => id),
		};
	});
	const rank = ({ mean }: SettingRow) => mean ?? Number.POSITIVE_INFINITY;
	return rows.sort((a, b) => {
		if ((a.mean === null) !== (b.mean === null)) return a.mean === null ? 1 : -1;
		return (b.steps ?? 0) - (a.steps ?? 0) || (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0);
	});
}

function deviationOf(values: readonly number[]): number | null {
	if (values.length < 2) return null;
	const mean = meanOf(values)!;
	return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

/** How much of the variance of the loss an option explains alone. */
export interface Importance {
	option: string;
	/** Fraction of the variance explained, 0..1; null if every trial has the same value of the option. */
	share: number | null;
}

/** Values of an option beyond this number are put into as many groups of equal size, by rank. */
const GROUPS = 5;

/**
 * Epsilon squared of a one-way analysis of variance (Kelley 1935), by option: the fraction of the variance of the loss
 * that groups of equal values explain, without the fraction that groups drawn at random would. Interactions belong to no
 * option. Only trials with a loss count; of several rungs, only the first, which all settings have.
 */
export function importanceOf(trials: readonly RankedTrial[]): Importance[] {
	const first = Math.min(...trials.map(({ steps }) => steps ?? 0));
	const counted = trials.filter(({ value, steps }) => value !== null && (steps ?? 0) === first);
	const options = [...new Set(counted.flatMap(({ settings }) => Object.keys(settings)))].sort();
	return options
		.map((option) => ({ option, share: shareOf(option, counted) }))
		.sort((a, b) => (b.share ?? -1) - (a.share ?? -1));
}

function shareOf(option: string, trials: readonly RankedTrial[]): number | null {
	const groups = groupsOf(option, trials);
	if (groups.length < 2) return null;
	const values = groups.flat();
	const [n, k, mean] = [values.length, groups.length, meanOf(values)!];
	const total = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
	if (n <= k || total === 0) return null;
	const between = groups.reduce((sum, group) => sum + group.length * (meanOf(group)! - mean) ** 2, 0);
	const error = (total - between) / (n - k);
	return Math.max(0, (between - (k - 1) * error) / total);
}

/** Losses of the trials, grouped by the value of the option. */
function groupsOf(option: string, trials: readonly RankedTrial[]): number[][] {
	const having = trials.filter(({ settings }) => settings[option] !== undefined);
	const distinct = [...new Set(having.map(({ settings }) => settings[option]!))];
	const numbers = distinct.every((value) => typeof value === "number");
	if (distinct.length <= GROUPS || !numbers) {
		return distinct.map((value) => having.flatMap((t) => (t.settings[option] === value ? [t.value!] : [])));
	}
	const sorted = (distinct as number[]).sort((a, b) => a - b);
	const groupOf = (value: number) => Math.floor((sorted.indexOf(value) * GROUPS) / sorted.length);
	return Array.from({ length: GROUPS }, (_, group) =>
		having.flatMap(({ settings, value }) => (groupOf(settings[option] as number) === group ? [value!] : [])),
	);
}
