/** What a hook is called with: the values of one step, and where in the text it is. */
import type { Floats } from "../kernels/kernels.ts";

/** Where in the text a hook is called. Its arrays are overwritten by the next step. */
export interface HookPlace {
	/** Steps of this call before it. */
	step: number;
	/** Symbol that the first lane reads, -1 for one that the vocabulary lacks. */
	id: number;
	/** Symbol that each lane reads, -1 also beyond its end, [B]. */
	ids: Int32Array;
	/** Index in the text of the symbol that each lane reads, [B]. */
	at: Float64Array;
}

/**
 * Reads `values`, [B,n], and changes them by writing into the array. The next step overwrites it: copy what is to be kept.
 */
export type Visit = (values: Floats, place: HookPlace) => void;

/** A visit for each name. Within a step they are called in the order of hooksOf; of a peephole LSTM, o comes after c. */
export type Hooks = Readonly<Record<string, Visit>>;
