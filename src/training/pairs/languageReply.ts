/** A language model of documents `question SEPARATOR answer END` as a model that answers questions. */
import { Unrolled } from "../../cells/unroll.ts";
import type { Weights } from "../../cells/weights.ts";
import type { Engine } from "../../kernels/kernels.ts";
import { TaskWindow } from "../task/taskWindow.ts";
import { followedValues } from "./followedValues.ts";
import type { AskedPair, PairSymbols, ReplyModel, ReplyReading } from "./replyModel.ts";

// T steps, B lanes, H units

export function languageReply(engine: Engine, weights: Weights, { separator, end }: PairSymbols): ReplyModel {
	const scoring = new TaskWindow(engine, weights, { training: false, omega: false });
	return {
		open: (question, lanes) => openReply(engine, weights, [...question, separator], lanes),
		answerNats(pairs) {
			const batch = documents(pairs, separator, end);
			const { window } = scoring.load(batch);
			window.forward({ steps: batch.T });
			window.loss(batch.T);
			const nats = new Float64Array(batch.B); // [B]
			for (let n = 0; n < batch.T * batch.B; n++) {
				if (batch.targets[n]! >= 0) nats[n % batch.B]! += window.losses[n]!;
			}
			return nats;
		},
		free: () => scoring.free(),
	};
}

function openReply(engine: Engine, weights: Weights, read: readonly number[], lanes: number): ReplyReading {
	const window = new Unrolled(engine, weights, { steps: 1, lanes });
	const { hidden: H } = weights.spec;
	const step = (ids: ArrayLike<number>) => {
		window.ids.set(ids);
		window.forward();
		window.carry();
	};
	for (const id of read) step(new Int32Array(lanes).fill(id));
	return {
		logits: window.logits,
		step(ids, from) {
			for (const { data } of from ? window.carried() : []) {
				const before = data.slice(); // [B,H]
				for (let b = 0; b < lanes; b++) data.set(before.subarray(from![b]! * H, (from![b]! + 1) * H), b * H);
			}
			step(ids);
		},
		values: () => followedValues(window),
		free: () => window.free(),
	};
}

/** The documents as a batch whose answers and ends are scored, padded at their ends. */
function documents(pairs: readonly AskedPair[], separator: number, end: number) {
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
	return { T, B, lengths, ids, targets };
}
