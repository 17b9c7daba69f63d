/**
 * Histograms with 64 bins per unit, so that no value has to be kept. The bin edges come from a pilot of a few thousand
 * steps: half of the bins by range, half by mass, so that both rare outliers and many close values are resolved. A
 * table of 1024 equal cells maps a value to its bin.
 */
import type { Floats } from "../../kernels/kernels.ts";

// U units, N rows, n pilot rows; row-major, the last letter moves fastest

export const BINS = 64;
const CELLS = 1024;
/** Fraction of the pilot's range by which the cells extend beyond it on both sides. */
const MARGIN = 0.05;
const TOGETHER = 64;

export class Bins {
	readonly units: number;
	/** Mean and standard deviation of the pilot, [U]. */
	readonly mean: Float64Array;
	readonly deviation: Float64Array;
	/** Rank of each bin's centre in the pilot, from -0.5 to 0.5, [U,BINS]. */
	readonly scores: Float32Array;
	readonly #low: Float64Array; // [U]
	readonly #scale: Float64Array; // [U] cells per unit of value
	readonly #bin: Uint8Array; // [U,CELLS]

	/**
	 * Chooses the bins of every unit.
	 * @param pilot [U,m] values, of which the first n of each unit are given
	 */
	constructor(pilot: Float32Array, units: number, n: number) {
		const m = pilot.length / units;
		this.units = units;
		this.mean = new Float64Array(units);
		this.deviation = new Float64Array(units);
		this.scores = new Float32Array(units * BINS);
		this.#low = new Float64Array(units);
		this.#scale = new Float64Array(units);
		this.#bin = new Uint8Array(units * CELLS);
		for (let u = 0; u < units; u++) this.#lay(u, pilot.slice(u * m, u * m + n).sort());
	}

	/** @param sorted [n] ascending, NaN last */
	#lay(u: number, sorted: Float32Array): void {
		let n = sorted.length;
		while (n > 0 && !Number.isFinite(sorted[n - 1]!)) n--;
		const range = n > 0 ? sorted[n - 1]! - sorted[0]! : 0;
		const low = n > 0 ? sorted[0]! - MARGIN * range : 0;
		const scale = range > 0 ? CELLS / (range * (1 + 2 * MARGIN)) : 0;
		this.#low[u] = low;
		this.#scale[u] = scale;
		let sum = 0;
		let squares = 0;
		const counts = new Float64Array(BINS);
		let below = 0; // pilot values below the cell's centre
		for (let cell = 0; cell < CELLS; cell++) {
			const middle = low + (cell + 0.5) / scale;
			while (below < n && sorted[below]! < middle) below++;
			const share = 0.5 * (n > 0 ? below / n : 0) + (0.5 * (cell + 0.5)) / CELLS;
			this.#bin[u * CELLS + cell] = Math.min(BINS - 1, Math.floor(share * BINS));
		}
		for (let i = 0; i < n; i++) {
			sum += sorted[i]!;
			squares += sorted[i]! ** 2;
			counts[this.bin(u, sorted[i]!)]!++;
		}
		this.mean[u] = n > 0 ? sum / n : 0;
		this.deviation[u] = n > 0 ? Math.sqrt(Math.max(0, squares / n - this.mean[u]! ** 2)) : 0;
		let passed = 0;
		for (let b = 0; b < BINS; b++) {
			this.scores[u * BINS + b] = n > 0 ? (passed + counts[b]! / 2) / n - 0.5 : 0;
			passed += counts[b]!;
		}
	}

	#cell(u: number, value: number): number {
		const at = (value - this.#low[u]!) * this.#scale[u]!;
		return at > CELLS - 1 ? CELLS - 1 : at > 0 ? at | 0 : 0; // NaN counts as lowest
	}

	/** Returns the bin of a value of unit u. */
	bin(u: number, value: number): number {
		return this.#bin[u * CELLS + this.#cell(u, value)]!;
	}

	/** Returns the lower edge of bin `b`: the threshold between b - 1 and b. */
	edge(u: number, b: number): number {
		let cell = 0;
		while (cell < CELLS && this.#bin[u * CELLS + cell]! < b) cell++;
		return this.#low[u]! + (this.#scale[u]! > 0 ? cell / this.#scale[u]! : 0);
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
		const rank = this.scores;
		// a few units at a time, whose tables fit in the nearest cache
		for (let from = 0; from < width; from += TOGETHER) {
			const to = Math.min(width, from + TOGETHER);
			for (let row = 0; row < N; row++) {
				const start = row * width;
				for (let k = from; k < to; k++) {
					const u = first + k;
					const at = (values[start + k]! - low[u]!) * scale[u]!;
					const cell = at > CELLS - 1 ? CELLS - 1 : at > 0 ? at | 0 : 0;
					scores[start + k] = rank[u * BINS + table[u * CELLS + cell]!]!;
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
