/**
 * The decoder of an encoder-decoder with its attention and output layer: forward over some steps from the state that it
 * has, and backward. The equations are in encoderDecoder.ts.
 */
import type { Engine, Floats } from "../../kernels/kernels.ts";
import type { Deltas } from "../cell.ts";
import { outputsOf } from "../layout.ts";
import type { Weights } from "../weights.ts";
import { Attend, type Look } from "./attend.ts";
import { type DecoderArrays, decoderArrays } from "./decoderArrays.ts";
import { type End, LayerRun } from "./layerRun.ts";
import type { Cut } from "./questions.ts";

// J encoder steps, S decoder steps, B sequences, D inputs, H units, V outputs; row-major, the last letter moves fastest

/** The encoder's states and their gradients. */
interface Encoded {
	h: Floats; // [J,B,H]
	dh: Floats; // [J,B,H]
}

interface DecoderSize {
	/** Most steps of a pass. */
	S: number;
	/** Most steps of the encoder, and not fewer than S. */
	J: number;
	B: number;
}

export class Decoder {
	readonly layer: LayerRun;
	readonly arrays: DecoderArrays;
	/** The attention; absent without. */
	readonly attend?: Attend;
	readonly #engine: Engine;
	readonly #weights: Weights;
	readonly #B: number;
	/** dL/d(state) after and before steps. */
	readonly #ends: readonly [End, End];

	constructor(engine: Engine, weights: Weights, { S, J, B }: DecoderSize) {
		const { symbols, hidden: H, attention } = weights.spec;
		[this.#engine, this.#weights, this.#B] = [engine, weights, B];
		const D = attention === "additive" ? symbols + H : symbols; // additive reads the context too
		this.layer = new LayerRun(engine, weights, 1, { T: S, B, D });
		if (attention !== "none") this.attend = new Attend(engine, weights, J, B);
		this.arrays = decoderArrays(engine, weights, S, B, D);
		const end = () => ({ h: engine.floats(B * H), c: engine.floats(B * H) });
		this.#ends = [end(), end()];
	}

	/** Runs S steps over `arrays.ids`, up to the logits in `arrays.y`. `attend.read` has read the states h, [J,B,H]. */
	forward(h: Floats, cut: Cut): void {
		const { attend } = this;
		const { spec } = this.#weights;
		const { S } = cut;
		if (spec.attention === "additive") for (let s = 0; s < S; s++) this.#additiveStep(h, cut, s);
		else this.layer.forward({ T: S, ids: this.arrays.ids });
		if (attend && spec.attention !== "additive") attend.look(h, this.layer.outputs, lookOf(cut, 0, S));
		const [w, b] = [this.#weights.tensor("head.weight"), this.#weights.tensor("head.bias")];
		const { x, y } = this.#read(S);
		this.#engine.denseForward({ N: S * this.#B, D: this.#width, V: outputsOf(spec), x, w, b, y });
	}

	/**
	 * Backpropagates from dL/dlogits in `arrays.y`: adds to `gradients` and sets dL/dh of the encoder. Returns the ends:
	 * dL/ds_0 is the first.
	 */
	backward(gradients: Weights, { h, dh }: Encoded, cut: Cut, deltas?: Deltas): readonly [End, End] {
		const { attend } = this;
		const { J, S } = cut;
		const { spec } = this.#weights;
		const { dread, dstates, y, ids, read } = this.arrays;
		dh.fill(0);
		attend?.begin(J);
		this.#engine.denseBackward({
			...{ N: S * this.#B, D: this.#width, V: outputsOf(spec), x: read ?? this.layer.outputs, dy: y },
			...{ w: this.#weights.tensor("head.weight"), dx: dread, dw: gradients.tensor("head.weight") },
			db: gradients.tensor("head.bias"),
		});
		let ends = this.#ends;
		if (spec.attention === "additive") ends = this.#additiveBack(gradients, { h, dh }, cut, deltas);
		else {
			if (attend) this.#combineBack(gradients, { h, dh }, cut);
			const dOut = attend ? dstates : dread;
			this.layer.backward(gradients, { T: S, ids }, { dOut, before: ends[0], deltas });
		}
		attend?.end(h, dh, J, gradients);
		return ends;
	}

	free(): void {
		const ends = this.#ends.flatMap(({ h, c }) => [h, c]);
		this.#engine.free(...ends, ...Object.values(this.arrays).filter((array) => array !== undefined));
		this.layer.free();
		this.attend?.free();
	}

	/** Width of what the output layer reads. */
	get #width(): number {
		const { hidden: H, attention } = this.#weights.spec;
		return attention === "additive" ? 2 * H : H;
	}

	/** c_t from s_{t-1}, then s_t. */
	#additiveStep(h: Floats, cut: Cut, s: number): void {
		const { attend, layer } = this;
		const B = this.#B;
		const { hidden: H, symbols } = this.#weights.spec;
		const D = symbols + H;
		const { x, ids } = this.arrays;
		attend!.look(h, layer.hFrom(s), lookOf(cut, s, 1));
		for (let row = s * B; row < (s + 1) * B; row++) {
			x!.fill(0, row * D, row * D + symbols);
			if (ids[row]! >= 0) x![row * D + ids[row]!] = 1;
			x!.set(attend!.context.subarray(row * H, (row + 1) * H), row * D + symbols);
		}
		layer.forward({ T: 1, from: s, x: x!.subarray(s * B * D) });
	}

