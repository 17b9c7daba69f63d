/** The value of one unit after every symbol of a text: 4 bytes per symbol, so that quantiles and peaks are exact. */
import type { UnitName } from "../hookNames.ts";
import { lanesFor } from "../proof/variantLanes.ts";
import { type Model, type SymbolText, windows } from "../stream.ts";

// S symbols, T steps, B lanes

export interface UnitValues {
	/** Value after each symbol was read, [S]. */
	values: Float32Array;
	/** Ids of the symbols, -1 for one not in the vocabulary, [S]. */
	ids: Int32Array;
	/** Number of lanes, and the symbols of warm-up of each lane. */
	lanes: number;
	warmup: number;
}

export interface ReadOptions {
	/** Symbols that each lane but the first reads from a zero state before its own. Default 256. */
	warmup?: number;
	/** Called after each window with the symbols read; return a promise to let other work run. */
	onProgress?(done: number, total: number): void | Promise<void>;
	signal?: AbortSignal;
}

/** Returns the value of one unit after every symbol of a text. */
export async function unitValues(
	model: Model,
	text: SymbolText,
	{ hook, index }: UnitName,
	{ warmup = 256, onProgress, signal }: ReadOptions = {},
): Promise<UnitValues> {
	const S = text.symbols;
	const values = new Float32Array(S);
	const all = new Int32Array(S);
	const { J, T } = lanesFor(model, S, warmup, 1);
	const how = { names: [hook.name], steps: T, lanes: J, warmup, signal };
	for await (const { lanes: B, at, first, end, ids, values: read, done } of windows(model, text, how)) {
		const x = read.get(hook.name)!; // [T,B,width]
		for (let b = 0; b < B; b++) {
			for (let t = first[b]!; t < end[b]!; t++) {
				values[at[b]! + t] = x[(t * B + b) * hook.width + index]!;
				all[at[b]! + t] = ids[t * B + b]!;
			}
		}
		await onProgress?.(done, S);
	}
	return { values, ids: all, lanes: J, warmup: J > 1 ? warmup : 0 };
}
