/**
 * The recorder: measures the model during training on its own probe, and schedules these records. It reads the weights
 * and the last gradient and writes neither, so training is bit-identical with and without it.
 *
 * With `recordEvery`, it records every that many steps. Without it, it records at step 0, up to about 500 times more, and
 * at the last step.
 * Their total cost is at most 3 % of the update time so far plus 1 % of the estimated update time of the whole budget
 * (measured: FEATURES.md). The steps of these records depend on the clock.
 */
import { gradientNorms, type Probe, recordInPieces } from "../../diagnosis/record.ts";
import { type Host, inTurns } from "../host.ts";
import type { Json } from "../json.ts";
import type { GradientSubject } from "../subject.ts";
import type { TrainEvent } from "./events.ts";
import type { StepLine } from "./logLines.ts";
import type { Progress } from "./progress.ts";
import { unlessAborted } from "./result.ts";

/** Without recordEvery, records fall on the steps of metrics lines. */
const EVERY = 10;
const SHARE = 0.03;
/** Fraction of the whole budget's estimated update time that the records may cost in addition to SHARE. */
const AHEAD = 0.01;
const MOST = 500;
/** The last record is left out if one costs more than this fraction of the update time. */
const DEAR = 0.1;

export interface RecorderOptions {
	subject: Pick<GradientSubject, "step" | "options" | "gradients" | "clippedShare" | "probe">;
	progress: Progress;
	/** Stores one line permanently. */
	write(line: StepLine): void;
	host: Pick<Host, "clock" | "turn">;
	/** If it aborts, a record that is being made is left out. */
	signal?: AbortSignal;
	onEvent(event: TrainEvent): void;
}

export class Recorder {
	readonly #o: RecorderOptions;
	#probe: Probe | undefined;
	/** Seconds that all records of this session took. `#last`: seconds that the last one took. */
	#spent = 0;
	#last = 0;
	/** Fraction of the budget spent at the last record of this session. */
	#share = Number.NEGATIVE_INFINITY;

	constructor(options: RecorderOptions) {
		this.#o = options;
	}

	/** @param updateSeconds seconds spent in updates in this session. @param share fraction of the budget spent, 0..1. */
	async recordIfDue(updateSeconds: number, share: number): Promise<void> {
		const { clock } = this.#o.host;
		if (!this.#isDue(updateSeconds, share)) return;
		const began = clock();
		await this.#record();
		this.#last = clock() - began;
		this.#spent += this.#last;
		this.#share = share;
	}

	/**
	 * Records the last step, so that the records cover the run even if a busy machine made earlier ones too dear. Left
	 * out with `recordEvery`, and if a record costs more than a tenth of the updates.
	 */
	async recordLast(updateSeconds: number): Promise<void> {
		const { subject, progress } = this.#o;
		const { step, options } = subject;
		const written = progress.recorded.step === null || progress.recorded.step === step;
		if (
			options.model !== undefined ||
			options.recordEvery !== undefined ||
			written ||
			this.#last > DEAR * updateSeconds
		)
			return;
		await this.#record();
	}

	#isDue(updateSeconds: number, share: number): boolean {
		const { subject, progress } = this.#o;
		const { step, options } = subject;
		if (progress.recorded.step === step) return false;
		const { recordEvery, model } = options;
		if (model !== undefined) return false; // the gradient of an encoder-decoder is not recorded
		if (recordEvery !== undefined) return recordEvery > 0 && step % recordEvery === 0;
		if (step % EVERY !== 0) return false;
		if (step === 0) return true;
		const whole = share > 0 ? updateSeconds / share : 0;
		return this.#spent + this.#last <= SHARE * updateSeconds + AHEAD * whole && share >= this.#share + 1 / MOST;
	}

	async #record(): Promise<void> {
		const { subject, progress, write, host, signal, onEvent } = this.#o;
		const { step } = subject;
		this.#probe ??= await subject.probe();
		const record = await unlessAborted(inTurns(recordInPieces(this.#probe), host, { signal }), signal);
		if (!record) return;
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

	/** Returns the probe's arrays to the engine. */
	free(): void {
		this.#probe?.window.free();
		this.#probe = undefined;
	}
}
