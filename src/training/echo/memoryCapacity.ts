/**
 * Memory capacity (Jaeger 2002, GMD report 152): how well linear readouts of one reservoir give back the input of k
 * steps ago. MC_k = r^2(u_{n-k}, y_n) for an i.i.d. input, and MC = sum_k MC_k <= N.
 */
import type { Reservoir } from "../../cells/esn.ts";
import type { RandomStream } from "../../kernels/random.ts";
import { EchoState } from "./echoState.ts";

export interface MemoryCapacity {
	/** MC_k of the delays 1..K, [K], each 0..1, measured on steps that the readouts have not seen. */
	byDelay: Float64Array;
	/** Their sum: at most the number of units. */
	total: number;
}

export interface MemoryRequest {
	/** K. Default twice the units. */
	delays?: number;
	/** Steps learned from, and as many measured on. Default 20 a unit, at least 1000. */
	steps?: number;
	/** Inputs are U(-amplitude, amplitude). Default 0.1. */
	amplitude?: number;
	ridge?: number;
}

/** Of a reservoir with one input and no feedback. Cost about 2 steps (N + K)^2. */
export function memoryCapacity(
	reservoir: Reservoir,
	random: RandomStream,
	request: MemoryRequest = {},
): MemoryCapacity {
	const { units: N } = reservoir.spec;
	const { delays: K = 2 * N, steps = Math.max(1000, 20 * N), amplitude = 0.1, ridge = 0 } = request;
	const washout = K + 100;
	const T = washout + steps;
	const draw = () => {
		const inputs = Float64Array.from({ length: T }, () => amplitude * (2 * random.uniform() - 1)); // [T,1]
		const teacher = new Float64Array(T * K); // [T,K] u_{n-1} ... u_{n-K}
		for (let n = 0; n < T; n++) for (let k = 1; k <= Math.min(n, K); k++) teacher[n * K + k - 1] = inputs[n - k]!;
		return { inputs, teacher };
	};
	const network = new EchoState(reservoir, K);
	network.fit({ ...draw(), steps: T, washout, ridge });
	const { inputs, teacher } = draw();
	reservoir.reset();
	const said = network.run({ inputs, steps: T });
	const byDelay = Float64Array.from({ length: K }, (_, k) => squaredCorrelation(said, teacher, K, k, washout, T));
	return { byDelay, total: byDelay.reduce((sum, value) => sum + value, 0) };
}

/** r^2 of column k of two [T,K] arrays over the rows from..T. */
function squaredCorrelation(a: Float64Array, b: Float64Array, K: number, k: number, from: number, T: number): number {
	let [ma, mb] = [0, 0];
	for (let n = from; n < T; n++) {
		ma += a[n * K + k]! / (T - from);
		mb += b[n * K + k]! / (T - from);
	}
	let [aa, bb, ab] = [0, 0, 0];
	for (let n = from; n < T; n++) {
		const [da, db] = [a[n * K + k]! - ma, b[n * K + k]! - mb];
		aa += da * da;
		bb += db * db;
		ab += da * db;
	}
	return aa > 0 && bb > 0 ? (ab * ab) / (aa * bb) : 0;
}
