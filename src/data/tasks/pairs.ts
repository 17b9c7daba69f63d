/**
 * Tasks of a question and its answer: the answer is the question again (copy-sequence) or backwards (reversal). A model
 * that reads the question and then answers has to keep all of it in its state; with attention it can look it up.
 *
 * A sequence is L random symbols, one marker, and the first L - 1 symbols of the answer: T = 2 L steps. The last L steps
 * are scored. Since each reads the actual symbol before, all L are right exactly if a model that reads its own most
 * likely symbols instead would give the whole answer.
 */
import { checkRequest, checkWhole, LONGEST } from "./checks.ts";
import { wrongClasses } from "./scoring.ts";
import type { Task } from "./task.ts";

// T steps, B sequences

export interface PairTaskOptions {
	/** Number of different symbols k, 2..1000. Default: 8. */
	values?: number;
}

function pairTask(name: string, k: number, answerOf: (i: number, L: number) => number): Task {
	checkWhole("values", k, 2, 1000);
	const task: Task = {
		...{ name, inputs: k + 1, outputs: k, input: "symbols", head: "softmax", questions: true },
		lengths: { min: 1, max: LONGEST / 2, default: [10, 10] },
		baseline: Math.log(k),
		draw(random, request) {
			checkRequest(task, request, (L) => 2 * L);
			const { batch: B, length: L } = request;
			const T = 2 * L;
			const ids = new Int32Array(T * B); // [T,B] 0..k-1 symbols, k the marker
			const targets = new Int32Array(T * B).fill(-1); // [T,B]
			for (let b = 0; b < B; b++) {
				for (let i = 0; i < L; i++) ids[i * B + b] = random.below(k);
				ids[L * B + b] = k;
				for (let i = 0; i < L; i++) {
					const symbol = ids[answerOf(i, L) * B + b]!;
					targets[(L + i) * B + b] = symbol;
					if (i < L - 1) ids[(L + i + 1) * B + b] = symbol;
				}
			}
			return { T, B, lengths: new Int32Array(B).fill(T), questions: new Int32Array(B).fill(L), ids, targets };
		},
		wrong: (batch, outputs) => wrongClasses(batch, outputs, k),
	};
	return task;
}

/** The question again, from its first symbol on. */
export function copySequence({ values = 8 }: PairTaskOptions = {}): Task {
	return pairTask("copy-sequence", values, (i) => i);
}

/** The question backwards, from its last symbol on. */
export function reversal({ values = 8 }: PairTaskOptions = {}): Task {
	return pairTask("reversal", values, (i, L) => L - 1 - i);
}
