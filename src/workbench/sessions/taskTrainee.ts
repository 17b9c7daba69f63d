/** A task and the model trained on it, as a session trains them. */
import { baselineOf } from "../../data/tasks/task.ts";
import { type Probe, taskProbe } from "../../diagnosis/record.ts";
import { RandomStream } from "../../kernels/random.ts";
import { heldOutSet, sideBySide, type TaskEvaluation } from "../../training/evaluateTask.ts";
import { lossUnitOf } from "../../training/lossUnit.ts";
import type { Snapshot } from "../../training/snapshot.ts";
import type { TaskStepReport, TaskTrainer } from "../../training/taskTrainer.ts";
import { type OpenData, titleOf } from "../datasets/dataSpec.ts";
import { seriesErrors, stackForecaster } from "../models/seriesForecasts.ts";
import type { Closing, TaskResult } from "./events.ts";
import { OfTrainer } from "./ofTrainer.ts";
import { commonResult, unlessAborted } from "./result.ts";
import type { EvaluateHooks, Trainee, Validation, ValidationPlan } from "./trainee.ts";

/** Sequences that the recorder measures the model on. */
const PROBES = 8;

export class TaskTrainee extends OfTrainer<TaskTrainer> implements Trainee<TaskStepReport> {
	readonly validation: ValidationPlan;
	readonly #data: OpenData;

	/** `trainer` trains on `data.parts.train`. */
	constructor(trainer: TaskTrainer, data: OpenData) {
		super(trainer);
		const { options } = trainer;
		this.#data = data;
		const { valid } = data.parts;
		const [, longest] = trainer.lengths;
		const least = options.stopAtError === undefined ? 200 : 1000; // a mark that ends the run is to mean something
		this.validation = {
			available: valid ? (valid.inOrder?.(longest).count ?? Number.POSITIVE_INFINITY) : 0,
			...{ share: 0.2, least, most: 1000, finalLeast: 1000, finalMost: 10_000, perSecond: 100 },
		};
	}

	get seen(): number {
		return this.trainer.sequences;
	}

	get seenPerStep(): number {
		return this.options.batch;
	}

	/** 0 of a task without end. */
	get stepsPerEpoch(): number {
		const { task, lengths } = this.trainer;
		return Math.ceil((task.inOrder?.(lengths[1]).count ?? 0) / this.options.batch);
	}

	get ignorantLoss(): number {
		return this.trainer.ignorantLoss;
	}

	async update(progress: number, rate: number): Promise<TaskStepReport> {
		return this.trainer.update(progress, rate);
	}

	async restore(snapshot: Snapshot): Promise<void> {
		this.trainer.restore(snapshot);
	}

	async validate(limit: number, hooks: EvaluateHooks): Promise<Validation> {
		const { loss, errorShare, sequences } = await this.#evaluate(limit, hooks, "validation");
		const { stopAtError } = this.options;
		return { loss, errorShare, scored: sequences, reached: stopAtError !== undefined && errorShare <= stopAtError };
	}

	/** Sequences of the closing evaluation are others than those of a validation at the same step. */
	#evaluate(sequences: number, hooks: EvaluateHooks, purpose: "validation" | "closing"): Promise<TaskEvaluation> {
		const { lengths, step } = this.trainer;
		const random = new RandomStream(this.options.seed, `${purpose} at ${step}`);
		const set = heldOutSet(this.#data.parts.valid!, sequences, lengths, random);
		return this.trainer.evaluateSet(set, { batch: sideBySide(lengths[1]), ...hooks });
	}

	async probe(): Promise<Probe> {
		return taskProbe(this.trainer.window(PROBES));
	}

	startFacts() {
		const { trainer } = this;
		const { inputs, outputs } = trainer.task;
		const baseline = baselineAt(trainer);
		const facts = { task: titleOf(this.#data.spec), length: this.options.length, inputs, outputs };
		return { ...facts, baseline, lossUnit: lossUnitOf(trainer.task.head) };
	}

	stepFacts({ loss, lossSmooth, shrunk }: TaskStepReport, sequencesPerSecond: number) {
		return { loss, lossSmooth, ...(shrunk && { shrunk }), sequencesPerSecond };
	}

	lineFacts(_: TaskStepReport, loss: number, sequencesPerSecond: number) {
		return { loss, sequencesPerSecond };
	}

	validFacts({ loss, errorShare = 0, scored }: Validation) {
		return { loss, errorShare, sequences: scored };
	}

	validLine({ loss, errorShare = 0, scored }: Validation) {
		return { validLoss: loss, errorShare, sequences: scored };
	}

	/** Measured on no more sequences than were trained on, where those are above the least. */
	async result(closing: Closing, hooks: EvaluateHooks): Promise<TaskResult> {
		const { trainer, options } = this;
		const { ended, progress } = closing;
		const finalSize = Math.min(closing.finalSize, Math.max(this.validation.finalLeast, this.seen));
		const measured =
			finalSize > 0 && ended !== "signal"
				? await unlessAborted(this.#evaluate(finalSize, hooks, "closing"), hooks.signal)
				: undefined;
		const errors = measured && (await this.#seriesErrors());
		const { bestValid, bestStep, bestError, lowestError, lowestErrorStep } = progress;
		return {
			...commonResult(this, closing),
			...{ task: titleOf(this.#data.spec), length: options.length },
			...{ sequences: trainer.sequences, sequencesPerSecond: closing.perSecond },
			lossUnit: lossUnitOf(trainer.task.head),
			loss: { train: this.step === 0 ? null : trainer.lossSmooth, valid: measured?.loss ?? null },
			...{ errorShare: measured?.errorShare ?? null, validSequences: measured?.sequences ?? 0 },
			baseline: baselineAt(trainer),
			best:
				bestValid === null || bestError === null ? null : { step: bestStep, loss: bestValid, errorShare: bestError },
			lowestError: lowestError === null ? null : { step: lowestErrorStep, errorShare: lowestError },
			...(errors && { series: errors }),
		};
	}

	async #seriesErrors() {
		const { series } = this.#data;
		const [, longest] = this.trainer.lengths;
		return series && seriesErrors(series, "valid", stackForecaster(this.engine, this.weights, longest));
	}
}

/** At the middle of the run's lengths, where it differs from length to length. */
function baselineAt({ task, lengths: [from, to] }: TaskTrainer): number | null {
	return baselineOf(task, Math.round((from + to) / 2)) ?? null;
}
