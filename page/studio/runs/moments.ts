/** What the log says of one update, and where computing it again would start. */
import type { Columns } from "../train/columns.ts";

export interface Moment {
	step: number;
	/** First and last update whose mean the log's line is; null without a line. */
	of: { first: number; last: number } | null;
	/** Means over these updates. */
	loss: number | null;
	gradNorm: number | null;
	/** Learning rate of the last of these updates. */
	lr: number | null;
	/** Newest kept checkpoint before the update; null if there is none. */
	checkpoint: number | null;
}

/** The line of training whose mean holds the update, or the last one if there is none yet. */
export function momentAt(columns: Columns, checkpoints: readonly number[], step: number): Moment {
	const lines = columns.step.flatMap((one, n) => (columns.gradNorm[n] !== null ? [{ step: one, n }] : []));
	const found = lines.findIndex((line) => line.step >= step);
	const at = found < 0 ? lines.length - 1 : found;
	const line = step > 0 ? lines[at] : undefined;
	// A log has a line every so many updates; lines may have been thinned between two that are here.
	const every = lines.reduce(
		(least, { step: one }, n) => Math.min(least, one - (lines[n - 1]?.step ?? 0)),
		Number.POSITIVE_INFINITY,
	);
	const first = line ? Math.max(lines[at - 1]?.step ?? 0, line.step - every) + 1 : 0;
	const before = checkpoints.filter((one) => one < step);
	return {
		step,
		of: line ? { first, last: line.step } : null,
		loss: line ? columns.train[line.n]! : null,
		gradNorm: line ? columns.gradNorm[line.n]! : null,
		lr: line ? columns.lr[line.n]! : null,
		checkpoint: before.length > 0 ? Math.max(...before) : null,
	};
}
