/** What a hook is called with: the values of one step, and the position in the text. */
import type { Floats } from "../kernels/kernels.ts";

/** Position in the text at which a hook is called. The next step overwrites its arrays. */
export interface HookPlace {
	/** Number of steps before it in this call. */
	step: number;
	/** Symbol that the first lane reads, -1 for an unknown one. */
	id: number;
	/** Symbol that each lane reads, -1 also after its end, [B]. */
	ids: Int32Array;
	/** Index in the text of the symbol that each lane reads, [B]. */
	at: Float64Array;
}

/** Reads `values`, [B,n], and changes them by writing to the array. The next step overwrites it: copy what you keep. */
export type Visit = (values: Floats, place: HookPlace) => void;

/**
 * A visit for each name. Within a step they are called in the order of hooksOf; in a peephole LSTM, o comes after c. Those
 * of a cell given by equations are called in the order of its file.
 */
export type Hooks = Readonly<Record<string, Visit>>;
