/**
 * The loop of one training run: updates, validations, samples, checkpoints and the end of the budget.
 *
 * All that decides what the weights become stands in the trainer and in `Progress`, and both are in every checkpoint.
 */
import type { Corpus } from "../data/corpus.ts";
import { fail } from "../errors/index.ts";
import { evaluate } from "../training/evaluate.ts";
import type { Divergence } from "../training/guard.ts";
import { sample } from "../training/sampling.ts";
import type { Json, Snapshot } from "../training/snapshot.ts";
import type { StepReport, Trainer } from "../training/trainer.ts";
import { type Budget, budgetOf } from "./budget.ts";
import type { TrainEvent } from "./events.ts";
import type { Progress } from "./progress.ts";

/** Where a session puts what must outlive it. */
export interface Keeper {
	metric(line: { step: number; [key: string]: Json }): void;
	sample(line: { step: number; [key: string]: Json }): void;
	/** Saves for good; returns the checkpoint's folder. `validNats` is the last validation's loss, for keeping the best. */
	checkpoint(snapshot: Snapshot, step: number, validNats: number | null): string;
}

export interface SessionOptions {
	trainer: Trainer;
	corpus: Corpus;
	keeper: Keeper;
	/** Seconds since the session began. */
	clock: () => number;
	onEvent: (event: TrainEvent) => void;
	signal?: AbortSignal;
	/** Fresh, or from the checkpoint that is resumed. */
	progress: Progress;
}

export type Ending = "budget" | "early-stop" | "signal";

const METRIC_STEPS = 10;
const SAVE_SECONDS = 30;
const VALIDATIONS = 20;
/** Symbols scored by a validation during training: a fifth of those trained on in between, within these bounds. */
const VALID_SYMBOLS = { share: 0.2, least: 1 << 11, most: 1 << 17 };
/** Symbols scored by the validation at the end, within these bounds. */
const FINAL_SYMBOLS = { least: 1 << 14, most: 1 << 20 };
/** Symbols a second that an evaluation is taken to read before the first validation has told. */
const MEASURED_LATER = 10_000;
/** With --minutes, a validation is followed by at least this many times its own duration of training. */
const VALID_REST = 12;
const SAMPLE_SYMBOLS = 160;
const TURN_SECONDS = 0.05;

export class Session {
	readonly progress: Progress;
	readonly #o: SessionOptions;
	readonly #budget: Budget;
	readonly #before: { seconds: number; tokens: number };
	/** Time spent in updates alone, in this session. */
	#updateSeconds = 0;
	/** Measured by the validations: symbols a second. */
	#evaluationRate = 0;
	#savedAt: { step: number; seconds: number };
	#validProgress = 0;

	constructor(options: SessionOptions) {
		const { trainer, progress } = options;
		this.#o = options;
		this.progress = progress;
		this.#savedAt = { step: trainer.step || -1, seconds: 0 };
		this.#before = { seconds: this.progress.seconds, tokens: trainer.tokens };
		this.#budget = budgetOf(trainer.options, trainer.stepsPerEpoch, () => this.#reserveSeconds());
	}

