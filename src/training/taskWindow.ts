/** The window that a task's batches pass through: it grows to the longest batch seen, and starts each from a zero state. */
import type { Deltas } from "../cells/cell.ts";
import { outputsOf } from "../cells/layout.ts";
import { Unrolled } from "../cells/unroll.ts";
import type { Weights } from "../cells/weights.ts";
import type { TaskBatch } from "../data/tasks/task.ts";
import type { Engine, RnnActivation } from "../kernels/kernels.ts";
import { addOmega, freeOmegaScratch, type OmegaForm, type OmegaScratch, omegaScratch } from "../remedies/omega.ts";

// T steps, B sequences, H units, V outputs, L layers; row-major, the last letter moves fastest

export interface TaskWindowOptions {
	/** Allocate what backward needs. */
	training: boolean;
	/** Also what Omega needs. */
	omega: boolean;
}

interface Arrays {
	unrolled: Unrolled;
	deltas?: Required<Pick<Deltas, "h" | "gates">>[]; // [L]
	scratch?: OmegaScratch;
	enters?: Uint8Array; // [T,B] 1 where a step is scored
}

export class TaskWindow {
	readonly #engine: Engine;
	readonly #weights: Weights;
	readonly #options: TaskWindowOptions;
	#arrays?: Arrays;
	/** Steps of the batch that was loaded last. */
	#T = 0;

	constructor(engine: Engine, weights: Weights, options: TaskWindowOptions) {
		this.#engine = engine;
		this.#weights = weights;
		this.#options = options;
	}

	/** Takes a batch in. Nothing is ever carried, so the state before its first step is the zeros of a new window. Returns the window and the number of scored steps. */
	load(batch: TaskBatch): { window: Unrolled; scored: number } {
		const { T, B, ids, x, targets, values } = batch;
		const { unrolled: window } = this.#room(T, B);
		this.#T = T;
		if (ids) window.ids.set(ids);
		if (x) window.x!.set(x);
		if (targets) window.targets.set(targets);
		if (values) window.values!.set(values);
		return { window, scored: scoredSteps(batch, outputsOf(this.#weights.spec), this.#arrays?.enters) };
	}

	/** What `Unrolled.backward` is to fill for Omega. */
	get deltas(): Deltas[] | undefined {
		return this.#arrays?.deltas;
	}

	/** After backward: adds alpha times Omega's gradient, layer by layer; returns Omega, summed over the layers. */
	addOmega(form: OmegaForm, alpha: number, gradients: Weights): number {
		const { unrolled, deltas, scratch, enters } = this.#arrays as Required<Arrays>;
		const { hidden: H, layers, variant } = this.#weights.spec;
		const sizes = { T: this.#T, B: unrolled.B, H, activation: variant as RnnActivation };
		let omega = 0;
		for (const [l, { h: dh, gates: da }] of deltas.entries()) {
			const { h } = unrolled.layers[l]!;
			const top = l === layers - 1 ? { enters } : {}; // a lower layer hears of every step from the one above
			const weights = { w_hh: this.#weights.layer(l).w_hh, dw_hh: gradients.layer(l).w_hh };
			omega += addOmega({ engine: this.#engine, form, alpha, ...sizes, h, dh, da, ...top, ...weights, scratch }).omega;
		}
		return omega;
	}

	#room(T: number, B: number): Arrays {
		const had = this.#arrays?.unrolled;
		if (this.#arrays && had && had.B === B && had.T >= T) return this.#arrays;
		const steps = had?.B === B ? Math.max(T, Math.ceil(1.25 * had.T)) : T;
		this.free();
		const engine = this.#engine;
		const { training, omega } = this.#options;
		const { hidden: H, layers } = this.#weights.spec;
		const arrays: Arrays = { unrolled: new Unrolled(engine, this.#weights, { steps, lanes: B, training }) };
		if (omega) {
			const array = () => engine.floats(steps * B * H);
			arrays.deltas = Array.from({ length: layers }, () => ({ h: array(), gates: array() }));
			arrays.enters = new Uint8Array(steps * B);
			arrays.scratch = omegaScratch(engine, steps, B, H);
		}
		this.#arrays = arrays;
		return arrays;
	}

	/** Gives all arrays back to the engine. */
	free(): void {
		const { unrolled, deltas = [], scratch } = this.#arrays ?? {};
		unrolled?.free();
		for (const { h, gates } of deltas) this.#engine.free(h, gates);
		if (scratch) freeOmegaScratch(this.#engine, scratch);
		this.#arrays = undefined;
	}
}

/** Number of the steps of which at least one output is scored; `flags` says which. */
function scoredSteps({ T, B, targets, values }: TaskBatch, V: number, flags?: Uint8Array): number {
	let scored = 0;
	for (let n = 0; n < T * B; n++) {
		let counts = targets !== undefined && targets[n]! >= 0;
		for (let v = 0; values && v < V && !counts; v++) counts = !Number.isNaN(values[n * V + v]!);
		if (counts) scored++;
		if (flags) flags[n] = counts ? 1 : 0;
	}
	return scored;
}
