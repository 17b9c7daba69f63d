/**
 * The equations of one step of an echo state network (docs/equations.md#echo-state-network), in float64. The state is h and
 * the input x, as in the equations of the other cells:
 *
 *   a_t = W_in x_t + b + W h_{t-1} + W_back y_{t-1},  h_t = (1 - C g) h_{t-1} + C tanh(a_t),  y_t = W_out [x_t; h_t; 1]
 *
 * C is a vector with the same number for every unit, so that a reader can change it for one.
 */
import { type EchoModel, logitsOf } from "./echoModel.ts";
import { readOut } from "./echoStates.ts";

// N units, D inputs, V outputs

/** Vectors of a step by name. */
export type Vectors = Map<string, Float64Array>;

export interface EchoEquation {
	name: string;
	text: string;
	/** Values of which number k alone enters number k. */
	own: readonly string[];
	/** Values that enter as a whole. */
	whole: readonly string[];
	/** Computes number k. */
	of(values: ReadonlyMap<string, Float64Array>, k: number): number;
	/** Numbers of the value. */
	size: number;
}

/** Returns the equations in order of computation, from x, h_prev, C and (feedback) y_prev. */
export function echoEquations(model: EchoModel): EchoEquation[] {
	const { units: N, inputs: D, outputs: V, feedback, leak, w_in, w, b, head } = model;
	const W = feedback ? D + V : D; // columns of w_in
	const dot = (row: Float64Array, at: number, v: Float64Array) =>
		v.reduce((sum, one, j) => sum + row[at + j]! * one, 0);
	const each = (name: string, text: string, own: readonly string[], f: (...x: number[]) => number): EchoEquation => ({
		...{ name, text, own, whole: [], size: N },
		of: (values, k) => f(...own.map((one) => values.get(one)![k]!)),
	});
	const keep = leak === 1 ? "1 - C" : "1 - C g";
	const back = feedback ? " + W_back y_{t-1}" : "";
	return [
		{
			...{ name: "wx", text: "W_in x_t", own: [], whole: ["x"], size: N },
			of: (values, k) => dot(w_in, k * W, values.get("x")!),
		},
		{
			...{ name: "a", text: `a_t = W_in x_t + b + W h_{t-1}${back}`, own: ["wx"], size: N },
			whole: ["h_prev", ...(feedback ? ["y_prev"] : [])],
			of: (values, k) =>
				values.get("wx")![k]! +
				b[k]! +
				dot(w, k * N, values.get("h_prev")!) +
				(feedback ? dot(w_in, k * W + D, values.get("y_prev")!) : 0),
		},
		each("tanh_a", "tanh(a_t)", ["a"], Math.tanh),
		each("keep", leak === 1 ? keep : `${keep}, g = ${leak}`, ["C"], (C) => 1 - C * leak),
		each("kept", `(${keep}) h_{t-1}`, ["keep", "h_prev"], (keep, h) => keep * h),
		each("added", "C tanh(a_t)", ["C", "tanh_a"], (C, tanh) => C * tanh),
		each("h", `h_t = (${keep}) h_{t-1} + C tanh(a_t)`, ["kept", "added"], (kept, added) => kept + added),
		{
			...{ name: "y", text: "y_t = W_out [x_t; h_t; 1]", own: [], whole: ["x", "h"], size: V },
			of: (values, v) => {
				const M = D + N + 1;
				const row = model.readout.subarray(v * M, (v + 1) * M);
				return readOut({ ...model, readout: row, outputs: 1 }, values.get("x")!, values.get("h")!)[0]!;
			},
		},
		...(head === "regression"
			? []
			: [
					{
						...{ name: "logits", own: ["y"], whole: [], size: V },
						text: head === "binary" ? "beta (y_t - 1/2)" : "beta y_t",
						of: (values: ReadonlyMap<string, Float64Array>, v: number) => logitsOf(model, values.get("y")!)[v]!,
					},
				]),
	];
}

/** Adds the value of each equation that `found` lacks. */
export function solveEcho(equations: readonly EchoEquation[], found: Vectors): Vectors {
	for (const { name, size, of } of equations)
		if (!found.has(name))
			found.set(
				name,
				Float64Array.from({ length: size }, (_, k) => of(found, k)),
			);
	return found;
}
