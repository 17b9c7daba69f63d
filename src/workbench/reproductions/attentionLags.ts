/**
 * Gradient by lag on a task of a question and its answer: |dL/dh| at each symbol of the question, where L is the loss of
 * the last symbol of the answer. That of an encoder-decoder is split into its two paths (diagnosis/pairLags.ts). In
 * float64.
 */
import { EncoderDecoder } from "../../cells/encoderDecoder/encoderDecoder.ts";
import { Unrolled } from "../../cells/unroll.ts";
import { type SavedTensor, Weights } from "../../cells/weights.ts";
import type { Task } from "../../data/tasks/task.ts";
import { gradientByLag } from "../../diagnosis/gradientByLag.ts";
import { toLog10 } from "../../diagnosis/logNumbers.ts";
import { pairLags } from "../../diagnosis/pairLags.ts";
import { RandomStream } from "../../kernels/random.ts";
import { startWeights } from "../../remedies/starts.ts";
import { parseTaskOptions } from "../../training/options/taskOptions.ts";
import { taskModel } from "../../training/task/taskTrainer.ts";
import { openEngine } from "../machine/engines.ts";

/** log10 of the gradient's norm at lags L .. 2 L - 1, each [L]; -Infinity is exactly 0. */
export type LagCurves = {
	whole: number[];
	throughAttention: number[];
	/** Of one LSTM that reads question and answer: the whole. */
	throughState: number[];
};

export interface LagRequest {
	task: Task;
	/** Options for parseTaskOptions, which give the model and the seed. */
	options: Readonly<Record<string, string | number>>;
	/** Symbols of the question, L. */
	length: number;
	/** Sequences whose geometric mean is taken. */
	sequences: number;
	/** The weights. Default: those that a training with these options begins from. */
	tensors?: readonly SavedTensor[];
}

/** Measures a network on fresh sequences, which the seed determines. */
export function questionLags({ task, options: given, length: L, sequences: B, tensors }: LagRequest): LagCurves {
	const options = parseTaskOptions(given, task, "the reproduction");
	const spec = taskModel(options, task);
	const engine = openEngine({ engine: "reference" });
	try {
		const weights = tensors ? Weights.of(engine, spec, tensors) : new Weights(engine, spec);
		const { seed, init, forgetBias } = options;
		if (!tensors) startWeights(weights, init, forgetBias, new RandomStream(seed, "weights"), engine);
		const batch = task.draw(new RandomStream(seed, "gradient by lag"), { batch: B, length: L });
		const size = { steps: batch.T, lanes: B, training: true };
		const window = spec.attention ? new EncoderDecoder(engine, weights, size) : new Unrolled(engine, weights, size);
		window.ids.set(batch.ids!);
		window.targets.set(batch.targets!);
		if (window instanceof EncoderDecoder) {
			window.questions.set(batch.questions!);
			const { whole, throughAttention, throughState } = pairLags(window);
			return { whole, throughAttention, throughState };
		}
		window.forward();
		const { typical } = gradientByLag(window, batch.T - 1, { paths: false }).layers[0]!.h;
		const whole = Array.from(typical.subarray(L), toLog10); // [L] lags L .. 2 L - 1
		return { whole, throughAttention: new Array<number>(L).fill(Number.NEGATIVE_INFINITY), throughState: whole };
	} finally {
		engine.close();
	}
}
