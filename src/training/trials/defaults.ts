/**
 * Defaults of a comparison. This file has no imports because the command line's help reads it before anything is
 * loaded.
 */

export const DEFAULT_REMEDIES: readonly string[] = [
	...["none", "clip", "omega", "clip+omega", "orthogonal", "identity", "lstm", "lstm-1997", "gru", "esn"],
];
export const DEFAULT_RATES: readonly number[] = [0.01, 0.001];
export const DEFAULT_SEEDS = 3;
/** Success threshold for a task: largest fraction of wrong sequences. */
export const DEFAULT_GOAL = 0.01;
/** Options shared by all trials. `steps` applies only if no other budget is given. */
export const DEFAULT_OPTIONS = { hidden: 50, batch: 20, steps: 2000 } as const;
/** Largest number of remedies: as many as a figure can distinguish. */
export const MOST_REMEDIES = 24;
