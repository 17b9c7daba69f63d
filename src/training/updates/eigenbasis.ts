/**
 * The eigenvectors of a running mean C of G^T G, the right factor of Shampoo (Gupta, Koren & Singer 2018), followed by
 * orthogonal iteration: a refresh is one step Q = QR(C Q) (Vyas et al. 2024, algorithm 4).
 *
 * Products run in the engine, so in float32 Q is orthogonal to about 1e-6. The bits do not depend on the threads.
 */
import { orthonormaliseByPanels } from "../../algebra/orthogonalPanels.ts";
import type { Engine, Floats } from "../../kernels/kernels.ts";
import { atOnce } from "../../kernels/work.ts";

/**
 * What a refresh adds to every eigenvalue of C, as a fraction of their sum: eight roundings of its numbers. A direction
 * whose gradients are smaller than that keeps its vector, and C may be singular.
 */
const SHIFT = { 32: 2 ** -20, 64: 2 ** -49 } as const;

/** Plain gradient descent: what the calls below change is given by them. */
export const PLAIN = {
	kind: "sgd" as const,
	...{ weightDecay: 0, clipValue: Number.POSITIVE_INFINITY, gradScale: 1 },
	...{ beta1: 0, beta2: 0, eps: 1, step: 1 },
};

/** The eigenbasis of one factor C. */
export class Eigenbasis {
	readonly C: Floats; // [H,H]
	/** Q^T: one eigenvector per row, largest eigenvalue first. Initially the identity. */
	readonly vectors: Floats; // [H,H]
	readonly #engine: Engine;
	readonly #H: number;
	readonly #Q: Floats; // [H,H]
	readonly #product: Floats; // [H,H]
	readonly #next: Floats; // [H,H]
	readonly #zeros: Floats; // [H]
	readonly #unused: Floats; // [H]

	constructor(engine: Engine, H: number) {
		this.#engine = engine;
		this.#H = H;
		const square = () => engine.floats(H * H);
		[this.C, this.vectors, this.#Q, this.#product, this.#next] = [square(), square(), square(), square(), square()];
		[this.#zeros, this.#unused] = [engine.floats(H), engine.floats(H)];
		for (let i = 0; i < H; i++) this.vectors[i * H + i] = 1;
		this.restored();
	}

	/** Sets Q from `vectors`, after these were written. */
	restored(): void {
		const [H, vectors] = [this.#H, this.vectors];
		for (let i = 0; i < H; i++) for (let k = 0; k < H; k++) this.#Q[k * H + i] = vectors[i * H + k]!;
	}

	/**
	 * C += (1 - beta) (G^T G - C), for a gradient G [N,H]. Cost 2 N H^2.
	 * @param copy G again: no two arrays of a kernel call may overlap.
	 */
	add(gradient: Floats, copy: Floats, N: number, beta: number): void {
		const [H, C, dw] = [this.#H, this.C, this.#product.fill(0)];
		const products = { x: gradient, dy: copy, dw, db: this.#unused }; // dw = dy^T x
		this.#engine.denseBackward({ N, D: H, V: H, w: this.vectors, ...products }); // w is not read, for want of dx
		this.#engine.update({ ...PLAIN, n: H * H, w: C, g: dw, lr: 1 - beta, gradScale: -1, weightDecay: 1 });
	}

	/** y = x Q, both [N,H]. Cost 2 N H^2. */
	into(x: Floats, y: Floats, N: number): void {
		this.#engine.denseForward({ N, D: this.#H, V: this.#H, x, w: this.vectors, b: this.#zeros, y });
	}

	/** y = x Q^T, both [N,H]. Cost 2 N H^2. */
	back(x: Floats, y: Floats, N: number): void {
		this.#engine.denseForward({ N, D: this.#H, V: this.#H, x, w: this.#Q, b: this.#zeros, y });
	}

	/**
	 * Refreshes Q by one step. Returns the old vector that each new one came from, [H]; undefined if all gradients were 0,
	 * which leaves Q as it is. Cost about 8 H^3.
	 */
	refresh(): Int32Array | undefined {
		const [H, vectors, S, next] = [this.#H, this.vectors, this.#product, this.#next];
		let trace = 0;
		for (let i = 0; i < H; i++) trace += this.C[i * H + i]!;
		if (trace === 0) return undefined;
		const dense = { N: H, D: H, V: H, b: this.#zeros, y: S };
		this.#engine.denseForward({ ...dense, x: vectors, w: this.C }); // S = Q^T C
		const order = this.#sorted(S);
		const shift = SHIFT[this.#engine.precision];
		for (let i = 0; i < H; i++) {
			const from = order[i]! * H;
			for (let k = 0; k < H; k++) next[i * H + k] = S[from + k]! / trace + shift * vectors[from + k]!;
		}
		atOnce(orthonormaliseByPanels(next, H, this.#engine));
		this.#engine.denseForward({ ...dense, x: next, w: vectors }); // S = Q'^T Q
		vectors.set(next);
		this.restored();
		return order;
	}

	/** y = x Q_old^T Q, both [N,H], right after a refresh of Q_old. Cost 2 N H^2. */
	follow(x: Floats, y: Floats, N: number): void {
		this.#engine.denseForward({ N, D: this.#H, V: this.#H, x, w: this.#product, b: this.#zeros, y });
	}

	/** The vectors by their Rayleigh quotients q^T C q, largest first. @param S Q^T C, [H,H]. */
	#sorted(S: Floats): Int32Array {
		const H = this.#H;
		const quotients = Float64Array.from({ length: H }, (_, i) => {
			let sum = 0;
			for (let k = i * H; k < (i + 1) * H; k++) sum += this.vectors[k]! * S[k]!;
			return sum;
		});
		return Int32Array.from(quotients.keys()).sort((i, j) => quotients[j]! - quotients[i]! || i - j);
	}

	free(): void {
		this.#engine.free(this.C, this.vectors, this.#Q, this.#product, this.#next, this.#zeros, this.#unused);
	}
}
