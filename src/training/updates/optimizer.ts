/** The optimiser: moments of the gradient, and an update in one pass over all parameters. */
import type { Weights } from "../../cells/weights.ts";
import type { Engine, Floats } from "../../kernels/kernels.ts";
import { clipScale } from "../../remedies/clipping.ts";
import type { TrainOptions } from "../options/options.ts";

/** Options of a run that an update reads. */
export type UpdateOptions = Pick<
	TrainOptions,
	"optimizer" | "beta1" | "beta2" | "eps" | "weightDecay" | "clipNorm" | "clipValue"
>;

/** The moments of the gradient, and an update of all parameters. */
export class Optimizer {
	/** First moment, [P], if the optimiser has one. `v`: second moment. */
	readonly m?: Floats;
	readonly v?: Floats;
	/** Updates made. */
	updates = 0;
	clipped = 0;
	readonly #engine: Engine;
	readonly #options: UpdateOptions;
	readonly #from: number;

	/** @param from index of the first trained parameter; those before it never change. */
	constructor(engine: Engine, parameters: number, options: UpdateOptions, from = 0) {
		this.#engine = engine;
		this.#from = from;
		this.#options = options;
		const kind = options.optimizer;
		if (kind === "momentum" || kind.startsWith("adam")) this.m = engine.floats(parameters);
		if (kind === "rmsprop" || kind.startsWith("adam")) this.v = engine.floats(parameters);
	}

	/** Returns the global gradient norm; NaN or Infinity if the gradient contains one. */
	gradNorm(gradients: Weights): number {
		return Math.sqrt(this.#engine.sumSquares(gradients.flat));
	}

	/** Clips the gradient and updates. Returns whether it was clipped by norm or value, and whether by value (`cut`). */
	apply(weights: Weights, gradients: Weights, gradNorm: number, lr: number): { clipped: boolean; cut: boolean } {
		const { optimizer: kind, beta1, beta2, eps, weightDecay, clipNorm, clipValue } = this.#options;
		const gradScale = clipScale(gradNorm, clipNorm);
		const cut = clipValue > 0 && beyond(gradients.flat, gradScale, clipValue);
		const clipped = gradScale < 1 || cut;
		const trained = (array: Floats) => (this.#from === 0 ? array : array.subarray(this.#from));
		this.updates++;
		if (clipped) this.clipped++;
		this.#engine.update({
			...{ kind, n: weights.flat.length - this.#from, w: trained(weights.flat), g: trained(gradients.flat) },
			...{ m: this.m && trained(this.m), v: this.v && trained(this.v) },
			...{ lr, beta1, beta2, eps, weightDecay, step: this.updates, gradScale, clipValue: clipValue || Infinity },
		});
		return { clipped, cut };
	}
}

/** Returns whether any |scale x| exceeds `limit`. A plain loop, because it may run over all gradients per update. */
function beyond(x: Floats, scale: number, limit: number): boolean {
	for (let i = 0; i < x.length; i++) if (Math.abs(scale * x[i]!) > limit) return true;
	return false;
}
