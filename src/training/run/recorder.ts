/**
 * The recorder: measures the model while it learns, on a probe of its own, and decides when that is due. It reads the
 * weights and the last gradient and writes neither, so the training has the same bits with it and without.
 *
 * With `recordEvery` it is every so many steps. Without, there is one at step 0, and others while all of them together cost
 * at most 3 % of the time spent in updates so far and 1 % of what the whole budget will spend (measured: FEATURES.md),
 * some 500 in a whole budget; such steps hang on the clock.
 */
import { gradientNorms, type Probe, recordOf } from "../../diagnosis/record.ts";
import type { Json } from "../json.ts";
import type { GradientSubject } from "../subject.ts";
import type { TrainEvent } from "./events.ts";
import type { StepLine } from "./logLines.ts";
import type { Progress } from "./progress.ts";

/** Without recordEvery: records fall on the steps of lines of metrics. */
const EVERY = 10;
const SHARE = 0.03;
/** Of the whole budget's time, as far as it can be told: what the records may be ahead of SHARE. */
const AHEAD = 0.01;
const MOST = 500;

export interface RecorderOptions {
	subject: Pick<GradientSubject, "step" | "options" | "gradients" | "clippedShare" | "probe">;
	progress: Progress;
	/** Writes one line for good. */
	write(line: StepLine): void;
	clock(): number;
	onEvent(event: TrainEvent): void;
}

export class Recorder {
	readonly #o: RecorderOptions;
	#probe: Probe | undefined;
	/** Seconds that the records of this session took, and the last one of them. */
	#spent = 0;
	#last = 0;
	/** Share of the budget spent at the last record of this session. */
	#share = Number.NEGATIVE_INFINITY;

	constructor(options: RecorderOptions) {
		this.#o = options;
	}

	/** @param updateSeconds spent in updates in this session. @param share of the budget spent, 0..1. */
	async recordIfDue(updateSeconds: number, share: number): Promise<void> {
		const { clock } = this.#o;
		if (!this.#isDue(updateSeconds, share)) return;
		const began = clock();
		await this.#record();
		this.#last = clock() - began;
		this.#spent += this.#last;
		this.#share = share;
	}

	#isDue(updateSeconds: number, share: number): boolean {
		const { subject, progress } = this.#o;
		const { step, options } = subject;
		if (progress.recorded.step === step) return false;
		const { recordEvery } = options;
		if (recordEvery !== undefined) return recordEvery > 0 && step % recordEvery === 0;
		if (step % EVERY !== 0) return false;
		if (step === 0) return true;
		const whole = share > 0 ? updateSeconds / share : 0;
		return this.#spent + this.#last <= SHARE * updateSeconds + AHEAD * whole && share >= this.#share + 1 / MOST;
	}

	async #record(): Promise<void> {
		const { subject, progress, write, onEvent } = this.#o;
		const { step } = subject;
		this.#probe ??= await subject.probe();
		const record = recordOf(this.#probe);
		const clipped = Math.round(subject.clippedShare * step);
		const { recorded } = progress;
		const clippedShare = step === 0 ? 0 : (clipped - recorded.clipped) / (step - (recorded.step ?? 0));
		const line: StepLine = { step, ...(record as unknown as { [key: string]: Json }), clippedShare };
		if (step > 0) line.gradients = gradientNorms(subject.gradients);
		write(line);
		onEvent({
			...{ type: "record", step, lags: this.#probe.lags, clippedShare },
			reach: record.layers.map(({ reach }) => reach),
		});
		progress.recorded = { step, clipped };
	}

	/** Gives the probe's arrays back to the engine. */
	free(): void {
		this.#probe?.window.free();
		this.#probe = undefined;
	}
}