	/** The same backward, from the last step to the first. */
	#additiveBack(gradients: Weights, { h, dh }: Encoded, cut: Cut, deltas?: Deltas): readonly [End, End] {
		const { attend, layer } = this;
		const B = this.#B;
		const { hidden: H, symbols } = this.#weights.spec;
		const D = symbols + H;
		const { dread, dstates, x, dx, dcontext } = this.arrays;
		let [after, before] = this.#ends;
		for (const end of Object.values(after)) end.fill(0);
		for (let s = cut.S - 1; s >= 0; s--) {
			for (let row = 0; row < B; row++) {
				const at = (s * B + row) * 2 * H; // [s_t; c_t]
				dstates.set(dread.subarray(at, at + H), row * H);
				dcontext!.set(dread.subarray(at + H, at + 2 * H), row * H);
			}
			const run = { T: 1, from: s, x: x!.subarray(s * B * D) };
			layer.backward(gradients, run, { dOut: dstates, after, before, deltas, dx: dx! });
			for (let row = 0; row < B; row++)
				for (let k = 0; k < H; k++) dcontext![row * H + k]! += dx![row * D + symbols + k]!; // by [y_{t-1}; c_t]
			const by = attend!.back(h, layer.hFrom(s), dcontext!, dh, gradients, lookOf(cut, s, 1));
			for (let k = 0; k < B * H; k++) before.h[k]! += by[k]!; // dL/ds_{t-1}: by the score too
			[after, before] = [before, after];
		}
		return [after, before];
	}

	/** What the output layer reads, [S,B,width]: s_t; [s_t; c_t]; or tanh(W_c [c_t; s_t]). */
	#read(S: number): { x: Floats; y: Floats } {
		const { attend } = this;
		const B = this.#B;
		const { hidden: H, attention } = this.#weights.spec;
		const { read, joined, y, none } = this.arrays;
		const states = this.layer.outputs;
		if (!attend) return { x: states, y };
		const luong = attention !== "additive";
		const [head, tail] = luong ? [attend.context, states] : [states, attend.context];
		const to = luong ? joined! : read!;
		for (let row = 0; row < S * B; row++) {
			to.set(head.subarray(row * H, (row + 1) * H), row * 2 * H);
			to.set(tail.subarray(row * H, (row + 1) * H), row * 2 * H + H);
		}
		if (luong) {
			const w = this.#weights.tensor("attention.weight_c");
			this.#engine.denseForward({ N: S * B, D: 2 * H, V: H, x: joined!, w, b: none!, y: read! });
			for (let k = 0; k < S * B * H; k++) read![k] = Math.tanh(read![k]!);
		}
		return { x: read!, y };
	}

	/** Backward from dL/d(s~_t): dL/ds_t, by the output and by the score, and dL/dh_j. */
	#combineBack(gradients: Weights, { h, dh }: Encoded, cut: Cut): void {
		const B = this.#B;
		const { hidden: H } = this.#weights.spec;
		const { S } = cut;
		const { read, joined, djoined, dread, dstates, dcontext, none } = this.arrays;
		for (let k = 0; k < S * B * H; k++) dread[k]! *= 1 - read![k]! ** 2;
		const w = this.#weights.tensor("attention.weight_c");
		this.#engine.denseBackward({
			...{ N: S * B, D: 2 * H, V: H, x: joined!, w, dy: dread, dx: djoined! },
			...{ dw: gradients.tensor("attention.weight_c"), db: none! },
		});
		none!.fill(0);
		for (let row = 0; row < S * B; row++) dcontext!.set(djoined!.subarray(row * 2 * H, row * 2 * H + H), row * H);
		const by = this.attend!.back(h, this.layer.outputs, dcontext!, dh, gradients, lookOf(cut, 0, S));
		for (let row = 0; row < S * B; row++)
			for (let k = 0; k < H; k++) dstates[row * H + k] = djoined![row * 2 * H + H + k]! + by[row * H + k]!;
	}
}

const lookOf = ({ J, first }: Cut, s: number, count: number): Look => ({ J, first, s, count });
