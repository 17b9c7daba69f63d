/**
 * SOAP on one side of a matrix (Vyas et al. 2024, algorithm 3 without its left factor): Adam in the eigenbasis Q of
 * Shampoo's right factor C (Gupta, Koren & Singer 2018). With G the gradient of W after clipping, both [N,H]:
 *
 *   C  = beta2 C + (1 - beta2) G^T G                      [H,H]; Q has its eigenvectors as columns
 *   G' = G Q                                              m, v: Adam's moments of G'
 *   W -= lr (m^ / (sqrt(v^) + eps) Q^T + weightDecay W)   m^, v^: corrected for their bias, as adamw does
 *
 * With blocks of units each block of R is a matrix of its own, [G H / K,H / K]: its rows in every gate, its columns.
 *
 * At the first update Q comes from C = G^T G in START steps of orthogonal iteration; after every f-th update it is
 * refreshed by one. Then m is rotated into the new basis, m = m Q^T Q'. That is the paper's first moment, which is kept
 * in the basis of W and rotated at each update: it costs a product less. As in the authors' code, the columns of v take
 * the order of their vectors and are not rotated.
 */
import type { TensorSpec } from "../../cells/layout.ts";
import { ownColumns } from "../../cells/unitBlocks.ts";
import type { Engine, Floats } from "../../kernels/kernels.ts";
import type { NamedTensor } from "../snapshot.ts";
import { Eigenbasis, PLAIN } from "./eigenbasis.ts";

// N rows of W (gate blocks times H), H columns, K blocks of units, P parameters

/** Steps from the identity to the eigenvectors of the first gradient. */
const START = 10;

/** Settings of all updates. */
export interface SoapOptions {
	beta1: number;
	beta2: number;
	eps: number;
	weightDecay: number;
	/** f */
	soapEvery: number;
}

/** Settings of one update. */
export interface SoapStep {
	lr: number;
	/** Number of the update, from 1. */
	step: number;
	gradScale: number;
	clipValue: number;
}

/** Arrays of all parameters; m and v hold the moments of a matrix in its eigenbasis. */
export interface SoapArrays {
	w: Floats; // [P]
	g: Floats; // [P]
	m: Floats; // [P]
	v: Floats; // [P]
}

/** A matrix that is updated: all of a tensor, or its block `block` of `blocks`. */
interface Matrix {
	spec: TensorSpec;
	block: number;
	basis: Eigenbasis;
}

/**
 * Updates of matrices by SOAP. One costs 6 N H^2 per matrix, and every f-th another 8 H^3 + 2 N H^2; with K blocks 1/K^2 of
 * that.
 */
export class Soap {
	readonly #engine: Engine;
	readonly #options: SoapOptions;
	readonly #blocks: number;
	readonly #matrices: readonly Matrix[];
	readonly #own?: SoapArrays; // of one block, [N/K,H/K] each
	readonly #gradient: Floats; // [N,H]
	readonly #turned: Floats; // [N,H] in the eigenbasis
	readonly #move: Floats; // [N,H] in the eigenbasis

	/** @param matrices those it updates, each [N,H]. @param blocks blocks of units, K. */
	constructor(engine: Engine, matrices: readonly TensorSpec[], options: SoapOptions, blocks = 1) {
		this.#engine = engine;
		this.#options = options;
		this.#blocks = blocks;
		this.#matrices = matrices.flatMap((spec) =>
			Array.from({ length: blocks }, (_, block) => {
				return { spec, block, basis: new Eigenbasis(engine, spec.shape[1]! / blocks) };
			}),
		);
		const most = Math.max(...matrices.map(({ length }) => length)) / blocks ** 2;
		const array = () => engine.floats(most);
		if (blocks > 1) this.#own = { w: array(), g: array(), m: array(), v: array() };
		[this.#gradient, this.#turned, this.#move] = [array(), array(), array()];
	}

