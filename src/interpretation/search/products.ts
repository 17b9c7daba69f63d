/**
 * Sums of products of labels and ranks, Y^T S, for the labels and their shifts around the part. The engine accumulates
 * them window by window (its dense backward pass adds dy^T x to dw).
 */
import type { Engine, Floats } from "../../kernels/kernels.ts";
import type { Judged } from "./parts.ts";

// N rows of a window, P patterns, J shifts, U units

/** Labels of a text, and the value of each in the two parts. */
type Column = Pick<Judged, "track" | "value">;

export class Products {
	/** Sums, [J*P,U]: shift j and pattern p in row j P + p. */
	readonly sums: Float64Array;
	readonly #engine: Engine;
	readonly #U: number;
	readonly #V: number;
	readonly #shifts: Float64Array; // [J]
	readonly #patterns: readonly Column[];
	readonly #part: { index: 0 | 1; from: number; size: number };
	readonly #y: Floats; // [N,J*P]

	/**
	 * Covers the symbols [from, from + size) of the text, which are part `index`; shift j is round(j size / J) symbols.
	 */
	constructor(
		engine: Engine,
		patterns: readonly Column[],
		{
			units,
			shifts: J,
			N,
			index,
			from,
			size,
		}: { units: number; shifts: number; N: number; index: 0 | 1; from: number; size: number },
	) {
		this.#engine = engine;
		this.#U = units;
		this.#V = J * patterns.length;
		this.#shifts = Float64Array.from({ length: J }, (_, j) => Math.round((j * size) / J));
		this.#patterns = patterns;
		this.#part = { index, from, size };
		this.#y = engine.floats(N * this.#V);
		this.sums = new Float64Array(this.#V * units);
	}

	/** Sets the labels of a window: the symbol of each row, [N], or -1 for one that does not count. */
	labels(positions: Int32Array): void {
		const { index, from, size } = this.#part;
		const P = this.#patterns.length;
		const V = this.#V;
		for (let row = 0; row < positions.length; row++) {
			const at = positions[row]! - from;
			if (positions[row]! < 0) {
				this.#y.fill(0, row * V, (row + 1) * V);
				continue;
			}
			for (let j = 0; j < this.#shifts.length; j++) {
				const shifted = at + this.#shifts[j]!;
				const symbol = from + (shifted >= size ? shifted - size : shifted);
				for (let p = 0; p < P; p++) {
					const { track, value } = this.#patterns[p]!;
					this.#y[row * V + j * P + p] = value[index][track[symbol]!]!;
				}
			}
		}
	}

	/** Adds the products with the ranks of `width` units from `first` on, s [N,width]. */
	add(s: Floats, N: number, first: number, width: number): void {
		const [V, engine, U] = [this.#V, this.#engine, this.#U];
		const [w, dw, db] = [engine.floats(V * width), engine.floats(V * width), engine.floats(V)];
		engine.denseBackward({ N, D: width, V, x: s, w, dy: this.#y, dw, db });
		for (let v = 0; v < V; v++) for (let k = 0; k < width; k++) this.sums[v * U + first + k]! += dw[v * width + k]!;
		engine.free(w, dw, db);
	}

	free(): void {
		this.#engine.free(this.#y);
	}
}
