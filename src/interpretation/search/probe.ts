/**
 * A linear probe: how well a weighted sum of the whole state predicts each pattern. Ridge regression by normal
 * equations, (X^T X + lambda n I) w = X^T y, with standardised X and y of 0 and 1. The sums are accumulated by the
 * engine: X^T Y is what its dense backward pass adds to dw.
 */

import { dot } from "../../algebra/decompositions.ts";
import { fail } from "../../errors/index.ts";
import type { Engine, Floats } from "../../kernels/kernels.ts";
import { areaUnderCurve } from "./ranking.ts";

// N rows of a block, D state values including a constant one, P patterns

/** Ridge parameter lambda. */
const RIDGE = 1e-3;
const BLOCK = 2048;
/** Rows of the Cholesky factor computed together. */
const TOGETHER = 8;
/** Bins of a score z standard deviations from the mean training score; equal in asinh z, PER_Z per unit. */
const SCORE_BINS = 1536;
const PER_Z = 128;

export class Probe {
	readonly D: number;
	readonly P: number;
	/** A row of the state, [D]; its last element is the constant. Write it, then call `learn` or `judge`. */
	readonly x: Float64Array;
	readonly #engine: Engine;
	readonly #rows: Floats; // [BLOCK,D]
	readonly #targets: Floats; // [BLOCK,P] 0 and 1; for an evaluated block, the scores
	readonly #seen: Uint8Array; // [BLOCK,P]
	#n = 0;
	#learned = 0;
	#gram: Float64Array; // [D,D] X^T X
	#moments: Float64Array; // [D,P] X^T Y
	#weights: Floats | undefined; // [P,D]
	readonly #mean: Float64Array; // [P] of the training scores
	readonly #deviation: Float64Array; // [P]
	readonly #holds: Float64Array[]; // [P] of [SCORE_BINS]
	readonly #not: Float64Array[];

	/**
	 * Creates an untrained probe.
	 * @param inputs size of the state; one is added for the constant
	 */
	constructor(engine: Engine, inputs: number, P: number) {
		this.#engine = engine;
		this.D = inputs + 1;
		this.P = P;
		this.x = new Float64Array(this.D);
		this.x[inputs] = 1;
		this.#rows = engine.floats(BLOCK * this.D);
		this.#targets = engine.floats(BLOCK * P);
		this.#seen = new Uint8Array(BLOCK * P);
		this.#gram = new Float64Array(this.D * this.D);
		this.#moments = new Float64Array(this.D * P);
		this.#mean = new Float64Array(P);
		this.#deviation = new Float64Array(P);
		this.#holds = Array.from({ length: P }, () => new Float64Array(SCORE_BINS));
		this.#not = Array.from({ length: P }, () => new Float64Array(SCORE_BINS));
	}

