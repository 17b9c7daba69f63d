/**
 * Linear regression over a stream of rows: W = argmin sum_n |y_n - W z_n|^2 + lambda |W|^2, in memory that does not
 * grow with the number of rows.
 *
 * It keeps the triangular factor R of the rows seen (R^T R = sum z z^T, by Householder reflections; Golub & Van Loan,
 * sec. 5.2), not the sum itself. R has the condition number of the rows, the sum its square. A reservoir's states have
 * condition numbers of 1e8 and more, at which the sum is singular in float64.
 */
import { fail } from "../errors/index.ts";
import { atOnce, type Work } from "../kernels/work.ts";

// M inputs of the regression, V outputs, K = M + V

/** Rows collected before they are folded into R. */
const BLOCK = 64;
/** Products between two yields. */
const PIECE = 5e6;

export interface Fit {
	weights: Float64Array; // [V,M]
	/**
	 * Condition number of the rows with the ridge: largest over smallest singular value (the sum of products has its
	 * square).
	 */
	condition: number;
	rows: number;
	/** Residual sum of squares, [V]: sum_n (y_n - W z_n)^2 + lambda |W|^2. */
	residual: Float64Array;
	/** Error of the rows alone, [V]: sum_n (y_n - W z_n)^2. Computed without subtracting the ridge's part. */
	dataResidual: Float64Array;
}

export class LeastSquares {
	readonly inputs: number;
	readonly outputs: number;
	rows = 0;
	readonly #width: number; // K
	readonly #top: Float64Array; // [M,K] R, and next to it Q^T y
	readonly #block: Float64Array; // [BLOCK,K]
	readonly #residual: Float64Array; // [V]
	#held = 0;

	constructor(inputs: number, outputs: number) {
		this.inputs = inputs;
		this.outputs = outputs;
		this.#width = inputs + outputs;
		this.#top = new Float64Array(inputs * this.#width);
		this.#block = new Float64Array(BLOCK * this.#width);
		this.#residual = new Float64Array(outputs);
	}

	/** Adds one row: z [M] and y [V], both finite. Cost 2 M^2, paid when a block is full. */
	add(z: ArrayLike<number>, y: ArrayLike<number>): void {
		atOnce(this.adding(z, y));
	}

