/**
 * Addition and multiplication over a long lag: two of L' random numbers are marked, and the target at the last step is
 * their mean or product. The forms of Pascanu, Mikolov & Bengio 2013 (their code); those of 1997 are in
 * addition1997.ts.
 */
import { checkRequest, LONGEST } from "./checks.ts";
import { wrongSquares } from "./scoring.ts";
import type { Task } from "./task.ts";

/**
 * Marks at p0 in [0,.1L') and p1 in [.1L',.5L'), L' = L + below(.1L) for the whole batch; wrong if the squared
 * error is above .04.
 */
function marked(name: string, baseline: number, answer: (x0: number, x1: number) => number): Task {
	const tenth = (length: number) => Math.trunc(length * 0.1);
	const task: Task = {
		name,
		inputs: 2,
		outputs: 1,
		input: "values",
		head: "regression",
		lengths: { min: 10, max: LONGEST, default: [50, 200] },
		baseline,
		draw(random, request) {
			checkRequest(task, request, (L) => L + tenth(L));
			const { batch: B, length: L } = request;
			const T = L + random.below(tenth(L));
			const x = new Float64Array(T * B * 2); // [T,B,2] mark, number in [0,1)
			const values = new Float64Array(T * B).fill(Number.NaN); // [T,B,1]
			for (let b = 0; b < B; b++) {
				for (let t = 0; t < T; t++) x[(t * B + b) * 2 + 1] = random.uniform();
				const p0 = (random.below(tenth(T)) * B + b) * 2;
				const p1 = ((tenth(T) + random.below(Math.trunc(T * 0.4))) * B + b) * 2;
				x[p0] = 1;
				x[p1] = 1;
				values[(T - 1) * B + b] = answer(x[p0 + 1]!, x[p1 + 1]!);
			}
			return { T, B, lengths: new Int32Array(B).fill(T), x, values };
		},
		wrong: (batch, outputs) => wrongSquares(batch, outputs, 1, 0.04),
	};
	return task;
}

/** The mean (x0 + x1) / 2; its variance is 1/24. */
export const addition = () => marked("addition", 1 / 24, (x0, x1) => (x0 + x1) / 2);

/** The product x0 x1; its variance is 1/9 - 1/16. */
export const multiplication = () => marked("multiplication", 7 / 144, (x0, x1) => x0 * x1);
