/**
 * Training in a page or a worker, with the loop, options and results of `sluice train` and a keeper in memory.
 *
 *     const engine = await openEngine({ wasm: "/wasm/" });
 *     const { result, keeper } = await train({ engine, data: { text }, options: { hidden: 64, steps: 200 } });
 *     await train({ engine, data: { text }, options, from: keeper.newest.snapshot }); // continues, bit-identical
 */
import type { Weights } from "../cells/weights.ts";
import { type Corpus, openCorpus } from "../data/corpus.ts";
import { type ByteSource, bytesSource } from "../data/source.ts";
import { DEFAULT_SPLIT } from "../data/split.ts";
import { taskNamed } from "../data/tasks/registry.ts";
import type { Task } from "../data/tasks/task.ts";
import type { Unit } from "../data/units.ts";
import type { Engine } from "../kernels/kernels.ts";
import { inTurns } from "../training/host.ts";
import type { Keeper } from "../training/keeper.ts";
import { type GivenOptions, parseOptions } from "../training/options/options.ts";
import { parseTaskOptions } from "../training/options/taskOptions.ts";
import type { TaskResult, TextResult, TrainEvent, TrainResult } from "../training/run/events.ts";
import { MemoryKeeper } from "../training/run/memoryKeeper.ts";
import { freshProgress, newBudget, parseProgress } from "../training/run/progress.ts";
import { runGradient } from "../training/run/wholeRun.ts";
import type { Snapshot } from "../training/snapshot.ts";
import { type TaskData as TaskParts, TaskSubject } from "../training/task/taskSubject.ts";
import { TaskTrainer } from "../training/task/taskTrainer.ts";
import { TextSubject } from "../training/text/textSubject.ts";
import { Trainer } from "../training/trainer.ts";
import { browserHost } from "./browserHost.ts";
import type { SeriesData } from "./seriesInPage.ts";

/** A text to train on, as `sluice train FILE` reads it. */
export interface TextData {
	text: string | Uint8Array | ByteSource;
	/** Symbol unit. Default: codepoint. */
	unit?: Unit;
	/** Percentages of the bytes for training, validation and test. Default: [90, 5, 5]. */
	split?: readonly [number, number, number];
	/** If true, malformed UTF-8 becomes U+FFFD instead of an error. Default: false. */
	lossy?: boolean;
}

/** A task to train on: a name from `sluice train task:NAME`, or a custom task. */
export interface TaskData {
	task: string | Task;
	/** Options of a named task. */
	taskOptions?: Readonly<Record<string, number | boolean>>;
}

/** Data without symbols: a task or a series. */
export type SequenceData = TaskData | SeriesData;

export interface TrainRequest<D extends TextData | SequenceData = TextData | SequenceData> {
	engine: Engine;
	data: D;
	/** Options of `sluice train`, as keys: hidden, cell, lr, steps, ... */
	options?: GivenOptions;
	/** A checkpoint to continue from. The run must have the same data and options, except for the budget. */
	from?: Snapshot;
	/** Stores log lines and checkpoints. Default: a new MemoryKeeper. */
	keeper?: Keeper;
	onEvent?(event: TrainEvent): void;
	/** Called once before training with the weights that will be trained. Read them between updates; never write them. */
	onWeights?(weights: Weights): void;
	/** If it aborts, the run saves a checkpoint and ends with "signal". */
	signal?: AbortSignal;
	/** Length of the sample in the closing event, in symbols. Default: 400. */
	sampleLength?: number;
}

export interface Trained<R extends TrainResult, K extends Keeper> {
	result: R;
	keeper: K;
}

/**
 * Trains a network, or continues its run.
 * @throws coded errors for options, texts and tasks; E_DIVERGED if the run diverges more often than `rollbacks` allows.
 */
export async function train(
	request: TrainRequest<TextData> & { keeper?: undefined },
): Promise<Trained<TextResult, MemoryKeeper>>;
export async function train(
	request: TrainRequest<SequenceData> & { keeper?: undefined },
): Promise<Trained<TaskResult, MemoryKeeper>>;
export async function train(request: TrainRequest): Promise<Trained<TrainResult, Keeper>>;
export async function train(request: TrainRequest): Promise<Trained<TrainResult, Keeper>> {
	const { engine, options = {}, from, onEvent = () => {}, signal, sampleLength } = request;
	const keeper = request.keeper ?? new MemoryKeeper();
	const host = browserHost();
	const shared = { keeper, host, onEvent, signal };
	const sequences = "text" in request.data ? undefined : await sequencesOf(request.data);
	if (sequences && options.cell === "esn") {
		const { trainEcho } = await import("./echoInPage.ts");
		return { result: await trainEcho({ ...shared, ...sequences, engine, options, from }), keeper };
	}
	const subject = sequences
		? taskSubject(engine, sequences, options)
		: await textSubject(engine, request.data as TextData, options, onEvent);
	if (!from) await inTurns(subject.trainer.start(), host, { signal });
	if (from) await subject.restore(from);
	request.onWeights?.(subject.weights);
	const { steps, epochs, minutes } = subject.options;
	const budget = { steps, epochs, minutes };
	const progress = from ? parseProgress(from.state.progress) : freshProgress(budget);
	newBudget(progress, budget, subject.step);
	return { result: await runGradient({ ...shared, subject, progress, sampleLength }), keeper };
}

/** The training part of a task or a series, and the rest of it. */
interface Sequences {
	task: Task;
	data: TaskParts;
}

async function sequencesOf(given: SequenceData): Promise<Sequences> {
	if ("task" in given) {
		const task = typeof given.task === "string" ? taskNamed(given.task, given.taskOptions ?? {}) : given.task;
		return { task, data: { title: task.name, valid: task } }; // all parts of an endless task are the same generator
	}
	const { openSeries } = await import("./seriesInPage.ts");
	const { train, data } = openSeries(given);
	return { task: train, data };
}

function taskSubject(engine: Engine, { task, data }: Sequences, options: NonNullable<TrainRequest["options"]>) {
	return new TaskSubject(new TaskTrainer(engine, task, parseTaskOptions(options, task, "options"), false), data);
}

async function textSubject(
	engine: Engine,
	{ text, unit = "codepoint", split = DEFAULT_SPLIT, lossy = false }: TextData,
	options: NonNullable<TrainRequest["options"]>,
	onEvent: (event: TrainEvent) => void,
): Promise<TextSubject> {
	const parsed = parseOptions(options, "options");
	const onProgress = (doneBytes: number, totalBytes: number) =>
		onEvent({ type: "data", phase: "scan", name: "text", doneBytes, totalBytes });
	const corpus: Corpus = await openCorpus(sourceOf(text), { unit, split, lossy, onProgress });
	return new TextSubject(new Trainer(engine, corpus.parts.train, corpus.vocabulary.size, parsed, false), corpus);
}

function sourceOf(text: TextData["text"]): ByteSource {
	if (typeof text === "string") return bytesSource("text", new TextEncoder().encode(text));
	return text instanceof Uint8Array ? bytesSource("text", text) : text;
}
