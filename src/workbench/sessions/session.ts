/**
 * The loop of one training run: updates, validations, samples, checkpoints and the end of the budget.
 *
 * All that decides what the weights become stands in the trainee and in `Progress`, and both are in every checkpoint.
 *
 * Where the numbers go wrong, the run goes back to its last good checkpoint and on at half the rate. With a budget of steps
 * or epochs that checkpoint's step hangs on the budget and the options alone, not on the clock, so that such a run too has
 * the bits of one that was stopped and resumed at any moment.
 */
import { fail } from "../../errors/index.ts";
import { type Divergence, findExplosion } from "../../training/guard.ts";
import type { Json, Snapshot } from "../../training/snapshot.ts";
import { turn } from "../machine/turns.ts";
import { type Budget, budgetOf } from "./budget.ts";
import type { Ending, TrainEvent } from "./events.ts";
import { type Progress, parseProgress } from "./progress.ts";
import { Recorder } from "./recorder.ts";
import { unlessAborted } from "./result.ts";
import { rateAfter } from "./rollback.ts";
import type { StepReport, Trainee } from "./trainee.ts";

/** Where a session puts what must outlive it. */
export interface Keeper {
	metric(line: { step: number; [key: string]: Json }): void;
	sample(line: { step: number; [key: string]: Json }): void;
	record(line: { step: number; [key: string]: Json }): void;
	/** Saves for good; returns the checkpoint's folder. `validLoss` is the last validation's, for keeping the best; `goodStep` the checkpoint to keep whatever its age. */
	checkpoint(snapshot: Snapshot, step: number, validLoss: number | null, goodStep: number): string;
	/** The checkpoint of that step; lines and checkpoints of later steps are dropped. */
	goBack(step: number): Snapshot;
}

export interface SessionOptions {
	trainee: Trainee;
	keeper: Keeper;
	/** Seconds since the session began. */
	clock: () => number;
	onEvent: (event: TrainEvent) => void;
	signal?: AbortSignal;
	/** Fresh, or from the checkpoint that is resumed. */
	progress: Progress;
}

const METRIC_STEPS = 10;
const GRAD_NORMS = 8;
const SAVE_SECONDS = 30;
const VALIDATIONS = 20;
/** With --minutes, a validation is followed by at least this many times its own duration of training. */
const VALID_REST = 12;
const SAMPLE_SYMBOLS = 160;
const TURN_SECONDS = 0.05;

export class Session {
	readonly progress: Progress;
	readonly #o: SessionOptions;
	readonly #budget: Budget;
	readonly #recorder: Recorder;
	readonly #before: { seconds: number; seen: number };
	/** Time spent in updates alone, in this session. */
	#updateSeconds = 0;
	/** Measured by the validations: symbols or sequences a second. */
	#evaluationRate = 0;
	#savedAt: { step: number; seconds: number };
	#validProgress = 0;

	constructor(options: SessionOptions) {
		const { trainee, progress } = options;
		this.#o = options;
		this.progress = progress;
		this.#savedAt = { step: trainee.step || -1, seconds: 0 };
		this.#before = { seconds: this.progress.seconds, seen: trainee.seen };
		const { keeper, clock, onEvent } = options;
		this.#recorder = new Recorder({ trainee, progress, write: (line) => keeper.record(line), clock, onEvent });
		this.#budget = budgetOf(trainee.options, trainee.stepsPerEpoch, () => this.#reserveSeconds());
	}

