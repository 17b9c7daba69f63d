/**
 * Histograms with 64 bins per unit, so that no value has to be kept. The bin edges come from a pilot of a few thousand
 * steps: half of the bins by range, half by mass, so that both rare outliers and many close values are resolved. A
 * table of 1024 equal cells gives the lowest bin that a value can be in; from there the edges are compared.
 */

import type { Floats } from "../../kernels/kernels.ts";
import type { Work } from "../../kernels/work.ts";

// U units, N rows, n pilot rows; row-major, the last letter moves fastest

export const BINS = 64;
const CELLS = 1024;
const TOGETHER = 64;
const GRID = 1 << 16;
/** Places the lines off the round numbers that counting units have as values. */
const SHIFT = 0.382;
/** Largest fraction of a unit's values that may share a bin, unless the pilot has as many of them there. */
const MOST_SHARED = 1 / 8;

export class Bins {
	readonly units: number;
	/** Mean and standard deviation of the pilot, [U]. */
	readonly mean: Float64Array;
	readonly deviation: Float64Array;
	/** Rank of each bin's centre in the pilot, from -0.5 to 0.5, [U,BINS]. */
	readonly scores: Float32Array;
	/** Fraction of the pilot in each bin, [U,BINS]. */
	readonly #shares: Float32Array;
	readonly #edges: Float64Array; // [U,BINS] lower edge of each bin; that of the first is -Infinity
	readonly #low: Float64Array; // [U]
	readonly #scale: Float64Array; // [U] cells per unit of value
	readonly #bin: Uint8Array; // [U,CELLS] bin of the lower end of a cell

	/** Allocates the bins of every unit; `choose` fills them. */
	constructor(units: number) {
		this.units = units;
		this.mean = new Float64Array(units);
		this.deviation = new Float64Array(units);
		this.scores = new Float32Array(units * BINS);
		this.#shares = new Float32Array(units * BINS);
		this.#edges = new Float64Array(units * BINS);
		this.#low = new Float64Array(units);
		this.#scale = new Float64Array(units);
		this.#bin = new Uint8Array(units * CELLS);
	}

	/**
	 * Chooses the bins of every unit, in pieces of 32 units.
	 * @param pilot [U,m] values, of which the first n of each unit are given
	 */
	*choose(pilot: Float32Array, n: number): Work<void> {
		const { units } = this;
		const m = pilot.length / units;
		for (let u = 0; u < units; u++) {
			this.#lay(u, pilot.slice(u * m, u * m + n).sort());
			if (u % 32 === 31) yield u / units;
		}
	}

