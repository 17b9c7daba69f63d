/**
 * Random permutation (Hochreiter & Schmidhuber 1997, experiment 2; the form of Pascanu, Mikolov & Bengio 2013): the
 * first of L symbols is one of two, the rest are drawn from 98 others; the target, at the last step, is the first
 * symbol.
 */
import { checkRequest, LONGEST } from "./checks.ts";
import { wrongClasses } from "./scoring.ts";
import type { Task } from "./task.ts";

const SYMBOLS = 100;

export function randomPermutation(): Task {
	const task: Task = {
		name: "random-permutation",
		inputs: SYMBOLS,
		outputs: SYMBOLS,
		input: "symbols",
		head: "softmax",
		lengths: { min: 2, max: LONGEST, default: [50, 200] },
		baseline: Math.log(2),
		draw(random, request) {
			checkRequest(task, request);
			const { batch: B, length: T } = request;
			const ids = new Int32Array(T * B); // [T,B] the first 0 or 1, the others 2..99
			const targets = new Int32Array(T * B).fill(-1); // [T,B]
			for (let b = 0; b < B; b++) {
				ids[b] = random.below(2);
				for (let t = 1; t < T; t++) ids[t * B + b] = 2 + random.below(SYMBOLS - 2);
				targets[(T - 1) * B + b] = ids[b]!;
			}
			return { T, B, lengths: new Int32Array(B).fill(T), ids, targets };
		},
		wrong: (batch, outputs) => wrongClasses(batch, outputs, SYMBOLS),
	};
	return task;
}
