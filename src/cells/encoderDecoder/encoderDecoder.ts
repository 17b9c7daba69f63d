/**
 * An encoder-decoder of one layer each: the encoder reads the question, and the decoder, which starts from the encoder's
 * last state (Sutskever, Vinyals & Le 2014), answers, reading the answer so far. docs/attention.md
 *
 *   none           s_t = f(y_{t-1}, s_{t-1});  logits = W s_t + b
 *   additive       c_t from s_{t-1};  s_t = f([y_{t-1}; c_t], s_{t-1});  logits = W [s_t; c_t] + b      Bahdanau et al. 2015
 *   dot, general   s_t = f(y_{t-1}, s_{t-1});  c_t from s_t;  s~_t = tanh(W_c [c_t; s_t]);  logits = W s~_t + b
 *                  Luong et al. 2015, eq. (5), without input feeding
 *
 * Of Bahdanau et al. it leaves out the second encoder, which reads backwards, and the maxout layer before the logits.
 */
import { fail } from "../../errors/index.ts";
import type { Engine, Floats } from "../../kernels/kernels.ts";
import type { LayerState } from "../cell.ts";
import { type AttentionName, outputsOf } from "../layout.ts";
import type { Pass } from "../pass.ts";
import type { BackwardCall, UnrollOptions } from "../unroll.ts";
import type { Weights } from "../weights.ts";
import type { Attend } from "./attend.ts";
import { Decoder } from "./decoder.ts";
import { Encoder } from "./encoder.ts";
import { type Cut, cutOf, eachAnswer } from "./questions.ts";

// T steps, B sequences, J encoder steps, S decoder steps, H units, V outputs; the last letter moves fastest

/** What is left out of a backward pass: the gradient by one of the two ways from the decoder to the encoder. */
export type CutPath = "attention" | "state";

/**
 * An encoder-decoder over T steps of B sequences: forward, losses, backward, with every value kept. Set `ids`, `targets`
 * and `questions` first; questions may differ in length. The engine must have `attention`.
 * @throws E_MODEL_USE for an engine without attention, if the model has some; E_INTERNAL for the weights of a stack.
 */
export class EncoderDecoder implements Pass {
	readonly engine: Engine;
	readonly weights: Weights;
	readonly T: number;
	readonly B: number;
	readonly attention: AttentionName;
	readonly ids: Int32Array; // [T,B] the question, then what the decoder reads; -1 past the end
	readonly targets: Int32Array; // [T,B] -1 for not scored, as in every question
	readonly questions: Int32Array; // [B] steps of each question, 1..T-1
	/** Encoder, whose questions end together, and decoder, which begins with its answers. */
	readonly layers: readonly [LayerState, LayerState];
	readonly logits: Floats; // [T,B,V] 0 in questions
	readonly losses: Floats; // [T,B] nats
	readonly #encoder: Encoder;
	readonly #decoder: Decoder;
	readonly #first: Int32Array; // [B]
	#cut: Cut | undefined;

