/**
 * An echo state network (Jaeger 2001, GMD report 148): a reservoir that stays as it was drawn, and a linear readout
 * y_n = W_out z_n of z_n = (u_n, x_n, 1), which regression finds in one pass.
 *
 * With feedback the teacher's y_{n-1} enters the reservoir while there is one (teacher forcing), and the network's own
 * afterwards (free running).
 */

import { LeastSquares } from "../../algebra/leastSquares.ts";
import type { Reservoir } from "../../cells/esn.ts";
import { fail } from "../../errors/index.ts";
import type { RandomStream } from "../../kernels/random.ts";

// T steps, B sequences, N units, D inputs, V outputs, M = D + N + 1

export interface Drive {
	/** Inputs, [T,D]. Optional if the reservoir has no input. */
	inputs?: ArrayLike<number>;
	/** Target outputs, [T,V]; fed back while available. */
	teacher?: ArrayLike<number>;
	/** Number of steps, T. */
	steps: number;
	/** State noise v_n ~ U(-noise, noise), drawn from `random`. Default 0. */
	noise?: number;
	random?: RandomStream;
}

export interface FitRequest extends Drive {
	teacher: ArrayLike<number>;
	/** Number of first steps excluded from training, while the initial state decays. Default: 100. */
	washout?: number;
	/** lambda of the regression, 0 or more. Default 1e-8. */
	ridge?: number;
}

export interface FitReport {
	/** Condition number of the training rows, with the ridge. */
	condition: number;
	rows: number;
	/** Root mean squared error over those rows, [V]. */
	rmse: Float64Array;
}

export class EchoState {
	readonly reservoir: Reservoir;
	/** Number of outputs, V. */
	readonly outputs: number;
	/** M, inputs of the readout. */
	readonly inputs: number;
	/** W_out, [V,M]: zeros until `fit`. */
	readonly readout: Float64Array;
	/** z_n of the last step of every sequence under way. */
	readonly z: Float64Array; // [B,M]

	/** @param outputs V; where the reservoir is fed back, as many as it takes. */
	constructor(reservoir: Reservoir, outputs: number) {
		const { units, inputs, feedback, lanes } = reservoir.spec;
		if (feedback > 0 && feedback !== outputs) {
			throw fail("E_SHAPE", {
				what: "outputs",
				why: { reason: "whole", min: feedback, max: feedback, got: String(outputs) },
			});
		}
		this.reservoir = reservoir;
		this.outputs = outputs;
		const M = inputs + units + 1;
		this.inputs = M;
		this.z = new Float64Array(lanes * M);
		this.readout = new Float64Array(outputs * M);
	}

	/** Learns the readout from a zero state. Memory does not grow with T. @throws E_SINGULAR; E_SHAPE for a short series. */
	fit(request: FitRequest): FitReport {
		const { teacher, steps, washout = 100, ridge = 1e-8 } = request;
		const V = this.outputs;
		if (!Number.isInteger(washout) || washout < 0 || washout >= steps) {
			throw fail("E_SIZE", { what: "--washout", got: washout, min: 0, max: steps - 1 });
		}
		const squares = new LeastSquares(this.inputs, V);
		this.reservoir.reset();
		this.#drive(request, (n, z) => {
			if (n >= washout) squares.add(z, at(teacher, n, V));
		});
		const { weights, condition, rows, dataResidual } = squares.solve(ridge);
		this.readout.set(weights);
		return { condition, rows, rmse: dataResidual.map((sum) => Math.sqrt(sum / rows)) };
	}

	/**
	 * Runs T steps from the current state and returns y, [T,V]. While available, `teacher` is fed back instead;
	 * T may be longer.
	 */
	run(request: Drive): Float64Array {
		const V = this.outputs;
		const outputs = new Float64Array(request.steps * V); // [T,V]
		this.#drive(request, (n) => outputs.set(this.read(), n * V));
		return outputs;
	}

	/**
	 * One step of every sequence under way (reservoir.reset begins them): fills z.
	 * @param u [B,D]. @param before [B,V] y_{n-1} where it is fed back. @param noise [N].
	 */
	step(u: ArrayLike<number>, before?: ArrayLike<number>, noise?: ArrayLike<number>): void {
		const { reservoir, z, inputs: M } = this;
		const { units: N, inputs: D } = reservoir.spec;
		reservoir.step(u, before, noise);
		const { state } = reservoir;
		for (let b = 0; b * N < state.length; b++) {
			for (let d = 0; d < D; d++) z[b * M + d] = u[b * D + d]!;
			for (let j = 0; j < N; j++) z[b * M + D + j] = state[b * N + j]!;
			z[b * M + M - 1] = 1;
		}
	}

	/** y_n = W_out z_n of sequence b, [V]. */
	read(b = 0): Float64Array {
		const { readout, z, inputs: M } = this;
		const y = new Float64Array(this.outputs); // [V]
		for (let v = 0; v < y.length; v++) {
			let sum = 0;
			for (let m = 0; m < M; m++) sum += readout[v * M + m]! * z[b * M + m]!;
			y[v] = sum;
		}
		return y;
	}

	/** Calls `use` with z_n of each step of one sequence; z is overwritten by the next. */
	#drive(
		{ inputs = [], teacher, steps: T, noise = 0, random }: Drive,
		use: (n: number, z: Float64Array) => void,
	): void {
		const { reservoir, outputs: V } = this;
		const { units: N, inputs: D, feedback } = reservoir.spec;
		if (inputs.length < T * D) throw tooShort("inputs", inputs.length, [T, D]);
		if (noise > 0 && !random) throw fail("E_INTERNAL", { what: "state noise without a random stream" });
		const v = noise > 0 ? new Float64Array(N) : undefined; // [N]
		const z = this.z.subarray(0, this.inputs);
		let before: ArrayLike<number> = new Float64Array(V); // y_{n-1}
		for (let n = 0; n < T; n++) {
			if (v) stateNoise(v, noise, random!);
			this.step(at(inputs, n, D), before, v);
			use(n, z);
			if (feedback > 0) before = teacher && (n + 1) * V <= teacher.length ? at(teacher, n, V) : this.read();
		}
	}
}

/** v_n ~ U(-noise, noise), [N]. */
export function stateNoise(v: Float64Array, noise: number, random: RandomStream): void {
	for (let j = 0; j < v.length; j++) v[j] = noise * (2 * random.uniform() - 1);
}

/** Row n of [T,width]. */
function at(rows: ArrayLike<number>, n: number, width: number): Float64Array {
	const row = new Float64Array(width);
	for (let j = 0; j < width; j++) row[j] = rows[n * width + j]!;
	return row;
}

function tooShort(what: string, got: number, [T, width]: [number, number]) {
	return fail("E_SHAPE", { what, why: { reason: "length", got, wanted: T * width, shape: `${T} x ${width}` } });
}
