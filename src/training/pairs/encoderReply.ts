/**
 * An encoder-decoder as a model that answers questions: the encoder reads the question, and the decoder the mark that
 * follows it and the answer so far. docs/attention.md
 */
import { Answering } from "../../cells/encoderDecoder/answering.ts";
import type { Weights } from "../../cells/weights.ts";
import type { Engine } from "../../kernels/kernels.ts";
import { TaskWindow } from "../task/taskWindow.ts";
import { answerNats } from "./answerNats.ts";
import type { PairSymbols, ReplyModel } from "./replyModel.ts";

// B lanes

/** The engine must have `attention`, if the model has some. An empty question is read as one unknown symbol. */
export function encoderReply(engine: Engine, weights: Weights, marks: PairSymbols): ReplyModel {
	const scoring = new TaskWindow(engine, weights, { training: false, omega: false });
	return {
		open(question, lanes) {
			const reading = new Answering(engine, weights, question.length > 0 ? question : [-1], lanes);
			reading.step(new Int32Array(lanes).fill(marks.separator)); // [B]
			return reading;
		},
		answerNats: (pairs) => answerNats(scoring, pairs, marks),
		free: () => scoring.free(),
	};
}
