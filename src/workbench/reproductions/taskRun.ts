/**
 * One run on a task, as in the papers on long lags: trains until few enough fresh test sequences are wrong or the
 * budget is spent. Both the best and the last error are reported because plain SGD may find a solution and lose it
 * again.
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

// type aliases because an interface is not assignable to Json
export type TaskRunRequest = {
	task: string;
	taskOptions?: { values?: number; positions?: number; all?: boolean };
	/** Options for parseTaskOptions. */
	options: { [name: string]: string | number };
	/**
	 * Initial biases of the input gates instead of 0, one per unit; negative values give initially closed gates, as in
	 * 1997.
	 */
	inputGateBias?: number[];
	/** Largest number of updates. */
	updates: number;
	/** Updates between two error checks. */
	every: number;
	/** Fresh sequences per error check. If few enough are wrong, `test` other sequences decide. */
	look: number;
	test: number;
	/** Sequences of the check that share one length and are read in parallel. Default: 100. */
	side?: number;
	/** Length or range of the sequences of the checks. Default: that of training. */
	lookLength?: string;
	/** Largest fraction of wrong sequences that counts as success and ends the run. */
	allowed: number;
	/** Alternative success criterion: the loss stayed below `loss` for this many consecutive updates. */
	streak?: { loss: number; updates: number };
	/** Lengths or ranges to test the final weights on. */
	lengths: string[];
};

export type TaskRunResult = {
	updates: number;
	sequences: number;
	/** Updates until success; null if the budget ran out first. */
	solved: number | null;
	/** Lowest fraction of wrong sequences over all checks, and the number of updates at that check. */
	best: number;
	bestAt: number;
	last: number;
	/** Mean loss at the last check. */
	loss: number;
	/** [updates, fraction of wrong sequences], one point per check; thinned to about 200. */
	curve: [number, number][];
	/** Number of wrong sequences out of `test`, and their mean loss, for each of `lengths`. */
	wrong: number[];
	losses: number[];
	/** Whether values became NaN or infinite, which ends the run. */
	diverged: boolean;
	clippedShare: number;
};

/** State of the run besides its trainer's snapshot. */
type Memory = Pick<TaskRunResult, "best" | "bestAt" | "last" | "loss" | "curve" | "solved" | "diverged"> & {
	/** Consecutive updates whose loss was below the streak's limit. */
	row: number;
};

const POINTS = 200;
/** Updates between two yields to other work. */
const TURN = 20;

export async function taskRun(given: Json, host: JobHost): Promise<TaskRunResult> {
	return (await trainOnTask(given as TaskRunRequest, host, () => null)).run;
}

/** Runs a request and measures the trained network, before it is freed. */
export async function trainOnTask<M extends Json>(
	request: TaskRunRequest,
	{ engine, kept, turn }: JobHost,
	measure: (trainer: TaskTrainer) => M,
): Promise<{ run: TaskRunResult; measured: M }> {
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
		const run = { updates: step, sequences, ...told, wrong, losses, clippedShare };
		return { run, measured: measure(trainer) };
	} finally {
		trainer.free();
	}

	/** Checks the error at every interval and at the end; returns a word if the run is over. */
	async function lookIfDue(): Promise<"over" | undefined> {
		const over = () => memory.diverged || memory.solved !== null;
		const looked = memory.curve.at(-1)?.[0] ?? 0;
		const due = over() || trainer.step >= updates || trainer.step % every === 0;
		if (trainer.step > looked && due) await lookAtError();
		return over() ? "over" : undefined;
	}

	function errorOf(sequences: number, length: string = request.lookLength ?? options.length) {
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

/** About POINTS of the points, including the first and the last. */
function thinned(curve: readonly [number, number][]): [number, number][] {
	const apart = Math.ceil(curve.length / POINTS);
	return curve.filter((_, n) => n % apart === 0 || n === curve.length - 1);
}
