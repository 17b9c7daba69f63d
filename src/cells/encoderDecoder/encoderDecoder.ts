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
import type { Deltas, LayerState } from "../cell.ts";
import { type AttentionName, outputsOf } from "../layout.ts";
import type { Pass } from "../pass.ts";
import type { BackwardCall, UnrollOptions } from "../unroll.ts";
import type { Weights } from "../weights.ts";
import { Attend, type Look } from "./attend.ts";
import { type DecoderArrays, decoderArrays } from "./decoderArrays.ts";
import { Encoder } from "./encoder.ts";
import { type End, LayerRun } from "./layerRun.ts";
import { type Cut, cutOf, eachAnswer } from "./questions.ts";

// T steps, B sequences, J encoder steps, S decoder steps, D symbols, H units, V outputs; the last letter moves fastest

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
	/** The attention; absent without. */
	readonly attend?: Attend;
	readonly #encoder: Encoder;
	readonly #decoder: LayerRun;
	readonly #arrays: DecoderArrays;
	readonly #first: Int32Array; // [B]
	readonly #ends: readonly [End, End];
	#cut: Cut | undefined;

	constructor(engine: Engine, weights: Weights, { steps: T, lanes: B }: UnrollOptions) {
		const { spec } = weights;
		const { hidden: H, attention } = spec;
		if (!attention) throw fail("E_INTERNAL", { what: "a stack is no encoder-decoder" });
		[this.engine, this.weights] = [engine, weights];
		[this.T, this.B, this.attention] = [T, B, attention];
		[this.ids, this.targets, this.questions] = [engine.ints(T * B), engine.ints(T * B), engine.ints(B)];
		this.logits = engine.floats(T * B * outputsOf(spec));
		this.losses = engine.floats(T * B);
		const D = this.#inputs;
		this.#encoder = new Encoder(engine, weights, T, B);
		this.#decoder = new LayerRun(engine, weights, 1, { T, B, D });
		this.layers = [this.#encoder.layer.state, this.#decoder.state];
		if (attention !== "none") this.attend = new Attend(engine, weights, T, B);
		this.#first = engine.ints(B);
		this.#arrays = decoderArrays(engine, weights, T, B, D);
		const end = () => ({ h: engine.floats(B * H), c: engine.floats(B * H) });
		this.#ends = [end(), end()];
	}

	/** Inputs of the decoder: symbols, and with additive attention the context. */
	get #inputs(): number {
		const { symbols, hidden } = this.weights.spec;
		return this.attention === "additive" ? symbols + hidden : symbols;
	}

	/** Width of what the output layer reads. */
	get #width(): number {
		return this.weights.spec.hidden * (this.attention === "additive" ? 2 : 1);
	}

	/** Encoder steps J, decoder steps S and where questions begin, of the last forward pass. */
	get cut(): Cut {
		return this.#cut!;
	}

	/** Runs `steps` steps over `ids`, cut by `questions`, up to the logits. */
	forward({ steps: T = this.T }: { steps?: number } = {}): void {
		const { engine, weights, B, attend } = this;
		const V = outputsOf(weights.spec);
		const cut = cutOf(this.questions, T, this.#first);
		this.#cut = cut;
		const { J, S } = cut;
		this.#encoder.read(this.ids, cut);
		const { ids, targets } = this.#arrays;
		eachAnswer(T, cut, (row, at) => {
			ids[row] = at < 0 ? -1 : this.ids[at]!;
			targets[row] = at < 0 ? -1 : this.targets[at]!;
		});
		const last = this.#encoder.layer.statesAt(J);
		for (const [k, state] of this.#decoder.statesAt(0).entries()) state.set(last[k]!);
		const [h, states] = [this.#encoder.layer.outputs, this.#decoder.outputs];
		attend?.read(h, J, S);
		if (this.attention === "additive") for (let s = 0; s < S; s++) this.#additiveStep(s);
		else this.#decoder.forward({ T: S, ids });
		if (attend && this.attention !== "additive") attend.look(h, states, this.#look(0, S));
		const { x, y } = this.#read(S);
		const [w, b] = [weights.tensor("head.weight"), weights.tensor("head.bias")];
		engine.denseForward({ N: S * B, D: this.#width, V, x, w, b, y });
		this.#spread(T, y, this.logits, V);
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
		const { engine, weights, B, attend } = this;
		const { J, S } = this.cut;
		const sum = this.#lossesOf(T, scale, true);
		const { dread, dstates, y, ids, read } = this.#arrays;
		const { dh } = this.#encoder;
		dh.fill(0);
		attend?.begin(J);
		engine.denseBackward({
			...{ N: S * B, D: this.#width, V: outputsOf(weights.spec), x: read ?? this.#decoder.outputs, dy: y },
			...{ w: weights.tensor("head.weight"), dx: dread, dw: gradients.tensor("head.weight") },
			db: gradients.tensor("head.bias"),
		});
		let ends = this.#ends; // dL/ds_0 comes in the first
		if (this.attention === "additive") ends = this.#additiveBack(gradients, deltas?.[1]);
		else {
			if (attend) this.#combineBack(gradients);
			const dOut = attend ? dstates : dread;
			this.#decoder.backward(gradients, { T: S, ids }, { dOut, before: ends[0], deltas: deltas?.[1] });
		}
		attend?.end(this.#encoder.layer.outputs, dh, J, gradients);
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
		const own = [this.ids, this.targets, this.questions, this.logits, this.losses, this.#first];
		const ends = this.#ends.flatMap(({ h, c }) => [h, c]);
		this.engine.free(...own, ...ends, ...Object.values(this.#arrays).filter((array) => array !== undefined));
		this.#encoder.free();
		this.#decoder.free();
		this.attend?.free();
	}

	#look(s: number, count: number): Look {
		return { J: this.cut.J, first: this.#first, s, count };
	}

	/** c_t from s_{t-1}, then s_t. */
	#additiveStep(s: number): void {
		const { B, attend } = this;
		const { hidden: H, symbols } = this.weights.spec;
		const D = this.#inputs;
		const { x, ids } = this.#arrays;
		attend!.look(this.#encoder.layer.outputs, this.#decoder.hFrom(s), this.#look(s, 1));
		for (let row = s * B; row < (s + 1) * B; row++) {
			x!.fill(0, row * D, row * D + symbols);
			if (ids[row]! >= 0) x![row * D + ids[row]!] = 1;
			x!.set(attend!.context.subarray(row * H, (row + 1) * H), row * D + symbols);
		}
		this.#decoder.forward({ T: 1, from: s, x: x!.subarray(s * B * D) });
	}

	/** The same backward, from the last step to the first. Returns the ends, dL/ds_0 first. */
	#additiveBack(gradients: Weights, deltas?: Deltas): readonly [End, End] {
		const { B, attend } = this;
		const { hidden: H, symbols } = this.weights.spec;
		const D = this.#inputs;
		const { dread, dstates, x, dx, dcontext } = this.#arrays;
		let [after, before] = this.#ends;
		for (const end of Object.values(after)) end.fill(0);
		for (let s = this.cut.S - 1; s >= 0; s--) {
			for (let row = 0; row < B; row++) {
				const at = (s * B + row) * 2 * H; // [s_t; c_t]
				dstates.set(dread.subarray(at, at + H), row * H);
				dcontext!.set(dread.subarray(at + H, at + 2 * H), row * H);
			}
			const run = { T: 1, from: s, x: x!.subarray(s * B * D) };
			this.#decoder.backward(gradients, run, { dOut: dstates, after, before, deltas, dx: dx! });
			for (let row = 0; row < B; row++)
				for (let k = 0; k < H; k++) dcontext![row * H + k]! += dx![row * D + symbols + k]!; // by [y_{t-1}; c_t]
			const { outputs: h } = this.#encoder.layer;
			const look = this.#look(s, 1);
			const by = attend!.back(h, this.#decoder.hFrom(s), dcontext!, this.#encoder.dh, gradients, look);
			for (let k = 0; k < B * H; k++) before.h[k]! += by[k]!; // dL/ds_{t-1}: by the score too
			[after, before] = [before, after];
		}
		return [after, before];
	}

	/** What the output layer reads, [S,B,width]: s_t; [s_t; c_t]; or tanh(W_c [c_t; s_t]). */
	#read(S: number): { x: Floats; y: Floats } {
		const { B, attend, engine, weights } = this;
		const { hidden: H } = weights.spec;
		const { read, joined, y, none } = this.#arrays;
		const states = this.#decoder.outputs;
		if (!attend) return { x: states, y };
		const luong = this.attention !== "additive";
		const [head, tail] = luong ? [attend.context, states] : [states, attend.context];
		const to = luong ? joined! : read!;
		for (let row = 0; row < S * B; row++) {
			to.set(head.subarray(row * H, (row + 1) * H), row * 2 * H);
			to.set(tail.subarray(row * H, (row + 1) * H), row * 2 * H + H);
		}
		if (luong) {
			const w = weights.tensor("attention.weight_c");
			engine.denseForward({ N: S * B, D: 2 * H, V: H, x: joined!, w, b: none!, y: read! });
			for (let k = 0; k < S * B * H; k++) read![k] = Math.tanh(read![k]!);
		}
		return { x: read!, y };
	}

	/** Backward from dL/d(s~_t): dL/ds_t, by the output and by the score, and dL/dh_j. */
	#combineBack(gradients: Weights): void {
		const { B, attend, engine, weights } = this;
		const { hidden: H } = weights.spec;
		const { S } = this.cut;
		const { read, joined, djoined, dread, dstates, dcontext, none } = this.#arrays;
		for (let k = 0; k < S * B * H; k++) dread[k]! *= 1 - read![k]! ** 2;
		engine.denseBackward({
			...{ N: S * B, D: 2 * H, V: H, x: joined!, w: weights.tensor("attention.weight_c"), dy: dread, dx: djoined! },
			...{ dw: gradients.tensor("attention.weight_c"), db: none! },
		});
		none!.fill(0);
		for (let row = 0; row < S * B; row++) dcontext!.set(djoined!.subarray(row * 2 * H, row * 2 * H + H), row * H);
		const by = attend!.back(
			this.#encoder.layer.outputs,
			this.#decoder.outputs,
			dcontext!,
			this.#encoder.dh,
			gradients,
			this.#look(0, S),
		);
		for (let row = 0; row < S * B; row++)
			for (let k = 0; k < H; k++) dstates[row * H + k] = djoined![row * 2 * H + H + k]! + by[row * H + k]!;
	}

	#lossesOf(T: number, scale: number, training: boolean): { lossNats: number; scored: number } {
		const { engine, B } = this;
		const { y, targets, losses } = this.#arrays;
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
