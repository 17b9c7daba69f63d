/**
 * The run of an echo state network: drives its reservoir through the data, finds the readout, measures it. There is no
 * gradient and no rate, so it has a loop of its own; its files, its events and its result are those of every run.
 */
import { baselineOf } from "../../data/tasks/task.ts";
import { RandomStream } from "../../kernels/random.ts";
import type { Work } from "../../kernels/work.ts";
import { type EchoFit, type EchoTrainer, RIDGES } from "../../training/echoTrainer.ts";
import { echoSet, evaluateEcho } from "../../training/evaluateEcho.ts";
import type { TaskEvaluation } from "../../training/evaluateTask.ts";
import { lossUnitOf } from "../../training/lossUnit.ts";
import type { Json } from "../../training/snapshot.ts";
import { type OpenData, titleOf } from "../datasets/dataSpec.ts";
import { sha256 } from "../disk/sha256.ts";
import { engineNotice } from "../machine/engines.ts";
import { inTurns, turn } from "../machine/turns.ts";
import { echoReport } from "../models/echoReport.ts";
import { echoForecaster, seriesErrors } from "../models/seriesForecasts.ts";
import type { WritableRun } from "../runs/runStore.ts";
import type { TaskResult, TrainEvent } from "./events.ts";
import { unlessAborted } from "./result.ts";

const SAVE_SECONDS = 30;
/** Steps of a task without end that a ridge is chosen on, and that the closing numbers come from; in 1000 sequences at most. */
const VALIDATION_STEPS = 20_000;
const CLOSING_STEPS = 200_000;

export interface EchoSession {
	run: WritableRun<unknown>;
	trainer: EchoTrainer;
	data: OpenData;
	/** Seconds that earlier sessions took. */
	before: number;
	clock(): number;
	onEvent(event: TrainEvent): void;
	signal?: AbortSignal;
}

/** @throws E_SINGULAR where the rows do not determine a readout. */
export async function runEcho(session: EchoSession): Promise<TaskResult> {
	const { run, trainer, before, clock, onEvent, signal } = session;
	const { engine, options } = trainer;
	const seconds = () => before + clock();
	let saved = clock();
	const save = (loss?: number) => {
		const snapshot = trainer.snapshot();
		snapshot.state.progress = { seconds: seconds() } as Json;
		const validLossNats = loss === undefined || Number.isNaN(loss) ? {} : { validLossNats: loss };
		const { path } = run.save(snapshot, { step: trainer.step, ...validLossNats, keepLast: 1, keepBest: 0 });
		saved = clock();
		onEvent({ type: "checkpoint", step: trainer.step, folder: path });
	};
	const total = trainer.totalSteps;
	try {
		onEvent({
			...{ type: "start", run: run.name, folder: run.folder, engine: engine.name, build: engine.build },
			...{ notice: engineNotice(engine), threads: engine.threads, seed: options.seed },
			...{ parameters: trainer.parameters, fromStep: trainer.step, options: { ...options } },
			...startFacts(session),
		});
		const due = () => clock() - saved > SAVE_SECONDS;
		const stop = () => signal?.aborted === true || due();
		const onProgress = (share: number) => onEvent({ type: "fit", what: "drive", done: trainer.step + share, total });
		while (trainer.step < total && !signal?.aborted) {
			await inTurns(trainer.updating(stop), { onProgress });
			if (due()) save();
		}
		const solved = trainer.fitted !== undefined;
		const whole = signal?.aborted ? undefined : await unlessAborted(finish(session), signal);
		if (!whole) {
			if (!solved) trainer.fitted = undefined; // the ridge was not chosen yet
			save();
		} else {
			const { valid } = whole;
			const { condition, ridge } = trainer.fitted!;
			const measured = valid && { validLoss: valid.loss, errorShare: valid.errorShare, sequences: valid.sequences };
			run.metrics.append({ step: trainer.step, ...measured, condition, ridge, seconds: seconds() });
			save(valid?.loss);
		}
		const result = resultOf(session, whole, seconds());
		run.close(whole ? "finished" : "stopped");
		onEvent({ type: "done", result, sample: "" });
		return result;
	} finally {
		run.close("stopped");
	}
}