	constructor(engine: Engine, weights: Weights, { steps: T, lanes: B }: UnrollOptions) {
		const { spec } = weights;
		const { attention } = spec;
		if (!attention) throw fail("E_INTERNAL", { what: "a stack is no encoder-decoder" });
		[this.engine, this.weights] = [engine, weights];
		[this.T, this.B, this.attention] = [T, B, attention];
		[this.ids, this.targets, this.questions] = [engine.ints(T * B), engine.ints(T * B), engine.ints(B)];
		this.logits = engine.floats(T * B * outputsOf(spec));
		this.losses = engine.floats(T * B);
		this.#encoder = new Encoder(engine, weights, T, B);
		this.#decoder = new Decoder(engine, weights, { S: T, J: T, B });
		this.layers = [this.#encoder.layer.state, this.#decoder.layer.state];
		this.#first = engine.ints(B);
	}

	/** The attention; undefined without. */
	get attend(): Attend | undefined {
		return this.#decoder.attend;
	}

	/** Encoder steps J, decoder steps S and where questions begin, of the last forward pass. */
	get cut(): Cut {
		return this.#cut!;
	}

	/** Runs `steps` steps over `ids`, cut by `questions`, up to the logits. */
	forward({ steps: T = this.T }: { steps?: number } = {}): void {
		const cut = cutOf(this.questions, T, this.#first);
		this.#cut = cut;
		const { J, S } = cut;
		this.#encoder.read(this.ids, cut);
		const { ids, targets, y } = this.#decoder.arrays;
		eachAnswer(T, cut, (row, at) => {
			ids[row] = at < 0 ? -1 : this.ids[at]!;
			targets[row] = at < 0 ? -1 : this.targets[at]!;
		});
		const last = this.#encoder.layer.statesAt(J);
		for (const [k, state] of this.#decoder.layer.statesAt(0).entries()) state.set(last[k]!);
		const { outputs: h } = this.#encoder.layer;
		this.attend?.read(h, J, S);
		this.#decoder.forward(h, cut);
		this.#spread(T, y, this.logits, outputsOf(this.weights.spec));
	}

	/** Computes the losses, [T,B] nats, and returns their sum over the scored steps. */
	loss(T = this.T): { lossNats: number; scored: number } {
		return this.#lossesOf(T, 1, false);
	}

	/**
	 * Computes the losses and backpropagates: adds dL/dw to `gradients`, where L is `scale` times the sum of the losses.
	 * `deltas` are those of encoder and decoder, over their own steps.
	 * @param without leaves out the gradient by one way from the decoder to the encoder; both ways add up to the whole.
	 */
	backward(
		gradients: Weights,
		{ steps: T = this.T, scale, deltas, without }: BackwardCall & { without?: CutPath },
	): { lossNats: number; scored: number } {
		const sum = this.#lossesOf(T, scale, true);
		const { dh, layer } = this.#encoder;
		const ends = this.#decoder.backward(gradients, { h: layer.outputs, dh }, this.cut, deltas?.[1]);
		if (without === "attention") dh.fill(0);
		if (without === "state") for (const end of Object.values(ends[0])) end.fill(0);
		this.#encoder.back(gradients, this.cut, ends, deltas?.[0]);
		return sum;
	}

	/** Does nothing: each question is read from a zero state. */
	resetState(): void {}

	/** @throws E_INTERNAL: no state is carried from one window to the next. */
	carry(): void {
		throw fail("E_INTERNAL", { what: "an encoder-decoder carries no state" });
	}

	/** Frees all arrays. */
	free(): void {
		this.engine.free(this.ids, this.targets, this.questions, this.logits, this.losses, this.#first);
		this.#encoder.free();
		this.#decoder.free();
	}

	#lossesOf(T: number, scale: number, training: boolean): { lossNats: number; scored: number } {
		const { engine, B } = this;
		const { y, targets, losses } = this.#decoder.arrays;
		const N = this.cut.S * B;
		const V = outputsOf(this.weights.spec);
		engine.softmaxCrossEntropy({ N, V, logits: y, targets, scale, losses, ...(training && { dlogits: y }) });
		this.#spread(T, losses, this.losses, 1);
		let [lossNats, scored] = [0, 0];
		for (let n = 0; n < N; n++) {
			if (targets[n]! < 0) continue;
			lossNats += losses[n]!;
			scored++;
		}
		return { lossNats, scored };
	}

	/** Copies rows of the decoder to their steps; the others are 0. */
	#spread(T: number, from: Floats, to: Floats, width: number): void {
		to.fill(0, 0, T * this.B * width);
		eachAnswer(T, this.cut, (row, at) => {
			if (at >= 0) to.set(from.subarray(row * width, (row + 1) * width), at * width);
		});
	}
}

/** Opens an encoder-decoder: for `allowEncoderDecoders`. */
export const openEncoderDecoder = (engine: Engine, weights: Weights, options: UnrollOptions): EncoderDecoder =>
	new EncoderDecoder(engine, weights, options);
