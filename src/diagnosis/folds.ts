/**
 * Fixed points of one sigmoid unit without input, x = w s(x) + b, and the folds where two of them merge as b changes
 * (Doya 1993; Pascanu, Mikolov & Bengio 2013, fig. 3).
 *
 * b(x) = x - w s(x) is the bias for which x is a fixed point; it turns where w s'(x) = 1, which has two solutions
 * for w > 4.
 */
import { sigmoid, sigmoidSlope } from "./wall.ts";

export interface Fold {
	x: number;
	b: number;
}

export interface FixedPoint {
	x: number;
	/** w s'(x): below 1 the point attracts, above it repels. */
	slope: number;
}

/** Returns the bias for which x is a fixed point. */
export const biasOf = (x: number, w: number): number => x - w * sigmoid(x);

/** Returns both folds, the one with the smaller b first; none for w <= 4, where w s'(x) never exceeds 1. */
export function folds(w: number): Fold[] {
	if (w <= 4) return [];
	// w s'(x) falls from w / 4 at 0 to 0 on either side: one root of w s'(x) = 1 in x > 0, its mirror in x < 0
	const x = bisect((at) => w * sigmoidSlope(at) - 1, 0, 2 + Math.log(w));
	return [
		{ x, b: biasOf(x, w) },
		{ x: -x, b: biasOf(-x, w) },
	].sort((first, second) => first.b - second.b);
}

/** Returns the folds in closed form: s = (1 +- sqrt(1 - 4 / w)) / 2, x = ln(s / (1 - s)), b = x - w s. */
export function foldsInClosedForm(w: number): Fold[] {
	if (w <= 4) return [];
	return [1, -1]
		.map((sign) => {
			const s = (1 + sign * Math.sqrt(1 - 4 / w)) / 2;
			const x = Math.log(s / (1 - s));
			return { x, b: x - w * s };
		})
		.sort((first, second) => first.b - second.b);
}

/** Returns all x with x = w s(x) + b, smallest first: one, or three between the folds. */
export function fixedPoints(w: number, b: number): FixedPoint[] {
	const turns = folds(w)
		.map(({ x }) => x)
		.sort((first, second) => first - second);
	const ends = [Math.min(b, b + w) - 1, ...turns, Math.max(b, b + w) + 1]; // x lies between b and b + w
	const found: FixedPoint[] = [];
	for (let k = 0; k + 1 < ends.length; k++) {
		const gap = (x: number) => biasOf(x, w) - b;
		if (gap(ends[k]!) * gap(ends[k + 1]!) > 0) continue; // b(x) is monotone between two turns
		const x = bisect(gap, ends[k]!, ends[k + 1]!);
		found.push({ x, slope: w * sigmoidSlope(x) });
	}
	return found;
}

/**
 * Returns x_t = w s(x_{t-1}) + b after `steps` steps from each start; stops early at a state that a step reproduces bit
 * for bit.
 */
export function settle(w: number, b: number, starts: readonly number[], steps: number): number[] {
	return starts.map((start) => {
		let x = start;
		for (let t = 0; t < steps; t++) {
			const next = w * sigmoid(x) + b;
			if (next === x) break;
			x = next;
		}
		return x;
	});
}

/** Returns a root of f between `low` and `high`, where f has different signs, to the last bit. */
function bisect(f: (x: number) => number, low: number, high: number): number {
	let [a, c] = [low, high];
	const sign = Math.sign(f(a));
	for (;;) {
		const middle = a + (c - a) / 2;
		if (middle <= a || middle >= c) return middle;
		if (Math.sign(f(middle)) === sign) a = middle;
		else c = middle;
	}
}
