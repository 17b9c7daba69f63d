/** The forecasts of a trained network for a series: its errors beside those that need no network. */
import type { Weights } from "../../cells/weights.ts";
import type { Rows } from "../../data/series.ts";
import type { SeriesTask } from "../../data/seriesTask.ts";
import type { TaskBatch } from "../../data/tasks/task.ts";
import type { Engine } from "../../kernels/kernels.ts";
import type { EchoTrainer } from "../../training/echoTrainer.ts";
import { forecastErrors, type TargetErrors } from "../../training/forecastErrors.ts";
import { type Forecaster, forecastPart } from "../../training/forecasts.ts";
import { echoStepper, stackStepper } from "../../training/freeRun.ts";
import { TaskWindow } from "../../training/taskWindow.ts";
import type { SeriesData } from "../datasets/seriesData.ts";

export interface SeriesErrors {
	/** Rows that were forecast. */
	rows: number;
	/** Rows from the last one seen to the one that is forecast. */
	horizon: number;
	targets: TargetErrors[];
}

/** @param length longest of the sequences that the stack was trained on: what it sees of the past. */
export function stackForecaster(engine: Engine, weights: Weights, length: number): Forecaster {
	const window = new TaskWindow(engine, weights, { training: false, omega: false });
	return {
		length,
		outputs(batch: TaskBatch) {
			const { window: pass } = window.load(batch);
			pass.forward({ steps: batch.T });
			return pass.logits;
		},
		stepper: () => stackStepper(engine, weights).step,
	};
}

export function echoForecaster(trainer: EchoTrainer): Forecaster {
	return {
		washout: trainer.washout,
		outputs: (batch) => trainer.outputs(batch),
		stepper: () => echoStepper(trainer.network),
	};
}

/** The same part without the rows that only bring the state up from zero. */
export function warmedUp(
	{ ask }: Pick<SeriesData, "ask">,
	task: SeriesTask,
	{ washout = 0 }: Pick<Forecaster, "washout">,
): SeriesTask {
	const [from, to] = task.answers;
	return from < washout && washout < to ? ask([washout, to]) : task;
}

/** Of a part of the run's series, or of every row of another file (`data.all`). */
export async function seriesErrors(
	data: Pick<SeriesData, "spec" | "series" | "all" | "ask"> & Partial<Pick<SeriesData, "parts">>,
	part: "train" | "valid" | "test" | "all",
	forecaster: Forecaster,
	pause?: (done: number, total: number) => void | Promise<void>,
): Promise<SeriesErrors> {
	const task = warmedUp(data, (part === "all" ? data.all : data.parts?.[part]) as SeriesTask, forecaster);
	const forecasts = await forecastPart(task, forecaster, pause);
	return errorsOf(data, task.answers, forecasts);
}

export function errorsOf(
	{ spec, series }: Pick<SeriesData, "spec" | "series">,
	rows: Rows,
	forecasts: Float64Array,
): SeriesErrors {
	const { scaling, horizon } = spec;
	const targets = forecastErrors(series, scaling, horizon, rows, forecasts);
	return { rows: rows[1] - rows[0], horizon, targets };
}
