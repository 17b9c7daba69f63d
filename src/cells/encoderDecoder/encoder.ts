/** The encoder: it reads each question from a zero state at the question's own begin. */
import type { Engine, Floats } from "../../kernels/kernels.ts";
import type { Deltas } from "../cell.ts";
import type { Weights } from "../weights.ts";
import { type End, LayerRun } from "./layerRun.ts";
import { type Cut, readQuestions } from "./questions.ts";

// T steps at most, J encoder steps, B sequences, H units; row-major, the last letter moves fastest

export class Encoder {
	readonly layer: LayerRun;
	/** dL/dh of every step, from the decoder: [J,B,H]. */
	readonly dh: Floats;
	readonly #engine: Engine;
	readonly #ids: Int32Array; // [J,B]
	readonly #H: number;
	readonly #B: number;

	constructor(engine: Engine, weights: Weights, T: number, B: number) {
		const { hidden: H, symbols: D } = weights.spec;
		[this.#engine, this.#H, this.#B] = [engine, H, B];
		this.layer = new LayerRun(engine, weights, 0, { T, B, D });
		this.dh = engine.floats(T * B * H);
		this.#ids = engine.ints(T * B);
	}

	/** Reads the questions of ids [T,B]. Where some begin it stops, so that they begin from a zero state. */
	read(ids: Int32Array, cut: Cut): void {
		readQuestions(ids, cut, this.#ids);
		for (const { from, T } of segmentsOf(cut)) {
			for (const state of this.layer.statesAt(from))
				this.#eachLane(cut, from, (b) => state.fill(0, b * this.#H, (b + 1) * this.#H));
			this.layer.forward({ T, from, ids: this.#ids.subarray(from * this.#B) });
		}
	}

	/** Backpropagates from `dh` and from dL/d(last state) in ends[0]; both ends are written over. */
	back(gradients: Weights, cut: Cut, ends: readonly [End, End], deltas?: Deltas): void {
		let [after, before] = ends;
		for (const { from, T } of segmentsOf(cut).reverse()) {
			const run = { T, from, ids: this.#ids.subarray(from * this.#B) };
			const dOut = this.dh.subarray(from * this.#B * this.#H);
			this.layer.backward(gradients, run, { dOut, after, before, deltas });
			for (const end of [before.h, before.c])
				this.#eachLane(cut, from, (b) => end.fill(0, b * this.#H, (b + 1) * this.#H));
			[after, before] = [before, after];
		}
	}

	free(): void {
		this.layer.free();
		this.#engine.free(this.dh, this.#ids);
	}

	/** Visits the sequences that begin at this step, and at step 0 all: those that begin later are then in their padding. */
	#eachLane({ first }: Cut, from: number, visit: (b: number) => void): void {
		for (const [b, begin] of first.entries()) if (from === 0 || begin === from) visit(b);
	}
}

/** The steps between two begins. */
function segmentsOf({ begins, J }: Cut): { from: number; T: number }[] {
	return begins.map((from, n) => ({ from, T: (begins[n + 1] ?? J) - from }));
}
