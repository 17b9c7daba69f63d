/** A network trained on a task or a series, to be asked: scored on any part of its data, and let forecast. */
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
	/** Sequences at most. */
	sequences: number;
	/** Shortest and longest. */
	lengths: [number, number];
	/** What fresh ones are drawn from. */
	random: RandomStream;
}

export interface Network {
	evaluate(task: Task, measure: Measure): Promise<TaskEvaluation>;
	/** Its forecasts of a series. */
	forecaster(): Forecaster;
}

/** @param longest of the sequences that it was trained on: what it sees of the past of a series. */
export function stackNetwork(engine: Engine, weights: Weights, longest: number): Network {
	return {
		evaluate(task, { sequences, lengths, random, ...calls }) {
			const set = heldOutSet(task, sequences, lengths, random);
			return evaluateTask(engine, weights, task, set, { batch: sideBySide(lengths[1]), ...calls });
		},
		forecaster: () => stackForecaster(engine, weights, longest),
	};
}

/** An echo state network with its readout: a series is read as one sequence, unscored until the washout is over. */
export function echoNetwork(trainer: EchoTrainer): Network {
	return {
		evaluate(task, { sequences, lengths, random, ...calls }) {
			const set: TaskSet = echoSet(task, sequences, lengths, random);
			return evaluateEcho(trainer, task, set, { ...calls, skip: trainer.washout });
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
		washout: trainer.washout,
		outputs: (batch) => trainer.outputs(batch),
		stepper: () => echoStepper(trainer.network),
	};
}
