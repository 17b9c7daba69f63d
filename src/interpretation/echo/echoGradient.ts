/**
 * The derivatives of a loss through an echo state network, back in time (the equations are in explainEcho.ts). In steps
 * before the first one whose loss counts, the vectors are scaled by powers of 2, so that 1e-400 is not 0.
 */
import type { Vectors } from "./echoEquations.ts";
import { type EchoModel, type EchoSequence, isScoredAt, lossAt } from "./echoModel.ts";
import type { EchoWindow } from "./echoStates.ts";

// N units, D inputs, V outputs, M = D + N + 1

export interface EchoFlow {
	/** Index of the step. */
	t: number;
	/** The values d.y to d.x; they are to be multiplied by 2^exponent. */
	values: Vectors;
	exponent: number;
}

/** Above 2^100 or below 2^-100 the vectors are scaled. */
const MOST = 100;

/** Goes back through a window, latest step first. @param first first step whose loss counts */
export function* backThroughEcho(
	model: EchoModel,
	sequence: EchoSequence,
	window: EchoWindow,
	first: number,
): Generator<EchoFlow> {
	const { units: N, outputs: V, feedback } = model;
	let dhLater = new Float64Array(N); // dL/dh_t from t+1
	let dyLater = new Float64Array(V); // dL/dy_t from t+1
	let exponent = 0;
	for (let s = window.steps - 1; s >= 0; s--) {
		const t = window.from + s;
		if (t < first) {
			const by = scaleOf(dhLater, dyLater);
			exponent += by;
			for (const all of [dhLater, dyLater]) for (let k = 0; k < all.length; k++) all[k] = all[k]! * 2 ** -by;
		}
		const y = window.y.slice(s * V, (s + 1) * V);
		const own = t < first ? new Float64Array(V) : lossAt(model, sequence, t, y).dy;
		const isFed = feedback && isScoredAt(model, sequence, t);
		const later = isFed ? dyLater : new Float64Array(V);
		const dy = own.map((one, v) => one + later[v]!);
		const above = unitsOf(model, dy);
		const dh = above.map((one, k) => one + dhLater[k]!);
		const da = dh.map((one, k) => model.gain * (1 - window.activation[s * N + k]! ** 2) * one);
		const dhPrev = statesBefore(model, dh, da);
		const dyPrev = feedback ? outputsBefore(model, da) : new Float64Array(V);
		const values: Vectors = new Map([
			...(feedback
				? ([
						["d.y.own", own],
						["d.y.later", later],
					] as const)
				: []),
			...([
				["d.y", dy],
				["d.h.above", above],
				["d.h.later", dhLater],
				["d.h", dh],
				["d.a", da],
			] as const),
			...([
				["d.h_prev", dhPrev],
				["d.y_prev", dyPrev],
				["d.x", inputsOf(model, da, dy)],
			] as const),
		]);
		yield { t, values, exponent };
		[dhLater, dyLater] = [dhPrev.slice(), dyPrev.slice()];
	}
}

/** Power of 2 of the largest number, if it is far from 1; else 0. */
function scaleOf(...vectors: Float64Array[]): number {
	let most = 0;
	for (const all of vectors) for (const one of all) most = Math.max(most, Math.abs(one));
	const log = Math.floor(Math.log2(most));
	return Number.isFinite(log) && Math.abs(log) > MOST ? log : 0;
}

/** W_out^T dL/dy, the columns of the units. [N] */
function unitsOf({ readout, units: N, inputs: D }: EchoModel, dy: Float64Array): Float64Array<ArrayBuffer> {
	const M = D + N + 1;
	return Float64Array.from({ length: N }, (_, k) => dy.reduce((sum, one, v) => sum + readout[v * M + D + k]! * one, 0));
}

/** (1 - C g) dL/dh_t + W^T dL/da_t. [N] */
function statesBefore({ units: N, gain, leak, w }: EchoModel, dh: Float64Array, da: Float64Array) {
	const before = dh.map((one) => (1 - gain * leak) * one);
	for (let k = 0; k < N; k++) for (let j = 0; j < N; j++) before[j]! += w[k * N + j]! * da[k]!;
	return before;
}

/** W_back^T dL/da_t. [V] */
function outputsBefore({ units: N, inputs: D, outputs: V, w_in }: EchoModel, da: Float64Array) {
	const before = new Float64Array(V);
	for (let k = 0; k < N; k++) for (let v = 0; v < V; v++) before[v]! += w_in[k * (D + V) + D + v]! * da[k]!;
	return before;
}

/** W_in^T dL/da_t + W_out^T dL/dy_t, the columns of the inputs. [D] */
function inputsOf(model: EchoModel, da: Float64Array, dy: Float64Array): Float64Array {
	const { units: N, inputs: D, outputs: V, feedback, w_in, readout } = model;
	const [W, M] = [feedback ? D + V : D, D + N + 1];
	return Float64Array.from({ length: D }, (_, d) => {
		let sum = 0;
		for (let k = 0; k < N; k++) sum += w_in[k * W + d]! * da[k]!;
		for (let v = 0; v < V; v++) sum += readout[v * M + d]! * dy[v]!;
		return sum;
	});
}
