/**
 * Units whose values go up and down with those of a given unit over a text, and what chance gives: the largest correlation
 * with the same values shifted against the text, which keeps how slowly both change.
 */
import { hookOf } from "../hookNames.ts";
import { lanesFor } from "../proof/variantLanes.ts";
import { type Model, type SymbolText, windows } from "../stream.ts";
import type { ReadOptions } from "./values.ts";

// S symbols, N names of values, U units of all of them, K places of the shifts

/** The values where they are, and 19 shifts by S / 20 each: chance is above the level once in 20 times. */
const SHIFTS = 20;

export interface SimilarUnit {
	/** The unit, such as `l1.c.17`. */
	unit: string;
	/** Pearson's correlation over the text, -1 to 1; 0 for a unit that does not change. */
	r: number;
}

export interface SimilarUnits {
	/** The units of largest |r|, largest first. */
	best: SimilarUnit[];
	/** Number of units compared. */
	units: number;
	/** Largest |r| of any of these units with the values shifted by 1/20 to 19/20 of the text. */
	chance: number;
	/** Number of units whose |r| is above `chance`. */
	above: number;
}

export interface SimilarOptions extends ReadOptions {
	/** Values whose units are compared, such as l0.c and l1.c. */
	names: readonly string[];
	/** Units to list. */
	best: number;
	/** A unit to leave out. */
	except?: string;
}

/**
 * Reads the text with a model and correlates its units with `values`.
 * @param values of the given unit after each symbol, [S]
 */
export async function similarUnits(
	model: Model,
	text: SymbolText,
	values: Float32Array,
	{ names, best, except, warmup = 256, onProgress, signal }: SimilarOptions,
): Promise<SimilarUnits> {
	const S = text.symbols;
	const hooks = names.map((name) => hookOf(model.weights.spec, name));
	const all = hooks.flatMap(({ name, width }) => Array.from({ length: width }, (_, index) => `${name}.${index}`));
	const U = all.length;
	const { z, sums, squares, products } = sumsFor(values, U);
	const { J, T } = lanesFor(model, S, warmup, 1);
	const how = { names, steps: T, lanes: J, warmup, signal };
	for await (const { lanes: B, at, first, end, values: read, done } of windows(model, text, how)) {
		for (let b = 0; b < B; b++) {
			for (let t = first[b]!; t < end[b]!; t++) {
				const k = at[b]! + t;
				let u = 0;
				for (const { name, width } of hooks) {
					const x = read.get(name)!; // [T,B,width]
					const row = (t * B + b) * width;
					for (let i = 0; i < width; i++, u++) {
						const value = x[row + i]!;
						sums[u]! += value;
						squares[u]! += value * value;
						for (let s = 0; s < SHIFTS; s++) products[u * SHIFTS + s]! += value * z[shifted(k, s, S)]!;
					}
				}
			}
		}
		await onProgress?.(done, S);
	}
	const lengths = sums.map((sum, u) => Math.sqrt(Math.max(0, squares[u]! - (sum * sum) / S) * S));
	const rOf = (u: number, s: number) => products[u * SHIFTS + s]! / lengths[u]! || 0;
	const ours = all.flatMap((unit, u) => (unit === except ? [] : [{ unit, r: rOf(u, 0), u }]));
	let chance = 0;
	for (const { u } of ours) for (let s = 1; s < SHIFTS; s++) chance = Math.max(chance, Math.abs(rOf(u, s)));
	const sorted = ours.sort((a, b) => Math.abs(b.r) - Math.abs(a.r));
	return {
		best: sorted.slice(0, best).map(({ unit, r }) => ({ unit, r })),
		...{ units: sorted.length, chance, above: sorted.filter(({ r }) => Math.abs(r) > chance).length },
	};
}

/** Index of the value that shift s pairs with symbol k. */
const shifted = (k: number, s: number, S: number) => (k + Math.floor((s * S) / SHIFTS)) % S;

/** The values with mean 0 and squares that add up to S, [S]; sums of each unit, [U] and [U,K]. */
function sumsFor(values: Float32Array, U: number) {
	const S = values.length;
	const mean = values.reduce((sum, x) => sum + x, 0) / S;
	const z = Float64Array.from(values, (x) => x - mean);
	const size = Math.sqrt(z.reduce((sum, x) => sum + x * x, 0) / S);
	return {
		z: z.map((x) => x / size || 0),
		...{ sums: new Float64Array(U), squares: new Float64Array(U), products: new Float64Array(U * SHIFTS) },
	};
}
