/**
 * A subject: a network and its data, with the interface that training, comparison and analysis use.
 *
 * There are three: a text (text/textSubject.ts), a task or series trained by gradient descent (task/taskSubject.ts), and
 * an echo state network (echo/echoSubject.ts). A subject uses no clock and no files.
 */
import type { Weights } from "../cells/weights.ts";
import type { Probe } from "../diagnosis/record.ts";
import type { SluiceError } from "../errors/index.ts";
import type { Engine, Floats } from "../kernels/kernels.ts";
import type { Work } from "../kernels/work.ts";
import type { Json } from "./json.ts";
import type { Network } from "./network.ts";
import type { TaskTrainOptions, TrainOptions } from "./options/options.ts";
import type { Lead } from "./ranks/orders.ts";
import type { Closing, StartFacts, StepFacts, TrainResult, ValidFacts } from "./run/events.ts";
import type { Snapshot } from "./snapshot.ts";
import type { WindowObserver } from "./tbptt.ts";
import type { Divergence } from "./updates/guard.ts";

export interface Subject<Report extends Updated = Updated> {
	readonly engine: Engine;
	readonly options: { seed: number };
	/** Number of parameters in the model. */
	readonly parameters: number;
	/** The learned parameters: all weights, or the readout of an echo state network. */
	readonly learned: Floats | Float64Array;
	/** Updates made. */
	readonly step: number;
	/**
	 * Makes one update.
	 * @param share fraction of the budget spent, 0..1; sets the learning rate. @param rate factor of the learning rate.
	 */
	update(share: number, rate?: number, pauses?: Pauses): Promise<Report>;
	/** Returns the loss on validation data and, for a task, the error rate. */
	evaluate(request: EvaluateRequest, hooks?: EvaluateHooks): Promise<Scores>;
	/** Runs the forward pass on sequences that are the same at each call. The caller frees the window. */
	probe(request?: ProbeRequest): Promise<Probe>;
	/** Returns everything that a bit-identical resume needs. The tensors are views. */
	snapshot(): Snapshot;
	/** Restores a snapshot. @throws E_SNAPSHOT if it does not fit. */
	restore(snapshot: Snapshot): Promise<void>;
	/** The network of a task or a series, to be evaluated on any part of its data and to forecast. */
	readonly network?: Network;
}

/** A subject trained by gradient descent. */
export interface GradientSubject<Report extends StepReport = StepReport> extends Subject<Report> {
	/** Sends orders to the other ranks, if this process leads some. */
	lead?: Lead;
	readonly options: LoopOptions;
	readonly weights: Weights;
	/** Gradients of the last update. */
	readonly gradients: Weights;
	/** Updates that the evaluated weights are the mean of; 0 or absent if they are `weights`. */
	readonly averagedUpdates?: number;
	readonly clippedShare: number;
	/** Number of symbols or sequences trained on. */
	readonly seen: number;
	readonly seenPerStep: number;
	/** Updates per epoch; 0 for an endless task. */
	readonly stepsPerEpoch: number;
	readonly validation: ValidationPlan;
	/** What the user should know of the data before the run starts. */
	readonly notice?: SluiceError;
	/** Loss of a model that ignores its input (see guard.ts). Known after the first update. */
	readonly ignorantLoss: number;
	/** Calls `observer` with each window of the updates to come, after its backward pass. undefined: no longer. */
	observe(observer: WindowObserver | undefined): void;
	/** Returns the first non-finite number that a snapshot would store. */
	findDivergence(): Divergence | undefined;
	/** Called at the end of a run: with `syncEvery`, exchanges what is not exchanged. Returns a divergence of any rank. */
	finish?(): Divergence | undefined;
	/** Returns whether the run has reached the goal set by its options. */
	reached?(scores: Scores): boolean;
	/**
	 * Generates `length` symbols of text, or answers a question with at most as many. Absent or undefined if the model does
	 * neither. It draws from no stream of the training.
	 */
	write?(length: number): string | undefined;
	/** Returns what the start event reports about the data and the model. */
	startFacts(): StartFacts;
	/** Returns what a step event reports. @param perSecond symbols or sequences per second. */
	stepFacts(report: Report, perSecond: number): StepFacts;
	/** Returns the metrics line for several updates. @param loss mean loss of these updates. */
	lineFacts(report: Report, loss: number, perSecond: number): { [key: string]: Json };
	validFacts(scores: Scored): ValidFacts;
	validLine(scores: Scored): { [key: string]: Json };
	/** Whether the closing evaluation reads the weights of the best validation, not the last ones. */
	readonly closesWithBest?: boolean;
	/** Runs the closing evaluation and returns the run's results. */
	result(closing: Closing, hooks: EvaluateHooks): Promise<TrainResult>;
}

