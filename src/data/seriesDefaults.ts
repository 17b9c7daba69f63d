/**
 * Training options for a series, chosen on the validation parts of ten series (bench/seriesDefaults.mjs, docs/series.md):
 * a small network, small batches and early stopping, because a series has little data.
 */
export const SERIES_DEFAULTS = {
	/** Hidden units per layer. */
	hidden: 32,
	/** Sequences per update. */
	batch: 16,
	/** Updates, unless early stopping ends the run before. */
	steps: 2000,
	/** Updates between validations. */
	validEvery: 50,
	/** Validations without improvement that end the run. */
	patience: 10,
} as const;

/** Length of the training sequences in rows, or half of the training part if that is less. */
export const SERIES_LENGTH = 50;