	/** Trains until the budget is spent, patience ends or the signal comes; the last state is then saved. */
	async run(): Promise<Ending> {
		const { trainer, clock, signal } = this.#o;
		this.#validProgress = this.#share();
		if (trainer.step === 0) this.save();
		let turn = clock();
		// A run stopped by a signal in the middle of a validation makes it up first, as the undisturbed run did then.
		const over = trainer.step > 0 && (await this.#validateIfDue());
		let ending: Ending = over ? "early-stop" : "budget";
		for (let share = this.#share(); share < 1 && !over; share = this.#share()) {
			const began = clock();
			const report = await trainer.update(this.#budget.totalSteps === null ? share : this.#share(0.5));
			this.#updateSeconds += clock() - began;
			if (report.divergence) this.#diverged(report.divergence);
			this.#tellStep(report);
			if (await this.#validateIfDue()) {
				ending = "early-stop";
				break;
			}
			if (this.#saveIsDue()) this.save();
			if (clock() - turn > TURN_SECONDS) {
				await nextTurn();
				turn = clock();
			}
			if (signal?.aborted) {
				ending = "signal";
				break;
			}
		}
		this.#spend();
		if (this.#savedAt.step !== trainer.step) this.save();
		return ending;
	}

	/** Symbols a second while training, in this session: without validations, samples and saves. */
	get tokensPerSecond(): number {
		return (this.#o.trainer.tokens - this.#before.tokens) / Math.max(1e-9, this.#updateSeconds);
	}

	/** Saves a checkpoint now. @throws E_DIVERGED instead where the weights or the state are no longer finite. */
	save(): void {
		const { trainer, keeper, onEvent, clock } = this.#o;
		const divergence = trainer.findDivergence();
		if (divergence) this.#diverged(divergence);
		this.#spend();
		const snapshot = trainer.snapshot();
		snapshot.state.progress = structuredClone(this.progress) as unknown as Json;
		const folder = keeper.checkpoint(snapshot, trainer.step, this.#validHere());
		this.#savedAt = { step: trainer.step, seconds: clock() };
		onEvent({ type: "checkpoint", step: trainer.step, folder });
	}

	/** The last validation's loss, if it was made with these very weights. */
	#validHere(): number | null {
		return this.progress.validatedAt === this.#o.trainer.step ? this.progress.lastValidNats : null;
	}

	#spend(): void {
		this.progress.seconds = this.#before.seconds + this.#o.clock();
	}

	#share(ahead = 0): number {
		this.#spend();
		return this.#budget.progress(this.#o.trainer.step + ahead, this.progress.seconds);
	}

	/** Symbols for the evaluation at the end: with --minutes no more than a tenth of the budget pays for. */
	get finalSymbols(): number {
		const { corpus, trainer } = this.#o;
		const { minutes } = trainer.options;
		const rate = this.#evaluationRate || MEASURED_LATER;
		const paid = minutes === undefined ? FINAL_SYMBOLS.most : Math.floor(rate * 6 * minutes);
		return Math.min(corpus.parts.valid.symbols, FINAL_SYMBOLS.most, Math.max(FINAL_SYMBOLS.least, paid));
	}

	#reserveSeconds(): number {
		return this.#evaluationRate > 0 ? this.finalSymbols / this.#evaluationRate + 0.5 : 1;
	}

	#tellStep(report: StepReport): void {
		const { trainer, keeper, onEvent } = this.#o;
		const { line } = this.progress;
		line.steps++;
		line.lossNats += report.lossNats;
		line.gradNorm += report.gradNorm;
		if (report.clipped) line.clipped++;
		const { tokensPerSecond } = this;
		if (report.step % METRIC_STEPS === 0) {
			const { step, epoch, lr } = report;
			const mean = { lossNats: line.lossNats / line.steps, gradNorm: line.gradNorm / line.steps };
			keeper.metric({
				step,
				epoch,
				...mean,
				lr,
				clipped: line.clipped,
				seconds: this.progress.seconds,
				tokensPerSecond,
			});
			Object.assign(line, { steps: 0, lossNats: 0, gradNorm: 0, clipped: 0 });
		}
		const progress = this.#share();
		const left = progress > 0 ? ((1 - progress) / progress) * this.progress.seconds : null;
		const { step, epoch, lossNats, lossSmoothNats, gradNorm, lr } = report;
		onEvent({
			...{ type: "step", step, totalSteps: this.#budget.totalSteps, epoch, progress, etaSeconds: left },
			...{ lossNats, lossSmoothNats, gradNorm, lr, clippedShare: trainer.clippedShare, tokensPerSecond },
			elapsedSeconds: this.progress.seconds,
		});
	}

	/** @returns whether patience has ended. */
	async #validateIfDue(): Promise<boolean> {
		return this.#validationIsDue() && (await this.#validate());
	}

	#validationIsDue(): boolean {
		const { trainer, corpus } = this.#o;
		if (corpus.parts.valid.symbols < 2 || this.progress.validatedAt === trainer.step) return false;
		const { validEvery } = trainer.options;
		if (validEvery > 0) return trainer.step % validEvery === 0;
		const { totalSteps } = this.#budget;
		if (totalSteps !== null) return trainer.step % Math.max(1, Math.ceil(totalSteps / VALIDATIONS)) === 0;
		return this.#share() >= this.#validProgress + 1 / VALIDATIONS;
	}

