/** The forecasts that a trained network gives for a part of a series, and beyond its end. */
import type { SeriesTask } from "../../data/seriesTask.ts";
import type { TaskBatch } from "../../data/tasks/task.ts";
import { freeRun, type Stepper } from "./freeRun.ts";

// B windows, K targets, T steps

/** A trained network as forecasting needs it. */
export interface Forecaster {
	/** Outputs [T,B,K], each sequence from a zero state. */
	outputs(batch: TaskBatch): ArrayLike<number>;
	/** The same network from a zero state, a step at a time. */
	stepper(): Stepper;
	/** Steps of the windows that it sees: the first half of each only brings its state up. Absent: its whole past. */
	length?: number;
	/** First steps of a sequence that only bring the state up from zero: what it says there is no forecast. Default 0. */
	washout?: number;
}

const WINDOWS = 32;
/** Windows seen before the first step beyond the end. */
const CONTEXT = 2;

/** For each of task.answers, in order of the rows: [rows,K]. `pause` is called between batches. */
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
	return rows;
}

/** The `steps` rows after the last one that is seen, N: [steps,K]. See freeRun for how far that can be. */
export function forecastOn(task: SeriesTask, { stepper, length }: Forecaster, N: number, steps: number): Float64Array {
	const past = length === undefined ? N : Math.max(CONTEXT * length, task.forecast.horizon);
	return freeRun(stepper(), task.seen([Math.max(0, N - past), N]), task.forecast, steps);
}