	/** Trains until the budget is spent, patience ends or the signal comes; the last state is then saved. */
	async run(): Promise<Ending> {
		try {
			for (;;) {
				const ended = await this.#train().catch((error: unknown) => {
					if (error instanceof Diverged) return error.divergence;
					throw error;
				});
				if (typeof ended === "string") return ended;
				await this.#goBack(ended);
			}
		} finally {
			this.#recorder.free();
		}
	}

	/** @throws Diverged where the numbers go wrong. */
	async #train(): Promise<Ending> {
		const { trainee, clock, signal } = this.#o;
		this.#validProgress = this.#share();
		if (trainee.step === 0) {
			await this.#recorder.recordIfDue(0, 0);
			this.#save(true);
		}
		this.#tellRollbacks();
		let turned = clock();
		// A run stopped by a signal in the middle of a validation makes it up first, as the undisturbed run did then.
		let ending: Ending | undefined = trainee.step > 0 ? await this.#validateIfDue() : undefined;
		for (let share = this.#share(); share < 1 && !ending; share = this.#share()) {
			const began = clock();
			const at = this.#budget.totalSteps === null ? share : this.#share(0.5);
			const report = await trainee.update(at, rateAfter(this.progress.rollbacks));
			this.#updateSeconds += clock() - began;
			if (report.divergence) throw new Diverged(report.divergence);
			this.#tellStep(report);
			await this.#recorder.recordIfDue(this.#updateSeconds, share);
			ending = await this.#validateIfDue();
			if (ending) break;
			this.#saveIfDue();
			if (clock() - turned > TURN_SECONDS) {
				await turn();
				turned = clock();
			}
			if (signal?.aborted) ending = "signal";
		}
		this.#spend();
		if (this.#savedAt.step !== trainee.step) this.#save(false);
		return ending ?? "budget";
	}

	/** Symbols or sequences a second while training, in this session: without validations, samples and saves. */
	get perSecond(): number {
		return (this.#o.trainee.seen - this.#before.seen) / Math.max(1e-9, this.#updateSeconds);
	}

	/**
	 * Saves a checkpoint now, `good` for going back to. @throws Diverged instead where the weights or the state are no longer
	 * finite.
	 */
	#save(good: boolean): void {
		const { trainee, keeper, onEvent, clock } = this.#o;
		const divergence = trainee.findDivergence();
		if (divergence) throw new Diverged(divergence);
		this.#spend();
		if (good && !this.#explosion(trainee.step)) this.progress.goodStep = trainee.step;
		const snapshot = trainee.snapshot();
		snapshot.state.progress = structuredClone(this.progress) as unknown as Json;
		const folder = keeper.checkpoint(snapshot, trainee.step, this.#validHere(), this.progress.goodStep);
		this.#savedAt = { step: trainee.step, seconds: clock() };
		onEvent({ type: "checkpoint", step: trainee.step, folder });
	}

	/** The last validation's loss, if it was made with these very weights. */
	#validHere(): number | null {
		return this.progress.validatedAt === this.#o.trainee.step ? this.progress.lastValid : null;
	}

	#spend(): void {
		this.progress.seconds = this.#before.seconds + this.#o.clock();
	}

	#share(ahead = 0): number {
		this.#spend();
		return this.#budget.progress(this.#o.trainee.step + ahead, this.progress.seconds);
	}

	/** What the evaluation at the end scores: with --minutes no more than a tenth of the budget pays for. */
	get finalSize(): number {
		const { validation, options } = this.#o.trainee;
		const { available, finalLeast, finalMost, perSecond } = validation;
		const rate = this.#evaluationRate || perSecond;
		const paid = options.minutes === undefined ? finalMost : Math.floor(rate * 6 * options.minutes);
		return Math.min(available, finalMost, Math.max(finalLeast, paid));
	}

	#reserveSeconds(): number {
		return this.#evaluationRate > 0 ? this.finalSize / this.#evaluationRate + 0.5 : 1;
	}

	#tellStep(report: StepReport): void {
		const { trainee, keeper, onEvent } = this.#o;
		const { step, gradNorm, lr, omega, penalty } = report;
		const added = { ...(omega !== undefined && { omega }), ...(penalty !== undefined && { penalty }) };
		const { line } = this.progress;
		line.steps++;
		line.loss += report.loss;
		line.gradNorm += gradNorm;
		this.progress.firstLoss ??= report.loss;
		this.progress.gradNorms = [...this.progress.gradNorms, gradNorm].slice(-GRAD_NORMS);
		if (report.clipped) line.clipped++;
		if (report.cut) line.cut++;
		const { perSecond } = this;
		if (step % METRIC_STEPS === 0) {
			const mean = line.loss / line.steps;
			const exploded = this.#explosion(step);
			if (exploded) throw new Diverged(exploded);
			keeper.metric({
				...{ step, ...trainee.lineFacts(report, mean, perSecond) },
				...{ gradNorm: line.gradNorm / line.steps, lr, ...added, clipped: line.clipped },
				...(trainee.options.clipValue > 0 && { cut: line.cut }),
				seconds: this.progress.seconds,
			});
			Object.assign(line, { steps: 0, loss: 0, gradNorm: 0, clipped: 0, cut: 0 });
		}
		const progress = this.#share();
		const left = progress > 0 ? ((1 - progress) / progress) * this.progress.seconds : null;
		onEvent({
			...{ type: "step", step, totalSteps: this.#budget.totalSteps, progress, etaSeconds: left },
			...{ gradNorm, lr, ...added, clippedShare: trainee.clippedShare, ...trainee.stepFacts(report, perSecond) },
			elapsedSeconds: this.progress.seconds,
		});
	}

	/** Of the updates since the last line of metrics. */
	#explosion(step: number): Divergence | undefined {
		const { trainee } = this.#o;
		const { line, firstLoss } = this.progress;
		if (trainee.options.rollbacks === 0 || line.steps === 0) return undefined;
		return findExplosion(step, line.loss / line.steps, firstLoss ?? 0, trainee.ignorantLoss);
	}

	/** @returns why the run is to end, where it is. */
	async #validateIfDue(): Promise<Ending | undefined> {
		return this.#validationIsDue() ? this.#validate() : undefined;
	}

	#validationIsDue(): boolean {
		const { trainee } = this.#o;
		if (trainee.validation.available === 0 || this.progress.validatedAt === trainee.step) return false;
		const { validEvery } = trainee.options;
		if (validEvery > 0) return trainee.step % validEvery === 0;
		return this.#isTwentieth() ?? this.#share() >= this.#validProgress + 1 / VALIDATIONS;
	}

	/** Whether a twentieth of the steps ends here; undefined where the clock decides. */
	#isTwentieth(): boolean | undefined {
		const { totalSteps } = this.#budget;
		if (totalSteps === null) return undefined;
		return this.#o.trainee.step % Math.max(1, Math.ceil(totalSteps / VALIDATIONS)) === 0;
	}

	async #validate(): Promise<Ending | undefined> {
		const { trainee, keeper, onEvent, clock, signal } = this.#o;
		const { progress } = this;
		const { step, options } = trainee;
		const began = clock();
		const { share, least, most } = trainee.validation;
		const between = (step - progress.validatedAt) * trainee.seenPerStep;
		progress.validSize ||= Math.round(Math.min(most, Math.max(least, share * between)));
		const hooks = { onProgress: turn, signal };
		const measured = await unlessAborted(trainee.validate(progress.validSize, hooks), signal);
		if (!measured) return undefined;
		const { loss, scored, errorShare = null, reached } = measured;
		if (!Number.isFinite(loss)) throw new Diverged(trainee.findDivergence() ?? noLoss(step, loss));
		const took = clock() - began;
		this.#evaluationRate = scored / Math.max(1e-6, took);
		const { minutes } = options;
		const rest = minutes ? Math.max(0, (VALID_REST * took) / (60 * minutes) - 1 / VALIDATIONS) : 0;
		this.#validProgress = this.#share() + rest;
		const best = progress.bestValid === null || loss < progress.bestValid;
		progress.lastValid = loss;
		progress.validatedAt = step;
		progress.worse = best ? 0 : progress.worse + 1;
		if (best) Object.assign(progress, { bestValid: loss, bestStep: step, bestError: errorShare });
		if (errorShare !== null && errorShare < (progress.lowestError ?? 2))
			Object.assign(progress, { lowestError: errorShare, lowestErrorStep: step });
		this.#spend();
		keeper.metric({ step, ...trainee.validLine(measured), best, seconds: progress.seconds });
		onEvent({ type: "valid", step, ...trainee.validFacts(measured), best });
		this.#writeSample();
		progress.kept = [...progress.kept, loss].sort((a, b) => a - b).slice(0, options.keepBest);
		if (progress.kept.includes(loss) || options.rollbacks > 0) this.#save(true);
		if (reached) return "goal";
		return options.patience > 0 && progress.worse >= options.patience ? "early-stop" : undefined;
	}

	#writeSample(): void {
		const { trainee, keeper, onEvent } = this.#o;
		const text = trainee.write?.(SAMPLE_SYMBOLS);
		if (text === undefined) return;
		keeper.sample({ step: trainee.step, text });
		onEvent({ type: "sample", step: trainee.step, text });
	}

	/** A save that the options or the budget ask for is good to go back to; one that the clock asks for only where the clock decides all. */
	#saveIfDue(): void {
		const { trainee, clock } = this.#o;
		const { saveEvery, rollbacks } = trainee.options;
		if (this.#savedAt.step === trainee.step) return;
		const unvalidated = trainee.validation.available === 0 && rollbacks > 0;
		const asked = saveEvery > 0 ? trainee.step % saveEvery === 0 : unvalidated && this.#isTwentieth();
		const late = saveEvery === 0 && clock() - this.#savedAt.seconds > SAVE_SECONDS;
		const good = asked || this.#budget.totalSteps === null;
		// What the clock chanced upon would be told of another step each time: the next update or good save tells it.
		if (good ? asked || late : late && !trainee.findDivergence()) this.#save(good);
	}

	/** Takes the last good checkpoint and half the rate. @throws E_DIVERGED where that was done as often as allowed. */
	async #goBack({ kind, step, tensor, index, value }: Divergence): Promise<void> {
		const { trainee, keeper, onEvent } = this.#o;
		const { progress } = this;
		const { rollbacks, gradNorms, goodStep: to } = progress;
		const told = { kind, tensor, index, value: String(value), gradNorms };
		const left = trainee.options.rollbacks - rollbacks.length;
		const untrained = trainee.step === 0 && this.#savedAt.step < 0; // not even they could be saved
		if (left <= 0 || untrained) {
			keeper.metric({ step, divergence: told });
			const checkpoint = this.#savedAt.step;
			throw fail("E_DIVERGED", { step, ...told, checkpoint, rollbacks: rollbacks.length });
		}
		const rollback = { step, to, ...told, rate: rateAfter(rollbacks) / 2 };
		const { seen } = trainee;
		const snapshot = keeper.goBack(to);
		await trainee.restore(snapshot);
		this.#before.seen -= seen - trainee.seen; // what was undone was done in this session all the same
		const { budget } = progress;
		Object.assign(progress, parseProgress(snapshot.state.progress), { budget, rollbacks: [...rollbacks, rollback] });
		onEvent({ type: "rollback", ...rollback, left: left - 1 });
		this.#save(true); // so that a run killed from here on knows its rate
	}

	/** Lines of the rollbacks that came to this step; they are of the step after it, which a resume drops and writes again. */
	#tellRollbacks(): void {
		const { trainee, keeper } = this.#o;
		for (const { to, ...rollback } of this.progress.rollbacks) {
			if (to === trainee.step) keeper.metric({ step: to + 1, rollback: { ...rollback, to } });
		}
	}
}

/** The numbers went wrong; whoever catches it decides what becomes of the run. */
class Diverged extends Error {
	readonly divergence: Divergence;

	constructor(divergence: Divergence) {
		super(divergence.tensor);
		this.divergence = divergence;
	}
}

/** A validation whose loss is no number although every weight is: logits too far apart. */
function noLoss(step: number, value: number): Divergence {
	return { kind: "not-finite", step, tensor: "validation loss", index: 0, value };
}
