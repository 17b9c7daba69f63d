/** A network trained on a task or a series, to be evaluated on any part of its data and to forecast. */
import type { Weights } from "../cells/weights.ts";
import type { Task, TaskBatch, TaskSet } from "../data/tasks/task.ts";
import type { Engine } from "../kernels/kernels.ts";
import type { RandomStream } from "../kernels/random.ts";
import type { EchoTrainer } from "./echo/echoTrainer.ts";
import { echoSet, evaluateEcho } from "./echo/evaluateEcho.ts";
import type { Forecaster } from "./forecast/forecasts.ts";
import { echoStepper, stackStepper } from "./forecast/freeRun.ts";
import {
	evaluateTask,
	heldOutSet,
	sideBySide,
	type TaskEvaluation,
	type TaskScoreOptions,
} from "./task/evaluateTask.ts";
import { TaskWindow } from "./task/taskWindow.ts";

export interface Measure extends TaskScoreOptions {
	/** Maximum number of sequences. */
	sequences: number;
	/** Shortest and longest sequence, in steps. */
	lengths: [number, number];
	/** Stream that fresh sequences are drawn from. */
	random: RandomStream;
}

export interface Network {
	evaluate(task: Task, measure: Measure): Promise<TaskEvaluation>;
	/** Returns the network as a forecaster of a series. */
	forecaster(): Forecaster;
}

/** @param longest length of the longest training sequence: how many past steps of a series the network sees. */
export function stackNetwork(engine: Engine, weights: Weights, longest: number): Network {
	return {
		evaluate(task, { sequences, lengths, random, ...calls }) {
			const set = heldOutSet(task, sequences, lengths, random);
			return evaluateTask(engine, weights, task, set, { batch: sideBySide(lengths[1]), ...calls });
		},
		forecaster: () => stackForecaster(engine, weights, longest),
	};
}

/**
 * An echo state network with its readout. It reads a series as one sequence and scores it after the washout. On a task it
 * is scored at the same steps as every other network.
 */
export function echoNetwork(trainer: EchoTrainer): Network {
	return {
		evaluate(task, { sequences, lengths, random, ...calls }) {
			const set: TaskSet = echoSet(task, sequences, lengths, random);
			return evaluateEcho(trainer, task, set, { ...calls, skip: task.whole ? trainer.washout : 0 });
		},
		forecaster: () => echoForecaster(trainer),
	};
}

function stackForecaster(engine: Engine, weights: Weights, length: number): Forecaster {
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

function echoForecaster(trainer: EchoTrainer): Forecaster {
	return {
		lanes: trainer.network.reservoir.spec.lanes ?? 1,
		washout: trainer.washout,
		outputs: (batch) => trainer.outputs(batch),
		stepper: () => echoStepper(trainer.network),
	};
}
