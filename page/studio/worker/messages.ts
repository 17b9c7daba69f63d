/** What the page and the worker that trains in it say to each other. */
import type { GivenOptions } from "../../../src/training/options/options.ts";
import type { TrainResult } from "../../../src/training/run/events.ts";
import type { Snapshot } from "../../../src/training/snapshot.ts";
import type { Line } from "../../../studio/wire.ts";

export type PageData =
	| { text: string; unit?: "byte" | "codepoint" | "jamo" }
	| { task: string; taskOptions?: Readonly<Record<string, number | boolean>> };

/** Starts a run, or continues one from `from`. */
export interface TrainOrder {
	type: "train";
	data: PageData;
	options: GivenOptions;
	/** "plain" gives the same bits on every computer; "relaxed" is faster where its results can be reproduced. */
	build: "plain" | "relaxed";
	threads?: number;
	from?: Snapshot;
	/** Update after which the run stops as if it were told to; the learning rate is that of the whole budget. */
	until?: number;
}
/** Saves a checkpoint and ends; the answer is "ended" with the snapshot. */
export interface StopOrder {
	type: "stop";
}
export type Order = TrainOrder | StopOrder;

/** What the start event says, as far as the page shows it. */
export interface Started {
	parameters: number;
	build: string;
	threads: number;
	seed: number;
	fromStep: number;
	options: Readonly<Record<string, unknown>>;
	baseline: number | null;
	lossUnit: string;
	symbols?: number;
}

/** The newest numbers, at most ten times a second, with what was logged since the last. */
export interface Frame {
	type: "frame";
	step: number;
	totalSteps: number | null;
	progress: number;
	etaSeconds: number | null;
	/** Smoothed loss. */
	loss: number;
	perSecond: number;
	seconds: number;
	clippedShare: number;
	gradNorm: number;
	lr: number;
	metrics: Line[];
	records: Line[];
	samples: Line[];
	spectra: { step: number; re: Float32Array; im: Float32Array; radius: number; block: string }[];
}

export type News =
	| ({ type: "started" } & Started)
	| Frame
	/** A state that the run can be continued or forked from. */
	| { type: "checkpoint"; step: number; snapshot: Snapshot }
	| { type: "ended"; result: TrainResult; snapshot: Snapshot; sample: string }
	| { type: "failed"; code: string; params: unknown };
