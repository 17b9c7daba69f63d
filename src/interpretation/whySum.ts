/** Collects the terms of a sum of a step: weight times input, for each input, unit or symbol. */
import type { Weights } from "../cells/weights.ts";
import type { Floats } from "../kernels/kernels.ts";
import type { StepExplanation } from "./explain.ts";

// D inputs, H units, V symbols

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
	/** Number that multiplies the values, such as 1/H of a mean; absent for 1. */
	times?: number;
	/** Values of the step that are multiplied; none for a bias and for the symbol read. */
	factors: { name: string; index: number; value: number }[];
	/** Symbol of the term: the one read, or the one of an output. */
	id?: number;
}

export type Read = (name: string, k: number) => number;

export class Sum {
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

	/** A weight that is added as it is. */
	weight(kind: string, index: number): void {
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

	/** A product of values of the step. */
	product(names: readonly string[], k: number): void {
		this.terms.push(this.#times(names, k));
	}

	/** A number times values of the step. */
	scaled(times: number, places: readonly { name: string; index: number }[]): void {
		const factors = places.map((place) => ({ ...place, value: this.#read(place.name, place.index) }));
		this.terms.push({ value: factors.reduce((product, { value }) => product * value, times), times, factors });
	}

	read(name: string, k: number): number {
		return this.#read(name, k);
	}

	/** A parameter of a cell given by equations times values of the step. */
	parameter(kind: string, names: readonly string[], k: number): void {
		const { tensor, data } = this.#tensor(kind);
		const { value, factors } = this.#times(names, k);
		this.terms.push({ value: data[k]! * value, weight: { tensor, index: k, value: data[k]! }, factors });
	}

	#times(names: readonly string[], k: number): { value: number; factors: WhyTerm["factors"] } {
		const factors = names.map((name) => ({ name, index: k, value: this.#read(name, k) }));
		return { value: factors.reduce((product, { value }) => product * value, 1), factors };
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
