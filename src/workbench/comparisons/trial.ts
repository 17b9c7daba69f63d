/**
 * One trial of a comparison: one remedy, one rate, one seed, trained to the end of its budget on one thread. What comes
 * out hangs on the trial alone, however often it was stopped on the way; but for a budget in minutes, and for the time.
 */

import { fail } from "../../errors/index.ts";
import { TURN_SECONDS, timer } from "../../training/host.ts";
import type { Json } from "../../training/json.ts";
import { loop } from "../../training/loop.ts";
import { budgetOf } from "../../training/run/budget.ts";
import type { Snapshot } from "../../training/snapshot.ts";
import type { Subject } from "../../training/subject.ts";
import { type Divergence, noLoss } from "../../training/updates/guard.ts";
import { sha256 } from "../disk/sha256.ts";
import type { JobHost } from "../jobs/job.ts";
import { stopwatch } from "../machine/clock.ts";
import { type ReachCurve, reachOf } from "./reachCurve.ts";
import { type OpenTrial, type Options, openTrial, type TrialSpec } from "./trialData.ts";
import { trialSubject } from "./trialSubject.ts";

// type aliases, since an interface is no Json
export type Trial = {
	/** As it was written: "clip+omega:2". */
	remedy: string;
	/** 1, 2, ... */
	seed: number;
	/** Learning rate at the schedule's height; null where nothing is learned by gradient. */
	rate: number | null;
	data: TrialSpec;
	/** Every option of the run, defaults filled in. */
	options: Options;
	/** The engine with its instruction set: bits are promised per build. */
	build: string;
};

/** The held-out measure at one moment. */
export type Point = {
	/** Updates made. */
	step: number;
	/** Nats per scored step, or squared error; null where it is no number. */
	loss: number | null;
	/** Share of sequences answered wrongly; null for texts. */
	errorShare: number | null;
	/** A digest of all batches trained on so far; "" for texts, whose order hangs on nothing but the text. */
	data: string;
};

export type Outcome = {
	/** Updates made. */
	steps: number;
	/** Numbers that are trained. */
	parameters: number;
	points: Point[];
	/** Where the numbers went wrong and the trial ended: a result, not an error. */
	diverged: Wrong | null;
	/** Of the first weights, and of the last. */
	before: ReachCurve;
	after: ReachCurve;
	/** Of the bytes of what was trained. */
	weightsSha256: string;
	/** Spent on it, measuring included. */
	seconds: number;
};

type Wrong = { step: number; tensor: string; index: number; value: string };

/** What a trial knows besides its learner's snapshot. */
type Memory = Pick<Outcome, "points" | "diverged" | "before" | "seconds"> & {
	/** Digest of the batches. */
	data: string;
	/** Spent on updates alone: all trials of a comparison train for equally long. */
	updateSeconds: number;
};

/** Measurements after the first, evenly spread over the budget. */
const POINTS = 24;
/** Symbols or sequences that a measurement scores; more at the end. */
const SIZES = { text: { during: 1 << 13, last: 1 << 16 }, task: { during: 200, last: 1000 } };
/** Sequences that a curve by lag is averaged over, and its largest lag. */
const PROBES = 16;
const LAGS = { text: 128, task: 400 };

export async function trial(given: Json, { engine, kept, turn }: JobHost): Promise<Outcome> {
	const { data: spec, options, build } = given as Trial;
	if (engine.build !== build) throw fail("E_BUILD", { got: engine.build, wanted: build });
	const data = await openTrial(spec);
	try {
		const state = kept?.state as { learner: Snapshot["state"]; memory: Memory } | undefined;
		const snapshot = state && { tensors: kept!.tensors, state: state.learner };
		const subject = await trialSubject(engine, data, options, snapshot);
		const reach = async () => {
			const sequences = data.kind === "text" ? PROBES : Math.min(PROBES, Number(options.batch));
			return reachOf(await subject.probe({ part: "valid", sequences, lags: LAGS[data.kind], reach: "half" }));
		};
		const fresh = async () => ({
			...{ points: [], diverged: null, before: await reach(), data: "", seconds: 0, updateSeconds: 0 },
		});
		const memory: Memory = state?.memory ?? (await fresh());
		data.digest = memory.data;
		await train(subject, memory, { data, options, turn });
		const { points, diverged, before, seconds } = memory;
		const { learned, step: steps } = subject;
		const facts = { steps, parameters: learned.length, weightsSha256: sha256(learned) };
		return { ...facts, points, diverged, before, after: await reach(), seconds };
	} finally {
		await data.close();
	}
}

interface Training extends Pick<JobHost, "turn"> {
	data: OpenTrial;
	options: Options;
}

/** Trains and measures to the end, and leaves what it finds in `memory`. */
async function train(subject: Subject, memory: Memory, { data, options, turn }: Training): Promise<void> {
	const { points } = memory;
	const { steps, minutes } = options as { steps?: number; minutes?: number };
	const budget = budgetOf({ steps, minutes }, 0, () => 0);
	const clock = stopwatch();
	let counted = 0;
	const countSeconds = () => {
		const now = clock();
		memory.seconds += now - counted;
		counted = now;
	};
	const snapshot = (): Snapshot => {
		countSeconds();
		memory.data = data.digest;
		const { tensors, state } = subject.snapshot();
		return { tensors, state: { step: subject.step, learner: state, memory } };
	};
	const share = (ahead = 0) => budget.progress(subject.step + ahead, memory.updateSeconds);
	const pause = () => turn(share(), snapshot);
	const late = timer(clock, TURN_SECONDS);
	const onProgress = () => (late() ? pause() : undefined);
	const diverge = ({ step, tensor, index, value }: Divergence) => {
		memory.diverged = { step, tensor, index, value: String(value) };
		return "diverged" as const;
	};
	/** Measures where a point is due: one at the start, then evenly over the budget, and at its end. */
	const measureIfDue = async () => {
		const last = share() >= 1;
		if (points.at(-1)?.step === subject.step || !(last || share() * POINTS >= points.length)) return undefined;
		const size = SIZES[data.kind][last ? "last" : "during"];
		const request = { size, purpose: "evaluation", batch: Number(options.batch) } as const;
		const { loss, errorShare = null } = await subject.evaluate(request, { onProgress });
		const known = Number.isFinite(loss);
		points.push({ step: subject.step, loss: known ? loss : null, errorShare, data: data.digest });
		return known ? undefined : diverge({ ...noLoss(subject.step, loss), tensor: "held-out loss" });
	};
	await loop({
		subject: { update: (at) => data.watch(() => subject.update(at)) },
		...{ share, clock, turn: pause, before: measureIfDue },
		schedule: () => share(0.5),
		after(report, seconds) {
			memory.updateSeconds += seconds;
			return report.divergence ? Promise.resolve(diverge(report.divergence)) : measureIfDue();
		},
	});
	countSeconds();
}
