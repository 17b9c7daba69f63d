/** Lowest and highest value of every unit in equal spans of a text. */
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

	constructor(U: number, S: number) {
		const most = Math.max(1, Math.min(MOST_SPANS, Math.floor(MOST_NUMBERS / U)));
		this.symbols = Math.max(1, Math.ceil(S / most));
		this.spans = Math.ceil(S / this.symbols);
		this.#U = U;
		this.#low = new Float32Array(this.spans * U).fill(Number.POSITIVE_INFINITY);
		this.#high = new Float32Array(this.spans * U).fill(Number.NEGATIVE_INFINITY);
	}

	/** Adds `n` symbols from index `at` on. @param values one array for each value, [n,H] */
	add(at: number, n: number, values: readonly Floats[]): void {
		const H = this.#U / values.length;
		for (let t = 0; t < n; t++) {
			const span = Math.floor((at + t) / this.symbols) * this.#U;
			for (let v = 0; v < values.length; v++) this.#addRow(values[v]!, t * H, span + v * H, H);
		}
	}

	#addRow(x: Floats, from: number, span: number, H: number): void {
		const [low, high] = [this.#low, this.#high];
		for (let k = 0; k < H; k++) {
			const value = x[from + k]!;
			if (value < low[span + k]!) low[span + k] = value;
			if (value > high[span + k]!) high[span + k] = value;
		}
	}

	/** The extremes of one unit; of a span that has not been read Infinity and -Infinity. [N] */
	of(unit: number): { low: Float32Array<ArrayBuffer>; high: Float32Array<ArrayBuffer> } {
		const pick = (all: Float32Array) => Float32Array.from({ length: this.spans }, (_, n) => all[n * this.#U + unit]!);
		return { low: pick(this.#low), high: pick(this.#high) };
	}
}