	/** Updates the matrices in `w` and their moments. The gradient is only read. */
	update(arrays: SoapArrays, step: SoapStep): void {
		for (const { spec, block, basis } of this.#matrices) {
			const of = (flat: Floats) => flat.subarray(spec.offset, spec.offset + spec.length); // [N,H]
			const whole = { w: of(arrays.w), g: of(arrays.g), m: of(arrays.m), v: of(arrays.v) };
			const own = this.#own;
			if (!own) {
				this.#step(whole, basis, spec.shape[0]!, step);
				continue;
			}
			const rows = (name: keyof SoapArrays) => blockRows(whole[name], own[name], spec, block, this.#blocks);
			for (const name of ["w", "g", "m", "v"] as const) for (const { from, to } of rows(name)) to.set(from);
			this.#step(own, basis, spec.shape[0]! / this.#blocks, step);
			for (const name of ["w", "m", "v"] as const) for (const { from, to } of rows(name)) from.set(to);
		}
	}

	/** Updates a matrix [N,H] and its moments. */
	#step({ w, g, m, v }: SoapArrays, basis: Eigenbasis, N: number, step: SoapStep): void {
		this.#clip(g, step);
		this.#turned.set(this.#gradient);
		basis.add(this.#gradient, this.#turned, N, this.#options.beta2);
		if (step.step === 1) for (let k = 0; k < START; k++) basis.refresh();
		basis.into(this.#gradient, this.#turned, N);
		this.#descend({ m, v }, step.step);
		basis.back(this.#move, this.#gradient, N);
		const { weightDecay } = this.#options;
		const move = { w, g: this.#gradient, gradScale: -1, lr: step.lr, weightDecay };
		this.#engine.update({ ...PLAIN, n: w.length, ...move });
		if (step.step % this.#options.soapEvery === 0) this.#refresh(basis, { m, v }, N);
	}

	/** Sets the gradient to clamp(gradScale g). */
	#clip(g: Floats, { gradScale, clipValue }: SoapStep): void {
		const w = this.#gradient.fill(0);
		this.#engine.update({ ...PLAIN, n: g.length, w, g, lr: -1, gradScale, clipValue });
	}

	/** Sets the move to -m^ / (sqrt(v^) + eps). */
	#descend({ m, v }: { m: Floats; v: Floats }, step: number): void {
		const { beta1, beta2, eps } = this.#options;
		const arrays = { w: this.#move.fill(0), g: this.#turned, m, v };
		this.#engine.update({ ...PLAIN, kind: "adam", n: m.length, ...arrays, lr: 1, beta1, beta2, eps, step });
	}

	/** Refreshes a basis, and takes the moments into it. */
	#refresh(basis: Eigenbasis, { m, v }: { m: Floats; v: Floats }, N: number): void {
		const order = basis.refresh();
		if (!order) return;
		const H = order.length;
		basis.follow(m, this.#gradient, N);
		m.set(this.#gradient.subarray(0, m.length));
		const row = new Float64Array(H);
		for (let n = 0; n < N; n++) {
			for (let i = 0; i < H; i++) row[i] = v[n * H + order[i]!]!;
			v.set(row, n * H);
		}
	}

	/** Views of what a snapshot holds next to the moments: C and Q^T of each matrix, [H,H], or of each block of it. */
	tensors(): NamedTensor[] {
		return this.#matrices.flatMap(({ spec, block, basis }) => {
			const size = spec.shape[1]! / this.#blocks;
			const [shape, name] = [[size, size], this.#blocks === 1 ? spec.name : `${spec.name}.${block}`];
			return [
				{ name: `optimizer.factor.${name}`, shape, data: basis.C },
				{ name: `optimizer.eigenvectors.${name}`, shape, data: basis.vectors },
			];
		});
	}

	/** Takes up what was written into `tensors()`. */
	restored(): void {
		for (const { basis } of this.#matrices) basis.restored();
	}

	/** Returns all arrays to the engine. */
	free(): void {
		this.#engine.free(this.#gradient, this.#turned, this.#move, ...Object.values(this.#own ?? {}));
		for (const { basis } of this.#matrices) basis.free();
	}
}

/** The rows of one block in R, [N,H], and the same rows of a matrix that has the block alone, [N/K,H/K]: views. */
function* blockRows(
	r: Floats,
	own: Floats,
	{ shape: [N = 0, H = 0] }: TensorSpec,
	block: number,
	blocks: number,
): Generator<{ from: Floats; to: Floats }> {
	const size = H / blocks;
	for (let n = 0, to = 0; n < N; n++) {
		const [first, end] = ownColumns(n, H, blocks);
		if (first !== block * size) continue;
		yield { from: r.subarray(n * H + first, n * H + end), to: own.subarray(to, to + size) };
		to += size;
	}
}
