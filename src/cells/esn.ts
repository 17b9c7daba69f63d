/**
 * The reservoir of an echo state network (Jaeger 2001, GMD report 148): a fixed random recurrent layer of leaky units,
 * optionally with output feedback. Its weights are never trained; the readout is in training/echo/echoState.ts.
 *
 *   a_n = W_in u_n + W x_{n-1} + W_back y_{n-1} + b + v_n
 *   x_n = (1 - C g) x_{n-1} + C tanh(a_n)
 *
 * C is the time constant's step, g the leak of a unit (Jaeger's a); C = g = 1 is the plain reservoir, g = 1 and
 * C = alpha the leaky one of Lukosevicius (2012). v_n is the state noise. The hook name is `l0.state`.
 */
import { fail } from "../errors/index.ts";
import { checksOf } from "../errors/request.ts";
import type { Engine, Floats } from "../kernels/kernels.ts";

// N units, D inputs, V outputs fed back, B lanes; row-major, the last letter moves fastest

export interface ReservoirSpec {
	/** Number of units N, 1..16384. */
	units: number;
	/** Number of inputs D, 0 or more. */
	inputs: number;
	/** Number of outputs V that are fed back; 0 for none. */
	feedback: number;
	/** C, 0 < C <= 1. Default 1. */
	gain?: number;
	/** g, 0 <= g and C g <= 1. Default 1. */
	leak?: number;
	/** Maximum number of parallel sequences, B. Default 1. */
	lanes?: number;
}

export interface ReservoirWeights {
	/** Columns: the inputs, then the outputs fed back. */
	w_in: ArrayLike<number>; // [N,D+V]
	w: ArrayLike<number>; // [N,N]
	b: ArrayLike<number>; // [N]
}

export class Reservoir {
	readonly spec: Required<ReservoirSpec>;
	readonly #engine: Engine;
	readonly #input: Floats; // [B,D+V]
	readonly #w_in: Floats; // [N,D+V]
	readonly #w: Floats; // [N,N]
	readonly #bias: Float64Array; // [N]
	readonly #b: Floats; // [N] b + v_n of this step
	readonly #h: Floats; // [2,B,N] x_{n-1}, tanh(a_n)
	/** Current number of sequences, at most spec.lanes. */
	#B = 1;

	/**
	 * @throws E_SIZE for sizes out of range, E_OPTION for gain and leak out of range, E_SHAPE for weights of other sizes.
	 */
	constructor(engine: Engine, spec: ReservoirSpec, weights: ReservoirWeights) {
		const { units: N, inputs: D, feedback: V, gain = 1, leak = 1, lanes = 1 } = spec;
		size("reservoir.units", N, 1, 1 << 14);
		size("reservoir.inputs", D, 0, 1 << 20);
		size("reservoir.feedback", V, 0, 1 << 20);
		size("reservoir.lanes", lanes, 1, 1 << 16);
		need("gain", gain, gain > 0 && gain <= 1, { reason: "above", min: 0, max: 1 });
		need("leak", leak, leak >= 0 && gain * leak <= 1, { reason: "number", min: 0, max: 1 / gain });
		this.spec = { units: N, inputs: D, feedback: V, gain, leak, lanes };
		this.#engine = engine;
		this.#input = engine.floats(lanes * (D + V));
		this.#w_in = filled(engine, "w_in", weights.w_in, N * (D + V));
		this.#w = filled(engine, "w", weights.w, N * N);
		this.#bias = Float64Array.from(weights.b);
		this.#b = filled(engine, "b", weights.b, N);
		this.#h = engine.floats(2 * lanes * N);
	}

	/** x_n, [B,N]: a view that the next step overwrites. */
	get state(): Floats {
		return this.#h.subarray(0, this.#B * this.spec.units);
	}

	/** tanh(a_n) of the last step, [B,N]: a view that the next step overwrites. */
	get activation(): Floats {
		const n = this.#B * this.spec.units;
		return this.#h.subarray(n, 2 * n);
	}

	/** Starts `lanes` sequences from the state x, [B,N]; from a zero state if absent. */
	reset(x?: ArrayLike<number>, lanes = 1): void {
		size("reservoir.lanes", lanes, 1, this.spec.lanes);
		this.#B = lanes;
		if (x) this.state.set(x);
		else this.state.fill(0);
	}

	/**
	 * Advances every sequence by one step.
	 * @param u [B,D] input.
	 * @param y [B,V] output of the previous step; under teacher forcing, the target.
	 * @param noise [N] v_n, added inside the tanh; the same for all sequences.
	 */
	step(u: ArrayLike<number>, y?: ArrayLike<number>, noise?: ArrayLike<number>): void {
		const { units: H, inputs: D, feedback: V, gain, leak } = this.spec;
		const B = this.#B;
		for (let b = 0; b < B; b++) {
			for (let d = 0; d < D; d++) this.#input[b * (D + V) + d] = u[b * D + d]!;
			for (let v = 0; v < V; v++) this.#input[b * (D + V) + D + v] = y ? y[b * V + v]! : 0;
		}
		for (let j = 0; j < H; j++) this.#b[j] = this.#bias[j]! + (noise ? noise[j]! : 0);
		const h = this.#h;
		const weights = { w_ih: this.#w_in, w_hh: this.#w, b: this.#b };
		this.#engine.rnnForward({ T: 1, B, D: D + V, H, x: this.#input, ...weights, h, activation: "tanh" });
		const keep = 1 - gain * leak;
		for (let i = 0; i < B * H; i++) h[i] = keep * h[i]! + gain * h[B * H + i]!; // x_n = (1 - C g) x_{n-1} + C tanh(a_n)
	}

	/** Frees the arrays. */
	free(): void {
		this.#engine.free(this.#input, this.#w_in, this.#w, this.#b, this.#h);
	}
}

function filled(engine: Engine, name: string, from: ArrayLike<number>, length: number): Floats {
	if (from.length !== length) {
		throw fail("E_SHAPE", { what: `reservoir.${name}`, why: { reason: "length", got: from.length, wanted: length } });
	}
	const array = engine.floats(length);
	array.set(from);
	return array;
}

function size(what: string, got: number, min: number, max: number): void {
	if (!Number.isInteger(got) || got < min || got > max) throw fail("E_SIZE", { what, got, min, max });
}

const need = checksOf("reservoir");
