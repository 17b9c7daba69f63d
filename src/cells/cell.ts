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

/** Arrays of one layer, readable after a call. */
export interface LayerState {
	h: Floats; // [T+1,B,H] h[0] is the state before the window
	c?: Floats; // [T+1,B,H] lstm
	gates?: Floats; // [T,B,G*H] lstm, gru: values after the nonlinearity
	aux?: Floats; // [T,B,H] gru: see GruForward.aux
}

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

export interface ForwardCall {
	engine: Engine;
	size: LayerSize;
	input: LayerInput;
	weights: LayerWeights;
	state: LayerState;
}

export interface BackwardCall extends ForwardCall {
	dOut: Floats; // [T,B,H] dL/dh_t from above
	dx?: Floats; // [T,B,D] out
	gradients: LayerWeights; // added to
	deltas?: Deltas;
	ends?: Ends;
}

export interface Cell {
	/** States carried from step to step: ["h"] or ["h", "c"]. */
	readonly states: readonly ("h" | "c")[];
	allocate(engine: Engine, size: LayerSize): LayerState;
	forward(call: ForwardCall): void;
	backward(call: BackwardCall): void;
}

export type CellOf<S extends CellSpec["cell"]> = (spec: Extract<CellSpec, { cell: S }>) => Cell;
