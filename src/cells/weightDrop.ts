/**
 * Weight-drop (Merity, Keskar & Socher 2018, section 2, after Wan et al.'s DropConnect 2013): the recurrent matrix R of
 * every layer with some of its elements 0 and the others divided by 1 - rate. One mask holds for all steps and sequences
 * of a pass, so the layer calls run as ever, on a copy of R. With M the mask, 0 or 1 / (1 - rate):
 *
 *   R' = M * R in both passes      dL/dR = M * dL/dR'
 */
import type { Engine, Floats } from "../kernels/kernels.ts";
import { type ModelSpec, weightBlocks } from "./layout.ts";
import type { LayerWeights, Weights } from "./weights.ts";

// H units, L layers, G blocks of R

/** Weight-drop of one pass: its masks are drawn from (key, counter). */
export interface WeightDropDraw {
	rate: number;
	key: readonly [number, number];
	counter: number;
}

/** Returns the number of counter blocks that the masks of one pass take. */
export function weightDropBlocks(spec: ModelSpec): number {
	return spec.layers * blocksOf(spec);
}

/** Counter blocks of one layer: two elements of R each. */
const blocksOf = (spec: ModelSpec) => Math.ceil((weightBlocks(spec).recurrent * spec.hidden ** 2) / 2);

/** The masked matrices of a window, and room for their gradients. */
export class WeightDrop {
	readonly #engine: Engine;
	readonly #weights: Weights;
	readonly #matrices: readonly { w_hh: Floats; dw_hh: Floats }[]; // [L] of [G*H,H]
	#draw!: WeightDropDraw;

	constructor(engine: Engine, weights: Weights) {
		this.#engine = engine;
		this.#weights = weights;
		this.#matrices = Array.from({ length: weights.spec.layers }, (_, l) => {
			const { length } = weights.layer(l).w_hh;
			return { w_hh: engine.floats(length), dw_hh: engine.floats(length) };
		});
	}

	/** Draws the masks of a forward pass, and of the backward pass after it. */
	draw(draw: WeightDropDraw): void {
		this.#draw = draw;
		for (const [l, { w_hh }] of this.#matrices.entries()) this.mask(l, this.#weights.layer(l).w_hh, w_hh);
	}

	/** Sets `to` to an array over the elements of layer l's R, times the mask. */
	mask(l: number, from: Floats, to: Floats): void {
		const { rate, key, counter } = this.#draw;
		const { length: n } = from;
		this.#engine.dropout({ n, rate, key, counter: counter + l * blocksOf(this.#weights.spec), x: from, y: to });
	}

	/** The weights of layer l with the masked R. */
	weights(l: number): LayerWeights {
		return { ...this.#weights.layer(l), w_hh: this.#matrices[l]!.w_hh };
	}

	/** The gradients of layer l, with an array of zeros for that of the masked R. */
	gradients(l: number, gradients: Weights): LayerWeights {
		return { ...gradients.layer(l), w_hh: this.#matrices[l]!.dw_hh.fill(0) };
	}

	/** Adds the gradient of layer l's R to `gradients`, after a backward pass into `gradients(l)`. */
	add(l: number, gradients: Weights): void {
		const { dw_hh } = this.#matrices[l]!;
		this.mask(l, dw_hh, dw_hh);
		const to = gradients.layer(l).w_hh;
		for (let k = 0; k < to.length; k++) to[k]! += dw_hh[k]!;
	}

	/** Frees all arrays. */
	free(): void {
		for (const { w_hh, dw_hh } of this.#matrices) this.#engine.free(w_hh, dw_hh);
	}
}
