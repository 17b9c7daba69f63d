/**
 * A run trained by gradient descent: the loop with validations, samples, records, checkpoints and rollbacks.
 *
 * The subject and `Progress` alone determine the weights, and both are in every checkpoint.
 *
 * If the run diverges, it rolls back to its last good checkpoint and continues at half the learning rate. With a budget
 * of steps or epochs, the step of that checkpoint depends only on the budget and the options, not on the clock. A run
 * that was stopped and resumed at any moment is therefore bit-identical to an uninterrupted one, rollbacks included.
 */
import { fail } from "../../errors/index.ts";
import { type Host, SAVE_SECONDS } from "../host.ts";
import type { Json } from "../json.ts";
import type { Keeper } from "../keeper.ts";
import { loop } from "../loop.ts";
import type { GradientSubject, StepReport } from "../subject.ts";
import type { Divergence } from "../updates/guard.ts";
import { type Budget, budgetOf, scheduled } from "./budget.ts";
import type { Ending, TrainEvent } from "./events.ts";
import { type Progress, parseProgress } from "./progress.ts";
import { Recorder } from "./recorder.ts";
import { rateAfter } from "./rollback.ts";
import { StepLog } from "./stepLog.ts";
import { twentieth, Validations } from "./validations.ts";

export interface GradientRunOptions {
	subject: GradientSubject;
	keeper: Keeper;
	/** The host. Its clock counts the seconds of this session. */
	host: Pick<Host, "clock" | "turn">;
	onEvent(event: TrainEvent): void;
	signal?: AbortSignal;
	/** Progress of a new run, or from the checkpoint that is resumed. */
	progress: Progress;
}

const SAMPLE_SYMBOLS = 160;

export class GradientRun {
	readonly progress: Progress;
	readonly #o: GradientRunOptions;
	readonly #budget: Budget;
	readonly #validations: Validations;
	readonly #recorder: Recorder;
	readonly #log: StepLog;
	readonly #before: { seconds: number; seen: number };
	/** Seconds spent in updates alone, in this session. */
	#updateSeconds = 0;
	#savedAt: { step: number; seconds: number };
	/** Fraction of the budget spent before the current update. `#scheduled`: its position in the learning-rate schedule. */
	#looked = 0;
	#scheduled = 0;

	constructor(options: GradientRunOptions) {
		const { subject, progress, keeper, host, onEvent, signal } = options;
		const { clock, turn } = host;
		this.#o = options;
		this.progress = progress;
		this.#savedAt = { step: subject.step || -1, seconds: 0 };
		this.#before = { seconds: progress.seconds, seen: subject.seen };
		this.#budget = budgetOf(subject.options, subject.stepsPerEpoch, () => this.#validations.reserveSeconds);
		const shared = { subject, progress, budget: this.#budget };
		this.#validations = new Validations({ ...shared, share: () => this.#share(), clock, turn, signal });
		this.#recorder = new Recorder({ subject, progress, write: (line) => keeper.record(line), host, signal, onEvent });
		this.#log = new StepLog({ ...shared, keeper, onEvent });
	}

	/** Trains until the budget is spent, early stopping or the goal ends it, or the signal aborts. Saves the last state. */
	async run(): Promise<Ending> {
		try {
			let divergence: Divergence | undefined;
			for (;;) {
				const ended = await (divergence ? this.#goBack(divergence) : this.#train()).catch((error: unknown) => {
					if (error instanceof Diverged) return error.divergence;
					throw error;
				});
				if (typeof ended === "string") return ended;
				divergence = ended ?? undefined;
			}
		} finally {
			this.#recorder.free();
		}
	}

