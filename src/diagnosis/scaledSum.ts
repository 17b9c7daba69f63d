/** Sums of vectors that float64 could not hold one by one. */
import type { Floats } from "../kernels/kernels.ts";
import { logNorm } from "./backflow.ts";

/** A sum of vectors, each with its own power of two. */
export class ScaledSum {
	readonly #values: Float64Array;
	#exponent = Number.NEGATIVE_INFINITY;

	constructor(length: number) {
		this.#values = new Float64Array(length);
	}

	add(x: Floats, exponent: number): void {
		const values = this.#values;
		if (exponent > this.#exponent + 500) {
			const factor = 2 ** (this.#exponent - exponent);
			for (let j = 0; j < values.length; j++) values[j]! *= factor;
			this.#exponent = exponent;
		}
		const factor = 2 ** (exponent - this.#exponent);
		for (let j = 0; j < values.length; j++) values[j]! += x[j]! * factor;
	}

	get logNorm(): number {
		return logNorm(this.#values, 0, 1, this.#values.length, this.#exponent);
	}
}
