/**
 * One trial of a comparison: one remedy, one rate, one seed, trained to the end of its budget on one thread. What comes
 * out hangs on the trial alone, however often it was stopped on the way; but for a budget in minutes, and for the time.
 */

import { fail } from "../../errors/index.ts";
import type { Json, Snapshot } from "../../training/snapshot.ts";
import { sha256 } from "../disk/sha256.ts";
import type { JobHost } from "../jobs/job.ts";
import { stopwatch } from "../machine/clock.ts";
import { type Learner, openLearner } from "./learner.ts";
import { type ReachCurve, reachOf } from "./reach.ts";
import { type OpenTrial, type Options, openTrial, type TrialSpec } from "./trialData.ts";

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

/** Measures after the first, evenly spread over the budget. */
const POINTS = 24;
const TURN_SECONDS = 0.05;

export async function trial(given: Json, { engine, kept, turn }: JobHost): Promise<Outcome> {
	const { data: spec, options, build } = given as Trial;
	if (engine.build !== build) throw fail("E_BUILD", { got: engine.build, wanted: build });
	const data = await openTrial(spec);
	try {
		const state = kept?.state as { learner: Snapshot["state"]; memory: Memory } | undefined;
		const learner = await openLearner(engine, data, options, state && { tensors: kept!.tensors, state: state.learner });
		const before = state?.memory.before ?? reachOf(await learner.probe());
		const memory = state?.memory ?? { points: [], diverged: null, before, data: "", seconds: 0, updateSeconds: 0 };
		data.digest = memory.data;
		await train(learner, memory, { data, options, turn });
		const { points, diverged, seconds } = memory;
		const facts = { steps: learner.step, parameters: learner.trained.length, weightsSha256: sha256(learner.trained) };
		return { ...facts, points, diverged, before, after: reachOf(await learner.probe()), seconds };
	} finally {
		await data.close();
	}
}

interface Training extends Pick<JobHost, "turn"> {
	data: OpenTrial;
	options: Options;
}

/** Trains and measures to the end, and leaves what it finds in `memory`. */
async function train(learner: Learner, memory: Memory, { data, options, turn }: Training): Promise<void> {
	const { points } = memory;
	const shareOf = budgetOf(options);
	let [spent, turned] = [stopwatch(), stopwatch()];
	const snapshot = (): Snapshot => {
		memory.seconds += spent();
		spent = stopwatch();
		memory.data = data.digest;
		const { tensors, state } = learner.snapshot();
		return { tensors, state: { step: learner.step, learner: state, memory } };
	};
	const share = () => shareOf(learner.step, memory.updateSeconds);
	const pause = async () => {
		if (turned() < TURN_SECONDS) return;
		await turn(share(), snapshot);
		turned = stopwatch();
	};
	for (;;) {
		const over = share() >= 1;
		if (points.at(-1)?.step !== learner.step && (over || share() * POINTS >= points.length)) {
			const { loss, errorShare } = await learner.measure(over, pause);
			const isNumber = Number.isFinite(loss);
			points.push({ step: learner.step, loss: isNumber ? loss : null, errorShare, data: data.digest });
			if (!isNumber) memory.diverged = { step: learner.step, tensor: "held-out loss", index: 0, value: String(loss) };
		}
		if (over || memory.diverged) break;
		const watch = stopwatch();
		const wrong = await learner.update(shareOf(learner.step + 0.5, memory.updateSeconds));
		memory.updateSeconds += watch();
		if (wrong) {
			const { step, tensor, index, value } = wrong;
			memory.diverged = { step, tensor, index, value: String(value) };
			break;
		}
		await pause();
	}
	memory.seconds += spent();
}

/** The share of the budget spent after so many updates and seconds of them, 0..1. */
function budgetOf({ steps, minutes }: Options): (step: number, seconds: number) => number {
	if (steps !== undefined) return (step) => (steps === 0 ? 1 : Math.min(1, step / Number(steps)));
	return (_, seconds) => (minutes === 0 ? 1 : Math.min(1, seconds / (60 * Number(minutes))));
}
