/** The window that runs a task's batches. It grows to the longest batch and runs each from a zero state. */
import { outputsOf } from "../../cells/layout.ts";
import { type Pass, passOf } from "../../cells/pass.ts";
import { Unrolled } from "../../cells/unroll.ts";
import type { Weights } from "../../cells/weights.ts";
import type { TaskBatch } from "../../data/tasks/task.ts";
import { fail } from "../../errors/index.ts";
import type { Engine } from "../../kernels/kernels.ts";
import { OmegaWindow } from "../updates/omegaWindow.ts";

// T steps, B sequences, V outputs; row-major, the last letter moves fastest

export interface TaskWindowOptions {
	/** Whether to allocate the arrays of the backward pass. */
	training: boolean;
	/** Whether to allocate the arrays of Omega. */
	omega: boolean;
}

export class TaskWindow {
	readonly #engine: Engine;
	readonly #weights: Weights;
	readonly #options: TaskWindowOptions;
	#window?: Pass;
	/** Omega's arrays for the current window, if requested. */
	omega?: OmegaWindow;

	constructor(engine: Engine, weights: Weights, options: TaskWindowOptions) {
		this.#engine = engine;
		this.#weights = weights;
		this.#options = options;
	}

	/**
	 * Loads a batch and returns the window and the number of scored steps. The batch starts from the state that the window
	 * has: the zero state, unless the caller carries one.
	 */
	load(batch: TaskBatch): { window: Pass; scored: number } {
		const { T, B, ids, x, targets, values, questions } = batch;
		const window = this.room(T, B);
		if (ids) window.ids.set(ids);
		if (x) window.x!.set(x);
		if (targets) window.targets.set(targets);
		if (values) window.values!.set(values);
		if (questions) window.questions?.set(questions);
		return { window, scored: scoredSteps(batch, outputsOf(this.#weights.spec), this.omega?.enters) };
	}

	/** Loads a batch into the window of a stack. @throws E_MODEL_USE for an encoder-decoder. */
	loadStack(batch: TaskBatch): Unrolled {
		const { window } = this.load(batch);
		if (window instanceof Unrolled) return window;
		throw fail("E_MODEL_USE", { use: "reading" });
	}

	/** Returns the window, with room for T steps of B sequences. One that had too little is replaced by a new one. */
	room(T: number, B: number): Pass {
		const had = this.#window;
		if (had && had.B === B && had.T >= T) return had;
		const steps = had?.B === B ? Math.max(T, Math.ceil(1.25 * had.T)) : T;
		this.free();
		const { training, omega } = this.#options;
		const window = passOf(this.#engine, this.#weights, { steps, lanes: B, training });
		this.#window = window;
		if (omega && window instanceof Unrolled) {
			this.omega = new OmegaWindow(this.#engine, window);
			this.omega.enters = new Uint8Array(steps * B);
		}
		return window;
	}

	/** Returns all arrays to the engine. */
	free(): void {
		this.#window?.free();
		this.omega?.free();
		this.#window = undefined;
		this.omega = undefined;
	}
}

/** Returns the number of steps with at least one scored output. Sets `flags` to 1 at these steps and 0 elsewhere. */
export function scoredSteps({ T, B, targets, values }: TaskBatch, V: number, flags?: Uint8Array): number {
	let scored = 0;
	for (let n = 0; n < T * B; n++) {
		let counts = targets !== undefined && targets[n]! >= 0;
		for (let v = 0; values && v < V && !counts; v++) counts = !Number.isNaN(values[n * V + v]!);
		if (counts) scored++;
		if (flags) flags[n] = counts ? 1 : 0;
	}
	return scored;
}
