/** The trained network of a run on a task or a series, whichever of the two kinds it is: measured, and let forecast. */
import { Weights } from "../../cells/weights.ts";
import type { Task } from "../../data/tasks/task.ts";
import type { Engine } from "../../kernels/kernels.ts";
import type { RandomStream } from "../../kernels/random.ts";
import { EchoTrainer } from "../../training/echoTrainer.ts";
import { echoSet, evaluateEcho } from "../../training/evaluateEcho.ts";
import {
	evaluateTask,
	heldOutSet,
	sideBySide,
	type TaskEvaluation,
	type TaskScoreOptions,
} from "../../training/evaluateTask.ts";
import type { Forecaster } from "../../training/forecasts.ts";
import type { Snapshot } from "../../training/snapshot.ts";
import { lengthsOf } from "../../training/taskOptions.ts";
import { taskModel } from "../../training/taskTrainer.ts";
import { inTurns } from "../machine/turns.ts";
import { type EchoConfig, isEcho, type TaskConfig } from "../runs/config.ts";
import { echoForecaster, stackForecaster } from "./seriesForecasts.ts";

export interface Measure extends Omit<TaskScoreOptions, "batch"> {
	/** Sequences at most. */
	sequences: number;
	/** Shortest and longest. */
	lengths: [number, number];
	/** What fresh ones are drawn from. */
	random: RandomStream;
}

export interface DataModel {
	evaluate(task: Task, measure: Measure): Promise<TaskEvaluation>;
	forecaster: Forecaster;
	/** Of an echo state network: with its readout. */
	echo?: EchoTrainer;
}

/**
 * @param task the part that it was trained on.
 * @throws E_SINGULAR for an echo state network that was stopped before its rows determine a readout.
 */
export async function openDataModel(
	engine: Engine,
	config: TaskConfig | EchoConfig,
	task: Task,
	snapshot: Snapshot,
): Promise<DataModel> {
	if (isEcho(config)) {
		const echo = new EchoTrainer(engine, task, config.options, snapshot);
		if (!echo.fitted) await echo.solve(undefined, inTurns);
		return {
			echo,
			evaluate: (part, { sequences, lengths, random, ...calls }) =>
				evaluateEcho(echo, part, echoSet(part, sequences, lengths, random), { ...calls, skip: echo.washout }),
			forecaster: echoForecaster(echo),
		};
	}
	const weights = new Weights(engine, taskModel(config.options, task));
	weights.assign(snapshot.tensors);
	const [, longest] = lengthsOf(config.options.length, task, "--length");
	return {
		evaluate(part, { sequences, lengths, random, ...calls }) {
			const set = heldOutSet(part, sequences, lengths, random);
			return evaluateTask(engine, weights, part, set, { batch: sideBySide(lengths[1]), ...calls });
		},
		forecaster: stackForecaster(engine, weights, longest),
	};
}