	/** @param sorted [n] ascending, infinite values at the ends, NaN last */
	#lay(u: number, sorted: Float32Array): void {
		const finite = sorted.filter((x) => Number.isFinite(x));
		const n = finite.length;
		layEdges(finite, this.#edges.subarray(u * BINS, (u + 1) * BINS));
		const range = n > 0 ? finite[n - 1]! - finite[0]! : 0;
		this.#low[u] = n > 0 ? finite[0]! : 0;
		this.#scale[u] = range > 0 ? CELLS / range : 0;
		let b = 0;
		for (let cell = 1; cell < CELLS; cell++) {
			const from = this.#low[u]! + (cell / CELLS) * range;
			while (b + 1 < BINS && this.#edges[u * BINS + b + 1]! < from) b++;
			this.#bin[u * CELLS + cell] = Math.max(0, b - 1); // one less: `from` is rounded
		}
		let sum = 0;
		let squares = 0;
		const counts = new Float64Array(BINS);
		for (let i = 0; i < n; i++) {
			sum += finite[i]!;
			squares += finite[i]! ** 2;
			counts[this.bin(u, finite[i]!)]!++;
		}
		this.mean[u] = n > 0 ? sum / n : 0;
		this.deviation[u] = n > 0 ? Math.sqrt(Math.max(0, squares / n - this.mean[u]! ** 2)) : 0;
		let passed = 0;
		for (let b = 0; b < BINS; b++) {
			this.scores[u * BINS + b] = n > 0 ? (passed + counts[b]! / 2) / n - 0.5 : 0;
			this.#shares[u * BINS + b] = n > 0 ? counts[b]! / n : 1;
			passed += counts[b]!;
		}
	}

	#cell(u: number, value: number): number {
		const at = (value - this.#low[u]!) * this.#scale[u]!;
		return at > CELLS - 1 ? CELLS - 1 : at > 0 ? at | 0 : 0; // NaN counts as lowest
	}

	/** Returns the bin of a value of unit u: the last whose lower edge it reaches. */
	bin(u: number, value: number): number {
		let b = this.#bin[u * CELLS + this.#cell(u, value)]!;
		while (b + 1 < BINS && value >= this.#edges[u * BINS + b + 1]!) b++;
		return b;
	}

	/** Returns the lower edge of bin `b`, the threshold between b - 1 and b, within the range of the pilot. */
	edge(u: number, b: number): number {
		const low = this.#low[u]!;
		const high = low + (this.#scale[u]! > 0 ? CELLS / this.#scale[u]! : 0);
		return b < BINS ? Math.min(high, Math.max(low, this.#edges[u * BINS + b]!)) : high;
	}

	/**
	 * True if values of unit u, which come later than the pilot, share a bin that is too wide for them.
	 * @param counts [BINS] of the values
	 */
	coarse(u: number, counts: ArrayLike<number>): boolean {
		let all = 0;
		for (let b = 0; b < BINS; b++) all += counts[b]!;
		for (let b = 0; b < BINS; b++) {
			if (counts[b]! > MOST_SHARED * all && counts[b]! > 2 * this.#shares[u * BINS + b]! * all) return true;
		}
		return false;
	}

	/**
	 * Writes the scores of the units [first, first + width) in N rows.
	 * @param values [N,width]
	 * @param scores out, [N,width]
	 */
	score(values: Floats, N: number, first: number, width: number, scores: Floats): void {
		const low = this.#low;
		const scale = this.#scale;
		const table = this.#bin;
		const edges = this.#edges;
		const rank = this.scores;
		// a few units at a time, whose tables fit in the nearest cache
		for (let from = 0; from < width; from += TOGETHER) {
			const to = Math.min(width, from + TOGETHER);
			for (let row = 0; row < N; row++) {
				const start = row * width;
				for (let k = from; k < to; k++) {
					const u = first + k;
					const value = values[start + k]!;
					const at = (value - low[u]!) * scale[u]!;
					const cell = at > CELLS - 1 ? CELLS - 1 : at > 0 ? at | 0 : 0;
					let b = table[u * CELLS + cell]!;
					while (b + 1 < BINS && value >= edges[u * BINS + b + 1]!) b++;
					scores[start + k] = rank[u * BINS + b]!;
				}
			}
		}
	}

	/**
	 * Writes the bins of the units [first, first + width) in the listed rows.
	 * @param values [N,width]
	 * @param rows [n] rows of `values`
	 * @param bins out, [width] rows of `stride`
	 */
	fill(values: Floats, rows: Int32Array, first: number, width: number, bins: Uint8Array, stride: number): void {
		for (let from = 0; from < width; from += TOGETHER) {
			const to = Math.min(width, from + TOGETHER);
			for (const row of rows)
				for (let k = from; k < to; k++) bins[k * stride + row] = this.bin(first + k, values[row * width + k]!);
		}
	}
}

/**
 * Lays the lower edges of the bins: edge b is where half of the fraction of values below and half of the fraction of
 * the range passed reach b / BINS together. An edge that falls on a value is put halfway to the value below it, and all
 * are moved down to a grid of 2^16 lines, so that values that differ by rounding alone stay together.
 * @param sorted [n] ascending and finite
 * @param edges out, [BINS]
 */
function layEdges(sorted: Float32Array, edges: Float64Array): void {
	const n = sorted.length;
	const [low, range] = n > 0 ? [sorted[0]!, sorted[n - 1]! - sorted[0]!] : [0, 0];
	const gap = range / GRID;
	const onGrid = (x: number) => (gap > 0 ? low + (Math.floor((x - low) / gap - SHIFT) + SHIFT) * gap : x);
	edges[0] = Number.NEGATIVE_INFINITY;
	let below = 0; // values below the edge
	for (let b = 1; b < BINS; b++) {
		const wanted = (2 * b) / BINS; // of both fractions together
		const passed = (i: number) => (range > 0 ? (sorted[i]! - low) / range : 0);
		while (below < n && (below + 1) / n + passed(below) < wanted) below++;
		// the value sorted[below], if there is one, is the first at which the two fractions reach what is wanted
		if (below >= n) edges[b] = Number.POSITIVE_INFINITY;
		else if (range > 0 && below / n + passed(below) >= wanted) edges[b] = onGrid(low + (wanted - below / n) * range);
		else edges[b] = below > 0 ? onGrid((sorted[below - 1]! + sorted[below]!) / 2) : Number.NEGATIVE_INFINITY;
	}
}
