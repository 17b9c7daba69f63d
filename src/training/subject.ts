/**
 * A subject: a network and its data, as everything that trains, compares or reads one sees it.
 *
 * There are three: a text (text/textSubject.ts), a task or series trained by its gradient (task/taskSubject.ts), and an
 * echo state network (echo/echoSubject.ts). A subject knows no clock and no file.
 */
import type { Weights } from "../cells/weights.ts";
import type { Probe } from "../diagnosis/record.ts";
import type { Engine, Floats } from "../kernels/kernels.ts";
import type { Work } from "../kernels/work.ts";
import type { Json } from "./json.ts";
import type { Network } from "./network.ts";
import type { TrainOptions } from "./options/options.ts";
import type { Closing, StartFacts, StepFacts, TrainResult, ValidFacts } from "./run/events.ts";
import type { Snapshot } from "./snapshot.ts";
import type { Divergence } from "./updates/guard.ts";

export interface Subject<Report extends Updated = Updated> {
	readonly engine: Engine;
	readonly options: { seed: number };
	/** Numbers in the model. */
	readonly parameters: number;
	/** The numbers that are learned: all weights, or the readout of an echo state network. */
	readonly learned: Floats | Float64Array;
	/** Updates made. */
	readonly step: number;
	/** One update. @param share of the budget spent, 0..1: sets the learning rate. @param rate its factor. */
	update(share: number, rate?: number, pauses?: Pauses): Promise<Report>;
	/** The loss on held-out data; of a task also the share of sequences answered wrongly. */
	evaluate(request: EvaluateRequest, hooks?: EvaluateHooks): Promise<Scores>;
	/** Sequences, the same at each call, that were run forward; the caller frees the window. */
	probe(request?: ProbeRequest): Promise<Probe>;
	/** Everything that a bit-identical resume needs. The tensors are views. */
	snapshot(): Snapshot;
	/** @throws E_SNAPSHOT where it does not fit. */
	restore(snapshot: Snapshot): Promise<void>;
	/** The network of a task or a series, to be scored on any of its parts and to forecast. */
	readonly network?: Network;
}

/** A subject that is trained by its gradient. */
export interface GradientSubject<Report extends StepReport = StepReport> extends Subject<Report> {
	readonly options: LoopOptions;
	readonly weights: Weights;
	/** Of the last update. */
	readonly gradients: Weights;
	readonly clippedShare: number;
	/** Symbols or sequences trained on. */
	readonly seen: number;
	readonly seenPerStep: number;
	/** Updates in one pass over the data; 0 for a task without end. */
	readonly stepsPerEpoch: number;
	readonly validation: ValidationPlan;
	/** Loss of a model that answers without having looked, see guard.ts; known after the first update. */
	readonly ignorantLoss: number;
	/** The first number that is not finite of all that a snapshot would keep. */
	findDivergence(): Divergence | undefined;
	/** Whether what the options ask for is reached, and the run ends. */
	reached?(scores: Scores): boolean;
	/** Text of `length` symbols, of a model that writes. */
	write?(length: number): string;
	/** What the start event says of the data and the model. */
	startFacts(): StartFacts;
	/** What a step event says. @param perSecond symbols or sequences. */
	stepFacts(report: Report, perSecond: number): StepFacts;
	/** What a line of metrics says of several updates. @param loss their mean. */
	lineFacts(report: Report, loss: number, perSecond: number): { [key: string]: Json };
	validFacts(scores: Scores): ValidFacts;
	validLine(scores: Scores): { [key: string]: Json };
	/** The closing evaluation with the last weights, and all numbers of the run. */
	result(closing: Closing, hooks: EvaluateHooks): Promise<TrainResult>;
}

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

/** What every update reports. */
export interface Updated {
	/** Updates made, this one included. */
	step: number;
	/** Set when the numbers went wrong; the update was then not applied. */
	divergence?: Divergence;
}

/** What an update by the gradient reports. */
export interface StepReport extends Updated {
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
}

/** How an update that takes long lets others have a turn, and where it may be left. Without it, it runs in one piece. */
export interface Pauses {
	/** Asked between pieces; true leaves the update in the middle, with `step` as it was. */
	stop(): boolean;
	run(work: Work<void>): Promise<void>;
}

export interface EvaluateRequest {
	/** Symbols or sequences at most. */
	size: number;
	/** Names the stream that fresh sequences are drawn from, with the seed and the step. */
	purpose: "validation" | "closing" | "evaluation";
	/** Sequences side by side. Default: such that a batch has 2^17 steps at most. */
	batch?: number;
}

export interface EvaluateHooks {
	onProgress?(done: number, total: number): void | Promise<void>;
	signal?: AbortSignal;
}

export interface Scores {
	/** Mean over what was scored, as a step's; NaN where it is no number. */
	loss: number;
	/** Symbols or sequences scored. */
	scored: number;
	/** Share of sequences answered wrongly, of a task. */
	errorShare?: number;
}

export interface ProbeRequest {
	/** Part of a text. Default train. */
	part?: "train" | "valid";
	/** Sequences side by side. Default 8. */
	sequences?: number;
	/** Largest lag. Default: of a text twice its horizon, within 64 to 256; of a task 1000. */
	lags?: number;
	/** Sequences of a task that must reach back to the largest lag: all, or the longer half. Default all. */
	reach?: "all" | "half";
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
