/**
 * The attention of an encoder-decoder: keys from the encoder's states, weights and context of each query, backward.
 *
 *   additive   e_tj = v_a . tanh(W_a s_{t-1} + U_a h_j)      Bahdanau, Cho & Bengio 2015, appendix A.1.2
 *   dot        e_tj = s_t . h_j                              Luong, Pham & Manning 2015, eq. (8)
 *   general    e_tj = s_t . W_a h_j
 */
import { fail } from "../../errors/index.ts";
import type { AttentionKernels, Engine, Floats } from "../../kernels/kernels.ts";
import type { Weights } from "../weights.ts";

// J encoder steps, S queries, B sequences, A units of a key, H units; row-major, the last letter moves fastest

export class Attend {
	readonly #engine: Engine;
	readonly #calls: AttentionKernels;
	readonly #weights: Weights;
	readonly #A: number;
	readonly #B: number;
	#shares: Floats; // [S,B,J]
	readonly context: Floats; // [S,B,H] c_t
	readonly #keys?: Floats; // [J,B,A] absent for dot, whose keys are the states
	readonly #query?: Floats; // [S,B,A] W_a s_{t-1}, additive
	readonly #none: Floats; // [A] no bias
	readonly #dkeys: Floats; // [J,B,A]
	readonly #dquery: Floats; // [S,B,A]
	readonly #dv: Floats; // [B,A]
	readonly #passed: Floats; // [J,B,H] dL/dh by the keys
	readonly #back: Floats; // [B,H] dL/ds_{t-1} by its query

	constructor(engine: Engine, weights: Weights, T: number, B: number) {
		const { hidden: H, attention, attentionUnits = H } = weights.spec;
		if (!engine.attention) throw fail("E_MODEL_USE", { use: "browser" });
		const A = attention === "additive" ? attentionUnits : H;
		this.#engine = engine;
		this.#calls = engine.attention;
		this.#weights = weights;
		[this.#A, this.#B] = [A, B];
		this.#shares = engine.floats(0);
		this.context = engine.floats(T * B * H);
		if (attention !== "dot") this.#keys = engine.floats(T * B * A);
		if (attention === "additive") this.#query = engine.floats(T * B * A);
		this.#none = engine.floats(A);
		[this.#dkeys, this.#dquery] = [engine.floats(T * B * A), engine.floats(T * B * A)];
		this.#dv = engine.floats(B * A);
		[this.#passed, this.#back] = [engine.floats(T * B * H), engine.floats(B * H)];
	}

	get #additive(): boolean {
		return this.#query !== undefined;
	}

	/** a_tj of the last pass, [S,B,J]. */
	get weights(): Floats {
		return this.#shares;
	}

	/** Computes the keys of the encoder's states h, [J,B,H], which S steps will look at. */
	read(h: Floats, J: number, S: number): void {
		const n = S * this.#B * J;
		if (this.#shares.length < n) {
			this.#engine.free(this.#shares);
			this.#shares = this.#engine.floats(n);
		}
		if (this.#keys) this.#product(this.#additive ? "weight_u" : "weight_a", J * this.#B, h, this.#keys);
	}

	/** Computes weights and contexts of `count` steps from step s. @param states additive: s_{t-1}, else s_t; [count,B,H]. */
	look(h: Floats, states: Floats, { J, first, s, count }: Look): void {
		if (this.#additive) this.#product("weight_a", count * this.#B, states, this.#at(this.#query!, s, this.#A));
		this.#calls.attentionForward(this.#arrays(h, states, { J, first, s, count }));
	}

	/** Begins a backward pass over J encoder steps. */
	begin(J: number): void {
		this.#dkeys.fill(0, 0, J * this.#B * this.#A);
		this.#dv.fill(0);
	}

	/**
	 * Backpropagates from the contexts of the steps: adds dL/dh of the values to `dvalues` [J,B,H], and keeps that of the
	 * keys. Returns dL/d(states), [count,B,H].
	 */
	back(h: Floats, states: Floats, dcontext: Floats, dvalues: Floats, gradients: Weights, look: Look): Floats {
		const { s, count } = look;
		const dquery = this.#at(this.#dquery, s, this.#A);
		this.#calls.attentionBackward({
			...{ ...this.#arrays(h, states, look), dcontext, dquery, dkeys: this.#dkeys, dvalues },
			...(this.#additive && { dv: this.#dv }),
		});
		if (!this.#additive) return dquery;
		this.#productBack("weight_a", count * this.#B, states, dquery, this.#back, gradients);
		return this.#back;
	}

	/** Ends the backward pass: adds what the keys pass on to dL/dh, [J,B,H], and the gradients of U_a, W_a and v_a. */
	end(h: Floats, dh: Floats, J: number, gradients: Weights): void {
		const { hidden: H } = this.#weights.spec;
		const n = J * this.#B * H;
		let passed = this.#dkeys;
		if (this.#keys) {
			const name = this.#additive ? "weight_u" : "weight_a";
			this.#productBack(name, J * this.#B, h, this.#dkeys, this.#passed, gradients);
			passed = this.#passed;
		}
		for (let k = 0; k < n; k++) dh[k]! += passed[k]!;
		if (!this.#additive) return;
		const dv = gradients.tensor("attention.weight_v");
		for (const [k, sum] of this.#dv.entries()) dv[k % this.#A]! += sum; // sequence after sequence
	}

	free(): void {
		const own = [this.#shares, this.context, this.#none, this.#dkeys, this.#dquery, this.#dv, this.#passed, this.#back];
		this.#engine.free(...own, ...[this.#keys, this.#query].filter((array) => array !== undefined));
	}

	#arrays(h: Floats, states: Floats, { J, first, s, count: T }: Look) {
		const { hidden: H } = this.#weights.spec;
		const [A, B] = [this.#A, this.#B];
		const additive = this.#additive;
		return {
			...{ T, J, B, A, C: H, score: additive ? ("additive" as const) : ("dot" as const), first },
			...{ query: additive ? this.#at(this.#query!, s, A) : states, keys: this.#keys ?? h, values: h },
			...(additive && { v: this.#weights.tensor("attention.weight_v") }),
			weights: this.#shares.subarray(s * B * J),
			context: this.#at(this.context, s, H),
		};
	}

	#at(array: Floats, s: number, width: number): Floats {
		return array.subarray(s * this.#B * width);
	}

	/** y = W x without a bias: the papers' alignment models have none. */
	#product(name: string, N: number, x: Floats, y: Floats): void {
		const { hidden: D } = this.#weights.spec;
		const w = this.#weights.tensor(`attention.${name}`);
		this.#engine.denseForward({ N, D, V: this.#A, x, w, b: this.#none, y });
	}

	#productBack(name: string, N: number, x: Floats, dy: Floats, dx: Floats, gradients: Weights): void {
		const { hidden: D } = this.#weights.spec;
		const [w, dw] = [this.#weights, gradients].map((one) => one.tensor(`attention.${name}`)) as [Floats, Floats];
		this.#engine.denseBackward({ N, D, V: this.#A, x, w, dy, dx, dw, db: this.#none });
		this.#none.fill(0);
	}
}

/** Steps s .. s + count - 1 of the decoder, over J steps of the encoder. */
export interface Look {
	J: number;
	first: Int32Array; // [B]
	s: number;
	count: number;
}
