/**
 * What a session trains: a model on its data, as the loop sees it. One for texts (textTrainee.ts), one for tasks.
 * It knows no clock and no file, but what its numbers are called in events, metrics and results.
 */
import type { Weights } from "../../cells/weights.ts";
import type { Probe } from "../../diagnosis/record.ts";
import type { Engine } from "../../kernels/kernels.ts";
import type { Divergence } from "../../training/guard.ts";
import type { TrainOptions } from "../../training/options.ts";
import type { Json, Snapshot } from "../../training/snapshot.ts";
import type { Closing, StartFacts, StepFacts, TrainResult, ValidFacts } from "./events.ts";

/** Options of every kind of run that the loop itself reads. */
export type LoopOptions = Pick<
	TrainOptions,
	| "steps"
	| "epochs"
	| "minutes"
	| "seed"
	| "saveEvery"
	| "validEvery"
	| "recordEvery"
	| "patience"
	| "rollbacks"
	| "keepLast"
	| "keepBest"
	| "clipValue"
>;

/** Of one update, what the loop needs. */
export interface StepReport {
	/** Updates made, this one included. */
	step: number;
	/** Mean over what was scored: nats, or the squared error of a regression. */
	loss: number;
	/** Norm of the whole gradient before clipping. */
	gradNorm: number;
	lr: number;
	/** Clipped, by norm or by value; and by value. */
	clipped: boolean;
	cut: boolean;
	/** Omega (not yet times alpha) and the loss of L1 and L2, where they are in the loss. */
	omega?: number;
	penalty?: number;
	/** Set when the numbers went wrong; the update was then not applied. */
	divergence?: Divergence;
}

export interface Validation {
	/** Of the same kind as a step's; checkpoints are kept by it. NaN where it is no number. */
	loss: number;
	/** Symbols or sequences scored. */
	scored: number;
	/** Share of sequences answered wrongly, of a task. */
	errorShare?: number;
	/** What the options ask for is reached, and the run ends. */
	reached?: boolean;
}

/** How much a validation scores, in symbols or sequences. */
export interface ValidationPlan {
	/** All that there is; 0: nothing to validate on; Infinity for a task without end. */
	available: number;
	/** During training: this share of what was trained on in between, within these bounds. */
	share: number;
	least: number;
	most: number;
	/** At the end, within these bounds. */
	finalLeast: number;
	finalMost: number;
	/** Taken to be scored in a second before the first validation has told. */
	perSecond: number;
}

export interface EvaluateHooks {
	onProgress?(done: number, total: number): void | Promise<void>;
	signal?: AbortSignal;
}

export interface Trainee<Report extends StepReport = StepReport> {
	readonly engine: Engine;
	readonly options: LoopOptions;
	readonly weights: Weights;
	/** Of the last update. */
	readonly gradients: Weights;
	readonly parameters: number;
	/** Updates made. */
	readonly step: number;
	readonly clippedShare: number;
	/** Symbols or sequences trained on. */
	readonly seen: number;
	readonly seenPerStep: number;
	/** Updates in one pass over the data. */
	readonly stepsPerEpoch: number;
	readonly validation: ValidationPlan;
	/** Loss of a model that answers without having looked, see training/guard.ts; known after the first update. */
	readonly ignorantLoss: number;
	/** One update. @param progress share of the budget spent, 0..1. @param rate factor of the learning rate. */
	update(progress: number, rate: number): Promise<Report>;
	/** The first number that is not finite of all that a snapshot would keep. */
	findDivergence(): Divergence | undefined;
	snapshot(): Snapshot;
	/** @throws E_SNAPSHOT where it does not fit. */
	restore(snapshot: Snapshot): Promise<void>;
	/** Scores at most `limit` symbols or sequences. */
	validate(limit: number, hooks: EvaluateHooks): Promise<Validation>;
	/** Sequences to measure the model on, the same each time; its window is the caller's to free. */
	probe(): Promise<Probe>;
	/** Text of `length` symbols, of a model that writes. */
	write?(length: number): string;
	/** What of the data and the model the start tells. */
	startFacts(): StartFacts;
	/** An update as it is told; `perSecond` symbols or sequences. */
	stepFacts(report: Report, perSecond: number): StepFacts;
	/** A line of metrics for some updates, `loss` being their mean. */
	lineFacts(report: Report, loss: number, perSecond: number): { [key: string]: Json };
	validFacts(validation: Validation): ValidFacts;
	validLine(validation: Validation): { [key: string]: Json };
	/** The closing evaluation with the last weights, and all numbers of the run. */
	result(closing: Closing, hooks: EvaluateHooks): Promise<TrainResult>;
}
