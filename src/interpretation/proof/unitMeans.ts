/** Means of units over a text. */

import type { UnitName } from "../hookNames.ts";
import { type Model, type SymbolText, windows } from "../stream.ts";
import { lanesFor } from "./variantLanes.ts";

// S symbols, T steps, B lanes

interface MeanOptions {
	warmup: number;
	/** Restricts the mean to symbols where this is 0, [S]. */
	label?: Uint8Array;
	onProgress?(done: number): void | Promise<void>;
	signal?: AbortSignal;
}

/** Returns the mean of each unit; all belong to one value. */
export async function unitMeans(
	model: Model,
	text: SymbolText,
	units: readonly UnitName[],
	{ warmup, label, onProgress, signal }: MeanOptions,
): Promise<number[]> {
	const { hook } = units[0]!;
	const sums = units.map(() => 0);
	let counted = 0;
	const { J, T } = lanesFor(model, text.symbols, warmup, 1);
	const how = { names: [hook.name], steps: T, lanes: J, warmup, signal };
	for await (const { lanes: B, at, first, end, values, done } of windows(model, text, how)) {
		const x = values.get(hook.name)!;
		for (let b = 0; b < B; b++) {
			for (let t = first[b]!; t < end[b]!; t++) {
				if (label?.[at[b]! + t]) continue;
				counted++;
				for (const [u, { index }] of units.entries()) sums[u]! += x[(t * B + b) * hook.width + index]!;
			}
		}
		await onProgress?.(done);
	}
	return sums.map((sum) => sum / counted);
}
