/**
 * Recursive least squares: trains the readout online, one row at a time (Haykin, Adaptive Filter Theory; for reservoirs
 * Jaeger 2003). It equals the ridge regression of all rows with lambda = delta, with older rows weighted by powers of
 * `forget`.
 *
 *   k = P z / (f + z^T P z)    e = y - W z    W += e k^T    P = (P - k z^T P) / f
 */

// M inputs, V outputs; cost 4 M^2 per row

export class RecursiveLeastSquares {
	readonly weights: Float64Array; // [V,M]
	readonly #forget: number;
	readonly #p: Float64Array; // [M,M] inverse of the weighted sum of z z^T
	readonly #pz: Float64Array; // [M]
	readonly #M: number;
	readonly #V: number;

	/**
	 * @param forget f, above 0, up to 1. Default 1.
	 * @param delta initial ridge, above 0. Default 1e-6.
	 */
	constructor(inputs: number, outputs: number, { forget = 1, delta = 1e-6 }: { forget?: number; delta?: number } = {}) {
		this.#M = inputs;
		this.#V = outputs;
		this.#forget = forget;
		this.weights = new Float64Array(outputs * inputs);
		this.#p = new Float64Array(inputs * inputs);
		this.#pz = new Float64Array(inputs);
		for (let i = 0; i < inputs; i++) this.#p[i * (inputs + 1)] = 1 / delta;
	}

	/** Updates the weights with one row; returns the error before the update, e [V]. */
	add(z: ArrayLike<number>, y: ArrayLike<number>): Float64Array {
		const M = this.#M;
		const f = this.#forget;
		const p = this.#p;
		const pz = this.#pz;
		let zpz = 0;
		for (let i = 0; i < M; i++) {
			let sum = 0;
			for (let j = 0; j < M; j++) sum += p[i * M + j]! * z[j]!;
			pz[i] = sum;
			zpz += z[i]! * sum;
		}
		const e = new Float64Array(this.#V); // [V]
		for (let v = 0; v < this.#V; v++) {
			let sum = y[v]!;
			for (let j = 0; j < M; j++) sum -= this.weights[v * M + j]! * z[j]!;
			e[v] = sum;
			for (let j = 0; j < M; j++) this.weights[v * M + j]! += (sum * pz[j]!) / (f + zpz);
		}
		// P stays symmetric: one half is computed and mirrored, so rounding cannot break the symmetry
		for (let i = 0; i < M; i++) {
			for (let j = 0; j <= i; j++) {
				const value = (p[i * M + j]! - (pz[i]! * pz[j]!) / (f + zpz)) / f;
				p[i * M + j] = value;
				p[j * M + i] = value;
			}
		}
		return e;
	}
}
