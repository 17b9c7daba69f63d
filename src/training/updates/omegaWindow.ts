/** Arrays that Omega needs in addition to a window: deltas of all steps, and scratch. Formulas: remedies/omega.ts. */
import type { Deltas } from "../../cells/cell.ts";
import { clearOutside } from "../../cells/unitBlocks.ts";
import type { Unrolled } from "../../cells/unroll.ts";
import type { Weights } from "../../cells/weights.ts";
import type { Engine, Floats, RnnActivation } from "../../kernels/kernels.ts";
import { addOmega, freeOmegaScratch, type OmegaForm, type OmegaScratch, omegaScratch } from "../../remedies/omega.ts";
import type { FromAbove } from "../../remedies/scaledDeltas.ts";

// T steps, B sequences, H units, V outputs, L layers; row-major, the last letter moves fastest

export class OmegaWindow {
	/** Arrays that `Unrolled.backward` fills. */
	readonly deltas: Required<Pick<Deltas, "h" | "gates">>[]; // [L]
	/** Flags [T,B]: 1 if a step is scored. The caller fills them before each call. Absent: every step may be scored. */
	enters?: Uint8Array;
	readonly #engine: Engine;
	readonly #window: Unrolled;
	readonly #scratch: OmegaScratch;
	readonly #exponents: Float64Array[]; // [L] of [T,B] powers of two of `gates`

	constructor(engine: Engine, window: Unrolled) {
		const { T, B, weights } = window;
		const { hidden: H, layers } = weights.spec;
		const array = () => engine.floats(T * B * H);
		this.#engine = engine;
		this.#window = window;
		this.deltas = Array.from({ length: layers }, () => ({ h: array(), gates: array() }));
		this.#scratch = omegaScratch(engine, T, B, H);
		this.#exponents = this.deltas.map(() => new Float64Array(T * B));
	}

	/**
	 * Adds alpha times Omega's gradient for each layer, after a backward pass over the first T steps. Returns Omega, summed
	 * over the layers.
	 */
	add(T: number, form: OmegaForm, alpha: number, gradients: Weights): number {
		const { B, layers: states, weights } = this.#window;
		const { hidden: H, layers, variant, blocks } = weights.spec;
		const call = { engine: this.#engine, form, alpha, activation: variant as RnnActivation, T, B, H };
		const found = new Float64Array(layers);
		for (let l = layers - 1; l >= 0; l--) {
			const { h: dh, gates: da } = this.deltas[l]!;
			const top = l === layers - 1 ? { enters: this.enters } : {}; // a lower layer gets a gradient at every step
			const scales = { exponents: this.#exponents[l]!, fromAbove: this.#fromAbove(l, T) };
			const matrices = { w_hh: weights.layer(l).w_hh, dw_hh: gradients.layer(l).w_hh };
			const arrays = { ...matrices, h: states[l]!.h, dh, da, scratch: this.#scratch };
			found[l] = addOmega({ ...call, ...top, ...arrays, scales }).omega;
			clearOutside(matrices.dw_hh, H, blocks); // Omega is differentiated by what is learned
		}
		return found.reduce((sum, omega) => sum + omega, 0);
	}

	/** Computes dE/dh_t of layer l from the layer above, or from the output layer, with the powers of two of its deltas. */
	#fromAbove(l: number, T: number): FromAbove {
		const { weights, logits: dlogits, targets } = this.#window;
		const { hidden: H, layers } = weights.spec;
		const above = l + 1 < layers ? this.deltas[l + 1]!.gates : undefined; // [T,B,H]
		const w = above ? weights.layer(l + 1).w_ih : weights.tensor("head.weight"); // [H,H] or [V,H]
		const dy = above ?? dlogits; // [T,B,H] or [T,B,V]
		const V = w.length / H;
		let kept: { factors: Floats | undefined } | undefined; // drawn for the first row that needs it
		return (n, out) => {
			if (!above && targets[n]! < 0) return undefined;
			out.fill(0);
			for (let v = 0; v < V; v++) {
				const factor = dy[n * V + v]!;
				if (factor !== 0) for (let k = 0; k < H; k++) out[k]! += w[v * H + k]! * factor;
			}
			kept ??= { factors: this.#window.dropoutFactors(l, T) };
			const { factors } = kept;
			if (factors) for (let k = 0; k < H; k++) out[k]! *= factors[n * H + k]!;
			return above ? this.#exponents[l + 1]![n]! : 0;
		};
	}

	/** Returns all arrays to the engine. */
	free(): void {
		for (const { h, gates } of this.deltas) this.#engine.free(h, gates);
		freeOmegaScratch(this.#engine, this.#scratch);
	}
}
