/**
 * One-sided SOAP by the paper's algorithm in plain loops of float64 (Vyas et al. 2024, algorithm 3 without L): the first
 * moment is kept in the basis of W and rotated at each update, and Q has eigenvectors as columns.
 */

type Matrix = number[][];

export interface TwinOptions {
	beta1: number;
	beta2: number;
	eps: number;
	weightDecay: number;
	soapEvery: number;
}

export const zeros = (n: number, h: number): Matrix => Array.from({ length: n }, () => Array<number>(h).fill(0));
export const identity = (h: number): Matrix => zeros(h, h).map((row, i) => row.map((_, k) => (i === k ? 1 : 0)));
export const transposed = (a: Matrix): Matrix => a[0]!.map((_, k) => a.map((row) => row[k]!));
export const product = (a: Matrix, b: Matrix): Matrix =>
	a.map((row) => b[0]!.map((_, k) => row.reduce((sum, x, i) => sum + x * b[i]![k]!, 0)));
export const matrixOf = (flat: ArrayLike<number>, n: number, h: number): Matrix =>
	Array.from({ length: n }, (_, i) => Array.from({ length: h }, (_, k) => flat[i * h + k]!));

/** Eigenvectors of a symmetric matrix as columns, largest eigenvalue first: Jacobi's rotations until nothing turns. */
export function eigenvectors(symmetric: Matrix): Matrix {
	const h = symmetric.length;
	const a = symmetric.map((row) => [...row]);
	const q = identity(h);
	for (let sweep = 0; sweep < 60; sweep++) {
		for (let i = 0; i < h; i++) {
			for (let j = i + 1; j < h; j++) {
				if (a[i]![j] === 0) continue;
				const angle = Math.atan2(2 * a[i]![j]!, a[i]![i]! - a[j]![j]!) / 2;
				const [c, s] = [Math.cos(angle), Math.sin(angle)];
				const turn = (x: Matrix, p: number, r: number, k: number, l: number) => {
					const [u, v] = [x[p]![r]!, x[k]![l]!];
					[x[p]![r], x[k]![l]] = [c * u + s * v, c * v - s * u];
				};
				for (let k = 0; k < h; k++) turn(a, i, k, j, k);
				for (let k = 0; k < h; k++) turn(a, k, i, k, j);
				for (let k = 0; k < h; k++) turn(q, k, i, k, j);
			}
		}
	}
	const order = q.map((_, i) => i).sort((i, j) => a[j]![j]! - a[i]![i]!);
	return q.map((row) => order.map((i) => row[i]!));
}

/** Q of the QR decomposition whose R has a positive diagonal: columns, each projected off the earlier ones twice. */
function orthonormal(s: Matrix): Matrix {
	const columns: Matrix = [];
	for (const column of transposed(s)) {
		let left = column;
		for (let pass = 0; pass < 2; pass++) {
			for (const q of columns) {
				const dot = left.reduce((sum, x, i) => sum + x * q[i]!, 0);
				left = left.map((x, i) => x - dot * q[i]!);
			}
		}
		const length = Math.hypot(...left);
		columns.push(left.map((x) => x / length));
	}
	return transposed(columns);
}

/** One matrix under SOAP. `dense`: Q is the eigenvectors of C themselves, at every refresh. */
export class SoapTwin {
	W: Matrix; // [N,H]
	M: Matrix;
	V: Matrix;
	C: Matrix; // [H,H]
	Q: Matrix; // [H,H]
	/** Largest ratio of two eigenvalues of C at a refresh. */
	condition = 1;
	#t = 0;
	readonly #options: TwinOptions;
	readonly #dense: boolean;
	readonly #shift: number;

	/** @param shift what a refresh adds to each eigenvalue, as a fraction of their sum. */
	constructor(W: Matrix, options: TwinOptions, dense: boolean, shift: number) {
		const [n, h] = [W.length, W[0]!.length];
		[this.W, this.M, this.V, this.C, this.Q] = [W, zeros(n, h), zeros(n, h), zeros(h, h), identity(h)];
		[this.#options, this.#dense, this.#shift] = [options, dense, shift];
	}

	/** @param G the gradient after clipping. */
	update(G: Matrix, lr: number): void {
		const { beta1, beta2, eps, weightDecay, soapEvery } = this.#options;
		const mix = (old: Matrix, fresh: Matrix, beta: number) =>
			old.map((row, i) => row.map((x, k) => beta * x + (1 - beta) * fresh[i]![k]!));
		const t = ++this.#t;
		this.C = mix(this.C, product(transposed(G), G), beta2);
		if (t === 1) for (let k = 0; k < (this.#dense ? 1 : 10); k++) this.#refresh();
		this.M = mix(this.M, G, beta1);
		const rotated = product(G, this.Q);
		this.V = mix(
			this.V,
			rotated.map((row) => row.map((x) => x * x)),
			beta2,
		);
		const moment = product(this.M, this.Q);
		const step = moment.map((row, i) =>
			row.map((m, k) => m / (1 - beta1 ** t) / (Math.sqrt(this.V[i]![k]! / (1 - beta2 ** t)) + eps)),
		);
		const back = product(step, transposed(this.Q));
		this.W = this.W.map((row, i) => row.map((w, k) => w - lr * (back[i]![k]! + weightDecay * w)));
		if (t % soapEvery === 0) this.#refresh();
	}

	#refresh(): void {
		if (this.#dense) {
			this.Q = eigenvectors(this.C);
			return;
		}
		const CQ = product(this.C, this.Q);
		const quotients = transposed(product(transposed(this.Q), CQ)).map((row, i) => row[i]!);
		const trace = quotients.reduce((sum, x) => sum + x, 0);
		this.condition = Math.max(this.condition, Math.max(...quotients) / Math.min(...quotients));
		const S = CQ.map((row, i) => row.map((x, k) => x / trace + this.#shift * this.Q[i]![k]!));
		const order = quotients.map((_, i) => i).sort((i, j) => quotients[j]! - quotients[i]!);
		const sorted = (x: Matrix) => x.map((row) => order.map((i) => row[i]!));
		this.Q = orthonormal(sorted(S));
		this.V = sorted(this.V);
	}
}
