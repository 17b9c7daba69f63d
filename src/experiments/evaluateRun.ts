/** A trained model measured: on texts, or on sequences of its task. */
import { Weights } from "../cells/weights.ts";
import { type Corpus, type PartName, symbolsPerCharacter } from "../data/corpus.ts";
import { baselineOf } from "../data/tasks/task.ts";
import { fail } from "../errors/index.ts";
import { RandomStream } from "../kernels/random.ts";
import { evaluate as evaluatePart } from "../training/evaluate.ts";
import { evaluateTask, heldOutSet, sideBySide } from "../training/evaluateTask.ts";
import { lengthsOf } from "../training/taskOptions.ts";
import { taskModel } from "../training/taskTrainer.ts";
import { stopwatch } from "./clock.ts";
import { parseConfig, type RunConfig, type TaskConfig } from "./config.ts";
import { openEngine } from "./engines.ts";
import type { LossUnit } from "./events.ts";
import { loadCheckpoint, MODEL_KEYS, type ModelHooks, type ModelRequest, withModel } from "./model.ts";
import { checkRequest } from "./request.ts";
import { openRun, type Run } from "./runStore.ts";
import { openTask, type TaskData, type TaskPart, taskTitle } from "./taskData.ts";
import { lossUnitOf } from "./taskTrainee.ts";
import { lasting, openTexts, sameText, scan } from "./texts.ts";
import { DEFAULT_RUNS } from "./train.ts";

export interface EvaluateRequest extends ModelRequest {
	/** Of a run on text: other texts, read whole; without them, `part` of the run's own text. */
	texts?: string[];
	/** Of a text, or of a task over data that ends. Default valid. */
	part?: PartName;
	/** Malformed UTF-8 becomes U+FFFD. Default: as the run was trained. */
	lossy?: boolean;
	/** Of a run on a task: length of its sequences, L or A..B. Default: as the run was trained. */
	length?: string | number;
	/** Of a run on a task: sequences, 1 to 1e9. Default 1000; all of data that ends. */
	sequences?: number;
	/** Of a run on a task: seed of the sequences; none equal those of training. Default 1. */
	seed?: number;
}

const TEXT_ONLY = ["texts", "lossy"] as const;
const TASK_ONLY = ["length", "sequences", "seed"] as const;

export interface TextEvaluation {
	run: string;
	/** Updates that the weights had. */
	step: number;
	/** What was read: the texts, or the part. */
	text: string;
	/** Symbols predicted: all but the first. */
	symbols: number;
	/** null, as the bits are, where the vocabulary knows no symbol of the text. */
	lossNats: number | null;
	bitsPerSymbol: number | null;
	bitsPerCharacter: number | null;
	/** Symbols that the model's vocabulary lacks: read as zeros, not scored. */
	unknownSymbols: number;
	seconds: number;
}

export interface TaskRunEvaluation {
	run: string;
	step: number;
	/** "copying:values=4" */
	task: string;
	length: string;
	/** null of a task without end: fresh sequences. */
	part: TaskPart | null;
	sequences: number;
	wrong: number;
	/** wrong / sequences */
	errorShare: number;
	lossUnit: LossUnit;
	/** Mean per scored step. */
	loss: number;
	/** Loss of the best answer that never looks at its input, where it is known: at the middle of the lengths. */
	baseline: number | null;
	seconds: number;
}

export type EvaluateResult = TextEvaluation | TaskRunEvaluation;
type Hooks = ModelHooks & { onProgress?(done: number, total: number): void };

/** Mean loss of a trained model on a text; error share and loss on sequences of its task. */
export async function evaluate(request: EvaluateRequest & { texts: string[] }, hooks?: Hooks): Promise<TextEvaluation>;
export async function evaluate(request: EvaluateRequest, hooks?: Hooks): Promise<EvaluateResult>;
export async function evaluate(request: EvaluateRequest, hooks: Hooks = {}): Promise<EvaluateResult> {
	checkRequest(request, "evaluate()", [...MODEL_KEYS, ...TEXT_ONLY, "part", ...TASK_ONLY]);
	const run = openRun(request.run, request.runs ?? DEFAULT_RUNS, { validate: parseConfig });
	const { config } = run;
	for (const option of config.data ? TEXT_ONLY : TASK_ONLY) {
		if (request[option] === undefined) continue;
		const [kind, other] = config.data ? ["task", "text"] : ["text", "task"];
		throw fail("E_OPTION", { option, got: `it for a ${kind}`, wanted: `a run on a ${other}`, where: "eval" });
	}
	return config.data ? onTask(run, config, request, hooks) : onTexts(request, hooks);
}

