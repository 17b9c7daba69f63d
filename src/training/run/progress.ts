/** State of the training loop that is stored in checkpoints with the trainer's snapshot. */
import { fail } from "../../errors/index.ts";
import { shown } from "../../errors/quote.ts";
import type { Json } from "../json.ts";
import { BUDGETS } from "../options/budgetOptions.ts";
import { parseRollbacks, type Rollback } from "./rollback.ts";

export interface Progress {
	/** Seconds of training so far. */
	seconds: number;
	/** Lowest validation loss. `lastValid`: loss of the last validation. */
	bestValid: number | null;
	lastValid: number | null;
	/** Step of the best validation. */
	bestStep: number;
	/** Error rate of a task at the best validation. `lowestError`: lowest error rate of all validations, with its step. */
	bestError: number | null;
	lowestError: number | null;
	lowestErrorStep: number;
	/** Losses of the best validations, at most `keepBest`, best first. Their checkpoints are kept. */
	kept: number[];
	/** Step of the last validation. */
	validatedAt: number;
	/** Size of a validation during training, in symbols or sequences. The first one sets it, so that losses compare. */
	validSize: number;
	/** Validations since the best one. */
	worse: number;
	/** The current budget, from the start of the run or from its last resume. */
	budget: { steps?: number; epochs?: number; minutes?: number };
	/** Budgets that resumes changed, oldest first: each applies to the updates after `step`. Older checkpoints lack them. */
	budgets: ({ step: number } & Progress["budget"])[];
	/** Step of the last record (null before the first), and number of clipped updates up to it. */
	recorded: { step: number | null; clipped: number };
	/** Step of the checkpoint that a rollback returns to. */
	goodStep: number;
	/** Loss of the first update, with the initial weights; null before it. */
	firstLoss: number | null;
	/** Norms of the last gradients, at most eight, oldest first. A divergence is reported with them. */
	gradNorms: number[];
	rollbacks: Rollback[];
	/**
	 * Sums since the last line of metrics. `cut` counts updates clipped by value. `shares`: where the last updates, this
	 * one included, were in the learning-rate schedule; only with --minutes. Older checkpoints lack both.
	 */
	line: { steps: number; loss: number; gradNorm: number; clipped: number; cut: number; shares: number[] };
}

/** Returns the progress of a run that has not begun. */
export function freshProgress(budget: Progress["budget"]): Progress {
	const line = { steps: 0, loss: 0, gradNorm: 0, clipped: 0, cut: 0, shares: [] };
	return {
		seconds: 0,
		bestValid: null,
		lastValid: null,
		bestStep: 0,
		bestError: null,
		lowestError: null,
		lowestErrorStep: 0,
		validatedAt: 0,
		validSize: 0,
		worse: 0,
		kept: [],
		...{ budget, budgets: [] },
		recorded: { step: null, clipped: 0 },
		...{ goodStep: 0, firstLoss: null, gradNorms: [], rollbacks: [] },
		line,
	};
}

/** Notes the budget of a run that is resumed after `step` updates. */
export function newBudget(progress: Progress, budget: Progress["budget"], step: number): void {
	if (BUDGETS.some((name) => budget[name] !== progress.budget[name])) progress.budgets.push({ step, ...budget });
	progress.budget = budget;
}

/** Validates and returns the progress from a checkpoint. @throws E_SNAPSHOT if it is malformed. */
export function parseProgress(json: Json | undefined): Progress {
	const at = record(json, "progress");
	const line = record(at.line, "progress.line");
	const budget = record(at.budget, "progress.budget");
	const recorded = record(at.recorded, "progress.recorded");
	const number = (from: { [key: string]: Json }, key: string): number => {
		const value = from[key];
		if (typeof value === "number" && value >= 0) return value;
		throw fail("E_SNAPSHOT", { what: `progress.${key}`, why: { reason: "number", min: 0, got: shown(value) } });
	};
	const orNull = (from: { [key: string]: Json }, key: string) => (from[key] === null ? null : number(from, key));
	const budgetIn = (from: { [key: string]: Json }): Progress["budget"] => {
		const given = BUDGETS.filter((name) => from[name] !== undefined);
		return Object.fromEntries(given.map((name) => [name, number(from, name)]));
	};
	return {
		...{ seconds: number(at, "seconds"), validatedAt: number(at, "validatedAt"), worse: number(at, "worse") },
		...{ bestValid: orNull(at, "bestValid"), lastValid: orNull(at, "lastValid"), bestStep: number(at, "bestStep") },
		...{ bestError: orNull(at, "bestError"), lowestError: orNull(at, "lowestError") },
		lowestErrorStep: number(at, "lowestErrorStep"),
		validSize: number(at, "validSize"),
		kept: list(at.kept, "progress.kept"),
		budget: budgetIn(budget),
		budgets: records(at.budgets ?? [], "progress.budgets").map((one) => ({
			step: number(one, "step"),
			...budgetIn(one),
		})),
		recorded: { step: orNull(recorded, "step"), clipped: number(recorded, "clipped") },
		...{ goodStep: number(at, "goodStep"), firstLoss: orNull(at, "firstLoss") },
		...{ gradNorms: list(at.gradNorms, "progress.gradNorms"), rollbacks: parseRollbacks(at.rollbacks) },
		line: {
			...{ steps: number(line, "steps"), loss: number(line, "loss") },
			...{ gradNorm: number(line, "gradNorm"), clipped: number(line, "clipped") },
			cut: line.cut === undefined ? 0 : number(line, "cut"),
			shares: list(line.shares ?? [], "progress.line.shares"),
		},
	};
}

function list(json: Json | undefined, what: string): number[] {
	if (Array.isArray(json) && json.every((value) => typeof value === "number" && value >= 0)) return json as number[];
	throw fail("E_SNAPSHOT", { what, why: { reason: "list", of: "numbers", got: shown(json) } });
}

function records(json: Json, what: string): { [key: string]: Json }[] {
	if (Array.isArray(json)) return json.map((one) => record(one, what));
	throw fail("E_SNAPSHOT", { what, why: { reason: "type", types: ["list"], got: shown(json) } });
}

function record(json: Json | undefined, what: string): { [key: string]: Json } {
	if (typeof json === "object" && json !== null && !Array.isArray(json)) return json;
	throw fail("E_SNAPSHOT", { what, why: { reason: "type", types: ["object"], got: shown(json) } });
}
