/**
 * A run as the page watches it, wherever it trains: numbers for the text (at most ten times a second), columns and
 * records for the pictures. It knows no framework and no place.
 */

import type { Line, LogName, RunState, Words } from "../../../studio/wire.ts";
import type { ChartMark } from "../../kit/chart.ts";
import type { Spectrum } from "../../kit/eigenFigure.ts";
import type { LagCurve } from "../../kit/lagFigure.ts";
import { createStore, type Store } from "../../kit/store.ts";
import type { Choice } from "./choices.ts";
import { Columns, numberOf } from "./columns.ts";

export type Place = "page" | "machine";
export type Phase = "waiting" | "starting" | "running" | "paused" | "finished" | "failed";

export interface LiveNumbers {
	phase: Phase;
	step: number;
	totalSteps: number | null;
	/** Fraction of the budget spent, 0..1. */
	progress: number;
	etaSeconds: number | null;
	loss: number | null;
	valid: number | null;
	lossUnit: string;
	/** Loss of an answer that ignores the input; null if unknown. */
	baseline: number | null;
	perSecond: number | null;
	seconds: number;
	clippedShare: number | null;
	gradNorm: number | null;
	lr: number | null;
	/** First lag at which less than 1 % of the gradient is left, in the top layer; null beyond `lags`. */
	reach: number | null;
	lags: number | null;
	sample: string;
	failure: { code: string; message: Words } | null;
	/** What the run was started with, once it says so. */
	facts: RunFacts | null;
	/** Updates whose states are kept, so that the run can be forked there. */
	checkpoints: readonly number[];
	/** SHA-256 of the weights; known at the end. */
	weightsSha256: string | null;
}

export interface RunFacts {
	/** Whether it is trained on a text, not on sequences. */
	onText: boolean;
	onSeries: boolean;
	/** On pairs of questions and answers; only runs of a server are. */
	onPairs?: boolean;
	/** Whether the fraction of wrong sequences says how well it does. */
	byErrors: boolean;
	parameters: number;
	engine: string;
	threads: number;
	seed: number;
	options: Readonly<Record<string, unknown>>;
}

/** Whether a run's readout is found by regression, so that it has no gradient. */
export const isReservoir = (facts: RunFacts | null) => facts?.options.cell === "esn" && !facts.onText;

/** Whether it has two recurrent matrices, which no record measures. */
export const isEncoderDecoder = (facts: RunFacts | null) => facts?.options.model === "encoder-decoder";

/** One record of the recorder, read from its line. */
export interface RecordOf {
	step: number;
	lags: number[];
	/** Top layer last. */
	layers: {
		reach: number | null;
		curve: number[];
		saturation: [letter: string, low: number, high: number][];
		/** By block of W_hh. */
		recurrent: { radius: number; largestSingular: number }[];
	}[];
}

const FRESH: LiveNumbers = {
	...{ phase: "waiting", step: 0, totalSteps: null, progress: 0, etaSeconds: null, loss: null, valid: null },
	...{ lossUnit: "nats", baseline: null, perSecond: null, seconds: 0, clippedShare: null, gradNorm: null, lr: null },
	...{ reach: null, lags: null, sample: "", failure: null, facts: null, checkpoints: [], weightsSha256: null },
};
const PHASES: Record<RunState, Phase> = {
	...{ running: "running", finished: "finished", stopped: "paused", diverged: "failed", interrupted: "paused" },
};

/** Records, spectra and samples that are kept: pictures show the newest fifty at most. */
const MOST_KEPT = 64;

/** Drops the oldest of a list that has grown too long. */
const bound = (list: unknown[]) => void list.splice(0, Math.max(0, list.length - MOST_KEPT));

export class LiveRun {
	readonly numbers: Store<LiveNumbers>;
	readonly columns = new Columns();
	readonly records: RecordOf[] = [];
	readonly spectra: Spectrum[] = [];
	readonly samples: { step: number; text: string }[] = [];
	/** Updates at which the reader changed something while it trained, and what. */
	readonly marks: ChartMark[] = [];
	/** What the page's own run was started with; null for a run of the server. */
	choice: Choice | null = null;
	/** Whether it is a lesson's figure, next to a training of the reader's own. */
	ofLesson = false;
	/** Id of the run at the server, once it trains there. */
	serverId: string | null = null;
	/** Its name there. */
	serverName: string | null = null;
	/** What trains the same run again outside the page; null if the address of the page says it. */
	command: string | null = null;
	/** Tries one changed option on this run; null if the run is the page's own, which tries it at once. */
	tryOption: ((key: string, value: string) => void) | null = null;
	readonly #listeners = new Set<() => void>();

	constructor(first: Partial<LiveNumbers> = {}) {
		this.numbers = createStore({ ...FRESH, ...first });
	}

	/** Calls `listener` when pictures have something new. */
	onPictures(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => void this.#listeners.delete(listener);
	}

	/** Spectra of the newest records, oldest first. */
	addSpectra(spectra: readonly Spectrum[]): void {
		this.spectra.push(...spectra);
		bound(this.spectra);
	}

	put(some: Partial<LiveNumbers>): void {
		this.numbers.set((now) => ({ ...now, ...some }));
	}

	state(state: RunState): void {
		this.put({ phase: PHASES[state] });
	}

	lines(log: LogName, lines: readonly Line[]): void {
		if (lines.length === 0) return;
		if (log === "metrics") for (const line of lines) this.columns.add(line);
		if (log === "records") for (const line of lines) this.#record(line);
		if (log === "samples") for (const { step, text } of lines) if (typeof text === "string") this.#sample(step, text);
		const valid = this.columns.valid.findLast((value) => value !== null) ?? null;
		const sample = this.samples.at(-1)?.text ?? this.numbers.get().sample;
		const top = this.records.at(-1);
		this.put({ valid, sample, ...(top && { reach: top.layers.at(-1)!.reach, lags: top.lags.at(-1)! }) });
		this.changed();
	}

	/** Pictures are asked to paint. */
	changed(): void {
		for (const listener of this.#listeners) listener();
	}

	get lagCurves(): LagCurve[] {
		return this.records.map(({ step, lags, layers }) => ({ step, lags, log10: layers.at(-1)!.curve }));
	}

	#sample(step: number, text: string): void {
		while (this.samples.length > 0 && this.samples.at(-1)!.step >= step) this.samples.pop();
		this.samples.push({ step, text });
		bound(this.samples);
	}

	#record(line: Line): void {
		const record = recordOf(line);
		while (this.records.length > 0 && this.records.at(-1)!.step >= record.step) this.records.pop();
		this.records.push(record);
		bound(this.records);
	}
}

type Logged = { reach: number | null; h: (number | string)[]; c?: (number | string)[] } & Record<
	"saturation" | "recurrent",
	Record<string, [number, number]>
>;

function recordOf(line: Line): RecordOf {
	const { step, lags, layers } = line as unknown as { step: number; lags: number[]; layers: Logged[] };
	return {
		...{ step, lags },
		layers: layers.map(({ reach, h, c, saturation, recurrent }) => ({
			reach,
			curve: (c ?? h).map((value) => numberOf(value) ?? Number.NaN),
			saturation: Object.entries(saturation).map(([letter, [low, high]]) => [letter, low, high]),
			recurrent: Object.values(recurrent).map(([radius, largestSingular]) => ({ radius, largestSingular })),
		})),
	};
}
