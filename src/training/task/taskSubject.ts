/** A subject for a task or a series and the model trained on it by gradient descent. */
import type { Weights } from "../../cells/weights.ts";
import type { LabelledTask } from "../../data/labels/labelledTask.ts";
import { baselineOf, type Task } from "../../data/tasks/task.ts";
import { type Probe, taskProbe } from "../../diagnosis/record.ts";
import type { Engine } from "../../kernels/kernels.ts";
import { RandomStream } from "../../kernels/random.ts";
import { type AskedSeries, rmseUnitOf, seriesErrors } from "../forecast/seriesErrors.ts";
import { type Network, stackNetwork } from "../network.ts";
import type { Closing, PairCounts, TaskResult } from "../run/events.ts";
import { commonResult, unlessAborted } from "../run/result.ts";
import type {
	EvaluateHooks,
	EvaluateRequest,
	GradientSubject,
	ProbeRequest,
	Scored,
	Scores,
	ValidationPlan,
} from "../subject.ts";
import { TrainerSubject } from "../trainerSubject.ts";
import { labelScores } from "./labelScores.ts";
import { lossUnitOf } from "./lossUnit.ts";
import type { TaskStepReport, TaskTrainer } from "./taskTrainer.ts";

/** Data of a subject, in addition to its training part. */
export interface TaskData {
	/** Name of the data, for example "copying:values=4" or "sunspots.csv:Sunspots". */
	title: string;
	/** Validation part; for an endless task, the same generator. Absent: no validation. */
	valid?: Task;
	/** The series. Absent for other tasks. */
	series?: AskedSeries;
	/** Validation part of labelled sequences. Absent for other data. */
	labelled?: LabelledTask;
	/** Set for pairs of questions and answers. */
	pairs?: true;
	/** Number of pairs in each part. Absent for other data. */
	pairCounts?: PairCounts;
	/** Answers a question by these weights with at most `length` symbols. Absent for data without questions to show. */
	answer?(engine: Engine, weights: Weights, length: number): string;
}

/** A trainer on a task or a series and its data, for the loop. */
export class TaskSubject extends TrainerSubject<TaskTrainer> implements GradientSubject<TaskStepReport> {
	readonly validation: ValidationPlan;
	readonly #data: TaskData;

	/** `trainer` trains on the training part of `data`. */
	constructor(trainer: TaskTrainer, data: TaskData) {
		super(trainer);
		const { options, lengths } = trainer;
		const [, longest] = lengths;
		const least = options.stopAtError === undefined ? 200 : 1000; // more sequences for an error rate that ends the run
		this.#data = data;
		this.validation = {
			available: data.valid ? (data.valid.inOrder?.(longest).count ?? Number.POSITIVE_INFINITY) : 0,
			...{ share: 0.2, least, most: 1000, finalLeast: 1000, finalMost: 10_000, perSecond: 100 },
		};
	}

	get network(): Network {
		return stackNetwork(this.engine, this.evaluated, this.trainer.lengths[1]);
	}

	get seen(): number {
		return this.trainer.sequences;
	}

	get seenPerStep(): number {
		return this.options.batch;
	}

	get stepsPerEpoch(): number {
		const { task, lengths } = this.trainer;
		return Math.ceil((task.inOrder?.(lengths[1]).count ?? 0) / this.options.batch);
	}

	get ignorantLoss(): number {
		return this.trainer.ignorantLoss;
	}

