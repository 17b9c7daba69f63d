/** Events of a training run, and its result. */
import type { ClassScores } from "../../data/labels/classScores.ts";
import type { SluiceError } from "../../errors/index.ts";
import type { EngineName } from "../../kernels/kernels.ts";
import type { EchoReport } from "../echo/echoReport.ts";
import type { SeriesErrors } from "../forecast/seriesErrors.ts";
import type { Snapshot } from "../snapshot.ts";
import type { LossUnit } from "../task/lossUnit.ts";
import type { Progress } from "./progress.ts";
import type { Rollback } from "./rollback.ts";

export interface Pair {
	/** Exponential mean over the last updates, with dropout; null before the first. */
	train: number | null;
	/** Closing validation loss; null if there is no validation part, or if a signal ended the run. */
	valid: number | null;
}

/** Why a run ended. "goal": the error rate fell to `stopAtError`. */
export type Ending = "budget" | "early-stop" | "goal" | "signal";

/** Outcome of the training loop, from which the result is made. */
export interface Closing {
	run: { name: string; folder: string };
	ended: Ending;
	seconds: number;
	progress: Progress;
	/** Training speed, in symbols or sequences per second. */
	perSecond: number;
	/** Size of the closing evaluation, in symbols or sequences; 0 if there is no validation part. */
	finalSize: number;
	/** SHA-256 of the weights' bytes in layout order, in hex. */
	weightsSha256: string;
	/** Weights of the best validation, for a subject that is evaluated with them. */
	best?: { step: number; snapshot: Snapshot };
}

export interface CommonResult {
	/** Name of the run. */
	run: string;
	/** Engine that trained the run. */
	engine: EngineName;
	/** What the operands of matrix products were rounded to; absent where that is the engine's own float. */
	precision?: "bfloat16";
	/** Number of threads. */
	threads: number;
	/** Seed of the run. */
	seed: number;
	/** Number of updates. */
	steps: number;
	/** Number of trained parameters. */
	parameters: number;
	/** Present with `average` once there is a mean: number of updates whose weights it averages. Losses and samples are its. */
	averagedUpdates?: number;
	/** Fraction of updates whose gradient was clipped, by norm or by value. */
	clippedShare: number;
	/** Rollbacks after divergences, oldest first. */
	rollbacks: Rollback[];
	/** SHA-256 of the bytes of the trained parameters in layout order, in hex; with `average`, not of their mean. */
	weightsSha256: string;
	/** Seconds of training, over all sessions. */
	seconds: number;
	/** Why the run ended. */
	ended: Ending;
	/** The run's folder. */
	folder: string;
}

/** The final document of `sluice train --json`, for a run on a text or on a task. */
export type TrainResult = TextResult | TaskResult;

export interface TextResult extends CommonResult {
	/** Number of symbols trained on. */
	tokens: number;
	/** Training speed, in symbols. */
	tokensPerSecond: number;
	/** Mean loss per symbol, in nats. */
	lossNats: Pair;
	/** Number of validation symbols in the closing evaluation. */
	validSymbols: number;
	/**
	 * The validation during training with the lowest loss, on the first `symbols` symbols of the validation part. The
	 * checkpoint `best` is chosen by it. `lossNats.valid` is another figure: more symbols, and the last weights.
	 */
	bestWhileTraining: { step: number; lossNats: number; symbols: number } | null;
	/** lossNats / ln 2. */
	bitsPerSymbol: Pair;
	/** Total bits divided by the text's code points, which makes symbol units comparable. */
	bitsPerCharacter: Pair;
}

export interface TaskResult extends CommonResult {
	/** Name of the task with its options, for example "copying:values=4". */
	task: string;
	/** Sequence length, L or A..B. */
	length: string;
	/** Number of sequences trained on. */
	sequences: number;
	/** Training speed. */
	sequencesPerSecond: number;
	/** Unit of the losses. */
	lossUnit: LossUnit;
	/** Mean loss per scored step. `valid` is measured with the last weights, for a series with those of `validStep`. */
	loss: Pair;
	/** Error rate of the same weights on validation sequences, 0..1; null if it was not measured. */
	errorShare: number | null;
	/** Number of sequences that loss.valid and errorShare were measured on. */
	validSequences: number;
	/** Loss of the best answer that ignores the input, at the mean of both lengths; null if unknown. */
	baseline: number | null;
	/** The validation with the lowest loss. `eval` and `diagnose` read its weights. */
	best: {
		step: number;
		loss: number;
		errorShare: number;
		/** Sequences that it was measured on: during training fewer than `validSequences`. */
		validatedSequences: number;
	} | null;
	/** The lowest error rate of all validations. */
	lowestError: { step: number; errorShare: number } | null;
	/** Present for a series: errors on the validation part, in the series' own units. */
	series?: SeriesErrors;
	/**
	 * Present for a series: step of the weights that loss.valid, errorShare and `series` were measured with. They are those
	 * of the best validation, which `eval` and `forecast` read too, or the last ones if there is no such checkpoint.
	 */
	validStep?: number;
	/** Present for labelled sequences: scores of the last weights on the validation part. */
	labels?: ClassScores;
	/** Present for pairs of questions and answers: `loss` is per symbol of the answers, given their questions. */
	pairs?: true;
	/** Present for an echo state network: report of the readout's regression. */
	echo?: EchoReport;
}

