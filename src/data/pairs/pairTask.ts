/**
 * Pairs of questions and answers as a task. Each sequence is a document `question SEPARATOR answer END` from a zero
 * state. It predicts its next symbol, and only the answer and END are scored: the loss is masked on the question. An
 * encoder-decoder's encoder reads the question, its decoder SEPARATOR and the answer.
 */
// T steps, B sequences, V symbols
import { fail } from "../../errors/index.ts";
import { checkRequest } from "../tasks/checks.ts";
import { wrongClasses } from "../tasks/scoring.ts";
import type { Task, TaskBatch } from "../tasks/task.ts";
import type { PairSet } from "./pairSet.ts";

/** Pairs of similar length that a batch is drawn from, as a multiple of the batch. */
const POOL = 16;

export interface PairTask extends Task {
	set: PairSet;
	/** Pairs of the set that belong to this part, in file order. */
	members: Uint32Array;
	inOrder: NonNullable<Task["inOrder"]>;
}

/**
 * A batch is drawn with replacement from pairs of similar length, so that little of it is padding. Every pair is drawn
 * equally often on average: the pool is chosen in proportion to its size.
 * @param members pairs of the part; default all.
 */
export function pairTask(set: PairSet, members: Uint32Array = Uint32Array.from({ length: set.count }, (_, n) => n)) {
	const { learned, vocabulary, starts } = set;
	const V = vocabulary.size;
	const { steps } = learned;
	const N = members.length;
	const stepsOf = (n: number) => starts[n + 1]! - starts[n]! - 1;
	const byLength = Uint32Array.from(members).sort((a, b) => stepsOf(a) - stepsOf(b) || a - b); // [N]
	const task: PairTask = {
		...{ name: set.name, inputs: V, outputs: V, input: "symbols", head: "softmax", questions: true },
		lengths: { min: steps[0], max: steps[1], default: steps },
		...{ set, members, baseline: entropy(set, members) },
		/** Pairs have their own lengths: that of the request is not used. */
		draw(random, { batch }) {
			checkRequest(task, { batch, length: steps[1] });
			if (N === 0) throw fail("E_INTERNAL", { what: "a draw from no pairs" });
			const pool = POOL * batch;
			const from = Math.floor(random.below(N) / pool) * pool;
			const size = Math.min(pool, N - from);
			return gather(
				set,
				Array.from({ length: batch }, () => byLength[from + random.below(size)]!),
			);
		},
		inOrder: () => ({
			count: N,
			batch: (first, B) => gather(set, members.subarray(first, first + B)),
		}),
		wrong: (batch, outputs) => wrongClasses(batch, outputs, V),
	};
	return task;
}

/** The documents of these pairs as a batch, padded at their ends. */
function gather({ starts, answerAt, symbols }: PairSet, chosen: ArrayLike<number>): TaskBatch {
	const B = chosen.length;
	const lengths = Int32Array.from(chosen, (n) => starts[n + 1]! - starts[n]! - 1); // [B]
	const T = lengths.reduce((a, b) => Math.max(a, b), 1);
	const ids = new Int32Array(T * B).fill(-1); // [T,B]
	const targets = new Int32Array(T * B).fill(-1); // [T,B]
	for (let b = 0; b < B; b++) {
		const n = chosen[b]!;
		for (let t = 0; t < lengths[b]!; t++) {
			ids[t * B + b] = symbols[starts[n]! + t]!;
			if (t + 1 >= answerAt[n]!) targets[t * B + b] = symbols[starts[n]! + t + 1]!;
		}
	}
	const questions = Int32Array.from(chosen, (n) => answerAt[n]! - 1); // [B]
	return { T, B, lengths, questions, ids, targets };
}

/** Loss of the best prediction that ignores all symbols before: the entropy of the part's answers, in nats per symbol. */
function entropy({ starts, answerAt, symbols, vocabulary }: PairSet, members: Uint32Array): number {
	const counts = new Float64Array(vocabulary.size); // [V]
	let sum = 0;
	for (const n of members) {
		for (let s = starts[n]! + answerAt[n]!; s < starts[n + 1]!; s++) {
			if (symbols[s]! < 0) continue;
			counts[symbols[s]!]!++;
			sum++;
		}
	}
	return counts.reduce((nats, count) => (count === 0 ? nats : nats - (count / sum) * Math.log(count / sum)), 0);
}
