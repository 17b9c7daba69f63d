/**
 * The loss of an encoder-decoder in dual numbers, written from the papers' equations, sequence after sequence: forward
 * alone, so that it judges the backward pass. Each sequence runs by itself at its own length, without any padding.
 */
import { type CellSpec, type ModelSpec, tensorsOf } from "../../src/cells/layout.ts";
import { cellStep } from "../../src/diagnosis/tangents/cells.ts";
import { constant, type Dual, ForwardMode, type Leaf } from "../../src/diagnosis/tangents/dual.ts";

// J steps of the question, D symbols, H units, A units of a key, V outputs

export interface PairPoint {
	spec: ModelSpec;
	weights: Float64Array; // [P]
	/** Each sequence: the question, what the decoder reads, and what it should answer, -1 where not scored. */
	pairs: readonly { question: readonly number[]; read: readonly number[]; answer: readonly number[] }[];
	scale: number;
}

export interface PairGradient {
	loss: number;
	tensors: Map<string, Float64Array>;
	/** Attention weights of each sequence: [steps][J]. */
	weights: number[][][];
}

/** Returns the loss, its gradient by every tensor, and the weights of attention. */
export function pairGradient({ spec, weights, pairs, scale }: PairPoint): PairGradient {
	const specs = tensorsOf(spec);
	const leaves = new Map<string, Leaf>();
	for (const { name, offset, length } of specs)
		leaves.set(name, { v: weights.subarray(offset, offset + length), at: offset });
	const mode = new ForwardMode(weights.length);
	const model = new PairModel(mode, spec, leaves);
	let total: Dual = constant(new Float64Array(1));
	const attended: number[][][] = [];
	for (const pair of pairs) {
		const { losses, weights: shares } = model.run(pair);
		attended.push(shares);
		for (const loss of losses) total = mode.add(total, loss);
	}
	const gradient = new Float64Array(weights.length);
	for (let p = 0; p < gradient.length; p++) gradient[p] = scale * total.d[p]!;
	const tensors = new Map(specs.map(({ name, offset, length }) => [name, gradient.slice(offset, offset + length)]));
	return { loss: scale * total.v[0]!, tensors, weights: attended };
}

class PairModel {
	readonly #mode: ForwardMode;
	readonly #spec: ModelSpec;
	readonly #leaves: ReadonlyMap<string, Leaf>;

	constructor(mode: ForwardMode, spec: ModelSpec, leaves: ReadonlyMap<string, Leaf>) {
		[this.#mode, this.#spec, this.#leaves] = [mode, spec, leaves];
	}

	run({ question, read, answer }: PairPoint["pairs"][number]) {
		const mode = this.#mode;
		const { hidden: H, attention, symbols } = this.#spec;
		const zero = filled(mode)(constant(new Float64Array(H)));
		let state = { h: zero, c: zero };
		const states: Dual[] = []; // [J] of [H]
		for (const id of question) {
			state = this.#step("encoder", constant(oneHot(id, symbols)), state);
			states.push(state.h);
		}
		const losses: Dual[] = [];
		const weights: number[][] = [];
		for (const [t, id] of read.entries()) {
			let x: Dual = constant(oneHot(id, symbols));
			let seen: { shares: Dual[]; context: Dual } | undefined;
			if (attention === "additive") {
				seen = this.#attend(states, state.h); // from s_{t-1}
				x = mode.stack([x, seen.context].map(filled(mode)));
			}
			state = this.#step("decoder", x, state);
			let output = state.h;
			if (attention === "additive") output = mode.stack([state.h, seen!.context]);
			if (attention === "dot" || attention === "general") {
				seen = this.#attend(states, state.h); // from s_t
				output = this.#tanh(mode.product(this.#leaf("attention.weight_c"), mode.stack([seen.context, state.h]), 1));
			}
			if (seen) weights.push(seen.shares.map(({ v }) => v[0]!));
			const logits = mode.add(
				mode.product(this.#leaf("head.weight"), output, 1),
				mode.variable(this.#leaf("head.bias")),
			);
			if (answer[t]! >= 0) losses.push(this.#crossEntropy(logits, answer[t]!));
		}
		return { losses, weights };
	}

	/** Weights and context of the encoder's states for one state of the decoder. */
	#attend(states: Dual[], s: Dual): { shares: Dual[]; context: Dual } {
		const mode = this.#mode;
		const { attention } = this.#spec;
		const scores = states.map((h) => {
			if (attention === "dot") return this.#sum(mode.multiply(s, h));
			if (attention === "general")
				return this.#sum(mode.multiply(s, mode.product(this.#leaf("attention.weight_a"), h, 1)));
			const query = mode.product(this.#leaf("attention.weight_a"), s, 1);
			const key = mode.product(this.#leaf("attention.weight_u"), h, 1);
			return this.#sum(
				mode.multiply(mode.variable(this.#leaf("attention.weight_v")), this.#tanh(mode.add(query, key))),
			);
		});
		const exps = scores.map((e) => mode.map(e, Math.exp, Math.exp));
		const sum = exps.reduce((a, b) => mode.add(a, b));
		const inverse = mode.map(
			sum,
			(x) => 1 / x,
			(x) => -1 / x ** 2,
		);
		const shares = exps.map((e) => mode.multiply(e, inverse));
		const parts = states.map((h, j) =>
			mode.multiply(mode.stack(Array.from({ length: h.v.length }, () => shares[j]!)), h),
		);
		return { shares, context: parts.reduce((a, b) => mode.add(a, b)) };
	}

	#crossEntropy(logits: Dual, target: number): Dual {
		const mode = this.#mode;
		const exps = mode.map(logits, Math.exp, Math.exp);
		const log = mode.map(this.#sum(exps), Math.log, (x) => 1 / x);
		const minus = mode.map(
			mode.slice(logits, target, target + 1),
			(x) => -x,
			() => -1,
		);
		return mode.add(log, minus);
	}

	#step(part: "encoder" | "decoder", x: Dual, state: { h: Dual; c: Dual }) {
		const leaf = (name: string) => this.#leaves.get(`${part}.${name}_l0`);
		const w = {
			...{ w_ih: leaf("weight_ih")!, w_hh: leaf("weight_hh")!, b: leaf("bias")! },
			...{ p: leaf("weight_peephole"), b_hn: leaf("bias_hn") },
		};
		return cellStep(this.#mode, this.#spec as CellSpec, w, x, state, 1).state;
	}

	#sum(x: Dual): Dual {
		const parts = Array.from({ length: x.v.length }, (_, k) => this.#mode.slice(x, k, k + 1));
		return parts.reduce((a, b) => this.#mode.add(a, b));
	}

	#tanh(x: Dual): Dual {
		return this.#mode.map(x, Math.tanh, (a) => Math.cosh(a) ** -2);
	}

	#leaf(name: string): Leaf {
		return this.#leaves.get(name)!;
	}
}

/** A constant with the zeros of its derivatives, as `stack` needs. */
const filled =
	(mode: ForwardMode) =>
	(x: Dual): Dual =>
		x.d.length > 0 ? x : { v: x.v, d: new Float64Array(x.v.length * mode.directions) };

function oneHot(id: number, D: number): Float64Array {
	const x = new Float64Array(D);
	if (id >= 0) x[id] = 1;
	return x;
}
