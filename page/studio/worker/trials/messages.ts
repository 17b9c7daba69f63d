/** What the page and the workers of a comparison say to each other: one plans, each of the others trains one trial. */
import type { Snapshot } from "../../../../src/training/snapshot.ts";
import type { JudgedBy } from "../../../../src/training/trials/judgedBy.ts";
import type { SharedOptions } from "../../../../src/training/trials/plan.ts";
import type { ReachCurve } from "../../../../src/training/trials/reachCurve.ts";
import type { Outcome, Point, Trial } from "../../../../src/training/trials/trial.ts";

/** A task by name, or a text. */
export type TrialData = { task: string } | { text: string };

/** Asks for the trials of a comparison on one seed; the answer is "planned". */
export interface PlanOrder {
	type: "plan";
	data: TrialData;
	remedies: readonly string[];
	rate: number;
	seed: number;
	options: SharedOptions;
}
/** Trains a trial, or continues it from `kept`; the answers are "points" and "share", and at the end "ended" or "kept". */
export interface TrialOrder {
	type: "trial";
	data: TrialData;
	trial: Trial;
	kept?: Snapshot;
}
/** Stops a trial; the answer is "kept". */
export interface TrialStop {
	type: "stop";
}
export type TrialAsked = PlanOrder | TrialOrder | TrialStop;

export interface Planned extends JudgedBy {
	type: "planned";
	trials: Trial[];
	/** Why a remedy cannot be trained on these data, by its name. */
	left: Record<string, { code: string; params: unknown }>;
	/** Rough cost of an update of each trial. */
	costs: number[];
}
export type TrialSaid =
	| Planned
	| { type: "points"; points: readonly Point[]; before: ReachCurve }
	| { type: "share"; share: number }
	/** `snapshot` is undefined if nothing was trained yet. */
	| { type: "kept"; snapshot: Snapshot | undefined }
	| { type: "ended"; outcome: Outcome }
	| { type: "failed"; code: string; params: unknown };