	/** Adds the row in `x` to the training rows; `holds(p)` is true if pattern p holds. */
	learn(holds: (p: number) => boolean): void {
		this.#take(holds);
		if (this.#n === BLOCK) this.#sum();
	}

	/** Solves for the weights; from here on, rows are evaluated. */
	solve(): void {
		this.#sum();
		const { D, P } = this;
		const n = this.#learned;
		const ridge = Float64Array.from({ length: D }, (_, d) => (d < D - 1 ? RIDGE : 1e-9) * n);
		const sums = Float64Array.from({ length: D }, (_, d) => this.#gram[d * D + D - 1]!); // of each column
		for (let d = 0; d < D; d++) this.#gram[d * D + d]! += ridge[d]!;
		cholesky(this.#gram, D);
		this.#weights = this.#engine.floats(P * D);
		const b = new Float64Array(D);
		for (let p = 0; p < P; p++) {
			for (let d = 0; d < D; d++) b[d] = this.#moments[d * P + p]!;
			choleskySolve(this.#gram, D, b);
			this.#weights.set(b, p * D);
			// w^T X^T X w = w^T (X^T y - lambda n w)
			const squares = b.reduce((sum, w, d) => sum + w * (this.#moments[d * P + p]! - ridge[d]! * w), 0);
			const mean = b.reduce((sum, w, d) => sum + w * sums[d]!, 0) / n;
			this.#mean[p] = mean;
			this.#deviation[p] = Math.sqrt(Math.max(0, squares / n - mean ** 2));
		}
		this.#gram = new Float64Array(0);
		this.#moments = new Float64Array(0);
	}

	/** Evaluates the row in `x`. */
	judge(holds: (p: number) => boolean): void {
		this.#take(holds);
		if (this.#n === BLOCK) this.#score();
	}

	/** Returns the area under the curve of each pattern over the evaluated rows, [P]. */
	areas(): number[] {
		this.#score();
		return this.#holds.map((holds, p) => areaUnderCurve(holds, this.#not[p]!));
	}

	free(): void {
		this.#engine.free(this.#rows, this.#targets, ...(this.#weights ? [this.#weights] : []));
	}

	#take(holds: (p: number) => boolean): void {
		const { D, P } = this;
		this.#rows.set(this.x, this.#n * D);
		for (let p = 0; p < P; p++) this.#seen[this.#n * P + p] = holds(p) ? 1 : 0;
		this.#n++;
	}

	/** Adds X^T X and X^T Y of the collected rows. */
	#sum(): void {
		const { D, P } = this;
		const N = this.#n;
		if (N === 0) return;
		this.#n = 0;
		this.#learned += N;
		this.#targets.set(this.#seen.subarray(0, N * P));
		const add = (dy: Floats, V: number, sums: Float64Array, at: (v: number, d: number) => number) => {
			const [w, dw, db] = [this.#engine.floats(V * D), this.#engine.floats(V * D), this.#engine.floats(V)];
			this.#engine.denseBackward({ N, D, V, x: this.#rows, w, dy, dw, db }); // dw = dy^T x
			for (let v = 0; v < V; v++) for (let d = 0; d < D; d++) sums[at(v, d)]! += dw[v * D + d]!;
			this.#engine.free(w, dw, db);
		};
		add(this.#rows, D, this.#gram, (v, d) => v * D + d);
		add(this.#targets, P, this.#moments, (p, d) => d * P + p);
	}

	#score(): void {
		const { D, P } = this;
		const N = this.#n;
		if (N === 0 || !this.#weights) return;
		this.#n = 0;
		const b = this.#engine.floats(P);
		this.#engine.denseForward({ N, D, V: P, x: this.#rows, w: this.#weights, b, y: this.#targets });
		this.#engine.free(b);
		for (let row = 0; row < N; row++) {
			for (let p = 0; p < P; p++) {
				const z = (this.#targets[row * P + p]! - this.#mean[p]!) / this.#deviation[p]!;
				const at = SCORE_BINS / 2 + Math.floor(PER_Z * Math.asinh(z));
				const bin = at >= 0 ? Math.min(SCORE_BINS - 1, at) : 0; // NaN counts as lowest
				(this.#seen[row * P + p] ? this.#holds : this.#not)[p]![bin]!++;
			}
		}
	}
}

/**
 * Factors A = L L^T in place: L in the lower triangle, [D,D].
 * @throws E_INTERNAL for a matrix that is not positive definite.
 */
export function cholesky(A: Float64Array, D: number): void {
	// a few rows at a time, so that each row above them is loaded once for all of them
	for (let from = 0; from < D; from += TOGETHER) {
		const to = Math.min(D, from + TOGETHER);
		for (let j = 0; j < to; j++) {
			const rowJ = A.subarray(j * D, j * D + j + 1);
			for (let i = Math.max(from, j); i < to; i++) {
				const rowI = A.subarray(i * D, i * D + j + 1);
				const rest = rowI[j]! - dot(rowI, rowJ, j);
				if (i > j) rowI[j] = rest / rowJ[j]!;
				else if (rest > 0) rowI[j] = Math.sqrt(rest);
				else throw fail("E_INTERNAL", { what: `the probe's matrix is not positive at row ${i} of ${D}` });
			}
		}
	}
}

/** Replaces b by A^-1 b, where L comes from `cholesky`. */
export function choleskySolve(L: Float64Array, D: number, b: Float64Array): void {
	for (let i = 0; i < D; i++) {
		let sum = b[i]!;
		for (let k = 0; k < i; k++) sum -= L[i * D + k]! * b[k]!;
		b[i] = sum / L[i * D + i]!;
	}
	for (let i = D - 1; i >= 0; i--) {
		b[i]! /= L[i * D + i]!;
		for (let k = 0; k < i; k++) b[k]! -= L[i * D + k]! * b[i]!;
	}
}
