/** The values of one window of an update, copied when its backward pass is done. */
import type { Unrolled } from "../../cells/unroll.ts";
import type { Floats } from "../../kernels/kernels.ts";

// T steps, B sequences, D inputs, H units, G gate blocks, V outputs; row-major, the last letter moves fastest

export interface LayerValues {
	h: Floats; // [T+1,B,H] h[0] is the state before the window
	c?: Floats; // [T+1,B,H] lstm
	gates?: Floats; // [T,B,G*H] values after the nonlinearity; lstm and gru
}

export interface UpdateWindow {
	/** Steps of the window, T. */
	steps: number;
	/** Parallel sequences, B. */
	lanes: number;
	ids?: Int32Array; // [T,B] input symbols, -1 for none; absent if the inputs are values
	x?: Floats; // [T,B,D] input values
	targets: Int32Array; // [T,B] symbols to predict; -1: not scored
	values?: Float64Array; // [T,B,V] targets that are values; NaN: not scored
	losses: Floats; // [T,B] nats, or mean squared error
	layers: LayerValues[]; // [L]
}

/** Copies the first T steps of a window. */
export function copyWindow(window: Unrolled, T: number): UpdateWindow {
	const { B, weights, x, values } = window;
	const { hidden: H } = weights.spec;
	const part = <A extends Floats | Int32Array | Float64Array>(array: A, steps: number, whole: number) =>
		array.slice(0, (steps * array.length) / whole) as A;
	return {
		...{ steps: T, lanes: B },
		...(x ? { x: part(x, T, window.T) } : { ids: part(window.ids, T, window.T) }),
		targets: part(window.targets, T, window.T),
		...(values && { values: part(values, T, window.T) }),
		losses: part(window.losses, T, window.T),
		layers: window.layers.map(({ h, c, gates }) => ({
			h: h.slice(0, (T + 1) * B * H),
			...(c && { c: c.slice(0, (T + 1) * B * H) }),
			...(gates && { gates: part(gates, T, window.T) }),
		})),
	};
}
