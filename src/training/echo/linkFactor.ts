/**
 * From a linear readout to probabilities: the one factor beta for which beta times the outputs are the likeliest logits.
 * The loss is convex in beta, so that its derivative has one zero, found by halving.
 *
 *   softmax  dL/dbeta = sum_v p_v y_v - y_target, p = softmax(beta y)
 *   binary   dL/dbeta = sum_v (s(beta y_v) - d_v) y_v
 */
// V outputs

const LARGEST = 1e4;
const HALVINGS = 60;

/** @param said rows [V] of outputs (binary: less one half). @param wanted rows [V] of 0 and 1. -> 0..10000 */
export function likeliestFactor(
	head: "softmax" | "binary",
	said: readonly Float64Array[],
	wanted: readonly Float64Array[],
): number {
	const slope = head === "softmax" ? softmaxSlope : binarySlope;
	const derivative = (beta: number) => said.reduce((sum, y, n) => sum + slope(beta, y, wanted[n]!), 0);
	let [low, high] = [0, LARGEST];
	if (derivative(high) <= 0) return high;
	for (let n = 0; n < HALVINGS && high - low > 1e-9 * high; n++) {
		const middle = (low + high) / 2;
		if (derivative(middle) < 0) low = middle;
		else high = middle;
	}
	return high;
}

function softmaxSlope(beta: number, y: Float64Array, d: Float64Array): number {
	const most = y.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
	let sum = 0;
	let mean = 0;
	let target = 0;
	for (let v = 0; v < y.length; v++) {
		const p = Math.exp(beta * (y[v]! - most));
		sum += p;
		mean += p * y[v]!;
		target += d[v]! * y[v]!;
	}
	return mean / sum - target;
}

function binarySlope(beta: number, y: Float64Array, d: Float64Array): number {
	let slope = 0;
	for (let v = 0; v < y.length; v++) slope += (1 / (1 + Math.exp(-beta * y[v]!)) - d[v]!) * y[v]!;
	return slope;
}
