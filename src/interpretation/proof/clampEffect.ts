/** How much holding one unit at a value changes the predictions of a text, symbol by symbol. */
import type { Floats } from "../../kernels/kernels.ts";
import type { UnitName } from "../hookNames.ts";
import type { Model, SymbolText } from "../model.ts";
import { divergence } from "./patching.ts";
import { lanesFor } from "./variantLanes.ts";
import { variants } from "./variants.ts";

// T steps, J lanes of the text, B = 2 J lanes, V symbols

/**
 * Returns the mean Kullback-Leibler divergence of the prediction without the clamp from that with it, in nats.
 * @param value what the unit is held at in every step
 */
export async function clampEffect(
	model: Model,
	text: SymbolText,
	{ hook, index }: UnitName,
	value: number,
	{ warmup = 256, signal }: { warmup?: number; signal?: AbortSignal } = {},
): Promise<{ klNats: number; steps: number }> {
	const V = model.weights.spec.symbols;
	const { J, T } = lanesFor(model, text.symbols, warmup, 2);
	const hold = (values: Floats) => {
		for (let lane = J; lane < 2 * J; lane++) values[lane * hook.width + index] = value;
	};
	const run = { hooks: { [hook.name]: hold }, from: hook.layer, K: 2, J, T, warmup, signal };
	let [sum, steps] = [0, 0];
	await variants(model, text, run, async ({ lanes: { first, end }, window: { logits, B } }) => {
		const row = (t: number, lane: number) => logits.subarray((t * B + lane) * V, (t * B + lane + 1) * V);
		for (let j = 0; j < J; j++) {
			for (let t = first[j]!; t < end[j]!; t++) {
				sum += divergence(row(t, j), row(t, J + j));
				steps++;
			}
		}
	});
	return { klNats: sum / Math.max(1, steps), steps };
}