/** Options that the loop itself reads, for every kind of run. */
export type LoopOptions = Pick<
	TrainOptions,
	| "steps"
	| "epochs"
	| "minutes"
	| "seed"
	| "shards"
	| "syncEvery"
	| "saveEvery"
	| "validEvery"
	| "recordEvery"
	| "patience"
	| "rollbacks"
	| "keepLast"
	| "keepBest"
	| "cell"
	| "clipNorm"
	| "clipValue"
	| "schedule"
	| "warmup"
> &
	Pick<TaskTrainOptions, "model">;

/** Report of an update. */
export interface Updated {
	/** Updates made, this one included. */
	step: number;
	/** Set if the run diverged. The update was then not applied. */
	divergence?: Divergence;
}

/** Report of a gradient update. */
export interface StepReport extends Updated {
	/** Mean loss per scored step: nats, or squared error for a regression. */
	loss: number;
	/** Global gradient norm before clipping. */
	gradNorm: number;
	lr: number;
	/** Whether the gradient was clipped, by norm or by value. `cut`: whether it was clipped by value. */
	clipped: boolean;
	cut: boolean;
	/** Whether the authors' shrink rule of Omega replaced the gradient. */
	shrunk?: boolean;
	/** Omega, not yet multiplied by alpha. `penalty`: loss of L1 and L2. Each is present if it is part of the loss. */
	omega?: number;
	penalty?: number;
}

/** Lets a long update yield to the event loop or stop midway. Without it, the update runs in one piece. */
export interface Pauses {
	/** Called between pieces. If it returns true, the update stops midway and `step` does not change. */
	stop(): boolean;
	run(work: Work<void>): Promise<void>;
}

export interface EvaluateRequest {
	/** Maximum number of symbols or sequences. */
	size: number;
	/** Purpose. With the seed and the step, it selects the stream that fresh sequences are drawn from. */
	purpose: "validation" | "closing" | "evaluation";
	/** Batch size, in sequences. Default: as many as keep a batch within 2^17 steps, at most 100. */
	batch?: number;
}

export interface EvaluateHooks {
	onProgress?(done: number, total: number): void | Promise<void>;
	signal?: AbortSignal;
}

export interface Scores {
	/** Mean loss, in the unit of the training loss. NaN if it is not a number; null if every symbol was unknown. */
	loss: number | null;
	/** Number of symbols or sequences scored. */
	scored: number;
	/** Error rate of a task: fraction of wrong sequences, 0..1. */
	errorShare?: number;
}

/** Scores with a loss. */
export type Scored = Scores & { loss: number };

export interface ProbeRequest {
	/** Part of a text. Default: train. */
	part?: "train" | "valid";
	/** Number of sequences. Default: 8. */
	sequences?: number;
	/** Largest lag, in steps. Default: for a text, twice its horizon, clamped to 64..256; for a task, 1000. */
	lags?: number;
	/** Which sequences of a task must reach back to the largest lag: all, or the longer half. Default: all. */
	reach?: "all" | "half";
}

/** Sizes of the validations, in symbols or sequences. */
export interface ValidationPlan {
	/** Size of the validation part. 0: no validation; Infinity: an endless task. */
	available: number;
	/** During training: this fraction of what was trained on since the last validation, clamped to least..most. */
	share: number;
	least: number;
	most: number;
	/** Bounds of the closing evaluation. */
	finalLeast: number;
	finalMost: number;
	/** Assumed evaluation speed, per second, until the first validation measures it. */
	perSecond: number;
}
