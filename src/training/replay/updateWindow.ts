/** The values of one window of an update, copied when its backward pass is done. */
import { statesOf } from "../../cells/layout.ts";
import type { Unrolled } from "../../cells/unroll.ts";
import { type LayerDeltas, windowDeltas } from "../../diagnosis/windowDeltas.ts";
import type { Floats } from "../../kernels/kernels.ts";

// T steps, B sequences, D inputs, H units, G gate blocks, V outputs; row-major, the last letter moves fastest

export interface LayerValues {
	h: Floats; // [T+1,B,H] h[0] is the state before the window
	c?: Floats; // [T+1,B,H] lstm, and the second state of a cell given by equations that has two
	gates?: Floats; // [T,B,G*H] values after the nonlinearity; lstm and gru; equations: values of the lines
	dh?: Float64Array; // [T,B,H] dL/dh_t of the mean loss, later steps included; absent if nothing is backpropagated
	dc?: Float64Array; // [T,B,H] dL/dc_t; as c
	log10Dh?: Float64Array; // [T] log10 of the norm of dh at each step, also below what a float holds
	log10Dc?: Float64Array; // [T] as c
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

/**
 * Copies the first T steps of a window after its backward pass.
 * @param deltas whether the gradient went back through the states, so that dL/dh and dL/dc exist
 */
export function copyWindow(window: Unrolled, T: number, deltas: boolean): UpdateWindow {
	const { B, weights, x, values } = window;
	const { hidden: H } = weights.spec;
	const twoStates = statesOf(weights.spec).length === 2;
	const back = deltas ? windowDeltas(window, T) : [];
	const part = <A extends Floats | Int32Array | Float64Array>(array: A, steps: number, whole: number) =>
		array.slice(0, (steps * array.length) / whole) as A;
	return {
		...{ steps: T, lanes: B },
		...(x ? { x: part(x, T, window.T) } : { ids: part(window.ids, T, window.T) }),
		targets: part(window.targets, T, window.T),
		...(values && { values: part(values, T, window.T) }),
		losses: part(window.losses, T, window.T),
		layers: window.layers.map(({ h, c, gates }, l) => ({
			h: h.slice(0, (T + 1) * B * H),
			...(c && twoStates && { c: c.slice(0, (T + 1) * B * H) }),
			...(gates && { gates: part(gates, T, window.T) }),
			...(back[l] && deltasOf(back[l])),
		})),
	};
}

const deltasOf = ({ dh, dc, log10H, log10C }: LayerDeltas) => ({
	...{ dh, log10Dh: log10H },
	...(dc && { dc, log10Dc: log10C! }),
});
