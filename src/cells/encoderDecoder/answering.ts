/** An encoder-decoder that has read one question and answers it symbol by symbol, in several lanes at once. */
import type { Engine, Floats } from "../../kernels/kernels.ts";
import { outputsOf } from "../layout.ts";
import type { Weights } from "../weights.ts";
import { Decoder } from "./decoder.ts";
import { Encoder } from "./encoder.ts";
import type { Cut } from "./questions.ts";

// J encoder steps, B lanes, H units, V outputs; row-major, the last letter moves fastest

export class Answering {
	/** Logits after the last step, [B,V]. */
	readonly logits: Floats;
	/** Steps of the question, J. */
	readonly J: number;
	readonly #engine: Engine;
	readonly #encoder: Encoder;
	readonly #decoder: Decoder;
	readonly #cut: Cut;
	readonly #B: number;
	readonly #H: number;

	/**
	 * Reads the question in all lanes. The decoder then has the encoder's last state and has read nothing: `logits` are set
	 * by the first `step`.
	 * @param question symbols, at least one; -1 is read as a row of zeros.
	 */
	constructor(engine: Engine, weights: Weights, question: ArrayLike<number>, B: number) {
		const J = question.length;
		[this.J, this.#B, this.#H, this.#engine] = [J, B, weights.spec.hidden, engine];
		this.#cut = { J, S: 1, first: engine.ints(B), begins: [0] };
		this.#encoder = new Encoder(engine, weights, J, B);
		this.#decoder = new Decoder(engine, weights, { S: 1, J, B });
		this.logits = this.#decoder.arrays.y.subarray(0, B * outputsOf(weights.spec));
		const ids = Int32Array.from({ length: J * B }, (_, n) => question[Math.floor(n / B)]!); // [J,B]
		this.#encoder.read(ids, this.#cut);
		const { layer } = this.#encoder;
		const last = layer.statesAt(J);
		for (const [k, state] of this.#decoder.layer.statesAt(1).entries()) state.set(last[k]!);
		this.#decoder.attend?.read(layer.outputs, J, 1);
	}

	/** Weights of attention over the question in the last step, [B,J]; undefined without attention. */
	get attention(): Floats | undefined {
		return this.#decoder.attend?.weights.subarray(0, this.#B * this.J);
	}

	/**
	 * Reads the next symbol of each lane, [B].
	 * @param from lane that each lane continues, [B]. Default: itself.
	 */
	step(ids: ArrayLike<number>, from?: ArrayLike<number>): void {
		const { layer, arrays } = this.#decoder;
		const H = this.#H;
		const after = layer.statesAt(1);
		for (const [k, before] of layer.statesAt(0).entries()) {
			for (let b = 0; b < this.#B; b++) {
				const lane = from?.[b] ?? b;
				before.set(after[k]!.subarray(lane * H, (lane + 1) * H), b * H);
			}
		}
		arrays.ids.set(ids);
		this.#decoder.forward(this.#encoder.layer.outputs, this.#cut);
	}

	/** Frees all arrays. */
	free(): void {
		this.#encoder.free();
		this.#decoder.free();
		this.#engine.free(this.#cut.first);
	}
}