	/** @throws Diverged if the run diverges. */
	async #train(): Promise<Ending> {
		const { subject, host, signal } = this.#o;
		const ended = await loop<StepReport, Ending>({
			...{ subject, signal, clock: host.clock, turn: host.turn },
			share: () => (this.#looked = this.#share()),
			schedule: () =>
				(this.#scheduled = scheduled(this.#budget, this.#share(this.#budget.totalSteps === null ? 0 : 0.5))),
			rate: () => rateAfter(this.progress.rollbacks),
			before: () => this.#begin(),
			after: (report, seconds) => this.#after(report, seconds),
		});
		const divergence = ended === "signal" ? undefined : subject.finish?.();
		if (divergence) throw new Diverged(divergence);
		if (ended === "signal")
			await host.turn(); // so that a second signal is heard before the save
		else await this.#recorder.recordLast(this.#updateSeconds);
		this.#spend();
		if (this.#savedAt.step !== subject.step) this.#save(false);
		return ended;
	}

	async #begin(): Promise<Ending | undefined> {
		const { subject } = this.#o;
		this.#validations.restart();
		if (subject.step === 0) {
			await this.#recorder.recordIfDue(0, 0);
			this.#save(true);
		}
		this.#writeRollbacks();
		// If a signal interrupted a validation, the resumed run validates first, as an uninterrupted run would have.
		return subject.step > 0 ? this.#validateIfDue() : undefined;
	}

	async #after(report: StepReport, seconds: number): Promise<Ending | undefined> {
		this.#updateSeconds += seconds;
		if (report.divergence) throw new Diverged(report.divergence);
		const exploded = this.#log.add(report, () => this.#share(), this.perSecond, this.#scheduled);
		if (exploded) throw new Diverged(exploded);
		await this.#recorder.recordIfDue(this.#updateSeconds, this.#looked);
		const ended = await this.#validateIfDue();
		if (!ended) this.#saveIfDue();
		return ended;
	}

	/** Training speed in this session, in symbols or sequences per second, without validations, samples and saves. */
	get perSecond(): number {
		return (this.#o.subject.seen - this.#before.seen) / Math.max(1e-9, this.#updateSeconds);
	}

	/** Size of the closing evaluation, in symbols or sequences. */
	get finalSize(): number {
		return this.#validations.finalSize;
	}

	/**
	 * Saves a checkpoint now. If `good`, a rollback may return to it.
	 * @throws Diverged instead if the weights or the state are no longer finite.
	 */
	#save(good: boolean): void {
		const { subject, keeper, onEvent, host } = this.#o;
		const { progress } = this;
		const { step } = subject;
		const divergence = subject.findDivergence();
		if (divergence) throw new Diverged(divergence);
		this.#spend();
		if (good && !this.#log.explosion(step)) progress.goodStep = step;
		const snapshot = subject.snapshot();
		snapshot.state.progress = structuredClone(progress) as unknown as Json;
		const validHere = progress.validatedAt === step ? progress.lastValid : null;
		const folder = keeper.checkpoint(snapshot, step, validHere, progress.goodStep);
		this.#savedAt = { step, seconds: host.clock() };
		onEvent({ type: "checkpoint", step, folder });
	}

	#spend(): void {
		this.progress.seconds = this.#before.seconds + this.#o.host.clock();
	}

