/**
 * One run on a task, as the papers of long lags tell it: train until no more of the fresh test sequences are wrong than
 * allowed, or until the budget is spent. Both the best and the last error are told, since plain descent finds a solution
 * and may lose it again.
 */
import { taskNamed } from "../../data/tasks/registry.ts";
import type { Json } from "../../training/json.ts";
import { loop } from "../../training/loop.ts";
import { parseTaskOptions } from "../../training/options/taskOptions.ts";
import type { Snapshot } from "../../training/snapshot.ts";
import type { TaskEvaluation } from "../../training/task/evaluateTask.ts";
import { TaskTrainer } from "../../training/task/taskTrainer.ts";
import type { JobHost } from "../jobs/job.ts";
import { stopwatch } from "../machine/clock.ts";

// as type aliases, since an interface is no Json
export type TaskRunRequest = {
	task: string;
	taskOptions?: { values?: number; positions?: number; all?: boolean };
	/** Of parseTaskOptions. */
	options: { [name: string]: string | number };
	/** Start of the input gates' biases in place of 0, one a unit: gates that begin shut, as in 1997. */
	inputGateBias?: number[];
	/** Updates at most. */
	updates: number;
	/** Updates between two looks at the error. */
	every: number;
	/** Fresh sequences of a look; where few enough of them are wrong, `test` others decide. */
	look: number;
	test: number;
	/** Of these, sequences that are drawn with one length and read side by side. Default 100. */
	side?: number;
	/** Largest share of wrong sequences that is a success; it ends the run. */
	allowed: number;
	/** Success is, instead of that, that the loss of so many updates in a row was below `loss`. */
	streak?: { loss: number; updates: number };
	/** Lengths, or ranges, that the weights at the end are tested on. */
	lengths: string[];
};

export type TaskRunResult = {
	updates: number;
	sequences: number;
	/** Updates until success; null where the budget was spent before. */
	solved: number | null;
	/** Smallest share of wrong sequences of all looks, and the updates made by then. */
	best: number;
	bestAt: number;
	last: number;
	/** Mean loss at the last look. */
	loss: number;
	/** [updates, share of wrong sequences], a point a look; thinned to about 200. */
	curve: [number, number][];
	/** Wrong ones of `test` sequences and their mean loss, for each of `lengths`. */
	wrong: number[];
	losses: number[];
	/** The numbers went wrong, and the run ended. */
	diverged: boolean;
	clippedShare: number;
};

/** What the run knows besides its trainer's snapshot. */
type Memory = Pick<TaskRunResult, "best" | "bestAt" | "last" | "loss" | "curve" | "solved" | "diverged"> & {
	/** Updates in a row whose loss was below the streak's. */
	row: number;
};

const POINTS = 200;
/** Updates between two turns of others. */
const TURN = 20;

export async function taskRun(given: Json, { engine, kept, turn }: JobHost): Promise<TaskRunResult> {
	const request = given as TaskRunRequest;
	const { updates, every, look, test, side, allowed, streak, inputGateBias = [] } = request;
	const task = taskNamed(request.task, request.taskOptions ?? {});
	const options = parseTaskOptions({ warmup: 0, schedule: "constant", ...request.options }, task, "the reproduction");
	const trainer = new TaskTrainer(engine, task, options);
	trainer.weights.layer(0).b.set(inputGateBias); // block i is the first
	let memory: Memory = { best: 1, bestAt: 0, last: 1, loss: 0, curve: [], solved: null, diverged: false, row: 0 };
	if (kept) {
		memory = kept.state.memory as Memory;
		trainer.restore({ tensors: kept.tensors, state: kept.state.trainer as Snapshot["state"] });
	}
	const snapshot = (): Snapshot => {
		const { tensors, state } = trainer.snapshot();
		return { tensors, state: { step: trainer.step, trainer: state, memory } };
	};
	const share = () => trainer.step / updates;
	const pause = () => turn(share(), snapshot);
	try {
		await loop({
			subject: { update: async (at) => trainer.update(at) },
			...{ share, schedule: share, clock: stopwatch(), turn: pause, turnEvery: TURN, before: lookIfDue },
			after({ loss, divergence }) {
				const row = streak && loss < streak.loss ? memory.row + 1 : 0;
				const solved = streak && row >= streak.updates ? trainer.step : null;
				memory = { ...memory, diverged: divergence !== undefined, row, solved };
				return lookIfDue();
			},
		});
		const tests: TaskEvaluation[] = [];
		for (const length of request.lengths) tests.push(await errorOf(test, length));
		const { step, sequences, clippedShare } = trainer;
		const { row: _, ...told } = { ...memory, curve: thinned(memory.curve) };
		const [wrong, losses] = [tests.map(({ wrong }) => wrong), tests.map(({ loss }) => loss)];
		return { updates: step, sequences, ...told, wrong, losses, clippedShare };
	} finally {
		trainer.free();
	}

	/** Looks at the error every so many updates and at the end; a word where the run is over. */
	async function lookIfDue(): Promise<"over" | undefined> {
		const over = () => memory.diverged || memory.solved !== null;
		const looked = memory.curve.at(-1)?.[0] ?? 0;
		const due = over() || trainer.step >= updates || trainer.step % every === 0;
		if (trainer.step > looked && due) await lookAtError();
		return over() ? "over" : undefined;
	}

	function errorOf(sequences: number, length: string = options.length) {
		return trainer.evaluate({ sequences, length, batch: side, onProgress: pause });
	}

	async function lookAtError(): Promise<void> {
		let found = await errorOf(look);
		if (!streak && look < test && found.errorShare <= allowed) found = await errorOf(test);
		const { errorShare: last, loss } = found;
		const best = last < memory.best ? { best: last, bestAt: trainer.step } : {};
		const success = !streak && last <= allowed && found.sequences === test;
		const solved = success ? { solved: trainer.step } : {};
		memory = { ...memory, ...best, last, loss, ...solved, curve: [...memory.curve, [trainer.step, last]] };
	}
}

/** About POINTS of the points, the first and the last among them. */
function thinned(curve: readonly [number, number][]): [number, number][] {
	const apart = Math.ceil(curve.length / POINTS);
	return curve.filter((_, n) => n % apart === 0 || n === curve.length - 1);
}
