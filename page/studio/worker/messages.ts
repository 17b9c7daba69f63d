/** What the page and the worker that trains in it say to each other. */
import type { SeriesData } from "../../../src/browser/seriesInPage.ts";
import type { Unit } from "../../../src/data/units.ts";
import type { GivenOptions } from "../../../src/training/options/options.ts";
import type { TrainResult } from "../../../src/training/run/events.ts";
import type { Snapshot } from "../../../src/training/snapshot.ts";
import type { Line } from "../../../studio/wire.ts";

/** Percentages as text, such as "90/5/5", which the worker reads. */
export type PageData =
	| { text: string; unit?: Unit; split?: string }
	| { task: string; taskOptions?: Readonly<Record<string, number | boolean>> }
	| SeriesData;

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
/** Asks what a training would refuse; the answer is "judged" or "failed". */
export interface JudgeOrder {
	type: "judge";
	data: PageData;
	options: GivenOptions;
}
/** Asks which options a training of this cell on these data does not have; the answer is "foreign". */
export interface ForeignOrder {
	type: "foreign";
	data: PageData;
	cell: string;
}
export type Order = TrainOrder | StopOrder | JudgeOrder | ForeignOrder;

/** What the start event says, as far as the page shows it. */
export interface Started {
	parameters: number;
	build: string;
	threads: number;
	seed: number;
	fromStep: number;
	options: Readonly<Record<string, unknown>>;
	/** Loss of the best prediction that ignores the input, as `sluice diagnose` measures it; null if unknown. */
	baseline: number | null;
	/** Whether the fraction of wrong sequences says how well it does. */
	byErrors: boolean;
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
	/** Smoothed loss. Null, as the other numbers of an update, before the first and for a reservoir. */
	loss: number | null;
	perSecond: number | null;
	seconds: number;
	clippedShare: number | null;
	gradNorm: number | null;
	lr: number | null;
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
	| { type: "judged" }
	| { type: "foreign"; names: string[] }
	| { type: "ended"; result: TrainResult; snapshot: Snapshot; sample: string }
	| { type: "failed"; code: string; params: unknown };