/** Lets others have a turn between two batches. */
function turning(hooks: Hooks) {
	return async (done: number, total: number) => {
		hooks.onProgress?.(done, total);
		await new Promise((resolve) => setImmediate(resolve));
	};
}

async function onTask(
	run: Run<RunConfig>,
	config: TaskConfig,
	request: EvaluateRequest,
	hooks: Hooks,
): Promise<TaskRunEvaluation> {
	const clock = stopwatch();
	const data = await openTask(config.data);
	const task = partOf(data, request.part);
	const { sequences = task.inOrder ? 1e9 : 1000, seed = 1 } = request;
	if (!Number.isSafeInteger(sequences) || sequences < 1 || sequences > 1e9) {
		const wanted = "a whole number from 1 to 1000000000";
		throw fail("E_OPTION", { option: "sequences", got: String(sequences), wanted, where: "eval" });
	}
	const length = String(request.length ?? config.options.length);
	const lengths = lengthsOf(length, task, "eval");
	const { snapshot, step } = loadCheckpoint(run, request.checkpoint ?? "best", hooks.onNotice ?? (() => {}));
	const engine = openEngine({ engine: request.engine, threads: request.threads });
	try {
		const weights = new Weights(engine, taskModel(config.options, task));
		weights.assign(snapshot.tensors);
		const random = new RandomStream(seed, "eval");
		const set = heldOutSet(task, sequences, lengths, random);
		const calls = { batch: sideBySide(lengths[1]), onProgress: turning(hooks), signal: hooks.signal };
		const measured = await evaluateTask(engine, weights, task, set, calls);
		return {
			...{ run: run.name, step, task: taskTitle(config.data), length },
			part: task.inOrder ? (request.part ?? "valid") : null,
			...{ ...measured, lossUnit: lossUnitOf(task.head) },
			baseline: baselineOf(task, Math.round((lengths[0] + lengths[1]) / 2)) ?? null,
			seconds: clock(),
		};
	} finally {
		engine.close();
	}
}

/** The part asked for; fresh sequences where the task has no end, and so no parts. */
export function partOf({ spec, parts }: TaskData, part?: TaskPart) {
	const found = parts[part ?? "valid"];
	const got = found ? `it for ${taskTitle(spec)}, which has no end` : `"${part ?? "valid"}"`;
	if (!found || (part !== undefined && !found.inOrder)) {
		const wanted = found ? "no part: all its sequences are fresh" : `one of ${Object.keys(parts).join(", ")}`;
		throw fail("E_OPTION", { option: "part", got, wanted, where: `task:${spec.name}` });
	}
	return found;
}

function onTexts(request: EvaluateRequest, hooks: Hooks): Promise<TextEvaluation> {
	return withModel(request, hooks, async ({ name, step, config, engine, weights, vocabulary }) => {
		const { texts, part = "valid", lossy = config.lossy } = request;
		if (!texts && config.texts.length === 0)
			throw fail("E_RUN_NO_TEXT", { run: name, next: `sluice eval ${name} FILE` });
		const clock = stopwatch();
		const source = await openTexts(texts ? lasting(texts) : config.texts, () => {});
		try {
			if (!texts) sameText(source, config);
			const split = texts ? ([100, 0, 0] as const) : config.split;
			const corpus: Corpus = await scan(source, { unit: vocabulary.unit, split, lossy, vocabulary }, () => {});
			const read = corpus.parts[texts ? "train" : part];
			const text = texts ? texts.join(" ") : part;
			if (read.symbols < 2) {
				throw fail("E_OPTION", {
					option: "part",
					got: `${text} of ${read.symbols} symbols`,
					wanted: "at least 2",
					where: "eval",
				});
			}
			const calls = { onProgress: turning(hooks), signal: hooks.signal };
			const { symbols, lossNats, unknownSymbols } = await evaluatePart(engine, weights, read, calls);
			const bitsPerSymbol = lossNats === null ? null : lossNats / Math.LN2;
			const bitsPerCharacter =
				bitsPerSymbol === null ? null : bitsPerSymbol * (await symbolsPerCharacter(read, Number.POSITIVE_INFINITY));
			return {
				run: name,
				step,
				text,
				symbols,
				lossNats,
				bitsPerSymbol,
				bitsPerCharacter,
				unknownSymbols,
				seconds: clock(),
			};
		} finally {
			await source.close();
		}
	});
}
