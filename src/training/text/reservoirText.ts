/**
 * An echo state network on a text (Jaeger 2001): a tanh reservoir that stays as it was drawn, and a softmax readout of
 * its state, trained by the gradient of the cross-entropy, which is convex in the readout. Nothing is backpropagated.
 *
 *   h_t = tanh(W_in x_t + W h_{t-1} + b),  p_t = softmax(W_out h_t + b_out)
 *
 * On a task the readout is a regression (echo/echoTrainer.ts). Here the target is a distribution over many symbols, and
 * squared errors of one-hot rows do not give one: the loss would not be comparable with those of the other networks.
 */
import type { Weights } from "../../cells/weights.ts";
import { RandomStream } from "../../kernels/random.ts";
import { startReservoir } from "../../remedies/drawReservoir.ts";
import type { TrainOptions } from "../options/options.ts";

/** Draws the recurrent layer. The readout starts at 0: every symbol is equally likely. @throws E_OPTION, as drawReservoir. */
export function startReservoirWeights(weights: Weights, options: TrainOptions): void {
	const { hidden: units, symbols: inputs } = weights.spec;
	const { spectralRadius, inputScale, biasScale, density, seed } = options;
	const start = { spectralRadius, inputScale, biasScale, density };
	const random = new RandomStream(seed, "weights");
	const { w_in, w, b } = startReservoir({ units, inputs, feedback: 0, gain: 1, leak: 1 }, start, random);
	const layer = weights.layer(0);
	layer.w_ih.set(w_in); // [H,D]
	layer.w_hh.set(w); // [H,H]
	layer.b.set(b); // [H]
	weights.tensor("head.weight").fill(0);
	weights.tensor("head.bias").fill(0);
}