	/** Returns the fraction of the budget spent, 0..1, after `ahead` more updates. */
	#share(ahead = 0): number {
		this.#spend();
		return this.#budget.progress(this.#o.subject.step + ahead, this.progress.seconds);
	}

	/** Validates if a validation is due. @returns why the run ends, or undefined if it continues. */
	async #validateIfDue(): Promise<Ending | undefined> {
		if (!this.#validations.due) return undefined;
		const { subject, keeper, onEvent } = this.#o;
		const { progress } = this;
		const { step, options } = subject;
		const validated = await this.#validations.validate();
		if (!validated) return undefined;
		const { loss, best, divergence } = validated;
		if (divergence) throw new Diverged(divergence);
		this.#spend();
		keeper.metric({ step, ...subject.validLine(validated), best, seconds: progress.seconds });
		onEvent({ type: "valid", step, ...subject.validFacts(validated), best });
		this.#writeSample();
		progress.kept = [...progress.kept, loss].sort((a, b) => a - b).slice(0, options.keepBest);
		if (progress.kept.includes(loss) || options.rollbacks > 0) this.#save(true);
		if (subject.reached?.(validated)) return "goal";
		return options.patience > 0 && progress.worse >= options.patience ? "early-stop" : undefined;
	}

	#writeSample(): void {
		const { subject, keeper, onEvent } = this.#o;
		const text = subject.write?.(SAMPLE_SYMBOLS);
		if (text === undefined) return;
		keeper.sample({ step: subject.step, text });
		onEvent({ type: "sample", step: subject.step, text });
	}

	/**
	 * Saves if a checkpoint is due. A rollback may return to checkpoints that the options or the budget schedule. It may
	 * return to checkpoints scheduled by the clock only with --minutes.
	 */
	#saveIfDue(): void {
		const { subject, host } = this.#o;
		const { saveEvery, rollbacks } = subject.options;
		const { step } = subject;
		if (this.#savedAt.step === step) return;
		const unvalidated = subject.validation.available === 0 && rollbacks > 0;
		const asked = saveEvery > 0 ? step % saveEvery === 0 : unvalidated && twentieth(this.#budget, step);
		const late = saveEvery === 0 && host.clock() - this.#savedAt.seconds > SAVE_SECONDS;
		const good = asked || this.#budget.totalSteps === null;
		// Divergence found by a clock-scheduled save is ignored: its step would differ between runs. The next update or
		// good save reports it.
		if (good ? asked || late : late && !subject.findDivergence()) this.#save(good);
	}

	/** Rolls back to the last good checkpoint and halves the learning rate. @throws E_DIVERGED if none are left. */
	async #goBack({ kind, step, tensor, index, value }: Divergence): Promise<undefined> {
		const { subject, keeper, onEvent } = this.#o;
		const { progress } = this;
		const { rollbacks, gradNorms, goodStep: to } = progress;
		const told = { kind, tensor, index, value: String(value), gradNorms };
		const left = subject.options.rollbacks - rollbacks.length;
		const untrained = subject.step === 0 && this.#savedAt.step < 0; // not even the first weights could be saved
		if (left <= 0 || untrained) {
			keeper.metric({ step, divergence: told });
			const checkpoint = this.#savedAt.step;
			throw fail("E_DIVERGED", { step, ...told, checkpoint, rollbacks: rollbacks.length });
		}
		const rollback = { step, to, ...told, rate: rateAfter(rollbacks) / 2 };
		const { seen } = subject;
		const snapshot = keeper.goBack(to);
		await subject.restore(snapshot);
		this.#before.seen -= seen - subject.seen; // undone updates still count as work of this session
		const { budget } = progress;
		const budgets = progress.budgets.map((one) => ({ ...one, step: Math.min(one.step, to) }));
		const kept = { budget, budgets, rollbacks: [...rollbacks, rollback] };
		Object.assign(progress, parseProgress(snapshot.state.progress), kept);
		onEvent({ type: "rollback", ...rollback, left: left - 1 });
		this.#save(true); // so that a run killed from here on resumes at the right rate
	}

	/** Writes the lines of rollbacks to this step. They belong to the next step, whose lines a resume rewrites. */
	#writeRollbacks(): void {
		const { subject, keeper } = this.#o;
		for (const { to, ...rollback } of this.progress.rollbacks) {
			if (to === subject.step) keeper.metric({ step: to + 1, rollback: { ...rollback, to } });
		}
	}
}

/** Thrown if the run diverges. The code that catches it rolls back or ends the run. */
class Diverged extends Error {
	readonly divergence: Divergence;

	constructor(divergence: Divergence) {
		super(divergence.tensor);
		this.divergence = divergence;
	}
}
