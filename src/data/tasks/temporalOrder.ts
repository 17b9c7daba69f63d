/**
 * Temporal order (Hochreiter & Schmidhuber 1997, experiment 6), as drawn by Pascanu, Mikolov & Bengio 2013: two or
 * three marks, each A or B, among four distractors; the target, at the last step, is the sequence of marks.
 */
import type { RandomStream } from "../../kernels/random.ts";
import { checkRequest, LONGEST } from "./checks.ts";
import { wrongClasses } from "./scoring.ts";
import type { Task, TaskBatch, TaskRequest } from "./task.ts";

const DISTRACTORS = 4;

/** Mark k is at p_k in [s_k L, s_k L + .1 L), rounded down as in the authors' code; the class is sum_k v_k 2^k. */
function temporalOrder(name: string, starts: readonly number[]): Task {
	const classes = 2 ** starts.length;
	const task: Task = {
		name,
		inputs: 2 + DISTRACTORS,
		outputs: classes,
		input: "symbols",
		head: "softmax",
		lengths: { min: 10, max: LONGEST, default: [50, 200] },
		baseline: Math.log(classes),
		draw(random: RandomStream, request: TaskRequest): TaskBatch {
			checkRequest(task, request);
			const { batch: B, length: T } = request;
			const ids = new Int32Array(T * B); // [T,B] 0 A, 1 B, 2..5 distractors
			const targets = new Int32Array(T * B).fill(-1); // [T,B]
			for (let b = 0; b < B; b++) {
				for (let t = 0; t < T; t++) ids[t * B + b] = 2 + random.below(DISTRACTORS);
				let answer = 0;
				starts.forEach((start, k) => {
					const p = Math.trunc(T * start) + random.below(Math.trunc(T * 0.1));
					const v = random.below(2);
					ids[p * B + b] = v;
					answer += v * 2 ** k;
				});
				targets[(T - 1) * B + b] = answer;
			}
			return { T, B, lengths: new Int32Array(B).fill(T), ids, targets };
		},
		wrong: (batch, outputs) => wrongClasses(batch, outputs, classes),
	};
	return task;
}

/** Two marks, [.1L,.2L) and [.5L,.6L): four classes AA, BA, AB, BB. */
export const temporalOrder2 = () => temporalOrder("temporal-order", [0.1, 0.5]);

/** Three marks, [.1L,.2L), [.3L,.4L) and [.6L,.7L): eight classes. */
export const temporalOrder3 = () => temporalOrder("temporal-order-3", [0.1, 0.3, 0.6]);
