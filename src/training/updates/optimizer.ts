/** The optimiser: moments of the gradient, and an update in one pass over all parameters, or by SOAP over some (soap.ts). */
import { layerNames, type TensorSpec } from "../../cells/layout.ts";
import type { Weights } from "../../cells/weights.ts";
import { fail } from "../../errors/index.ts";
import type { Reason } from "../../errors/reasons.ts";
import type { Engine, Floats } from "../../kernels/kernels.ts";
import { clipScale } from "../../remedies/clipping.ts";
import type { TrainOptions } from "../options/options.ts";
import { Soap } from "./soap.ts";

/** Options of a run that an update reads. */
export type UpdateOptions = Pick<
	TrainOptions,
	"optimizer" | "soapEvery" | "beta1" | "beta2" | "eps" | "weightDecay" | "clipNorm" | "clipValue"
>;

/** Returns the recurrent matrices of a model: what SOAP updates. */
export function recurrentMatrices({ spec, specs }: Pick<Weights, "spec" | "specs">): TensorSpec[] {
	const names = layerNames(spec).map((named) => named("weight_hh"));
	return specs.filter(({ name }) => names.includes(name));
}

/** The moments of the gradient, and an update of all parameters. */
export class Optimizer {
	/** First moment, [P], if the optimiser has one. `v`: second moment. SOAP's are those in the eigenbasis. */
	readonly m?: Floats;
	readonly v?: Floats;
	readonly soap?: Soap;
	/** Updates made. */
	updates = 0;
	clipped = 0;
	readonly #engine: Engine;
	readonly #options: UpdateOptions;
	/** Ranges that are updated in one pass, each from its first to before its last parameter. */
	readonly #ranges: readonly (readonly [number, number])[];

	/**
	 * @param from index of the first trained parameter; those before it never change.
	 * @param matrices for soap: the recurrent matrices, in the order of the parameters (`recurrentMatrices`).
	 * @param blocks blocks of units of these matrices.
	 * @throws E_OPTION for soap without matrices, or on an engine whose products round to bfloat16.
	 */
	constructor(
		engine: Engine,
		parameters: number,
		options: UpdateOptions,
		from = 0,
		matrices: readonly TensorSpec[] = [],
		blocks = 1,
	) {
		this.#engine = engine;
		this.#options = options;
		const kind = options.optimizer;
		const [adaptive, soap] = [kind.startsWith("adam") || kind === "soap", kind === "soap"];
		if (kind === "momentum" || adaptive) this.m = engine.floats(parameters);
		if (kind === "rmsprop" || adaptive) this.v = engine.floats(parameters);
		const all = { ...options, soapEvery: options.soapEvery! };
		if (soap) this.soap = new Soap(engine, checkedFor(engine, matrices), all, blocks);
		const edges = [
			from,
			...(soap ? matrices.flatMap(({ offset, length }) => [offset, offset + length]) : []),
			parameters,
		];
		const pairs = Array.from({ length: edges.length / 2 }, (_, k) => [edges[2 * k]!, edges[2 * k + 1]!] as const);
		this.#ranges = pairs.filter(([first, end]) => end > first);
	}

	/** Returns the global gradient norm; NaN or Infinity if the gradient contains one. */
	gradNorm(gradients: Weights): number {
		return Math.sqrt(this.#engine.sumSquares(gradients.flat));
	}

	/** Clips the gradient and updates. Returns whether it was clipped by norm or value, and whether by value (`cut`). */
	apply(weights: Weights, gradients: Weights, gradNorm: number, lr: number): { clipped: boolean; cut: boolean } {
		const { optimizer, beta1, beta2, eps, weightDecay, clipNorm, clipValue } = this.#options;
		const gradScale = clipScale(gradNorm, clipNorm);
		const cut = clipValue > 0 && beyond(gradients.flat, gradScale, clipValue);
		const clipped = gradScale < 1 || cut;
		this.updates++;
		if (clipped) this.clipped++;
		const step = { lr, step: this.updates, gradScale, clipValue: clipValue || Infinity };
		const kind = optimizer === "soap" ? "adamw" : optimizer;
		for (const [first, end] of this.#ranges) {
			const of = (array: Floats) => array.subarray(first, end);
			const arrays = { w: of(weights.flat), g: of(gradients.flat), m: this.m && of(this.m), v: this.v && of(this.v) };
			this.#engine.update({ kind, n: end - first, ...arrays, ...step, beta1, beta2, eps, weightDecay });
		}
		this.soap?.update({ w: weights.flat, g: gradients.flat, m: this.m!, v: this.v! }, step);
		return { clipped, cut };
	}
}

/** Returns the matrices that SOAP updates. @throws E_OPTION if there are none, or the engine's products are too coarse for it. */
function checkedFor(engine: Engine, matrices: readonly TensorSpec[]): readonly TensorSpec[] {
	const refuse = (why: Reason) => fail("E_OPTION", { option: "optimizer", why, where: "options" });
	if (matrices.length === 0) throw refuse({ reason: "needs", options: ["matrices"], value: "soap" });
	if (engine.operands === "bfloat16") throw refuse({ reason: "together", with: "precision", value: "soap" });
	return matrices;
}

/** Returns whether any |scale x| exceeds `limit`. A plain loop, because it may run over all gradients per update. */
function beyond(x: Floats, scale: number, limit: number): boolean {
	for (let i = 0; i < x.length; i++) if (Math.abs(scale * x[i]!) > limit) return true;
	return false;
}
