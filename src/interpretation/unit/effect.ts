/**
 * Effect of a unit on the next symbol: the model's mean prediction over a text with the unit low, and with it high.
 *
 *   readout  h of the top layer, directly: z_v + W_out[v,k] (x - h_k), with logits z and h_k the unit's actual value;
 *            effects on later steps are left out
 *   clamp    any other value: the unit is held at x in every step, with all effects
 */
import { lossOf, softmax } from "../../cells/likeliest.ts";
import type { Floats } from "../../kernels/kernels.ts";
import type { UnitName } from "../hookNames.ts";
import { lanesFor } from "../proof/variantLanes.ts";
import { variants } from "../proof/variants.ts";
import { type Model, type SymbolText, windows } from "../stream.ts";
import type { ReadOptions } from "./values.ts";

// T steps, B lanes, V symbols, H units

export interface SymbolEffect {
	how: "readout" | "clamp";
	/** Low value given to the unit; `high` is the other. */
	low: number;
	high: number;
	/** Number of steps averaged over. */
	steps: number;
	/** Mean probability of each symbol with the unit low, and high, [V]. */
	probability: { low: Float64Array; high: Float64Array };
	/** Mean change of each logit from low to high, [V]. */
	logits: Float64Array;
	/** Mean change of each log-probability from low to high, [V]. */
	nats: Float64Array;
	/** Mean Kullback-Leibler divergence of the prediction with the unit high from that with it low. */
	klNats: number;
}

/**
 * Measures the effect of a unit.
 * @param between the values low and high
 */
export async function effectOf(
	model: Model,
	text: SymbolText,
	unit: UnitName,
	[low, high]: readonly [number, number],
	{ warmup = 256, onProgress, signal }: ReadOptions = {},
): Promise<SymbolEffect> {
	const { spec } = model.weights;
	const { hook, index } = unit;
	const total = text.symbols;
	const sums = new EffectSums(model.weights.tensor("head.bias").length);
	const how = hook.kind === "h" && hook.layer === spec.layers - 1 ? "readout" : "clamp";
	if (how === "readout") {
		const H = spec.hidden;
		const w = model.weights.tensor("head.weight"); // [V,H]
		const column = Float64Array.from({ length: sums.V }, (_, v) => w[v * H + index]!); // [V]
		const { J, T } = lanesFor(model, total, warmup, 1);
		const read = { names: ["logits", hook.name], steps: T, lanes: J, warmup, signal };
		for await (const { lanes: B, first, end, values, done } of windows(model, text, read)) {
			const z = values.get("logits")!; // [T,B,V]
			const h = values.get(hook.name)!; // [T,B,H]
			for (let b = 0; b < B; b++) {
				for (let t = first[b]!; t < end[b]!; t++) {
					const row = t * B + b;
					const said = (x: number) =>
						column.map((weight, v) => z[row * sums.V + v]! + weight * (x - h[row * H + index]!));
					sums.add(said(low), said(high));
				}
			}
			await onProgress?.(done, total);
		}
	} else {
		const { J, T } = lanesFor(model, total, warmup, 2);
		const hold = (values: Floats) => {
			for (let lane = 0; lane < 2 * J; lane++) values[lane * hook.width + index] = lane < J ? low : high;
		};
		const run = { hooks: { [hook.name]: hold }, from: hook.layer, K: 2, J, T, warmup, signal };
		await variants(model, text, run, async ({ lanes: { first, end, done }, window: { logits, B } }) => {
			const row = (t: number, lane: number) => logits.subarray((t * B + lane) * sums.V, (t * B + lane + 1) * sums.V);
			for (let j = 0; j < J; j++) for (let t = first[j]!; t < end[j]!; t++) sums.add(row(t, j), row(t, J + j));
			await onProgress?.(done, total);
		});
	}
	return { how, low, high, ...sums.means() };
}

class EffectSums {
	readonly V: number;
	#steps = 0;
	#kl = 0;
	readonly #low: Float64Array; // [V]
	readonly #high: Float64Array; // [V]
	readonly #logits: Float64Array; // [V]
	/** Increase of log sum exp(z); log-probabilities are logits minus it. */
	#shift = 0;

	constructor(V: number) {
		this.V = V;
		this.#low = new Float64Array(V);
		this.#high = new Float64Array(V);
		this.#logits = new Float64Array(V);
	}

	/** Adds the logits of one step, with the unit low and high, [V]. */
	add(zLow: Floats, zHigh: Floats): void {
		const p = softmax(zLow);
		const q = softmax(zHigh);
		const shift = logSum(zHigh) - logSum(zLow);
		for (let v = 0; v < this.V; v++) {
			const change = zHigh[v]! - zLow[v]!;
			this.#low[v]! += p[v]!;
			this.#high[v]! += q[v]!;
			this.#logits[v]! += change;
			this.#kl += q[v]! * (change - shift);
		}
		this.#shift += shift;
		this.#steps++;
	}

	means() {
		const n = Math.max(1, this.#steps);
		const mean = (sums: Float64Array) => sums.map((sum) => sum / n);
		return {
			steps: this.#steps,
			probability: { low: mean(this.#low), high: mean(this.#high) },
			logits: mean(this.#logits),
			nats: this.#logits.map((sum) => (sum - this.#shift) / n),
			klNats: this.#kl / n,
		};
	}
}

/** log sum exp(z) */
const logSum = (z: Floats) => lossOf(z, 0) + z[0]!;
