/** What a training run tells while it goes on, and at its end. */
import type { SluiceError } from "../../errors/index.ts";
import type { EngineName } from "../../kernels/kernels.ts";
import type { EchoReport } from "../echo/echoReport.ts";
import type { SeriesErrors } from "../forecast/seriesErrors.ts";
import type { LossUnit } from "../task/lossUnit.ts";
import type { Progress } from "./progress.ts";
import type { Rollback } from "./rollback.ts";

export interface Pair {
	/** Exponential mean over the last updates, dropout on; null before the first. */
	train: number | null;
	/** null when the split leaves no validation part, or a signal ended the run. */
	valid: number | null;
}

/** Why a run ended; goal: the share of wrong sequences that it was to stop at. */
export type Ending = "budget" | "early-stop" | "goal" | "signal";

/** What the loop hands over at the end. */
export interface Closing {
	run: { name: string; folder: string };
	ended: Ending;
	seconds: number;
	progress: Progress;
	/** Symbols or sequences a second while training. */
	perSecond: number;
	/** Symbols or sequences for the closing evaluation; 0 where there is nothing to score. */
	finalSize: number;
	/** sha256 of the weights' bytes in layout order. */
	weightsSha256: string;
}

export interface CommonResult {
	run: string;
	engine: EngineName;
	threads: number;
	seed: number;
	steps: number;
	parameters: number;
	/** Share of the updates whose gradient was clipped, by norm or by value. */
	clippedShare: number;
	/** Times that its numbers went wrong and it went back, oldest first. */
	rollbacks: Rollback[];
	/** sha256 of the parameters' bytes in layout order. */
	weightsSha256: string;
	seconds: number;
	ended: Ending;
	/** The run's folder. */
	folder: string;
}

/** The closing document of `sluice train --json`: of a run on text, or on a task. */
export type TrainResult = TextResult | TaskResult;

export interface TextResult extends CommonResult {
	tokens: number;
	tokensPerSecond: number;
	/** Mean loss per symbol of the run's unit, natural logarithm. */
	lossNats: Pair;
	/** Symbols of the validation part that the closing loss was measured on. */
	validSymbols: number;
	/** lossNats / ln 2. */
	bitsPerSymbol: Pair;
	/** Total bits / code points of the text, so that units compare. */
	bitsPerCharacter: Pair;
}

export interface TaskResult extends CommonResult {
	/** "copying:values=4" */
	task: string;
	length: string;
	/** Sequences trained on. */
	sequences: number;
	sequencesPerSecond: number;
	lossUnit: LossUnit;
	/** Mean loss per scored step, with the last weights. */
	loss: Pair;
	/** Share of the held-out sequences that the last weights answer wrongly; null where a signal ended the run. */
	errorShare: number | null;
	/** Sequences that loss.valid and errorShare were measured on: others than were trained on or validated with. */
	validSequences: number;
	/** Loss of the best answer that never looks at its input, where it is known: at the middle of the lengths. */
	baseline: number | null;
	/** The validation of lowest loss, whose weights eval and diagnose read. */
	best: { step: number; loss: number; errorShare: number } | null;
	/** The lowest share of wrong sequences of all validations. */
	lowestError: { step: number; errorShare: number } | null;
	/** Of a series: errors on the validation part with the last weights, in its own units. */
	series?: SeriesErrors;
	/** Of an echo state network: how its readout came about. */
	echo?: EchoReport;
}

/** What a run adds to its start event. */
export type StartFacts = TextStart | TaskStart;
export interface TextStart {
	/** Symbols of the vocabulary, and of the training part. */
	symbols: number;
	trainSymbols: number;
}
export interface TaskStart {
	task: string;
	length: string;
	/** Symbols or values a step, in and out. */
	inputs: number;
	outputs: number;
	baseline: number | null;
	lossUnit: LossUnit;
}

/** What a run adds to its step events. */
export type StepFacts = TextStep | TaskStep;
export interface TextStep {
	epoch: number;
	lossNats: number;
	/** Exponential mean of the loss, bias-corrected. */
	lossSmoothNats: number;
	tokensPerSecond: number;
}
export interface TaskStep {
	/** In the unit of the start event. */
	loss: number;
	/** Exponential mean of the loss, bias-corrected. */
	lossSmooth: number;
	/** Present where the authors' Omega shrank W_hh instead of applying the gradient. */
	shrunk?: boolean;
	sequencesPerSecond: number;
}

/** What a run adds to its validation events. */
export type ValidFacts = TextValid | TaskValid;
export interface TextValid {
	lossNats: number;
	bitsPerSymbol: number;
}
export interface TaskValid {
	loss: number;
	/** Share of wrong sequences, and how many were asked. */
	errorShare: number;
	sequences: number;
}

/** What opening the data reports on the way. */
export interface DataEvent {
	type: "data";
	/** Fetching the data, or reading it through once. */
	phase: "download" | "scan";
	name: string;
	doneBytes: number;
	/** 0 when unknown. */
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
			/** When the engine is not native although it was free to choose: why. */
			notice?: SluiceError;
			threads: number;
			seed: number;
			parameters: number;
			/** Step it starts from: above 0 when resumed. */
			fromStep: number;
			options: Readonly<Record<string, unknown>>;
	  } & StartFacts)
	| ({
			type: "step";
			step: number;
			/** Known for the budgets steps and epochs. */
			totalSteps: number | null;
			/** Share of the budget spent, 0..1. */
			progress: number;
			etaSeconds: number | null;
			gradNorm: number;
			clippedShare: number;
			lr: number;
			/** Omega (not yet times alpha) and the loss of L1 and L2, where they are in the loss. */
			omega?: number;
			penalty?: number;
			elapsedSeconds: number;
	  } & StepFacts)
	| ({ type: "valid"; step: number; best: boolean } & ValidFacts)
	/** The recorder measured the model: reach of each layer in steps, null beyond `lags`; clip share since the last record. */
	| { type: "record"; step: number; reach: (number | null)[]; lags: number; clippedShare: number }
	/** Numbers went wrong: the run went back and goes on at a lower rate; `left` more such times. */
	| ({ type: "rollback"; left: number } & Rollback)
	| { type: "sample"; step: number; text: string }
	| { type: "checkpoint"; step: number; folder: string }
	/** Something passed over that the user should know: a damaged checkpoint, say. */
	| { type: "notice"; notice: SluiceError }
	/** An echo state network: its reservoir is drawn (before "start", in percent) and driven, then ridges are tried. */
	| { type: "fit"; what: "draw" | "drive" | "solve"; done: number; total: number }
	| { type: "finish"; what: "evaluate"; doneSymbols: number; totalSymbols: number }
	| { type: "done"; result: TrainResult; sample: string };