	/** @returns whether patience has ended. */
	async #validate(): Promise<boolean> {
		const { trainer, corpus, keeper, onEvent, clock, signal } = this.#o;
		const { progress } = this;
		const { step, options } = trainer;
		const began = clock();
		const { valid } = corpus.parts;
		const { share, least, most } = VALID_SYMBOLS;
		const between = (step - progress.validatedAt) * options.batch * options.k1;
		progress.validSymbols ||= Math.round(Math.min(most, Math.max(least, share * between)));
		const limited = { limit: progress.validSymbols, onProgress: nextTurn, signal };
		const measured = await unlessAborted(evaluate(trainer.engine, trainer.weights, valid, limited), signal);
		if (!measured) return false;
		const { symbols } = measured;
		const lossNats = measured.lossNats ?? Number.NaN;
		if (!Number.isFinite(lossNats)) this.#diverged(trainer.findDivergence() ?? noLoss(step, lossNats));
		const took = clock() - began;
		this.#evaluationRate = symbols / Math.max(1e-6, took);
		const { minutes } = options;
		const rest = minutes ? Math.max(0, (VALID_REST * took) / (60 * minutes) - 1 / VALIDATIONS) : 0;
		this.#validProgress = this.#share() + rest;
		const best = progress.bestValidNats === null || lossNats < progress.bestValidNats;
		progress.lastValidNats = lossNats;
		progress.validatedAt = step;
		progress.worse = best ? 0 : progress.worse + 1;
		if (best) progress.bestValidNats = lossNats;
		this.#spend();
		keeper.metric({ step, validLossNats: lossNats, best, seconds: progress.seconds });
		onEvent({ type: "valid", step, lossNats, bitsPerSymbol: lossNats / Math.LN2, best });
		this.#writeSample();
		progress.kept = [...progress.kept, lossNats].sort((a, b) => a - b).slice(0, options.keepBest);
		if (progress.kept.includes(lossNats)) this.save();
		return options.patience > 0 && progress.worse >= options.patience;
	}

	#writeSample(): void {
		const { trainer, corpus, keeper, onEvent } = this.#o;
		const text = writeText(trainer, corpus, SAMPLE_SYMBOLS);
		keeper.sample({ step: trainer.step, text });
		onEvent({ type: "sample", step: trainer.step, text });
	}

	#saveIsDue(): boolean {
		const { trainer, clock } = this.#o;
		const { saveEvery } = trainer.options;
		if (this.#savedAt.step === trainer.step) return false;
		return saveEvery > 0 ? trainer.step % saveEvery === 0 : clock() - this.#savedAt.seconds > SAVE_SECONDS;
	}

	#diverged({ step, tensor, index, value }: Divergence): never {
		this.#o.keeper.metric({ step, divergence: { tensor, index, value: String(value) } });
		const checkpoint = this.#savedAt.step;
		throw fail("E_DIVERGED", { step, tensor, index, value: String(value), checkpoint });
	}
}

/** Text of `length` symbols that the model writes after a newline. */
export function writeText(trainer: Trainer, corpus: Corpus, length: number): string {
	const { vocabulary } = corpus;
	const prompt = vocabulary.encode("\n");
	const options = { length, temperature: 0.8, seed: trainer.options.seed };
	const ids = [...sample(trainer.engine, trainer.weights, prompt, options)].map((s) => s.id);
	return vocabulary.decode(ids);
}

/** A validation whose loss is no number although every weight is: logits too far apart. */
function noLoss(step: number, value: number): Divergence {
	return { kind: "not-finite", step, tensor: "validation loss", index: 0, value };
}

/** What `work` gives, or undefined when `signal` ended it. */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T | undefined> {
	try {
		return await work;
	} catch (error) {
		if (signal?.aborted) return undefined;
		throw error;
	}
}

function nextTurn(): Promise<void> {
	return new Promise((resolve) => setImmediate(resolve));
}
