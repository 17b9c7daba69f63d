/**
 * One trial of a comparison: one remedy, one rate and one seed, trained to the end of its budget on one thread. The
 * outcome depends only on the trial, however often it was interrupted, except for times and for a budget in minutes.
 */

import { fail } from "../../errors/index.ts";
import type { Engine } from "../../kernels/kernels.ts";
import { type Host, TURN_SECONDS, timer } from "../host.ts";
import type { Json } from "../json.ts";
import { loop } from "../loop.ts";
import { budgetOf } from "../run/budget.ts";
import type { Snapshot } from "../snapshot.ts";
import type { Subject } from "../subject.ts";
import { type Divergence, noLoss } from "../updates/guard.ts";
import { type ReachCurve, reachOf } from "./reachCurve.ts";
import { type Options, trialSubject } from "./trialSubject.ts";
import type { OpenTrial } from "./watched.ts";

// type aliases because an interface is not assignable to Json

/** The data of a trial by name; what else it holds depends on its kind. */
export type TrialSpec = { kind: "task" | "series" | "labelled" | "pairs" | "own" | "text"; [key: string]: Json };

export type Trial = {
	/** The remedy as it was typed: "clip+omega:2". */
	remedy: string;
	/** Seed: 1, 2, ... */
	seed: number;
	/** Peak learning rate; null if nothing is trained by gradient descent. */
	rate: number | null;
	data: TrialSpec;
	/** Every option of the run, including defaults. */
	options: Options;
	/** The engine with its instruction set. Results are bit-identical per build only. */
	build: string;
};

/** One measurement on held-out data. */
export type Point = {
	/** Number of updates. */
	step: number;
	/** Nats per scored step, or squared error; null if it is NaN or infinite. */
	loss: number | null;
	/** Fraction of wrong sequences; null for texts. */
	errorShare: number | null;
	/** Digest of all batches so far; "" before the first. */
	data: string;
};

export type Outcome = {
	/** Number of updates. */
	steps: number;
	/** Number of trained parameters. */
	parameters: number;
	/** Measurements on held-out data, evenly over the budget. */
	points: Point[];
	/** Where values became NaN or infinite and the trial ended. This is a result, not an error. */
	diverged: Wrong | null;
	/** Reach with the initial weights. `after` is the reach with the final weights. */
	before: ReachCurve;
	/** Reach with the final weights. */
	after: ReachCurve;
	/** SHA-256 of the trained tensors' bytes. */
	weightsSha256: string;
	/** Seconds spent on the trial, including measurements. */
	seconds: number;
};

type Wrong = { step: number; tensor: string; index: number; value: string };

/** State of a trial besides its learner's snapshot. */
type Memory = Pick<Outcome, "points" | "diverged" | "before" | "seconds"> & {
	/** Digest of the batches. */
	data: string;
	/** Seconds spent on updates only. A budget in minutes counts these, so all trials train equally long. */
	updateSeconds: number;
};

/** Measurements after the first, evenly spaced over the budget. */
const POINTS = 24;
/** Symbols or sequences per measurement; the last measurement uses more. */
const SIZES = { text: { during: 1 << 13, last: 1 << 16 }, task: { during: 200, last: 1000 } };
/** Sequences that a lag curve is averaged over, and its largest lag. */
const PROBES = 16;
const LAGS = { text: 128, task: 400 };

/** What a trial needs from a thread or a page. */
export interface TrialHost extends Pick<Host, "clock" | "sha256"> {
	/** Engine with one thread. */
	engine: Engine;
	/** The data that the trial names. */
	data: OpenTrial;
	/** Snapshot that an earlier, stopped call of the same trial left. */
	kept?: Snapshot;
	/** Called a few times per second with the fraction done. It may keep the snapshot, and stops the trial by throwing. */
	turn(share: number, snapshot: () => Snapshot): Promise<void>;
	/** Called after each measurement, and at the start with those of an earlier call. */
	onPoints?(points: readonly Point[], before: ReachCurve): void;
}

export async function runTrial(
	{ options, build }: Pick<Trial, "options" | "build">,
	host: TrialHost,
): Promise<Outcome> {
	const { engine, data, kept, sha256 } = host;
	if (engine.build !== build) throw fail("E_BUILD", { got: engine.build, wanted: build });
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
	if (memory.points.length > 0) host.onPoints?.(memory.points, memory.before);
	await train(subject, memory, { ...host, options });
	const { points, diverged, before, seconds } = memory;
	const { learned, step: steps } = subject;
	const parameters = options.blocks === undefined ? learned.length : subject.parameters; // without zeros
	const facts = { steps, parameters, weightsSha256: await sha256(learned) };
	return { ...facts, points, diverged, before, after: await reach(), seconds };
}

interface Training extends Pick<TrialHost, "turn" | "data" | "clock" | "onPoints"> {
	options: Options;
}

/** Trains and measures to the end of the budget. Stores the results in `memory`. */
async function train(subject: Subject, memory: Memory, training: Training): Promise<void> {
	const { data, options, turn, onPoints } = training;
	const { points } = memory;
	const { steps, minutes } = options as { steps?: number; minutes?: number };
	const budget = budgetOf({ steps, minutes }, 0, () => 0);
	const began = training.clock();
	const clock = () => training.clock() - began;
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
	/** Measures if a point is due: at the start, evenly over the budget, and at its end. */
	const measureIfDue = async () => {
		const last = share() >= 1;
		if (points.at(-1)?.step === subject.step || !(last || share() * POINTS >= points.length)) return undefined;
		const size = SIZES[data.kind][last ? "last" : "during"];
		const request = { size, purpose: "evaluation", batch: Number(options.batch) } as const;
		const { loss, errorShare = null } = await subject.evaluate(request, { onProgress });
		const known = loss !== null && Number.isFinite(loss);
		points.push({ step: subject.step, loss: known ? loss : null, errorShare, data: data.digest });
		onPoints?.(points, memory.before);
		return known || loss === null ? undefined : diverge({ ...noLoss(subject.step, loss), tensor: "held-out loss" });
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
