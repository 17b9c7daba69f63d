/** Arrays that Omega needs in addition to a window: deltas of all steps, and scratch. Formulas: remedies/omega.ts. */
import type { Deltas } from "../../cells/cell.ts";
import type { Unrolled } from "../../cells/unroll.ts";
import type { Weights } from "../../cells/weights.ts";
import type { Engine, RnnActivation } from "../../kernels/kernels.ts";
import { addOmega, freeOmegaScratch, type OmegaForm, type OmegaScratch, omegaScratch } from "../../remedies/omega.ts";

// T steps, B sequences, H units, L layers; row-major, the last letter moves fastest

export class OmegaWindow {
	/** Arrays that `Unrolled.backward` fills. */
	readonly deltas: Required<Pick<Deltas, "h" | "gates">>[]; // [L]
	/** Flags [T,B]: 1 if a step is scored. The caller fills them before each call. Absent: every step may be scored. */
	enters?: Uint8Array;
	readonly #engine: Engine;
	readonly #window: Unrolled;
	readonly #scratch: OmegaScratch;

	constructor(engine: Engine, window: Unrolled) {
		const { T, B, weights } = window;
		const { hidden: H, layers } = weights.spec;
		const array = () => engine.floats(T * B * H);
		this.#engine = engine;
		this.#window = window;
		this.deltas = Array.from({ length: layers }, () => ({ h: array(), gates: array() }));
		this.#scratch = omegaScratch(engine, T, B, H);
	}

	/**
	 * Adds alpha times Omega's gradient for each layer, after a backward pass over the first T steps. Returns Omega, summed
	 * over the layers.
	 */
	add(T: number, form: OmegaForm, alpha: number, gradients: Weights): number {
		const { B, layers: states, weights } = this.#window;
		const { hidden: H, layers, variant } = weights.spec;
		const call = { engine: this.#engine, form, alpha, activation: variant as RnnActivation, T, B, H };
		let omega = 0;
		for (const [l, { h: dh, gates: da }] of this.deltas.entries()) {
			const top = l === layers - 1 ? { enters: this.enters } : {}; // a lower layer gets a gradient at every step
			const matrices = { w_hh: weights.layer(l).w_hh, dw_hh: gradients.layer(l).w_hh };
			omega += addOmega({ ...call, ...top, ...matrices, h: states[l]!.h, dh, da, scratch: this.#scratch }).omega;
		}
		return omega;
	}

	/** Returns all arrays to the engine. */
	free(): void {
		for (const { h, gates } of this.deltas) this.#engine.free(h, gates);
		freeOmegaScratch(this.#engine, this.#scratch);
	}
}
