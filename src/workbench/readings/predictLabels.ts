/** Labels that a run on labelled sequences predicts for the lines of a file, which may have none of their own. */
import { join } from "node:path";
import type { PartName } from "../../data/corpus.ts";
import { UNLABELLED } from "../../data/labels/labelledSet.ts";
import { type LabelledTask, labelledTask } from "../../data/labels/labelledTask.ts";
import type { TaskBatch } from "../../data/tasks/task.ts";
import { fail } from "../../errors/index.ts";
import { checkRequest, notOneOf } from "../../errors/request.ts";
import type { Forecaster } from "../../training/forecast/forecasts.ts";
import { labelledSteps, predictedAt } from "../../training/task/labelScores.ts";
import { openAsked } from "../datasets/dataParts.ts";
import { type OpenData, titleOf } from "../datasets/dataSpec.ts";
import { type OpenedLabelledSpec, openLabelledLike } from "../datasets/labelledData.ts";
import { realDisk } from "../disk/disk.ts";
import { placeFor, replaceFile } from "../disk/publish.ts";
import { stopwatch } from "../machine/clock.ts";
import { openEngine } from "../machine/engines.ts";
import { turn } from "../machine/turns.ts";
import { finite } from "../models/finite.ts";
import { openNetwork } from "../models/openNetwork.ts";
import { loadCheckpoint, MODEL_KEYS, type ModelHooks, type ModelRequest } from "../models/textModel.ts";
import { parseConfig } from "../runs/config.ts";
import { DEFAULT_RUNS } from "../runs/runNames.ts";
import { openRun } from "../runs/runStore.ts";

export interface PredictLabelsRequest extends ModelRequest {
	/** File with the fields of the run's own; the label may be absent. Default: the run's own data. */
	file?: string;
	/** Part of the run's own data. Default: all of it. */
	part?: PartName;
	/** JSON lines file for the predictions. An existing file is overwritten. Default: none. */
	out?: string;
}

export interface PredictedLabel {
	/** Line of the sequence in its file. */
	line: number;
	/** Predicted label of the sequence, or of each step. */
	label: string | string[];
	/** Probability that the network gives it. */
	probability: number | number[];
	/** Label in the file; absent if there is none. */
	actual?: string | string[];
}

export interface PredictLabelsResult {
	/** Name of the run. */
	run: string;
	/** Number of training updates behind these weights. */
	step: number;
	/** Data read: a part, or a file. */
	of: string;
	/** In the order of the file; empty if `onPrediction` takes them. */
	predictions: PredictedLabel[];
	/** Path of the file that was written. */
	out?: string;
	/** Time that the call took, in seconds. */
	seconds: number;
}

export type PredictLabelsHooks = ModelHooks & {
	onProgress?(done: number, total: number): void;
	/** Takes each prediction, so that not all are in memory. */
	onPrediction?(prediction: PredictedLabel): void | Promise<void>;
};

