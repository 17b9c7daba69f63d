/** One layer of an encoder-decoder: its states, and calls over some of its steps. */
import type { Engine, Floats } from "../../kernels/kernels.ts";
import { type Cell, type Deltas, type LayerState, stateOf } from "../cell.ts";
import { gateBlocks } from "../layout.ts";
import { cellOf } from "../unroll.ts";
import type { Weights } from "../weights.ts";

// T steps, B sequences, D inputs, H units; row-major, the last letter moves fastest

/** Steps of a layer that a call runs, and their input. */
export interface Run {
	T: number;
	/** First step. Default: 0. */
	from?: number;
	ids?: Int32Array; // [T,B]
	x?: Floats; // [T,B,D]
}

/** Gradients by a state, [B,H] each; c is of a cell with a second state alone. */
export interface End {
	h: Floats;
	c: Floats;
}

interface Backward {
	dOut: Floats; // [T,B,H]
	/** dL/d(state) from after the steps; zeros when absent. */
	after?: End;
	/** Out: dL/d(state) before them. */
	before: End;
	deltas?: Deltas | undefined;
	dx?: Floats; // [T,B,D] out
}

export class LayerRun {
	readonly state: LayerState;
	readonly #engine: Engine;
	readonly #weights: Weights;
	readonly #cell: Cell;
	readonly #l: 0 | 1;
	readonly #B: number;
	readonly #D: number;

	/** @param l 0 for the encoder, 1 for the decoder. @param D inputs. */
	constructor(engine: Engine, weights: Weights, l: 0 | 1, { T, B, D }: { T: number; B: number; D: number }) {
		[this.#engine, this.#weights, this.#l, this.#B, this.#D] = [engine, weights, l, B, D];
		this.#cell = cellOf(weights.spec);
		this.state = this.#cell.allocate(engine, { T, B, D, H: weights.spec.hidden });
	}

	/** h[1..]: what the steps give, [T,B,H]. */
	get outputs(): Floats {
		return this.hFrom(1);
	}

	/** h[t..], [T+1-t,B,H]. */
	hFrom(t: number): Floats {
		return this.state.h.subarray(t * this.#B * this.#weights.spec.hidden);
	}

	/** The states before step t, each [B,H]: h and, of some cells, more. */
	statesAt(t: number): Floats[] {
		const BH = this.#B * this.#weights.spec.hidden;
		const { states } = this.#cell;
		return states.map((_, k) => stateOf(this.state, k, states.length).subarray(t * BH, (t + 1) * BH));
	}

	forward(run: Run): void {
		this.#cell.forward(this.#call(run));
	}

	/** Adds to `gradients` and writes what `more` asks for. */
	backward(gradients: Weights, run: Run, { dOut, after, before, deltas: asked = {}, dx }: Backward): void {
		const { spec } = this.#weights;
		const at = (run.from ?? 0) * this.#B * spec.hidden;
		const { gates, h, c } = asked;
		const deltas = {
			...(gates && { gates: gates.subarray(at * gateBlocks(spec)) }),
			...(h && { h: h.subarray(at) }),
			...(c && { c: c.subarray(at) }),
		};
		const hasC = this.#cell.states.length > 1;
		const ends = {
			dhFirst: before.h,
			...(after && { dhLast: after.h }),
			...(hasC && { dcFirst: before.c, ...(after && { dcLast: after.c }) }),
		};
		const arrays = { dOut, ends, deltas, ...(dx && { dx }), gradients: gradients.layer(this.#l) };
		this.#cell.backward({ ...this.#call(run), ...arrays });
	}

	free(): void {
		const { h, c, gates, aux } = this.state;
		this.#engine.free(...[h, c, gates, aux].filter((array) => array !== undefined));
	}

	#call({ T, from = 0, ids, x }: Run) {
		const { spec } = this.#weights;
		const { h, c, gates, aux } = this.state;
		const at = from * this.#B * spec.hidden;
		const state = {
			h: h.subarray(at),
			...(c && { c: c.subarray(at) }),
			...(gates && { gates: gates.subarray(at * gateBlocks(spec)) }),
			...(aux && { aux: aux.subarray(at) }),
		};
		const size = { T, B: this.#B, H: spec.hidden, D: this.#D };
		const input = x ? { x } : { ids: ids! };
		return { engine: this.#engine, size, input, weights: this.#weights.layer(this.#l), state };
	}
}
