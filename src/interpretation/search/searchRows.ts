/** What a search for cells is fed with: windows of values by name, and its options. */
import type { Floats } from "../../kernels/kernels.ts";

// N rows of a window

/** Values of one name: `width` units, `NAME.0` and on; or the single unit with that name. */
export interface Values {
	name: string;
	width: number;
	/** Index of the unit, if `name` is that of one unit; its width is 1. */
	index?: number;
	/** True if it is part of the state that the probe reads. */
	state: boolean;
}

/** The rows of one window. */
export interface Rows {
	N: number;
	/** Index in the text of the symbol that each row has read, -1 if it does not count, [N]. */
	positions: Int32Array;
	/** Id of that symbol, [N]. */
	ids: Int32Array;
	/** Values by name, [N,width]. */
	values: ReadonlyMap<string, Floats>;
}

export interface CellSearchOptions {
	/** First symbol of the held-out part. Default half. */
	split?: number;
	/** Number of rows of the largest window. */
	N: number;
	/** Size of the vocabulary. */
	symbols: number;
	/** Units listed per pattern. Default 5. */
	best?: number;
	/** A unit, such as l1.c.17, to list last if it is not among the best. */
	also?: string;
	/** Throw an error if no pattern can be scored. Default false: list them all as skipped. */
	strict?: boolean;
}
