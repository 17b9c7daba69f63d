/** A language model of documents `question SEPARATOR answer END` as a model that answers questions. */
import { Unrolled } from "../../cells/unroll.ts";
import type { Weights } from "../../cells/weights.ts";
import type { Engine } from "../../kernels/kernels.ts";
import { TaskWindow } from "../task/taskWindow.ts";
import { answerNats } from "./answerNats.ts";
import { followedValues } from "./followedValues.ts";
import type { PairSymbols, ReplyModel, ReplyReading } from "./replyModel.ts";

// T steps, B lanes, H units

export function languageReply(engine: Engine, weights: Weights, marks: PairSymbols): ReplyModel {
	const scoring = new TaskWindow(engine, weights, { training: false, omega: false });
	return {
		open: (question, lanes) => openReply(engine, weights, [...question, marks.separator], lanes),
		answerNats: (pairs) => answerNats(scoring, pairs, marks),
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
