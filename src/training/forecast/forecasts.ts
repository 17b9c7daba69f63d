/** Forecasts of a trained network for a part of a series, and past its end. */
import type { SeriesTask } from "../../data/seriesTask.ts";
import type { TaskBatch } from "../../data/tasks/task.ts";
import { atOnce, type Work } from "../../kernels/work.ts";
import { freeRunInPieces, type Stepper } from "./freeRun.ts";

// B windows, K targets, T steps

/** A trained network with the interface that forecasting needs. */
export interface Forecaster {
	/** Returns the outputs [T,B,K], with each sequence run from a zero state. */
	outputs(batch: TaskBatch): ArrayLike<number>;
	/** Returns the network in a zero state, to be run one step at a time. */
	stepper(): Stepper;
	/** Window length, in steps. The first half only warms up the state. Absent: the whole past is seen. */
	length?: number;
	/** Maximum number of sequences in a batch. Absent: no limit. */
	lanes?: number;
	/** Number of first steps that only warm up the state; their outputs are not forecasts. Default: 0. */
	washout?: number;
}

const WINDOWS = 32;
/** Number of windows read before the first step past the end. */
const CONTEXT = 2;

/** Returns the forecast values of all rows in task.answers, in order, [rows,K]. Calls `pause` between batches. */
export async function forecastPart(
	task: SeriesTask,
	{ outputs, length }: Forecaster,
	pause: (done: number, total: number) => void | Promise<void> = () => {},
): Promise<Float64Array> {
	const K = task.outputs;
	const [from, to] = task.answers;
	const rows = new Float64Array((to - from) * K);
	let filled = 0;
	const take = (batch: TaskBatch) => {
		const said = outputs(batch);
		for (let b = 0; b < batch.B; b++) {
			for (let t = 0; t < batch.lengths[b]!; t++) {
				const at = (t * batch.B + b) * K;
				if (Number.isNaN(batch.values![at]!)) continue;
				for (let k = 0; k < K; k++) rows[filled++] = said[at + k]!;
			}
		}
	};
	if (length === undefined) take(task.whole());
	else {
		const set = task.inOrder(Math.min(length, task.lengths.max));
		for (let first = 0; first < set.count; first += WINDOWS) {
			take(set.batch(first, Math.min(WINDOWS, set.count - first)));
			await pause(Math.min(set.count, first + WINDOWS), set.count);
		}
	}
	return task.valuesOf(rows);
}

/** Returns forecasts of the `steps` rows after the first N, [steps,K]. `foretellable` limits `steps` (freeRun.ts). */
export function forecastOn(task: SeriesTask, forecaster: Forecaster, N: number, steps: number): Float64Array {
	return atOnce(forecastInPieces(task, forecaster, N, steps));
}

/** `forecastOn` in pieces. */
export function forecastInPieces(
	task: SeriesTask,
	{ stepper, length }: Forecaster,
	N: number,
	steps: number,
): Work<Float64Array> {
	const past = length === undefined ? N : Math.max(CONTEXT * length, task.forecast.horizon);
	return freeRunInPieces(task.form.stepper(stepper()), task.seen([Math.max(0, N - past), N]), task.forecast, steps);
}
