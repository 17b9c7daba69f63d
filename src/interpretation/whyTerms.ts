/** The terms of the sums of a step: weight times input, for each input, unit or symbol (docs/equations.md). */
import { gateLetters } from "../cells/layout.ts";
import type { Weights } from "../cells/weights.ts";
import type { Floats } from "../kernels/kernels.ts";
import type { StepExplanation } from "./explain.ts";

// D inputs, H units, G gate blocks, V symbols

/** A number of another step, layer or value. `ahead` keeps the loss of the derivatives the same. */
export interface Origin {
	step: number;
	layer: number;
	ahead: number;
	name: string;
	index: number;
}

export interface WhyTerm {
	/** Its part of the sum: weight times factor. */
	value: number;
	/** Weight and where it is in its tensor; absent for a value that is added as it is. */
	weight?: { tensor: string; index: number; value: number };
	/** Values of the step that are multiplied; none for a bias and for the symbol read. */
	factors: { name: string; index: number; value: number }[];
	/** Symbol of the term: the one read, or the one of an output. */
	id?: number;
}

type Read = (name: string, k: number) => number;

/** Returns the terms of a sum; none if the value is no sum over inputs, units or symbols. */
export function sumOf(
	weights: Weights,
	step: StepExplanation,
	{ name, index: k }: { name: string; index: number },
	read: Read,
): WhyTerm[] {
	const sum = new Sum(weights, step, read);
	const { spec } = weights;
	const { hidden: H } = spec;
	const after = spec.cell === "gru" && spec.variant === "reset-after";
	const letters = spec.cell === "rnn" ? [""] : gateLetters(spec);
	const argument = /^a(?:\.(\w))?$/.exec(name);
	if (argument) {
		const letter = argument[1] ?? "";
		const row = Math.max(0, letters.indexOf(letter)) * H + k;
		sum.input(row);
		sum.bias("bias", row);
		if (spec.cell === "gru" && letter === "n") {
			if (after) sum.product("gate.r", "s", k);
			else sum.row("weight_hh", row, H, "s");
		} else sum.row("weight_hh", row, H, "h_prev");
		const { p } = weights.layer(step.layer);
		if (p && letter !== "g")
			sum.one("weight_peephole", p, "ifo".indexOf(letter) * H + k, letter === "o" ? "c" : "c_prev", k);
	}
	if (name === "s" && after) {
		sum.bias("bias_hn", k);
		sum.row("weight_hh", 2 * H + k, H, "h_prev");
	}
	const da = (letter: string) => (letter === "" ? "d.a" : `d.a.${letter}`);
	if (name === "d.h_prev") {
		if (spec.cell === "gru") sum.product("d.h", "gate.z", k);
		for (const [block, letter] of letters.entries()) {
			if (spec.cell !== "gru" || letter !== "n") sum.column("weight_hh", block, k, da(letter));
			else if (after) sum.column("weight_hh", block, k, "d.s");
			else sum.product("d.s", "gate.r", k);
		}
	}
	if (name === "d.s" && spec.cell === "gru" && !after) sum.column("weight_hh", 2, k, "d.a.n");
	if (name === "d.x" && step.layer > 0)
		for (const [block, letter] of letters.entries()) sum.column("weight_ih", block, k, da(letter));
	if (name === "d.h.above" && step.layer === spec.layers - 1) sum.symbols(k);
	return sum.terms;
}

class Sum {
	readonly terms: WhyTerm[] = [];
	readonly #weights: Weights;
	readonly #step: StepExplanation;
	readonly #read: Read;

	constructor(weights: Weights, step: StepExplanation, read: Read) {
		this.#weights = weights;
		this.#step = step;
		this.#read = read;
	}

	/** One row of W_ih x_t. */
	input(row: number): void {
		const { layer, id } = this.#step;
		if (layer > 0) this.row("weight_ih", row, this.#weights.spec.hidden, "x");
		if (layer > 0 || id < 0) return;
		const { tensor, data } = this.#tensor("weight_ih");
		const index = row * this.#weights.spec.symbols + id;
		this.terms.push({ value: data[index]!, weight: { tensor, index, value: data[index]! }, factors: [], id });
	}

	bias(kind: "bias" | "bias_hn", index: number): void {
		const { tensor, data } = this.#tensor(kind);
		this.terms.push({ value: data[index]!, weight: { tensor, index, value: data[index]! }, factors: [] });
	}

	/** One row of W v, v [J]. */
	row(kind: string, row: number, J: number, of: string): void {
		const { data } = this.#tensor(kind);
		for (let j = 0; j < J; j++) this.one(kind, data, row * J + j, of, j);
	}

	/** One row of W^T v, v a block of [H] numbers. */
	column(kind: string, block: number, k: number, of: string): void {
		const { hidden: H } = this.#weights.spec;
		const { data } = this.#tensor(kind);
		for (let j = 0; j < H; j++) this.one(kind, data, (block * H + j) * H + k, of, j);
	}

	one(kind: string, data: Floats, index: number, of: string, j: number): void {
		const [weight, factor] = [data[index]!, this.#read(of, j)];
		const { tensor } = this.#tensor(kind);
		this.terms.push({
			value: weight * factor,
			weight: { tensor, index, value: weight },
			factors: [{ name: of, index: j, value: factor }],
		});
	}

	/** A product of two values of the step. */
	product(first: string, second: string, k: number): void {
		const factors = [first, second].map((name) => ({ name, index: k, value: this.#read(name, k) }));
		this.terms.push({ value: factors[0]!.value * factors[1]!.value, factors });
	}

	/** W_head^T dL/dlogits: what each symbol's probability asks of unit k. */
	symbols(k: number): void {
		const { hidden: H, symbols: V } = this.#weights.spec;
		const { data } = this.#tensor("head.weight");
		for (let v = 0; v < V; v++) {
			const [weight, asked] = [data[v * H + k]!, this.#read("d.logits", v)];
			this.terms.push({
				...{ value: weight * asked, id: v, factors: [{ name: "d.logits", index: v, value: asked }] },
				weight: { tensor: "head.weight", index: v * H + k, value: weight },
			});
		}
	}

	#tensor(kind: string): { tensor: string; data: Floats } {
		const tensor = kind === "head.weight" ? kind : `${kind}_l${this.#step.layer}`;
		return { tensor, data: this.#weights.tensor(tensor) };
	}
}