	/** Evaluates on fresh sequences of an endless task, or on the first sequences of the validation part. */
	async evaluate({ size, purpose, batch }: EvaluateRequest, hooks: EvaluateHooks = {}): Promise<Scores> {
		const { lengths, step } = this.trainer;
		const random = new RandomStream(this.options.seed, `${purpose} at ${step}`);
		const measure = { sequences: size, lengths, random, ...(batch !== undefined && { batch }), ...hooks };
		const { loss, errorShare, sequences } = await this.network.evaluate(this.#data.valid!, measure);
		return { loss, errorShare, scored: sequences };
	}

	write(length: number): string | undefined {
		return this.#data.answer?.(this.engine, this.evaluated, length);
	}

	reached({ errorShare = 1 }: Scores): boolean {
		const { stopAtError } = this.options;
		return stopAtError !== undefined && errorShare <= stopAtError;
	}

	async probe({ sequences = 8, lags, reach }: ProbeRequest = {}): Promise<Probe> {
		const window = this.trainer.window(sequences);
		window.forward();
		return taskProbe(window, { most: lags, reach });
	}

	startFacts() {
		const { task } = this.trainer;
		const facts = { task: this.#data.title, length: this.options.length, inputs: task.inputs, outputs: task.outputs };
		const { series } = this.#data;
		const { pairs, pairCounts } = this.#data;
		const unit = {
			...{ lossUnit: lossUnitOf(task.head), ...(pairs && { pairs }), ...(pairCounts && { pairCounts }) },
			...(series && { series: { rmseUnit: rmseUnitOf(series) } }),
		};
		return { ...facts, baseline: baselineAt(this.trainer), ...unit };
	}

	stepFacts({ loss, lossSmooth, shrunk }: TaskStepReport, sequencesPerSecond: number) {
		return { loss, lossSmooth, ...(shrunk && { shrunk }), sequencesPerSecond };
	}

	lineFacts(_: TaskStepReport, loss: number, sequencesPerSecond: number) {
		return { loss, sequencesPerSecond };
	}

	validFacts({ loss, errorShare = 0, scored }: Scored) {
		return { loss, errorShare, sequences: scored };
	}

	validLine({ loss, errorShare = 0, scored }: Scored) {
		return { validLoss: loss, errorShare, sequences: scored };
	}

	/** A series has little data, which the last weights may have learned by rote. */
	get closesWithBest(): boolean {
		return this.#data.series !== undefined;
	}

	/** Measures with the weights of the best validation if `closing` has them. The last weights are then put back. */
	async #measure(closing: Closing, hooks: EvaluateHooks) {
		const { best } = closing;
		const { evaluated } = this;
		const { flat } = evaluated;
		const last = best && flat.slice();
		if (best) evaluated.assign(best.snapshot.tensors);
		try {
			const size = Math.min(closing.finalSize, Math.max(this.validation.finalLeast, this.seen));
			if (size === 0 || closing.ended === "signal") return {};
			const measured = await unlessAborted(this.evaluate({ size, purpose: "closing" }, hooks), hooks.signal);
			const { series } = this.#data;
			const errors = measured && series && (await seriesErrors(series, "valid", this.network.forecaster()));
			return { measured, errors };
		} finally {
			if (last) flat.set(last);
		}
	}

	/** Evaluates at most as many sequences as were trained on, but not fewer than `finalLeast` for that reason. */
	async result(closing: Closing, hooks: EvaluateHooks): Promise<TaskResult> {
		const { trainer, options } = this;
		const { progress, finalSize, ended } = closing;
		const { measured, errors } = await this.#measure(closing, hooks);
		const { title, labelled } = this.#data;
		const sequences = Math.min(finalSize, Math.max(this.validation.finalLeast, this.seen));
		const scored = measured && labelled && ended !== "signal";
		const labels = scored && (await labelScores(labelled, this.network.forecaster(), { sequences }));
		const { bestValid, bestStep, bestError, lowestError, lowestErrorStep, validSize } = progress;
		const { available } = this.validation;
		return {
			...commonResult(this, closing),
			...{ task: title, length: options.length },
			...{ sequences: trainer.sequences, sequencesPerSecond: closing.perSecond },
			lossUnit: lossUnitOf(trainer.task.head),
			loss: { train: this.step === 0 ? null : trainer.lossSmooth, valid: measured?.loss ?? null },
			...{ errorShare: measured?.errorShare ?? null, validSequences: measured?.scored ?? 0 },
			baseline: baselineAt(trainer),
			best:
				bestValid === null || bestError === null
					? null
					: {
							step: bestStep,
							loss: bestValid,
							errorShare: bestError,
							validatedSequences: Math.min(validSize, available),
						},
			lowestError: lowestError === null ? null : { step: lowestErrorStep, errorShare: lowestError },
			...(errors && { series: errors, validStep: closing.best?.step ?? this.step }),
			...(labels && { labels }),
			...(this.#data.pairs && { pairs: true as const }),
		};
	}
}

/** Returns the loss of the best answer that ignores the input, at the mean of both lengths, or null. */
export function baselineAt({ task, lengths: [from, to] }: { task: Task; lengths: [number, number] }): number | null {
	return baselineOf(task, Math.round((from + to) / 2)) ?? null;
}
