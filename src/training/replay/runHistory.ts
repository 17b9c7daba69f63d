/**
 * What decided the learning rate of each update of a run, read from its newest progress and its log: the budgets that it
 * had one after another, its rollbacks, and, where the clock decided, the positions in the schedule that it logged.
 */
import { fail } from "../../errors/index.ts";
import { budgetOf } from "../run/budget.ts";
import type { LogLine } from "../run/logLines.ts";
import type { Progress } from "../run/progress.ts";
import { rateAfter } from "../run/rollback.ts";
import type { GradientSubject } from "../subject.ts";

export interface HistoryFacts {
	/** Name of the run, for errors. */
	run: string;
	/** Updates that the newest kept checkpoint has behind it. */
	step: number;
	/** Progress in that checkpoint. */
	progress: Progress;
	/** Lines of the run's metrics. */
	lines: readonly LogLine[];
}

/** What decided the learning rate of each update of a run. */
export class History {
	/** Name of the run. */
	readonly run: string;
	/** The last update of which anything is known. */
	readonly last: number;
	readonly #subject: GradientSubject;
	readonly #progress: Progress;
	/** Logged positions in the schedule, by update. */
	readonly #shares = new Map<number, number>();
	/** Logged means of ten updates, by the last of them. */
	readonly #lines = new Map<number, LogLine>();
	readonly #validations = new Map<number, LogLine>();

	constructor(subject: GradientSubject, { run, step, progress, lines }: HistoryFacts) {
		this.run = run;
		this.#subject = subject;
		this.#progress = progress;
		let last = step;
		for (const line of lines) {
			if (!isUpdate(line.step)) continue;
			last = Math.max(last, line.step);
			if (line.gradNorm !== undefined) this.#lines.set(line.step, line);
			if (line.validLossNats !== undefined || line.validLoss !== undefined) this.#validations.set(line.step, line);
			if (Array.isArray(line.shares)) this.#keepShares(line.shares, line.step);
		}
		this.#keepShares(progress.line.shares, step);
		this.last = last;
	}

	#keepShares(shares: readonly unknown[], last: number): void {
		for (const [n, share] of shares.entries()) {
			if (typeof share === "number" && share >= 0 && share <= 1) this.#shares.set(last - shares.length + 1 + n, share);
		}
	}

	/** Updates in the whole run by the budget of update `update`; null if the clock ends it. */
	totalSteps(update: number): number | null {
		const { options, stepsPerEpoch } = this.#subject;
		const changed = this.#progress.budgets.findLast(({ step }) => step < update);
		return budgetOf(changed ?? this.#first(options), stepsPerEpoch, () => 0).totalSteps;
	}

	/** A checkpoint from before `budgets` were kept has only its last budget. */
	#first({ steps, epochs, minutes }: Progress["budget"]): Progress["budget"] {
		return this.#progress.budgets.length === 0 ? this.#progress.budget : { steps, epochs, minutes };
	}

	/** Position in the learning-rate schedule of update `update`. @throws E_REPLAY if the clock set it and no log has it. */
	share(update: number): number {
		const total = this.totalSteps(update);
		if (total !== null) return budgetOf({ steps: total }, 0, () => 0).progress(update - 0.5, 0);
		const { schedule, warmup } = this.#subject.options;
		const unused = schedule === "constant" && warmup === 0 && this.#subject.work === undefined;
		const share = this.#shares.get(update) ?? (unused ? 0 : undefined);
		if (share === undefined) throw fail("E_REPLAY", { run: this.run, why: { reason: "clock", update } });
		return share;
	}

	/** Factor of the learning rate of update `update`. */
	rate(update: number): number {
		return rateAfter(this.rollbacksBefore(update - 1));
	}

	/** Rollbacks in force after `step` updates. */
	rollbacksBefore(step: number): Progress["rollbacks"] {
		return this.#progress.rollbacks.filter(({ to }) => to <= step);
	}

	/** Budget, and earlier ones, in force after `step` updates. */
	budgetsBefore(step: number): Pick<Progress, "budget" | "budgets"> {
		const { budget, budgets } = this.#progress;
		const until = budgets.filter((one) => one.step <= step);
		if (budgets.length === until.length) return { budget, budgets };
		const { step: _, ...changed } = until.at(-1) ?? { step: 0, ...this.#first(this.#subject.options) };
		return { budget: changed, budgets: until };
	}

	/** The line of metrics that the run wrote at `update`. */
	line(update: number): LogLine | undefined {
		return this.#lines.get(update);
	}

	/** The validation that the run logged at `update`. */
	validation(update: number): LogLine | undefined {
		return this.#validations.get(update);
	}
}

function isUpdate(step: unknown): step is number {
	return Number.isSafeInteger(step) && (step as number) >= 0;
}
