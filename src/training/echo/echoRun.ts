/**
 * A run of an echo state network: the loop drives the reservoir through the data, then the readout is found and measured.
 * There is no gradient and no rate; files, events and result are those of every run.
 */

import type { SluiceError } from "../../errors/index.ts";
import { RandomStream } from "../../kernels/random.ts";
import type { Work } from "../../kernels/work.ts";
import { seriesErrors } from "../forecast/seriesErrors.ts";
import { type Host, inTurns, SAVE_SECONDS } from "../host.ts";
import type { Json } from "../json.ts";
import type { Keeper } from "../keeper.ts";
import { loop } from "../loop.ts";
import type { TaskResult, TrainEvent } from "../run/events.ts";
import { unlessAborted } from "../run/result.ts";
import type { TaskEvaluation } from "../task/evaluateTask.ts";
import { labelScores } from "../task/labelScores.ts";
import { lossUnitOf } from "../task/lossUnit.ts";
import { baselineAt } from "../task/taskSubject.ts";
import { echoReport } from "./echoReport.ts";
import type { EchoFit } from "./echoSnapshot.ts";
import type { EchoSubject } from "./echoSubject.ts";
import { RIDGES } from "./echoTrainer.ts";
import { echoSet, evaluateEcho } from "./evaluateEcho.ts";

/** Steps of an endless task for selecting the ridge and for the closing evaluation, in 20 to 1000 sequences. */
const VALIDATION_STEPS = 20_000;
const CLOSING_STEPS = 200_000;

export interface EchoRunRequest {
	subject: EchoSubject;
	keeper: Keeper;
	host: Host;
	/** Duration of earlier sessions, in seconds. */
	before: number;
	/** Why a faster engine is not used. */
	notice?: SluiceError;
	onEvent(event: TrainEvent): void;
	signal?: AbortSignal;
}

/** Runs, evaluates and returns the result. @throws E_SINGULAR if the rows do not determine a readout. */
export async function runEcho(request: EchoRunRequest): Promise<TaskResult> {
	const { subject, keeper, host, before, onEvent, signal } = request;
	const { trainer } = subject;
	const seconds = () => before + host.clock();
	const save = (loss: number | null) => {
		const snapshot = trainer.snapshot();
		snapshot.state.progress = { seconds: seconds() } as Json;
		const folder = keeper.checkpoint(snapshot, trainer.step, loss, trainer.step);
		onEvent({ type: "checkpoint", step: trainer.step, folder });
	};
	try {
		onEvent(startEvent(request));
		await drive(request, () => save(null));
		const solved = trainer.fitted !== undefined;
		const whole = signal?.aborted ? undefined : await unlessAborted(finish(request), signal);
		if (!whole) {
			if (!solved) trainer.fitted = undefined; // the ridge was not chosen yet
			save(null);
		} else {
			const { valid } = whole;
			const { condition, ridge } = trainer.fitted!;
			const measured = valid && { validLoss: valid.loss, errorShare: valid.errorShare, sequences: valid.sequences };
			keeper.metric({ step: trainer.step, ...measured, condition, ridge, seconds: seconds() });
			save(valid && !Number.isNaN(valid.loss) ? valid.loss : null);
		}
		const result = await resultOf(request, whole, seconds());
		keeper.close(whole ? "finished" : "stopped");
		onEvent({ type: "done", result, sample: "" });
		return result;
	} finally {
		keeper.close("stopped");
	}
}

/** Drives the reservoir through the data, with a save every 30 seconds, in the middle of an update too. */
async function drive({ subject, host, onEvent, signal }: EchoRunRequest, save: () => void): Promise<void> {
	const { clock, turn } = host;
	const { trainer } = subject;
	const total = trainer.totalSteps;
	let saved = clock();
	const due = () => clock() - saved > SAVE_SECONDS;
	const onProgress = (share: number) => onEvent({ type: "fit", what: "drive", done: trainer.step + share, total });
	await loop({
		...{ subject, clock, turn, signal },
		share: () => (signal?.aborted ? 1 : trainer.step / total),
		schedule: () => trainer.step / total,
		async after() {
			if (due()) {
				save();
				saved = clock();
			}
			return undefined;
		},
		pauses: {
			stop: () => signal?.aborted === true || due(),
			run: (work) => inTurns(work, host, { onProgress }),
		},
	});
}

