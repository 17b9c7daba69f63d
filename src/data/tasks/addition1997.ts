/**
 * Addition and multiplication as drawn by Hochreiter & Schmidhuber 1997 (experiments 4 and 5): sequences of different
 * lengths T..T + T/10, markers -1 at both ends, 1 at two pairs, 0 elsewhere; wrong if |error| is above .04.
 */
import { checkRequest, LONGEST } from "./checks.ts";
import { wrongSquares } from "./scoring.ts";
import type { Task } from "./task.ts";

interface Form {
	name: string;
	/** The numbers are uniform in [low, 1). */
	low: number;
	/** Value that replaces the first pair's number if it is marked, so that it does not affect the target. */
	neutral: number;
	answer: (x1: number, x2: number) => number;
	/** Variance of the target, where `share` is the fraction of sequences with one of the two numbers neutral. */
	variance: (share: number) => number;
}

/** X1 is one of the first ten pairs; X2 is one of the first T/2 without X1, so T/2 - 1 choices remain. */
function marked1997({ name, low, neutral, answer, variance }: Form): Task {
	const half = (length: number) => Math.floor(length / 2);
	const longest = (length: number) => length + Math.floor(length / 10);
	const task: Task = {
		name,
		inputs: 2,
		outputs: 1,
		input: "values",
		head: "regression",
		lengths: { min: 20, max: LONGEST, default: [100, 100] },
		/** The first pair is marked as X1 in a tenth of the sequences, as X2 in 1/(T/2 - 1) of the others. */
		baselineAt: (length) => variance(0.1 + 0.9 / (half(length) - 1)),
		draw(random, request) {
			checkRequest(task, request, longest);
			const { batch: B, length } = request;
			const most = longest(length);
			const lengths = new Int32Array(B); // [B]
			const x = new Float64Array(most * B * 2); // [most,B,2] number, marker
			const values = new Float64Array(most * B).fill(Number.NaN); // [most,B,1]
			for (let b = 0; b < B; b++) {
				const n = length + random.below(most - length + 1);
				lengths[b] = n;
				for (let t = 0; t < n; t++) x[(t * B + b) * 2] = low + (1 - low) * random.uniform();
				x[b * 2 + 1] = -1;
				x[((n - 1) * B + b) * 2 + 1] = -1;
				const p1 = random.below(10);
				const free = random.below(half(length) - 1);
				const p2 = free < p1 ? free : free + 1;
				for (const p of [p1, p2]) {
					if (p === 0) x[b * 2] = neutral;
					x[(p * B + b) * 2 + 1] = 1;
				}
				values[(n - 1) * B + b] = answer(x[(p1 * B + b) * 2]!, x[(p2 * B + b) * 2]!);
			}
			const T = Math.max(...lengths);
			return { T, B, lengths, x: x.subarray(0, T * B * 2), values: values.subarray(0, T * B) };
		},
		wrong: (batch, outputs) => wrongSquares(batch, outputs, 1, 0.04 ** 2),
	};
	return task;
}

/** Numbers in [-1,1), target .5 + (X1 + X2)/4; a marked first pair counts as 0. */
export const addition1997 = () =>
	marked1997({
		name: "adding-1997",
		low: -1,
		neutral: 0,
		answer: (x1, x2) => 0.5 + (x1 + x2) / 4,
		variance: (share) => (2 - share) / 3 / 16,
	});

/** Numbers in [0,1), target X1 X2; a marked first pair counts as 1. */
export const multiplication1997 = () =>
	marked1997({
		name: "multiplication-1997",
		low: 0,
		neutral: 1,
		answer: (x1, x2) => x1 * x2,
		// E[(X1 X2)^2] - E[X1 X2]^2 of the mixture: a lone uniform number in `share` of the sequences.
		variance: (share) => (1 - share) / 9 + share / 3 - ((1 - share) / 4 + share / 2) ** 2,
	});
