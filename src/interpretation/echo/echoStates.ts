/**
 * The steps of an echo state network in a sequence, for a reader who goes back and forth in it: the bits are those of one
 * pass from a zero state, whatever was asked before. The engine computes tanh(a_t) and the states.
 */
import { Reservoir } from "../../cells/esn.ts";
import { type EchoModel, type EchoSequence, inputAt, isScoredAt } from "./echoModel.ts";

// T steps, S steps of a window, N units, D inputs, V outputs, M = D + N + 1

/** A state is kept every so many steps, so that a long sequence needs little memory. */
const KEPT = 256;

export interface EchoWindow {
	/** Index of the first step, and number of steps S. */
	from: number;
	steps: number;
	/** State before the first step, then after each, [S+1,N]. */
	h: Float64Array;
	/** tanh(a_t), [S,N]. */
	activation: Float64Array;
	/** y_{t-1} as it enters the reservoir; zeros at the first step and where the step before is not scored, [S,V]. */
	before: Float64Array;
	/** y_t, [S,V]. */
	y: Float64Array;
}

/** State before a step: h_{t-1}, [N], and y_{t-1} as it is fed back, [V]. */
interface Start {
	h: Float64Array;
	y: Float64Array;
}

export class EchoStates {
	readonly model: EchoModel;
	readonly sequence: EchoSequence;
	readonly #reservoir: Reservoir;
	/** By the index of the step. */
	readonly #starts = new Map<number, Start>();

	constructor(model: EchoModel, sequence: EchoSequence) {
		const { engine, units, inputs, outputs, feedback, gain, leak, w_in, w, b } = model;
		const spec = { units, inputs, feedback: feedback ? outputs : 0, gain, leak };
		[this.model, this.sequence] = [model, sequence];
		this.#reservoir = new Reservoir(engine, spec, { w_in, w, b });
	}

	/** Runs steps from..to, `to` excluded. */
	window(from: number, to: number, signal?: AbortSignal): EchoWindow {
		const { units: N, outputs: V } = this.model;
		const S = to - from;
		const window: EchoWindow = {
			...{ from, steps: S, h: new Float64Array((S + 1) * N), activation: new Float64Array(S * N) },
			...{ before: new Float64Array(S * V), y: new Float64Array(S * V) },
		};
		let at = Math.floor(from / KEPT) * KEPT;
		while (at > 0 && !this.#starts.has(at)) at -= KEPT;
		const start = this.#starts.get(at);
		this.#reservoir.reset(start?.h);
		let before = start?.y ?? new Float64Array(V);
		if (from === at && start) window.h.set(start.h);
		for (let t = at; t < to; t++) {
			if (t % KEPT === 0) {
				signal?.throwIfAborted();
				this.#starts.set(t, { h: Float64Array.from(this.#reservoir.state), y: before });
			}
			const { y, next } = this.#step(t, before);
			const s = t - from;
			if (s >= -1) window.h.set(this.#reservoir.state, (s + 1) * N);
			if (s >= 0) {
				window.activation.set(this.#reservoir.activation, s * N);
				window.before.set(before, s * V);
				window.y.set(y, s * V);
			}
			before = next;
		}
		return window;
	}

	/** One step: y_t, and what of it is fed back. */
	#step(t: number, before: Float64Array): { y: Float64Array; next: Float64Array } {
		const { model, sequence } = this;
		const x = inputAt(model, sequence, t);
		this.#reservoir.step(x, before);
		const y = readOut(model, x, this.#reservoir.state);
		const isFed = model.feedback && isScoredAt(model, sequence, t);
		return { y, next: isFed ? y : new Float64Array(model.outputs) };
	}

	/** Frees the arrays of the engine. */
	free(): void {
		this.#reservoir.free();
	}
}

/** y = W_out [x; h; 1], summed in this order, [V]. */
export function readOut({ readout, outputs: V }: EchoModel, x: ArrayLike<number>, h: ArrayLike<number>): Float64Array {
	const [D, N] = [x.length, h.length];
	const M = D + N + 1;
	const y = new Float64Array(V);
	for (let v = 0; v < V; v++) {
		let sum = 0;
		for (let d = 0; d < D; d++) sum += readout[v * M + d]! * x[d]!;
		for (let k = 0; k < N; k++) sum += readout[v * M + D + k]! * h[k]!;
		y[v] = sum + readout[v * M + D + N]!;
	}
	return y;
}
