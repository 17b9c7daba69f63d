/** A model's parameters (or their gradients): one flat array, with a view for each tensor of the layout. */
import { fail } from "../errors/index.ts";
import { bfloat16Words, roundToBfloat16 } from "../kernels/bfloat16.ts";
import { copyNumbers } from "../kernels/float32.ts";
import type { Engine, Floats } from "../kernels/kernels.ts";
import { layerNames, type ModelSpec, type TensorSpec, tensorsOf } from "./layout.ts";
import { ownCellOf } from "./own/reader.ts";
import { firstOutside, hasOutside } from "./unitBlocks.ts";

/** The tensors of one layer, named by the letters of the equations. */
export interface LayerWeights {
	w_ih: Floats; // [G*H,D]
	w_hh: Floats; // [G*H,H]
	b: Floats; // [G*H]
	p?: Floats; // [3H] peepholes i|f|o; [P,H] parameters of a cell given by equations
	b_hn?: Floats; // [H] inner bias of the GRU's n
	/** bfloat16 copy of w_ih, after `toBfloat16`; w_hh16 is that of w_hh. */
	w_ih16?: Int32Array;
	w_hh16?: Int32Array;
}

/** An array with its name, as a file holds it. */
export interface SavedTensor {
	name: string;
	shape: readonly number[];
	data: Floats;
}

/**
 * Compares the tensors of a file with a model before memory is taken for it: a model's size may come from another file.
 * @throws E_SHAPE if one is missing or has another shape.
 */
export function checkShapes(specs: readonly TensorSpec[], tensors: readonly SavedTensor[]): void {
	const saved = new Map(tensors.map((tensor) => [tensor.name, tensor]));
	for (const { name, shape } of specs) {
		const from = saved.get(name);
		const got = from && `[${from.shape.join(",")}]`;
		const wanted = `[${shape.join(",")}]`;
		if (got !== wanted) throw fail("E_SHAPE", { what: name, why: { reason: "shape", got, wanted } });
	}
}

/** @throws E_SHAPE for a recurrent matrix with a number outside its blocks that is not 0. */
export function checkBlocks(spec: ModelSpec, tensors: readonly SavedTensor[], where = ""): void {
	const { hidden: H, blocks } = spec;
	for (const { name, data } of tensors) {
		const at = hasOutside(spec, name) ? firstOutside(data, H, blocks) : -1;
		if (at < 0) continue;
		const why = { reason: "outside", blocks: blocks!, got: String(data[at]) } as const;
		throw fail("E_SHAPE", { what: `${where}${name}[${Math.floor(at / H)},${at % H}]`, why });
	}
}

/** The parameters of a model, or their gradients. */
export class Weights {
	readonly spec: ModelSpec;
	readonly specs: readonly TensorSpec[];
	/** All tensors, in layout order: [P]. */
	readonly flat: Floats;
	readonly #views = new Map<string, Floats>();
	readonly #layers: readonly LayerWeights[]; // [L], or encoder and decoder
	/** bfloat16 copy of the head's matrix, after `toBfloat16`. */
	head16: Int32Array | undefined;
	readonly #copies: { matrix: Floats; columns: number; words: Int32Array }[] = [];

	constructor(engine: Pick<Engine, "floats">, spec: ModelSpec) {
		this.spec = spec;
		this.specs = tensorsOf(spec);
		const last = this.specs.at(-1)!;
		this.flat = engine.floats(last.offset + last.length);
		for (const { name, offset, length } of this.specs) {
			this.#views.set(name, this.flat.subarray(offset, offset + length));
		}
		this.#layers = layerNames(spec).map((named, l) => ({
			w_ih: this.tensor(named("weight_ih")),
			w_hh: this.#views.get(named("weight_hh")) ?? this.flat.subarray(0, 0), // a cell of equations may have none
			b: this.tensor(named("bias")),
			p: this.#views.get(named("weight_peephole")) ?? this.#parameters(l),
			b_hn: this.#views.get(named("bias_hn")),
		}));
	}

	/** Returns the weights of a model with the values of `tensors`. @throws E_SHAPE before any memory is taken. */
	static of(engine: Pick<Engine, "floats">, spec: ModelSpec, tensors: readonly SavedTensor[]): Weights {
		checkShapes(tensorsOf(spec), tensors);
		const weights = new Weights(engine, spec);
		weights.assign(tensors);
		return weights;
	}

	/** The parameters of a cell given by equations, which follow each other: [P,H]. */
	#parameters(l: number): Floats | undefined {
		if (this.spec.cell !== "own") return undefined;
		const names = ownCellOf(this.spec.equations).parameters.map((name) => `${name}_l${l}`);
		const own = this.specs.filter(({ name }) => names.includes(name));
		return own.length > 0
			? this.flat.subarray(own[0]!.offset, own[0]!.offset + own.length * this.spec.hidden)
			: undefined;
	}

	/** Returns the tensor `name` as a view: writing to it changes the model. */
	tensor(name: string): Floats {
		const view = this.#views.get(name);
		if (!view) throw fail("E_INTERNAL", { what: `this model has no tensor "${name}"` });
		return view;
	}

	/** Returns the tensors of layer l; of an encoder-decoder 0 is the encoder, 1 the decoder. */
	layer(l: number): LayerWeights {
		return this.#layers[l]!;
	}

	/**
	 * Rounds every matrix to bfloat16 and keeps a half-width copy, which a fast engine reads instead when it generates
	 * one symbol at a time. `assign` repeats this; after other writes to the matrices, call it again.
	 */
	toBfloat16(engine: Pick<Engine, "ints">): void {
		const copy = (matrix: Floats, columns: number): Int32Array => {
			const words = engine.ints(bfloat16Words(matrix.length / columns, columns));
			this.#copies.push({ matrix, columns, words });
			return words;
		};
		const { symbols: D, hidden: H } = this.spec;
		if (this.#copies.length === 0) {
			for (const [l, layer] of this.#layers.entries()) {
				layer.w_ih16 = copy(layer.w_ih, l === 0 ? D : H);
				layer.w_hh16 = copy(layer.w_hh, H);
			}
			this.head16 = copy(this.tensor("head.weight"), H);
		}
		this.#round();
	}

	#round(): void {
		for (const { matrix, columns, words } of this.#copies) roundToBfloat16(matrix, columns, words);
	}

	/**
	 * Copies the values of all tensors of this model from `tensors`; extra ones are ignored.
	 * @throws E_SHAPE if one is missing, has another shape, or a number outside its blocks that is not 0; E_WEIGHT_RANGE if a
	 * number is too large for float32.
	 */
	assign(tensors: readonly SavedTensor[]): void {
		checkShapes(this.specs, tensors);
		checkBlocks(this.spec, tensors);
		for (const { name, data } of tensors) {
			const to = this.#views.get(name);
			if (to) copyNumbers(name, data, to);
		}
		this.#round();
	}

	/** Returns the tensor and the index within it at the flat position `at`. */
	locate(at: number): { tensor: string; index: number } {
		const spec = this.specs.find((s) => at < s.offset + s.length)!;
		return { tensor: spec.name, index: at - spec.offset };
	}
}
