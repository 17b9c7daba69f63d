/**
 * How much each unit is worth looking at, and the size of its values, from the first symbols of a text. The informative
 * spread is the standard deviation of a unit's value on its bounded scale that the current symbol does not explain: a unit
 * that is saturated, or that only says which symbol was read, has next to none.
 */
import type { ModelSpec } from "../../cells/layout.ts";
import { ownCellOf } from "../../cells/own/reader.ts";
import type { Floats } from "../../kernels/kernels.ts";
import { type Bounds, boundedBy, boundsOfLine } from "./valueBounds.ts";

// U units, H units of a value, n symbols

/** Symbols from the start of the text that are measured. */
export const SPREAD_SYMBOLS = 4096;
/** Groups of symbols whose means are taken out; beyond as many symbols of a vocabulary, some share a group. */
const GROUPS = 128;

/** How a value is bounded, whatever the cell. */
const boundsOf = (name: string, spec: ModelSpec): Bounds =>
	spec.cell === "own"
		? boundsOfLine(name.replace(/^l\d+\.(gate\.)?/, ""), ownCellOf(spec.equations))
		: boundedBy(name, spec);

export class UnitSpread {
	readonly #kinds: readonly Bounds[];
	readonly #U: number;
	readonly #sums: Float64Array; // [GROUPS,U] of bounded values
	readonly #counts = new Float64Array(GROUPS);
	readonly #bounded: Float64Array; // [U] sums of their squares
	readonly #squares: Float64Array; // [U] sums of the squares of the values themselves
	readonly #values: Float64Array; // [U] sums of the values themselves
	#read = 0;

	/** @param names values such as l0.c, whose units follow each other */
	constructor(names: readonly string[], spec: ModelSpec) {
		this.#kinds = names.map((name) => boundsOf(name, spec));
		this.#U = names.length * spec.hidden;
		this.#sums = new Float64Array(GROUPS * this.#U);
		this.#bounded = new Float64Array(this.#U);
		this.#squares = new Float64Array(this.#U);
		this.#values = new Float64Array(this.#U);
	}

	/** Symbols measured so far. */
	get read(): number {
		return this.#read;
	}

	/** Adds the symbols `ids`; what is beyond SPREAD_SYMBOLS is left out. @param values one array for each value, [n,H] */
	add(ids: ArrayLike<number>, values: readonly Floats[]): void {
		const n = Math.min(ids.length, SPREAD_SYMBOLS - this.#read);
		if (n <= 0) return;
		const H = this.#U / values.length;
		for (let t = 0; t < n; t++) {
			const group = ids[t]! & (GROUPS - 1);
			this.#counts[group]!++;
			for (const [v, x] of values.entries()) this.#addRow(x, t * H, { kind: this.#kinds[v]!, unit: v * H, group, H });
		}
		this.#read += n;
	}

	#addRow(
		x: Floats,
		from: number,
		{ kind, unit, group, H }: { kind: Bounds; unit: number; group: number; H: number },
	): void {
		for (let k = 0; k < H; k++) {
			const value = x[from + k]!;
			const bounded = kind === "gate" ? 2 * value : kind === "open" ? Math.tanh(value) : value;
			this.#sums[group * this.#U + unit + k]! += bounded;
			this.#bounded[unit + k]! += bounded * bounded;
			this.#squares[unit + k]! += value * value;
			this.#values[unit + k]! += value;
		}
	}

	/** Informative spread of every unit, 0 to 1, [U]. */
	spreads(): Float64Array<ArrayBuffer> {
		const explained = new Float64Array(this.#U);
		for (let group = 0; group < GROUPS; group++) {
			const count = this.#counts[group]!;
			if (count === 0) continue;
			for (let u = 0; u < this.#U; u++) explained[u]! += this.#sums[group * this.#U + u]! ** 2 / count;
		}
		const n = Math.max(1, this.#read);
		return Float64Array.from(this.#bounded, (sum, u) => Math.sqrt(Math.max(0, sum - explained[u]!) / n));
	}

	/** Root mean square of every unit's value, [U]. */
	sizes(): Float64Array<ArrayBuffer> {
		const n = Math.max(1, this.#read);
		return Float64Array.from(this.#squares, (sum) => Math.sqrt(sum / n));
	}

	/** Mean of every unit's value, [U]. */
	means(): Float64Array<ArrayBuffer> {
		const n = Math.max(1, this.#read);
		return Float64Array.from(this.#values, (sum) => sum / n);
	}
}

/** Indices by spread, largest first. */
export const bySpread = (spreads: Float64Array): Uint32Array<ArrayBuffer> =>
	Uint32Array.from(spreads.keys()).sort((a, b) => spreads[b]! - spreads[a]! || a - b);

/** The step of 1, 2, 5 that is nearest to one and a half times the size of a value: where its colour is full. */
export function reachFor(size: number): number {
	if (!(size > 0)) return 1;
	const wanted = Math.log10(1.5 * size);
	const power = Math.floor(wanted);
	const steps = [1, 2, 5, 10];
	const nearest = steps.reduce((best, step) =>
		Math.abs(Math.log10(step) + power - wanted) < Math.abs(Math.log10(best) + power - wanted) ? step : best,
	);
	return Number((nearest * 10 ** power).toPrecision(1));
}

/**
 * A scale around a unit's mean: `reach` fits its standard deviation, and the centre is the mean to a tenth of that.
 * @param size root mean square of the unit's values
 */
export function aroundMean(mean: number, size: number): { centre: number; reach: number } {
	const reach = reachFor(Math.sqrt(Math.max(0, size * size - mean * mean)));
	return { centre: Number(((Math.round((10 * mean) / reach) * reach) / 10).toPrecision(12)), reach };
}
