/**
 * The equations of one step of one layer, forward and backward, one entry per line of docs/equations.md, in float64.
 * They explain a step, and compute what follows from a value that a hook changed. Names are those of hooks without the
 * layer, and the following; `d.` is the derivative of the loss with respect to the rest of the name.
 *
 *   wx       W_ih x_t, [G*H]                            kept       what is kept from the step before, [H]
 *   a.*      the argument of a gate's nonlinearity      forgotten  what is dropped of it
 *   s        the GRU's: see docs/equations.md#gru       added      what is new
 *
 * A cell given by equations has `gate.NAME` for each line, `a.NAME` for its sum, `parameter.NAME`, its states by their
 * names, and `NAME_prev` of the step before.
 */

import type { Equation } from "../cells/equation.ts";
import type { CellSpec } from "../cells/layout.ts";
import { ownCellOf } from "../cells/own/reader.ts";
import type { LayerWeights } from "../cells/weights.ts";
import { gruBackward, gruForward } from "./equations/gru.ts";
import { lstmBackward, lstmForward } from "./equations/lstm.ts";
import { rnnBackward, rnnForward } from "./equations/rnn.ts";

/**
 * Returns the forward equations, from wx and the states of the step before, h_prev and (LSTM) c_prev; the last one gives
 * h. Those of a cell given by equations are in the order of its file.
 */
export function forwardEquations(spec: CellSpec, weights: LayerWeights): Equation[] {
	if (spec.cell === "own") return ownCellOf(spec.equations).step.forward(weights);
	if (spec.cell === "rnn") return rnnForward(spec.variant, weights);
	if (spec.cell === "gru") return gruForward(spec.variant === "reset-after", weights);
	return lstmForward(spec.variant, weights);
}

/**
 * Returns the backward equations, from d.h, (LSTM) d.c.later and the values of the forward step; the last ones give
 * d.h_prev and d.x. Those of a cell given by equations begin with d.h.above, and d.NAME.later of every state.
 */
export function backwardEquations(spec: CellSpec, weights: LayerWeights): Equation[] {
	if (spec.cell === "own") return ownCellOf(spec.equations).step.backward(weights);
	if (spec.cell === "rnn") return rnnBackward(spec.variant, weights);
	if (spec.cell === "gru") return gruBackward(spec.variant === "reset-after", weights);
	return lstmBackward(spec.variant, weights);
}