/** @throws E_NO_LABELS for a run on other data. */
export async function predictLabels(
	request: PredictLabelsRequest,
	hooks: PredictLabelsHooks = {},
): Promise<PredictLabelsResult> {
	checkRequest(request, "predictLabels()", [...MODEL_KEYS, "file", "part", "out"]);
	const { file, part } = request;
	if (file !== undefined && part !== undefined) {
		throw fail("E_OPTION", { option: "part", why: { reason: "together", with: "file" }, where: "predict" });
	}
	const clock = stopwatch();
	const run = openRun(request.run, request.runs ?? DEFAULT_RUNS, { validate: parseConfig });
	const { config } = run;
	const fits = config.data?.kind === "labelled";
	if (!config.data || !fits) throw fail("E_NO_LABELS", { run: run.name, next: `sluice eval ${run.name}` });
	const out = request.out === undefined ? undefined : placeFor(realDisk, request.out, "labels.jsonl");
	const data = await openAsked(config.data, file === undefined ? undefined : [file]);
	const task = await taskOf(data, request);
	const { snapshot, step } = loadCheckpoint(run, request.checkpoint ?? "best", hooks.onNotice ?? (() => {}));
	const engine = openEngine({ engine: request.engine, threads: request.threads });
	try {
		const network = await openNetwork(engine, config, data.parts.train, snapshot);
		const predictions: PredictedLabel[] = [];
		const take = out ? undefined : hooks.onPrediction;
		const total = task.members.length;
		let done = 0;
		for (const batch of predictedIn(task, network.forecaster())) {
			for (const one of batch) {
				for (const share of [one.probability].flat()) finite({ name: run.name, step }, "probability", share);
				if (take) await take(one);
				else predictions.push(one);
			}
			hooks.signal?.throwIfAborted();
			done += batch.length;
			hooks.onProgress?.(done, total);
			await turn();
		}
		const result: PredictLabelsResult = {
			...{ run: run.name, step, of: file ?? part ?? titleOf(config.data), predictions },
			...(out && { out: join(out.parent, out.name) }),
			seconds: clock(),
		};
		if (out) replaceFile(realDisk, out.parent, out.name, new TextEncoder().encode(labelLines(predictions)));
		return result;
	} finally {
		engine.close();
	}
}

async function taskOf(
	{ spec, parts, labelled }: OpenData,
	{ file, part }: PredictLabelsRequest,
): Promise<LabelledTask> {
	if (file !== undefined) return openLabelledLike(file, spec as OpenedLabelledSpec, true);
	const asked = part === undefined ? labelledTask(labelled!.parts.train.set) : labelled!.parts[part];
	if (asked) return asked;
	throw fail("E_OPTION", { option: "part", why: notOneOf(Object.keys(parts), part), where: "predict" });
}

/** The predictions as JSON lines. */
export function labelLines(predictions: readonly PredictedLabel[]): string {
	return predictions.map((one) => `${JSON.stringify(one)}\n`).join("");
}

const TOGETHER = 32;

/** Predictions, a batch at a time. */
function* predictedIn(
	task: LabelledTask,
	{ outputs, lanes = TOGETHER }: Pick<Forecaster, "outputs" | "lanes">,
): Generator<PredictedLabel[], void, void> {
	const { perStep } = task.set.learned;
	const all = task.inOrder(task.lengths.max);
	for (let first = 0; first < all.count; ) {
		const batch = all.batch(first, Math.min(lanes, TOGETHER, all.count - first));
		for (let b = 0; b < batch.B; b++) {
			const [from, to] = labelledSteps(batch, b, perStep);
			for (let t = from; t < to; t++) batch.targets![t * batch.B + b] = 0; // an echo state network reads no others
		}
		const said = outputs(batch);
		yield Array.from({ length: batch.B }, (_, b) => oneOf(task, said, batch, b, task.members[first + b]!));
		first += batch.B;
	}
}

/** @param n number of the sequence in the set. */
function oneOf(
	{ set, outputs: V }: LabelledTask,
	said: ArrayLike<number>,
	batch: TaskBatch,
	b: number,
	n: number,
): PredictedLabel {
	const { perStep, classes } = set.learned;
	const [from, to] = labelledSteps(batch, b, perStep);
	const steps = Array.from({ length: to - from }, (_, i) => predictedAt(said, (from + i) * batch.B + b, V));
	const labels = steps.map(({ k }) => classes[k]!);
	const shares = steps.map(({ probability }) => probability);
	const own = perStep ? set.labels.subarray(set.starts[n]!, set.starts[n + 1]!) : set.labels.subarray(n, n + 1);
	const actual = own[0] === UNLABELLED ? [] : Array.from(own, (k) => classes[k]!);
	return {
		line: set.lines[n]!,
		...(perStep ? { label: labels, probability: shares } : { label: labels[0]!, probability: shares[0]! }),
		...(actual.length > 0 && { actual: perStep ? actual : actual[0]! }),
	};
}
