/** What a comparison takes where nothing is said. No imports: the command line's help reads it before anything is loaded. */

export const DEFAULT_REMEDIES: readonly string[] = [
	...["none", "clip", "omega", "clip+omega", "orthogonal", "identity", "lstm", "lstm-1997", "gru", "esn"],
];
export const DEFAULT_RATES: readonly number[] = [0.01, 0.001];
export const DEFAULT_SEEDS = 3;
/** Of a task: largest share of wrong sequences that is a success. */
export const DEFAULT_GOAL = 0.01;
/** Options that all trials share; `steps` only where no other budget is given. */
export const DEFAULT_OPTIONS = { hidden: 50, batch: 20, steps: 2000 } as const;
/** Most remedies: as many as a figure can tell apart. */
export const MOST_REMEDIES = 24;
