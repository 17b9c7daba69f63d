/**
 * Forward-mode differentiation: values that carry their derivatives in P directions at once.
 *
 * It knows the derivatives of seven operations and nothing of recurrence or of the backward chain rule, so it is an
 * independent check of backpropagation through time. Cost: P times a forward pass.
 */

/** n values v, and d[n,P]: the derivative of each in every direction. An empty d means zeros. */
export interface Dual {
	v: Float64Array;
	d: Float64Array;
}

/** Values to differentiate by: the k-th has derivative 1 in direction `at + k` and 0 in all others. */
export interface Leaf {
	v: Float64Array;
	at: number;
}

export function constant(v: Float64Array): Dual {
	return { v, d: new Float64Array(0) };
}

export function part(leaf: Leaf, from: number, to: number): Leaf {
	return { v: leaf.v.subarray(from, to), at: leaf.at + from };
}

export class ForwardMode {
	/** Number of directions, P. */
	readonly directions: number;

	constructor(directions: number) {
		this.directions = directions;
	}

	variable(leaf: Leaf): Dual {
		const P = this.directions;
		const out = this.#zeros(leaf.v.length);
		out.v.set(leaf.v);
		for (let j = 0; j < leaf.v.length; j++) out.d[j * P + leaf.at + j] = 1;
		return out;
	}

	/** x + y, elementwise */
	add(x: Dual, y: Dual): Dual {
		const out = this.#zeros(x.v.length);
		for (let j = 0; j < x.v.length; j++) out.v[j] = x.v[j] + y.v[j];
		for (let j = 0; j < x.d.length; j++) out.d[j] += x.d[j];
		for (let j = 0; j < y.d.length; j++) out.d[j] += y.d[j];
		return out;
	}

	/** x y, elementwise: (x y)' = x' y + x y' */
	multiply(x: Dual, y: Dual): Dual {
		const P = this.directions;
		const out = this.#zeros(x.v.length);
		for (let j = 0; j < x.v.length; j++) {
			out.v[j] = x.v[j] * y.v[j];
			for (let p = j * P; p < (j + 1) * P; p++) out.d[p] = (x.d[p] ?? 0) * y.v[j] + x.v[j] * (y.d[p] ?? 0);
		}
		return out;
	}

	/** f(x), elementwise: f(x)' = f'(x) x'. `slope` is f' as a function of x. */
	map(x: Dual, f: (x: number) => number, slope: (x: number) => number): Dual {
		const P = this.directions;
		const out = this.#zeros(x.v.length);
		for (let j = 0; j < x.v.length; j++) {
			out.v[j] = f(x.v[j]);
			const s = slope(x.v[j]);
			for (let p = j * P; p < (j + 1) * P; p++) out.d[p] = s * x.d[p];
		}
		return out;
	}

	/** The mean of each of the B rows, at every one of its places: mean(x)' = mean(x') */
	rowMean(x: Dual, B: number): Dual {
		const P = this.directions;
		const J = x.v.length / B;
		const out = this.#zeros(x.v.length);
		for (let j = 0; j < x.v.length; j++) {
			const first = j - (j % J);
			for (let i = first; i < first + J; i++) {
				out.v[j] += x.v[i] / J;
				if (x.d.length > 0) for (let p = 0; p < P; p++) out.d[j * P + p] += x.d[i * P + p] / J;
			}
		}
		return out;
	}

	/** W x for each of the B rows of x: [B,J] -> [B,K], W a leaf [K,J]: (W x)' = W' x + W x' */
	product(w: Leaf, x: Dual, B: number): Dual {
		const P = this.directions;
		const J = x.v.length / B;
		const K = w.v.length / J;
		const out = this.#zeros(B * K);
		for (let b = 0; b < B; b++) {
			for (let k = 0; k < K; k++) {
				const to = (b * K + k) * P;
				for (let j = 0; j < J; j++) {
					const wkj = w.v[k * J + j];
					out.v[b * K + k] += wkj * x.v[b * J + j];
					out.d[to + w.at + k * J + j] += x.v[b * J + j];
					if (x.d.length === 0) continue;
					const from = (b * J + j) * P;
					for (let p = 0; p < P; p++) out.d[to + p] += wkj * x.d[from + p];
				}
			}
		}
		return out;
	}

	/** The leaf [K] repeated for each of B rows: [B,K] */
	repeat(leaf: Leaf, B: number): Dual {
		return this.stack(Array.from({ length: B }, () => this.variable(leaf)));
	}

	/** Concatenates rows. */
	stack(parts: Dual[]): Dual {
		const out = this.#zeros(parts.reduce((n, { v }) => n + v.length, 0));
		let at = 0;
		for (const { v, d } of parts) {
			out.v.set(v, at);
			out.d.set(d, at * this.directions);
			at += v.length;
		}
		return out;
	}

	/** Returns elements [from, to), as a view. */
	slice(x: Dual, from: number, to: number): Dual {
		return { v: x.v.subarray(from, to), d: x.d.subarray(from * this.directions, to * this.directions) };
	}

	/** Returns columns [from, to) of each of the B rows. */
	columns(x: Dual, B: number, from: number, to: number): Dual {
		const J = x.v.length / B;
		return this.stack(Array.from({ length: B }, (_, b) => this.slice(x, b * J + from, b * J + to)));
	}

	#zeros(n: number): Dual {
		return { v: new Float64Array(n), d: new Float64Array(n * this.directions) };
	}
}