/** The readout, with the ridge that validates best where none was asked for; then the closing numbers. */
async function finish({ trainer, data, onEvent, signal }: EchoSession) {
	const { valid } = data.parts;
	const measure = (steps: number, purpose: string, onProgress: (done: number, total: number) => void) => {
		const sequences = Math.max(20, Math.min(1000, Math.floor(steps / trainer.lengths[1])));
		const random = new RandomStream(trainer.options.seed, `${purpose} at ${trainer.step}`);
		const turning = async (done: number, total: number) => {
			onProgress(done, total);
			await turn();
		};
		const set = echoSet(valid!, sequences, trainer.lengths, random);
		return evaluateEcho(trainer, valid!, set, { onProgress: turning, signal, skip: trainer.washout });
	};
	if (!trainer.fitted) {
		let tried = 0;
		const total = trainer.options.ridge === undefined && valid ? RIDGES.length + 1 : 1;
		const solve = (work: Work<EchoFit>) => {
			const before = tried++;
			const onProgress = (share: number) => onEvent({ type: "fit", what: "solve", done: before + share, total });
			onProgress(0);
			return inTurns(work, { onProgress, signal });
		};
		const error = async () => (await measure(VALIDATION_STEPS, "validation", () => {})).loss;
		await turn();
		await trainer.solve(valid && error, solve);
	}
	const tell = (done: number, total: number) =>
		onEvent({ type: "finish", what: "evaluate", doneSymbols: done, totalSymbols: total });
	const closing = valid && (await measure(CLOSING_STEPS, "closing", tell));
	const errors = data.series && valid && (await seriesErrors(data.series, "valid", echoForecaster(trainer)));
	return { valid: closing, errors };
}

function startFacts({ trainer, data }: EchoSession) {
	const { task, options } = trainer;
	const facts = { task: titleOf(data.spec), length: options.length, inputs: task.inputs, outputs: task.outputs };
	return { ...facts, baseline: baselineAt(trainer), lossUnit: lossUnitOf(task.head) };
}

function baselineAt({ task, lengths: [from, to] }: EchoTrainer): number | null {
	return baselineOf(task, Math.round((from + to) / 2)) ?? null;
}

function resultOf(
	{ run, trainer, data, clock }: EchoSession,
	whole: { valid?: TaskEvaluation; errors?: TaskResult["series"] } | undefined,
	seconds: number,
): TaskResult {
	const { engine, options, task, sequences, step, parameters, fitted, start, network } = trainer;
	const regression = task.head === "regression";
	const squares = fitted?.rmse.reduce((sum, rmse) => sum + rmse ** 2, 0) ?? 0;
	const { valid = undefined, errors } = whole ?? {};
	return {
		...{ run: run.name, engine: engine.name, threads: engine.threads, seed: options.seed, steps: step, parameters },
		...{
			clippedShare: 0,
			rollbacks: [],
			weightsSha256: sha256(start.w_in, start.w, start.b, network.readout),
			seconds,
			ended: whole ? "budget" : "signal",
		},
		...{ folder: run.folder, task: titleOf(data.spec), length: options.length, sequences },
		...{ sequencesPerSecond: sequences / Math.max(1e-9, clock()), lossUnit: lossUnitOf(task.head) },
		loss: { train: fitted && regression ? squares / task.outputs : null, valid: valid?.loss ?? null },
		...{ errorShare: valid?.errorShare ?? null, validSequences: valid?.sequences ?? 0, baseline: baselineAt(trainer) },
		...{ best: null, lowestError: null },
		...(errors && { series: errors }),
		...(fitted && { echo: echoReport(trainer) }),
	};
}
