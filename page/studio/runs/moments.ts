/** What the log says of one update, and where computing it again would start. */
import type { Columns } from "../train/columns.ts";

export interface Moment {
	step: number;
	loss: number | null;
	gradNorm: number | null;
	lr: number | null;
	/** Newest kept checkpoint that is not after it; null if there is none. */
	checkpoint: number | null;
}

/** Values of the last lines until `step`. */
export function momentAt(columns: Columns, checkpoints: readonly number[], step: number): Moment {
	const last = columns.step.findLastIndex((one) => one <= step);
	const until = (column: readonly (number | null)[]) =>
		column.slice(0, last + 1).findLast((value) => value !== null) ?? null;
	const before = checkpoints.filter((one) => one <= step);
	return {
		...{ step, loss: until(columns.train), gradNorm: until(columns.gradNorm), lr: until(columns.lr) },
		checkpoint: before.length > 0 ? Math.max(...before) : null,
	};
}
