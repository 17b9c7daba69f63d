/**
 * The interface of a cell: the arrays it leaves readable, and one forward and one backward call over a whole sequence.
 */
import type { Engine, Floats } from "../kernels/kernels.ts";
import type { CellSpec } from "./layout.ts";
import type { LayerWeights } from "./weights.ts";

// T steps, B sequences, D inputs, H units, G gate blocks; row-major, the last letter moves fastest

export interface LayerSize {
	T: number;
	B: number;
	D: number;
	H: number;
}

/** Arrays of one layer of each cell, readable after a call. */
export interface CellStates {
	rnn: {
		h: Floats; // [T+1,B,H] h[0] is the state before the window
	};
	lstm: {
		h: Floats; // [T+1,B,H]
		c: Floats; // [T+1,B,H]
		gates: Floats; // [T,B,G*H] values after the nonlinearity
	};
	gru: {
		h: Floats; // [T+1,B,H]
		gates: Floats; // [T,B,3*H]
		aux: Floats; // [T,B,H] see GruForward.aux
	};
	own: {
		h: Floats; // [T+1,B,H]
		/** The other states, one after the other; absent if h is the only one. */
		c?: Floats; // [S-1,T+1,B,H]
		gates: Floats; // [T,B,V*H] values of the lines
	};
}

/** The arrays of a layer of any cell, by name, as one that reads or carries them sees them. */
export type LayerState = CellStates["rnn"] & Partial<CellStates["lstm"] & CellStates["gru"]>;

/** x [T,B,D], or ids [T,B]. */
export type LayerInput = { x: Floats; ids?: undefined } | { ids: Int32Array; x?: undefined };

/** Requested deltas: each array given is filled for every step of the window. */
export interface Deltas {
	gates?: Floats; // [T,B,G*H] dL/d(pre-activation)
	h?: Floats; // [T,B,H] complete dL/dh_t
	c?: Floats; // [S-1,T,B,H] complete dL/dc_t: S-1 is 1 for lstm
}

/**
 * Gradients at the two ends of the window, each [B,H], those of c [S-1,B,H]: `Last` arrives from after its end, `First` leaves at its start.
 */
export interface Ends {
	dhLast?: Floats;
	dcLast?: Floats;
	dhFirst?: Floats;
	dcFirst?: Floats;
}

export interface ForwardCall<S = LayerState> {
	engine: Engine;
	size: LayerSize;
	input: LayerInput;
	weights: LayerWeights;
	state: S;
}

export interface BackwardCall<S = LayerState> extends ForwardCall<S> {
	dOut: Floats; // [T,B,H] dL/dh_t from above
	dx?: Floats; // [T,B,D] out
	gradients: LayerWeights; // added to
	deltas?: Deltas;
	ends?: Ends;
}

export interface Cell<S extends LayerState = LayerState> {
	/** States carried from step to step: ["h"] or ["h", "c"], or those of the equations. */
	readonly states: readonly string[];
	allocate(engine: Engine, size: LayerSize): S;
	forward(call: ForwardCall<S>): void;
	backward(call: BackwardCall<S>): void;
}

/** Returns state number k of a layer over its steps: a view, [T+1,B,H]. `count`: number of states. */
export function stateOf({ h, c }: LayerState, k: number, count: number): Floats {
	if (k === 0) return h;
	const length = c!.length / (count - 1);
	return c!.subarray((k - 1) * length, k * length);
}

export type CellOf<N extends CellSpec["cell"]> = (spec: Extract<CellSpec, { cell: N }>) => Cell<CellStates[N]>;