/** Solves the readout, selects the ridge by validation loss unless it is given, and runs the closing evaluation. */
async function finish({ subject, host, onEvent, signal }: EchoRunRequest) {
	const { trainer, network, data } = subject;
	const { valid, series, labelled } = data;
	const request = (steps: number, purpose: string, onProgress: (done: number, total: number) => void) => {
		const { lengths, options, step } = trainer;
		const sequences = Math.max(20, Math.min(1000, Math.floor(steps / lengths[1])));
		const random = new RandomStream(options.seed, `${purpose} at ${step}`);
		const turning = async (done: number, total: number) => {
			onProgress(done, total);
			await host.turn();
		};
		return { sequences, lengths, random, onProgress: turning, signal };
	};
	if (!trainer.fitted) {
		let tried = 0;
		const total = trainer.options.ridge === undefined && valid ? RIDGES.length + 1 : 1;
		const solve = (work: Work<EchoFit>) => {
			const before = tried++;
			const onProgress = (share: number) => onEvent({ type: "fit", what: "solve", done: before + share, total });
			onProgress(0);
			return inTurns(work, host, { onProgress, signal });
		};
		const error = async () => {
			const { sequences, lengths, random, ...calls } = request(VALIDATION_STEPS, "validation", () => {});
			const set = echoSet(valid!, sequences, lengths, random);
			const learned = { ...calls, skip: trainer.washout }; // the readout is not fitted to the steps of the washout
			return (await evaluateEcho(trainer, valid!, set, learned)).loss;
		};
		await host.turn();
		await trainer.solve(valid && error, solve);
	}
	const report = (done: number, total: number) =>
		onEvent({ type: "finish", what: "evaluate", doneSymbols: done, totalSymbols: total });
	const closing = valid && (await network.evaluate(valid, request(CLOSING_STEPS, "closing", report)));
	const errors = series && valid && (await seriesErrors(series, "valid", network.forecaster()));
	const scored = { sequences: closing?.sequences, signal };
	const labels = labelled && (await labelScores(labelled, network.forecaster(), scored));
	return { valid: closing, errors, labels };
}

function startEvent({ subject, keeper, notice }: EchoRunRequest): TrainEvent {
	const { engine, options, parameters, step, trainer, data } = subject;
	const { task } = trainer;
	return {
		...{ type: "start", run: keeper.name, folder: keeper.folder, engine: engine.name, build: engine.build, notice },
		...{ threads: engine.threads, seed: options.seed, parameters, fromStep: step, options: { ...options } },
		...{ task: data.title, length: options.length, inputs: task.inputs, outputs: task.outputs },
		...{ baseline: baselineAt(trainer), lossUnit: lossUnitOf(task.head) },
	};
}

async function resultOf(
	{ subject, keeper, host }: EchoRunRequest,
	whole: { valid?: TaskEvaluation; errors?: TaskResult["series"]; labels?: TaskResult["labels"] } | undefined,
	seconds: number,
): Promise<TaskResult> {
	const { engine, options, step, parameters, trainer, data } = subject;
	const { task, sequences, fitted, start, network } = trainer;
	const regression = task.head === "regression";
	const squares = fitted?.rmse.reduce((sum, rmse) => sum + rmse ** 2, 0) ?? 0;
	const { valid = undefined, errors, labels } = whole ?? {};
	const weightsSha256 = await host.sha256(start.w_in, start.w, start.b, network.readout);
	return {
		...{ run: keeper.name, engine: engine.name, threads: engine.threads, seed: options.seed, steps: step, parameters },
		...{ clippedShare: 0, rollbacks: [], weightsSha256, seconds, ended: whole ? "budget" : "signal" },
		...{ folder: keeper.folder, task: data.title, length: options.length, sequences },
		...{ sequencesPerSecond: sequences / Math.max(1e-9, host.clock()), lossUnit: lossUnitOf(task.head) },
		loss: { train: fitted && regression ? squares / task.outputs : null, valid: valid?.loss ?? null },
		...{ errorShare: valid?.errorShare ?? null, validSequences: valid?.sequences ?? 0, baseline: baselineAt(trainer) },
		...{ best: null, lowestError: null },
		...(errors && { series: errors }),
		...(labels && { labels }),
		...(fitted && { echo: echoReport(trainer) }),
	};
}