	/** `add` in pieces. It must run to its end. */
	*adding(z: ArrayLike<number>, y: ArrayLike<number>): Work<void> {
		const row = this.#held * this.#width;
		this.#block.set(z, row);
		this.#block.set(y, row + this.inputs);
		this.rows++;
		if (++this.#held === BLOCK) {
			yield* reflect(this.#top, this.inputs, this.#width, this.#block, BLOCK, this.#residual);
			this.#held = 0;
		}
	}

	/**
	 * Returns the weights for all rows so far; more may follow.
	 * @param ridge lambda, 0 or more.
	 * @throws E_SINGULAR if the rows with this ridge leave a direction undetermined: a condition number above 1 / (eps
	 * max(M, rows)), the usual criterion for numerical rank.
	 */
	solve(ridge = 0): Fit {
		return atOnce(this.solving(ridge));
	}

	/** `solve` in pieces. It may be stopped at any of them. */
	*solving(ridge = 0): Work<Fit> {
		if (!(ridge >= 0) || ridge === Number.POSITIVE_INFINITY) {
			throw fail("E_OPTION", {
				option: "ridge",
				why: { reason: "number", min: 0, got: String(ridge) },
				where: "readout",
			});
		}
		const { inputs: M, outputs: V } = this;
		const K = this.#width;
		const r = this.#top.slice();
		const residual = this.#residual.slice();
		yield* reflect(r, M, K, this.#block.slice(), this.#held, residual);
		const [r0, dataResidual] = [ridge > 0 ? r.slice() : r, residual.slice()];
		for (let from = 0; ridge > 0 && from < M; from += BLOCK) {
			const more = new Float64Array(BLOCK * K); // rows sqrt(lambda) e_i, with y = 0
			const count = Math.min(BLOCK, M - from);
			for (let i = 0; i < count; i++) more[i * K + from + i] = Math.sqrt(ridge);
			const share = 1 - (1 - from / M) ** 3; // later rows have fewer columns before them
			for (const _ of reflect(r, M, K, more, count, residual, from)) yield share;
		}
		const condition = yield* conditionOf(r, M, K);
		if (!(condition * Number.EPSILON * Math.max(M, this.rows) < 1))
			throw fail("E_SINGULAR", { condition, rows: this.rows, inputs: M, ridge });
		const weights = new Float64Array(V * M);
		for (let v = 0; v < V; v++) {
			const w = weights.subarray(v * M, (v + 1) * M);
			for (let i = 0; i < M; i++) w[i] = r[i * K + M + v]!;
			solveUpper(r, M, K, w);
			if (ridge > 0) dataResidual[v]! += missed(r0, M, K, w, v);
		}
		return { weights, condition, rows: this.rows, residual, dataResidual };
	}

	/** The state as views: R with Q^T y, the rows not yet folded in, the residual squares. */
	get tensors(): { r: Float64Array; block: Float64Array; residual: Float64Array } {
		return { r: this.#top, block: this.#block, residual: this.#residual };
	}

	/** Continues from another regression of `rows` rows whose tensors were copied into these. */
	resume(rows: number): void {
		this.rows = rows;
		this.#held = rows % BLOCK;
	}
}

/**
 * Makes [R; block] upper triangular again, column by column, by reflections that mix row k of R with the block. The
 * first M of the K columns are made triangular; `block` is overwritten. The rest of the other columns is what no W can
 * explain: its squares are added to `residual`, [V]. Columns of the block before `first` are zeros.
 */
function* reflect(
	r: Float64Array,
	M: number,
	K: number,
	block: Float64Array,
	count: number,
	residual: Float64Array,
	first = 0,
): Work<void> {
	const dot = new Float64Array(K);
	let products = 0;
	for (let k = first; k < M; k++) {
		reflectColumn(r, K, k, block, count, dot);
		products += 2 * count * (K - k);
		if (products < PIECE) continue;
		products = 0;
		yield 0;
	}
	for (let i = 0; i < count; i++) for (let v = 0; v < K - M; v++) residual[v]! += block[i * K + M + v]! ** 2;
}

function reflectColumn(
	r: Float64Array,
	K: number,
	k: number,
	block: Float64Array,
	count: number,
	dot: Float64Array,
): void {
	let below = 0;
	for (let i = 0; i < count; i++) below += block[i * K + k]! ** 2;
	if (below < 1e-280) return; // zero, or so small that its inverse would be infinite
	const head = r[k * K + k]!;
	const alpha = head > 0 ? -Math.sqrt(head * head + below) : Math.sqrt(head * head + below);
	const v0 = head - alpha;
	const beta = -1 / (alpha * v0); // 2 / |v|^2 for v = (v0, block[:,k])
	for (let j = k + 1; j < K; j++) dot[j] = v0 * r[k * K + j]!;
	for (let i = 0; i < count; i++) {
		const vi = block[i * K + k]!;
		for (let j = k + 1; j < K; j++) dot[j]! += vi * block[i * K + j]!;
	}
	for (let j = k + 1; j < K; j++) r[k * K + j]! -= beta * v0 * dot[j]!;
	for (let i = 0; i < count; i++) {
		const vi = beta * block[i * K + k]!;
		for (let j = k + 1; j < K; j++) block[i * K + j]! -= vi * dot[j]!;
	}
	r[k * K + k] = alpha;
}

/** |R w - q|^2, where q is column M + v next to R: what `w` misses of the rows that some W explains. */
function missed(r: Float64Array, M: number, K: number, w: Float64Array, v: number): number {
	let squares = 0;
	for (let i = 0; i < M; i++) {
		let sum = -r[i * K + M + v]!;
		for (let j = i; j < M; j++) sum += r[i * K + j]! * w[j]!;
		squares += sum * sum;
	}
	return squares;
}

/** w := R^-1 w. */
function solveUpper(r: Float64Array, M: number, K: number, w: Float64Array): void {
	for (let i = M - 1; i >= 0; i--) {
		let sum = w[i]!;
		for (let j = i + 1; j < M; j++) sum -= r[i * K + j]! * w[j]!;
		w[i] = sum / r[i * K + i]!;
	}
}

/** w := R^-T w. */
function solveLower(r: Float64Array, M: number, K: number, w: Float64Array): void {
	for (let i = 0; i < M; i++) {
		w[i]! /= r[i * K + i]!;
		for (let j = i + 1; j < M; j++) w[j]! -= r[i * K + j]! * w[i]!;
	}
}

/**
 * Estimates sigma_max / sigma_min of R by 20 rounds of the power method on R^T R and on its inverse: a close lower
 * bound.
 */
function* conditionOf(r: Float64Array, M: number, K: number): Work<number> {
	for (let i = 0; i < M; i++) if (r[i * K + i] === 0) return Number.POSITIVE_INFINITY;
	const start = () => Float64Array.from({ length: M }, (_, i) => 1 + 0.5 * Math.sin(1 + i));
	function* rounds(apply: (w: Float64Array) => void): Work<number> {
		const w = start();
		let norm = 0;
		for (let n = 0; n < 20; n++) {
			norm = Math.hypot(...w);
			for (let i = 0; i < M; i++) w[i]! /= norm;
			apply(w);
			yield 1;
		}
		return Math.sqrt(Math.hypot(...w));
	}
	const largest = yield* rounds((w) => {
		for (let i = 0; i < M; i++) {
			let sum = 0;
			for (let j = i; j < M; j++) sum += r[i * K + j]! * w[j]!;
			w[i] = sum; // R w: row i reads w[i..] only
		}
		for (let j = M - 1; j >= 0; j--) {
			let sum = 0;
			for (let i = 0; i <= j; i++) sum += r[i * K + j]! * w[i]!;
			w[j] = sum; // R^T w: column j reads w[..j] only
		}
	});
	const smallest = yield* rounds((w) => {
		solveLower(r, M, K, w);
		solveUpper(r, M, K, w);
	});
	return largest * smallest;
}
