/** Losses of given answers: pairs as a batch whose questions are read, and whose answers and ends are scored. */
import type { TaskBatch } from "../../data/tasks/task.ts";
import type { TaskWindow } from "../task/taskWindow.ts";
import type { AskedPair, PairSymbols } from "./replyModel.ts";

// T steps, B pairs

/** Returns -ln p(answer and its end | question) of each pair in nats, [B]. Unknown symbols are not scored. */
export function answerNats(scoring: TaskWindow, pairs: readonly AskedPair[], marks: PairMarks): Float64Array {
	const batch = documents(pairs, marks);
	const { window } = scoring.load(batch);
	window.forward({ steps: batch.T });
	window.loss(batch.T);
	const nats = new Float64Array(batch.B); // [B]
	for (let n = 0; n < batch.T * batch.B; n++) {
		if (batch.targets[n]! >= 0) nats[n % batch.B]! += window.losses[n]!;
	}
	return nats;
}

type PairMarks = Pick<PairSymbols, "separator" | "end">;

/** The documents `question SEPARATOR answer END` as a batch, padded at their ends. */
function documents(pairs: readonly AskedPair[], { separator, end }: PairMarks) {
	const B = pairs.length;
	const lengths = Int32Array.from(pairs, ({ question, answer }) => question.length + answer.length + 1); // [B]
	const T = lengths.reduce((a, b) => Math.max(a, b), 1);
	const ids = new Int32Array(T * B).fill(-1); // [T,B]
	const targets = new Int32Array(T * B).fill(-1); // [T,B]
	for (const [b, { question, answer }] of pairs.entries()) {
		const document = [...question, separator, ...answer, end];
		for (let t = 0; t < lengths[b]!; t++) {
			ids[t * B + b] = document[t]!;
			if (t >= question.length) targets[t * B + b] = document[t + 1]!;
		}
	}
	const questions = Int32Array.from(pairs, ({ question }) => question.length); // [B]
	return { T, B, lengths, questions, ids, targets } satisfies TaskBatch;
}
