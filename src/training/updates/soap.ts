/**
 * SOAP on one side of a matrix (Vyas et al. 2024, algorithm 3 without its left factor): Adam in the eigenbasis Q of
 * Shampoo's right factor C (Gupta, Koren & Singer 2018). With G the gradient of W after clipping, both [N,H]:
 *
 *   C  = beta2 C + (1 - beta2) G^T G                      [H,H]; Q has its eigenvectors as columns
 *   G' = G Q                                              m, v: Adam's moments of G'
 *   W -= lr (m^ / (sqrt(v^) + eps) Q^T + weightDecay W)   m^, v^: corrected for their bias, as adamw does
 *
 * At the first update Q comes from C = G^T G in START steps of orthogonal iteration; after every f-th update it is
 * refreshed by one. Then m is rotated into the new basis, m = m Q^T Q'. That is the paper's first moment, which is kept
 * in the basis of W and rotated at each update: it costs a product less. As in the authors' code, the columns of v take
 * the order of their vectors and are not rotated.
 */
import type { TensorSpec } from "../../cells/layout.ts";
import type { Engine, Floats } from "../../kernels/kernels.ts";
import type { NamedTensor } from "../snapshot.ts";
import { Eigenbasis, PLAIN } from "./eigenbasis.ts";

// N rows of W (gate blocks times H), H columns, P parameters

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

/** Updates of matrices by SOAP. One costs 6 N H^2 per matrix, and every f-th another 8 H^3 + 2 N H^2. */
export class Soap {
	readonly #engine: Engine;
	readonly #options: SoapOptions;
	readonly #matrices: readonly { spec: TensorSpec; basis: Eigenbasis }[];
	readonly #gradient: Floats; // [N,H]
	readonly #turned: Floats; // [N,H] in the eigenbasis
	readonly #move: Floats; // [N,H] in the eigenbasis

	/** @param matrices those it updates, each [N,H]. */
	constructor(engine: Engine, matrices: readonly TensorSpec[], options: SoapOptions) {
		this.#engine = engine;
		this.#options = options;
		this.#matrices = matrices.map((spec) => ({ spec, basis: new Eigenbasis(engine, spec.shape[1]!) }));
		const most = Math.max(...matrices.map(({ length }) => length));
		[this.#gradient, this.#turned, this.#move] = [engine.floats(most), engine.floats(most), engine.floats(most)];
	}

	/** Updates the matrices in `w` and their moments. The gradient is only read. */
	update({ w, g, m, v }: SoapArrays, step: SoapStep): void {
		for (const { spec, basis } of this.#matrices) {
			const of = (flat: Floats) => flat.subarray(spec.offset, spec.offset + spec.length); // [N,H]
			const [N, moments] = [spec.shape[0]!, { m: of(m), v: of(v) }];
			this.#clip(of(g), step);
			this.#turned.set(this.#gradient);
			basis.add(this.#gradient, this.#turned, N, this.#options.beta2);
			if (step.step === 1) for (let k = 0; k < START; k++) basis.refresh();
			basis.into(this.#gradient, this.#turned, N);
			this.#descend(moments, step.step);
			basis.back(this.#move, this.#gradient, N);
			const { weightDecay } = this.#options;
			const move = { w: of(w), g: this.#gradient, gradScale: -1, lr: step.lr, weightDecay };
			this.#engine.update({ ...PLAIN, n: spec.length, ...move });
			if (step.step % this.#options.soapEvery === 0) this.#refresh(basis, moments, N);
		}
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

	/** Views of what a snapshot holds next to the moments: C and Q^T of each matrix, [H,H]. */
	tensors(): NamedTensor[] {
		return this.#matrices.flatMap(({ spec, basis }) => {
			const shape = [spec.shape[1]!, spec.shape[1]!];
			return [
				{ name: `optimizer.factor.${spec.name}`, shape, data: basis.C },
				{ name: `optimizer.eigenvectors.${spec.name}`, shape, data: basis.vectors },
			];
		});
	}

	/** Takes up what was written into `tensors()`. */
	restored(): void {
		for (const { basis } of this.#matrices) basis.restored();
	}

	/** Returns all arrays to the engine. */
	free(): void {
		this.#engine.free(this.#gradient, this.#turned, this.#move);
		for (const { basis } of this.#matrices) basis.free();
	}
}
