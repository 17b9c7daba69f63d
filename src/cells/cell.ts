/**
 * The interface of a cell: the arrays it leaves readable, and one forward and one backward call over a whole sequence.
 */
import type { Engine, Floats } from "../kernels/kernels.ts";
import type { CellName, CellSpec } from "./layout.ts";
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
}

/** The arrays of a layer of any cell, by name, as one that reads or carries them sees them. */
export type LayerState = CellStates["rnn"] & Partial<CellStates["lstm"] & CellStates["gru"]>;

/** x [T,B,D], or ids [T,B]. */
export type LayerInput = { x: Floats; ids?: undefined } | { ids: Int32Array; x?: undefined };

/** Requested deltas: each array given is filled for every step of the window. */
export interface Deltas {
	gates?: Floats; // [T,B,G*H] dL/d(pre-activation)
	h?: Floats; // [T,B,H] complete dL/dh_t
	c?: Floats; // [T,B,H] complete dL/dc_t, lstm
}

/**
 * Gradients at the two ends of the window, each [B,H]: `Last` arrives from after its end, `First` leaves at its start.
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
	/** States carried from step to step: ["h"] or ["h", "c"]. */
	readonly states: readonly ("h" | "c")[];
	allocate(engine: Engine, size: LayerSize): S;
	forward(call: ForwardCall<S>): void;
	backward(call: BackwardCall<S>): void;
}

export type CellOf<N extends CellName> = (spec: Extract<CellSpec, { cell: N }>) => Cell<CellStates[N]>;
