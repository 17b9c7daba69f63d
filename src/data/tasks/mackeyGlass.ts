/**
 * The Mackey-Glass series (Mackey & Glass 1977) by Jaeger's scheme (GMD report 148, 2001, and his toolbox):
 * dy/dt = .2 y(t - tau) / (1 + y(t - tau)^10) - .1 y(t), Euler steps of .1, every tenth kept, shown as tanh(y - 1).
 */
import type { RandomStream } from "../../kernels/random.ts";
import { checkRequest, checkWhole, LONGEST } from "./checks.ts";
import { wrongMeans } from "./scoring.ts";
import type { Task } from "./task.ts";

const STEPS_PER_UNIT = 10;

export interface MackeyGlassOptions {
	/** Whole, 1..1000; 17 is mildly chaotic, 30 wildly. */
	tau: number;
	/** Number of values, one per unit of time. */
	length: number;
	/** Time units run and dropped before the first value, so that it lies on the attractor. */
	washout?: number;
}

/** Returns y itself, one value per unit of time, from a history of 1.2 +- .1 drawn at every Euler step. */
export function mackeyGlass(random: RandomStream, { tau, length, washout = 1000 }: MackeyGlassOptions): Float64Array {
	checkWhole("tau", tau, 1, 1000);
	checkWhole("length", length, 1, 2 * LONGEST);
	checkWhole("washout", washout, 0, LONGEST);
	const history = Float64Array.from({ length: tau * STEPS_PER_UNIT }, () => 1.2 + 0.2 * (random.uniform() - 0.5));
	const kept = new Float64Array(length);
	let y = 1.2;
	let oldest = 0; // index in the ring `history` of y(t - tau)
	for (let unit = 1 - washout; unit <= length; unit++) {
		for (let step = 0; step < STEPS_PER_UNIT; step++) {
			const late = history[oldest]!;
			history[oldest] = y;
			oldest = oldest + 1 === history.length ? 0 : oldest + 1;
			const late2 = late * late;
			const late10 = late2 * late2 * late2 * late2 * late2;
			y += ((0.2 * late) / (1 + late10) - 0.1 * y) / STEPS_PER_UNIT;
		}
		if (unit > 0) kept[unit - 1] = y;
	}
	return kept;
}

/** Returns tanh(y - 1), the form networks are trained on and errors are measured in. */
export function mackeyGlassShown(y: Float64Array): Float64Array {
	return y.map((value) => Math.tanh(value - 1));
}

/** Variance of tanh(y - 1) on the attractor, which NRMSE is divided by. Jaeger gives .067 at tau 30; .0467 is measured. */
export const ATTRACTOR_VARIANCE: Readonly<Record<17 | 30, number>> = { 17: 0.0467, 30: 0.067 };

export interface MackeyGlassTaskOptions {
	/** Steps from the last input to the target, 1..1000. */
	horizon?: number;
	/** NRMSE above which a sequence counts as wrong. */
	tolerance?: number;
}

/** Every sequence is a segment of a series of its own; the target at each step is the value `horizon` steps later. */
export function mackeyGlassTask(tau: 17 | 30, { horizon = 1, tolerance = 0.1 }: MackeyGlassTaskOptions = {}): Task {
	checkWhole("horizon", horizon, 1, 1000);
	const task: Task = {
		name: `mackey-glass-${tau}`,
		inputs: 1,
		outputs: 1,
		input: "values",
		head: "regression",
		lengths: { min: 1, max: LONGEST, default: [100, 200] },
		forecast: { horizon, feeds: [0] },
		draw(random, request) {
			checkRequest(task, request);
			const { batch: B, length: T } = request;
			const x = new Float64Array(T * B); // [T,B,1]
			const values = new Float64Array(T * B); // [T,B,1]
			for (let b = 0; b < B; b++) {
				const shown = mackeyGlassShown(mackeyGlass(random, { tau, length: T + horizon }));
				for (let t = 0; t < T; t++) {
					x[t * B + b] = shown[t]!;
					values[t * B + b] = shown[t + horizon]!;
				}
			}
			return { T, B, lengths: new Int32Array(B).fill(T), x, values };
		},
		wrong: (batch, outputs) => wrongMeans(batch, outputs, 1, () => tolerance ** 2 * ATTRACTOR_VARIANCE[tau]),
	};
	return task;
}
