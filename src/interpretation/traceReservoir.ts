/** The states of an echo state network, under the hook name of its only layer. */
import type { Reservoir } from "../cells/esn.ts";

// T steps, N units, D inputs, V outputs fed back

export const RESERVOIR_HOOK = "l0.state";

/**
 * Returns `l0.state` of every step of one sequence from a zero state, [T,N].
 * @param inputs [T,D].
 * @param fedBack [T,V] output fed back at each step: that of the previous step, or the target under teacher forcing.
 */
export function traceReservoir(
	reservoir: Reservoir,
	inputs: Float64Array,
	fedBack?: Float64Array,
): Map<typeof RESERVOIR_HOOK, Float64Array> {
	const { units: N, inputs: D, feedback: V } = reservoir.spec;
	const T = D > 0 ? inputs.length / D : fedBack!.length / V;
	const states = new Float64Array(T * N);
	reservoir.reset();
	for (let t = 0; t < T; t++) {
		reservoir.step(inputs.subarray(t * D, (t + 1) * D), fedBack?.subarray(t * V, (t + 1) * V));
		states.set(reservoir.state, t * N);
	}
	return new Map([[RESERVOIR_HOOK, states]]);
}
