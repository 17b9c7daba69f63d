/**
 * The mean of the weights over updates, which is what a run evaluates, samples from and exports (Polyak & Juditsky 1992).
 * The optimiser goes its way as if there were no mean.
 *
 *   a_n = a_{n-1} + max(1 - d, (eta + 1) / (n + eta)) (w_n - a_{n-1})      n updates averaged
 *
 *   ema:D    from the first update, d = D, eta = 0: the mean of all until n = 1 / (1 - D), then an exponential one
 *   last:F   over the updates of the last fraction F of the budget, d = 1, eta = 0: every update counts the same
 *   poly:E   from the first update, d = 1, eta = E (polynomial decay, Shamir & Zhang 2013, section 3.3): update k counts
 *            in proportion to about k^E, so that the last 1 / (E + 1) of the updates so far count most, however many
 */
import { Weights } from "../../cells/weights.ts";
import { fail } from "../../errors/index.ts";
import { shown } from "../../errors/quote.ts";
import type { Engine } from "../../kernels/kernels.ts";
import { PLAIN } from "./eigenbasis.ts";

/** A mean as it is given: ema with its decay, last with a fraction of the budget, poly with its power; or none. */
export type AverageOption = `ema:${number}` | `last:${number}` | `poly:${number}` | "none";

export interface Averaging {
	/** Decay d. */
	decay: number;
	/** Fraction of the budget that is not averaged. */
	from: number;
	/** Power eta by which later updates count more. */
	eta: number;
}

const MOST_ETA = 1000;

/** @throws E_OPTION if `given` is none of the forms. */
export function parseAverage(given: string, where: string): Averaging {
	const [, form, digits] = /^(ema|last|poly):(\d*\.?\d+)$/.exec(given) ?? [];
	const value = Number(digits);
	if (form === "ema" && value > 0 && value < 1) return { decay: value, from: 0, eta: 0 };
	if (form === "last" && value > 0 && value <= 1) return { decay: 1, from: 1 - value, eta: 0 };
	if (form === "poly" && value <= MOST_ETA) return { decay: 1, from: 0, eta: value };
	const forms = ["ema:D (0 < D < 1)", "last:F (0 < F <= 1)", "poly:E (0 <= E <= 1000)", "none"];
	const why = { reason: "form", forms, such: ["ema:0.999", "last:0.2", "poly:8"], got: shown(given) } as const;
	throw fail("E_OPTION", { option: "average", why, where });
}

/** The mean of a model's weights, kept on its engine. */
export class WeightAverage {
	readonly weights: Weights;
	/** Updates averaged, n. 0: there is no mean yet. */
	count = 0;
	readonly #engine: Engine;
	readonly #trained: Weights;
	readonly #averaging: Averaging;

	constructor(engine: Engine, trained: Weights, averaging: Averaging) {
		this.#engine = engine;
		this.#trained = trained;
		this.#averaging = averaging;
		this.weights = new Weights(engine, trained.spec);
	}

	/** Takes the weights after an update in. @param progress fraction of the budget spent, 0..1. */
	add(progress: number): void {
		const { decay, from, eta } = this.#averaging;
		const [a, w] = [this.weights.flat, this.#trained.flat];
		this.count = progress < from ? 0 : this.count + 1;
		if (this.count === 0) return;
		if (this.count === 1) {
			a.set(w);
			return;
		}
		// a step of gradient descent on (a - w)^2 / 2, which every engine has: its gradient is -w + a
		const lr = Math.max(1 - decay, (eta + 1) / (this.count + eta));
		this.#engine.update({ ...PLAIN, n: a.length, w: a, g: w, lr, gradScale: -1, weightDecay: 1 });
	}
}
