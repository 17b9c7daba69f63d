/** Lowest and highest value of every unit in equal spans of a text, and how much each unit moves. */
import type { Floats } from "../../kernels/kernels.ts";

// S symbols, U units, N spans, H units of a value

const MOST_SPANS = 2048;
/** Largest number of extremes of one kind: 16 MB of float32. */
const MOST_NUMBERS = 1 << 22;

export class UnitExtremes {
	/** Symbols of a span; the last span may be shorter. */
	readonly symbols: number;
	/** Number of spans, N. */
	readonly spans: number;
	readonly #U: number;
	readonly #low: Float32Array; // [N,U]
	readonly #high: Float32Array; // [N,U]
	readonly #sum: Float64Array; // [U]
	readonly #squares: Float64Array; // [U]
	#read = 0;

	constructor(U: number, S: number) {
		const most = Math.max(1, Math.min(MOST_SPANS, Math.floor(MOST_NUMBERS / U)));
		this.symbols = Math.max(1, Math.ceil(S / most));
		this.spans = Math.ceil(S / this.symbols);
		this.#U = U;
		this.#low = new Float32Array(this.spans * U).fill(Number.POSITIVE_INFINITY);
		this.#high = new Float32Array(this.spans * U).fill(Number.NEGATIVE_INFINITY);
		this.#sum = new Float64Array(U);
		this.#squares = new Float64Array(U);
	}

	/** Adds `n` symbols from index `at` on. @param values one array for each value, [n,H] */
	add(at: number, n: number, values: readonly Floats[]): void {
		const H = this.#U / values.length;
		for (let t = 0; t < n; t++) {
			const span = Math.floor((at + t) / this.symbols) * this.#U;
			for (let v = 0; v < values.length; v++) this.#addRow(values[v]!, t * H, span + v * H, v * H, H);
		}
		this.#read += n;
	}

	#addRow(x: Floats, from: number, span: number, unit: number, H: number): void {
		const [low, high, sum, squares] = [this.#low, this.#high, this.#sum, this.#squares];
		for (let k = 0; k < H; k++) {
			const value = x[from + k]!;
			if (value < low[span + k]!) low[span + k] = value;
			if (value > high[span + k]!) high[span + k] = value;
			sum[unit + k]! += value;
			squares[unit + k]! += value * value;
		}
	}

	/** The extremes of one unit; of a span that has not been read Infinity and -Infinity. [N] */
	of(unit: number): { low: Float32Array<ArrayBuffer>; high: Float32Array<ArrayBuffer> } {
		const pick = (all: Float32Array) => Float32Array.from({ length: this.spans }, (_, n) => all[n * this.#U + unit]!);
		return { low: pick(this.#low), high: pick(this.#high) };
	}

	/** Standard deviation of every unit over what has been read, [U]. */
	deviations(): Float64Array<ArrayBuffer> {
		const n = Math.max(1, this.#read);
		return Float64Array.from(this.#sum, (sum, u) => Math.sqrt(Math.max(0, this.#squares[u]! / n - (sum / n) ** 2)));
	}
}
