/** The optimiser's state: moments beside the weights, and one update in one pass over all parameters. */
import type { Weights } from "../../cells/weights.ts";
import type { Engine, Floats } from "../../kernels/kernels.ts";
import { clipScale } from "../../remedies/clipping.ts";
import type { TrainOptions } from "../options/options.ts";

/** What an update needs of a run's options. */
export type UpdateOptions = Pick<
	TrainOptions,
	"optimizer" | "beta1" | "beta2" | "eps" | "weightDecay" | "clipNorm" | "clipValue"
>;

export class Optimizer {
	/** First and second moment, [P], where the kind has them. */
	readonly m?: Floats;
	readonly v?: Floats;
	/** Updates made. */
	updates = 0;
	clipped = 0;
	readonly #engine: Engine;
	readonly #options: UpdateOptions;

	constructor(engine: Engine, parameters: number, options: UpdateOptions) {
		this.#engine = engine;
		this.#options = options;
		const kind = options.optimizer;
		if (kind === "momentum" || kind.startsWith("adam")) this.m = engine.floats(parameters);
		if (kind === "rmsprop" || kind.startsWith("adam")) this.v = engine.floats(parameters);
	}

	/** Norm of the whole gradient; NaN or Infinity where it holds one. */
	gradNorm(gradients: Weights): number {
		return Math.sqrt(this.#engine.sumSquares(gradients.flat));
	}

	/** Clips and applies one update at rate `lr`; returns whether the gradient was clipped, by norm or by value, and by value. */
	apply(weights: Weights, gradients: Weights, gradNorm: number, lr: number): { clipped: boolean; cut: boolean } {
		const { optimizer: kind, beta1, beta2, eps, weightDecay, clipNorm, clipValue } = this.#options;
		const gradScale = clipScale(gradNorm, clipNorm);
		const cut = clipValue > 0 && beyond(gradients.flat, gradScale, clipValue);
		const clipped = gradScale < 1 || cut;
		this.updates++;
		if (clipped) this.clipped++;
		this.#engine.update({
			...{ kind, n: weights.flat.length, w: weights.flat, g: gradients.flat, m: this.m, v: this.v },
			...{ lr, beta1, beta2, eps, weightDecay, step: this.updates, gradScale, clipValue: clipValue || Infinity },
		});
		return { clipped, cut };
	}
}

/** Whether an element times `scale` is larger than `limit`, either sign. A plain loop: it may run over all gradients at every update. */
function beyond(x: Floats, scale: number, limit: number): boolean {
	for (let i = 0; i < x.length; i++) if (Math.abs(scale * x[i]!) > limit) return true;
	return false;
}