/** Fields of the start event that depend on the kind of run. */
export type StartFacts = TextStart | TaskStart;
export interface TextStart {
	/** Vocabulary size. `trainSymbols`: length of the training part, in symbols. */
	symbols: number;
	trainSymbols: number;
}
export interface TaskStart {
	task: string;
	length: string;
	/** Number of input symbols, or of input values per step. `outputs`: the same for outputs. */
	inputs: number;
	outputs: number;
	baseline: number | null;
	lossUnit: LossUnit;
	/**
	 * Present for a series. `rmseUnit`: root mean squared error in the column's units at a loss of 1, in proportion to the
	 * loss's root; null for several targets.
	 */
	series?: { rmseUnit: number | null };
	/** Present for pairs of questions and answers. */
	pairs?: true;
	/** Present for pairs of questions and answers: how many each part has. */
	pairCounts?: PairCounts;
}

/** Number of pairs in each part of the data. */
export interface PairCounts {
	train: number;
	valid: number;
	test: number;
}

/** Fields of a step event that depend on the kind of run. */
export type StepFacts = TextStep | TaskStep;
export interface TextStep {
	epoch: number;
	lossNats: number;
	/** Bias-corrected exponential mean of the loss. */
	lossSmoothNats: number;
	tokensPerSecond: number;
}
export interface TaskStep {
	/** Loss, in the `lossUnit` of the start event. */
	loss: number;
	/** Bias-corrected exponential mean of the loss. */
	lossSmooth: number;
	/** Present if the authors' Omega shrank W_hh instead of applying the gradient. */
	shrunk?: boolean;
	sequencesPerSecond: number;
}

/** Fields of a validation event that depend on the kind of run. */
export type ValidFacts = TextValid | TaskValid;
export interface TextValid {
	/** Mean over the first `validatedSymbols` symbols of the validation part. The checkpoint `best` is chosen by it. */
	lossNats: number;
	validatedSymbols: number;
	bitsPerSymbol: number;
}
export interface TaskValid {
	loss: number;
	/** Error rate: fraction of wrong sequences, 0..1. `sequences`: number of sequences scored. */
	errorShare: number;
	sequences: number;
}

/** Progress of opening the data. */
export interface DataEvent {
	/** Marks the progress of opening the data. */
	type: "data";
	/** "download": fetching the data. "scan": reading it once. */
	phase: "download" | "scan";
	name: string;
	doneBytes: number;
	/** Size of the data, in bytes; 0 if unknown. */
	totalBytes: number;
}

export type TrainEvent =
	| DataEvent
	| ({
			type: "start";
			run: string;
			folder: string;
			engine: EngineName;
			build: string;
			/** Why the engine is not native, if the engine was chosen automatically. */
			notice?: SluiceError;
			threads: number;
			seed: number;
			parameters: number;
			/** Step that the run starts from; above 0 if it is resumed. */
			fromStep: number;
			options: Readonly<Record<string, unknown>>;
	  } & StartFacts)
	| ({
			type: "step";
			step: number;
			/** Updates in the whole run; null with --minutes. */
			totalSteps: number | null;
			/** Fraction of the budget spent, 0..1. */
			progress: number;
			etaSeconds: number | null;
			gradNorm: number;
			clippedShare: number;
			lr: number;
			/** Omega, not yet multiplied by alpha. `penalty`: loss of L1 and L2. Each is present if it is part of the loss. */
			omega?: number;
			penalty?: number;
			elapsedSeconds: number;
	  } & StepFacts)
	| ({ type: "valid"; step: number; best: boolean } & ValidFacts)
	/** A record of the model. Reach of each layer in steps, null beyond `lags`; clipped fraction since the last record. */
	| { type: "record"; step: number; reach: (number | null)[]; lags: number; clippedShare: number }
	/** The run diverged, rolled back and continues at half the learning rate. `left`: rollbacks left. */
	| ({ type: "rollback"; left: number } & Rollback)
	| { type: "sample"; step: number; text: string }
	| { type: "checkpoint"; step: number; folder: string }
	/** A problem that did not stop the run, such as a damaged checkpoint that was skipped. */
	| { type: "notice"; notice: SluiceError }
	/**
	 * The initial weights of a large network are drawn (before "start", in percent). Echo state network: the reservoir is
	 * drawn (likewise) and driven, then the ridges are tried.
	 */
	| { type: "fit"; what: "start" | "draw" | "drive" | "solve"; done: number; total: number }
	| { type: "finish"; what: "evaluate"; doneSymbols: number; totalSymbols: number }
	| { type: "done"; result: TrainResult; sample: string };
