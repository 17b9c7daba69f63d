/** Evaluates a trained model on texts, on sequences of its task, or on labelled sequences. */
import { type PartName, symbolsPerCharacter } from "../../data/corpus.ts";
import type { ClassScores } from "../../data/labels/classScores.ts";
import { baselineOf, type Task } from "../../data/tasks/task.ts";
import { fail } from "../../errors/index.ts";
import { checkRequest, checkWhole } from "../../errors/request.ts";
import { RandomStream } from "../../kernels/random.ts";
import type { EchoReport } from "../../training/echo/echoReport.ts";
import { echoReport } from "../../training/echo/echoReport.ts";
import { type SeriesErrors, seriesErrors } from "../../training/forecast/seriesErrors.ts";
import { lengthsOf } from "../../training/options/taskOptions.ts";
import { averagedUpdatesOf } from "../../training/snapshot.ts";
import { labelScores } from "../../training/task/labelScores.ts";
import type { LossUnit } from "../../training/task/lossUnit.ts";
import { lossUnitOf } from "../../training/task/lossUnit.ts";
import { evaluate as evaluatePart } from "../../training/text/evaluate.ts";
import { type Reading, readingOf } from "../../training/text/reading.ts";
import { openAsked, otherFile, partOf, within } from "../datasets/dataParts.ts";
import { titleOf, withTask } from "../datasets/dataSpec.ts";
import type { TaskPart } from "../datasets/taskData.ts";
import { stopwatch } from "../machine/clock.ts";
import { openEngine } from "../machine/engines.ts";
import { turn } from "../machine/turns.ts";
import { finite } from "../models/finite.ts";
import { openNetwork } from "../models/openNetwork.ts";
import { withText } from "../models/readText.ts";
import { loadCheckpoint, MODEL_KEYS, type ModelHooks, type ModelRequest, withModel } from "../models/textModel.ts";
import { type EchoConfig, isEcho, parseConfig, type RunConfig, type TaskConfig } from "../runs/config.ts";
import { DEFAULT_RUNS } from "../runs/runNames.ts";
import { openRun, type Run } from "../runs/runStore.ts";
import { checkProtocols, type OtherLosses, type OtherProtocols, otherLosses, PROTOCOL_KEYS } from "./otherLosses.ts";

export interface EvaluateRequest extends ModelRequest, OtherProtocols {
	/**
	 * For a run on text: other texts, read whole. For a run on a series or on labelled sequences: one other file with the
	 * same columns or fields. Default: `part` of the run's own data.
	 */
	texts?: string[];
	/** A program's own task, if the run was trained on one. Another than that is refused (E_TASK_CHANGED). Default: none. */
	task?: Task;
	/** Part of the run's own text, series or finite task data. Default: valid. */
	part?: PartName;
	/**
	 * Reads the text in one piece, from its first symbol with the state carried. Default: false, which reads a long text
	 * in lanes, each after 256 symbols of warm-up.
	 */
	exact?: boolean;
	/** Replaces malformed UTF-8 with U+FFFD. Default: as in training. */
	lossy?: boolean;
	/** Encoding of `texts`. Default: UTF-8, or UTF-16 with its byte order mark. */
	encoding?: string;
	/** Sequence length for a run on a task, L or A..B. Default: as in training. */
	length?: string | number;
	/** Number of sequences for a run on a task. Range: 1 to 1e9. Default: 1000, or all of a finite data set. */
	sequences?: number;
	/** Seed of the sequences for a run on a task. They never equal training sequences. Range: at least 0. Default: 1. */
	seed?: number;
}

const TEXT_ONLY = ["lossy", "encoding", "exact", ...PROTOCOL_KEYS] as const;
const TASK_ONLY = ["task", "length", "sequences", "seed"] as const;

export interface TextEvaluation {
	/** Name of the run. */
	run: string;
	/** Number of training updates behind these weights. */
	step: number;
	/** Present if the weights are a mean (`average`): the number of updates that it averages. */
	averagedUpdates?: number;
	/** Text evaluated: file names, or the part. */
	text: string;
	/** Number of predicted symbols: all except the first. */
	symbols: number;
	/** Loss in nats per symbol. The losses are null if the vocabulary has no symbol of the text. */
	lossNats: number | null;
	/** lossNats / ln 2. */
	bitsPerSymbol: number | null;
	/** Total bits divided by the text's code points, which makes symbol units comparable. */
	bitsPerCharacter: number | null;
	/** Symbols that the model's vocabulary lacks. They are read as zeros and not scored. */
	unknownSymbols: number;
	/** How the text was read; see `exact`. */
	reading: Reading;
	/** Losses by other protocols; present if one was asked for. */
	other?: OtherLosses;
	/** Time that the call took, in seconds. */
	seconds: number;
}

export interface TaskRunEvaluation {
	/** Name of the run. */
	run: string;
	/** Number of training updates behind these weights. */
	step: number;
	/** Present if the weights are a mean (`average`): the number of updates that it averages. */
	averagedUpdates?: number;
	/** Title of the task: "copying:values=4". */
	task: string;
	/** Sequence length, L or A..B. */
	length: string;
	/** Part of the data; null for a task without end (fresh sequences) and for another file. */
	part: TaskPart | null;
	/** Path of the other file, for a run on a series or on labelled sequences. */
	file?: string;
	/** Sequences evaluated. */
	sequences: number;
	/** Sequences that are wrong by the task's rule. */
	wrong: number;
	/** Error rate: wrong / sequences. */
	errorShare: number;
	/** Unit of the losses. */
	lossUnit: LossUnit;
	/** Mean loss per scored step. */
	loss: number;
	/** Loss of the best baseline that ignores the input, at the middle of the lengths; null if unknown. */
	baseline: number | null;
	/** Errors of a series in its own units, compared with forecasts that need no network. */
	series?: SeriesErrors;
	/** Scores of labelled sequences: accuracy, F1 and the confusion table. */
	labels?: ClassScores;
	/** Present for pairs of questions and answers: hardly any reply is without a fault, so `errorShare` says little. */
	pairs?: true;
	/** Report on the readout of an echo state network. */
	echo?: EchoReport;
	/** Time that the call took, in seconds. */
	seconds: number;
}

export type EvaluateResult = TextEvaluation | TaskRunEvaluation;
type Hooks = ModelHooks & { onProgress?(done: number, total: number): void };

/** Mean loss of a trained model on a text, or error rate and loss on sequences of its task. */
export async function evaluate(request: EvaluateRequest & { task: Task }, hooks?: Hooks): Promise<TaskRunEvaluation>;
export async function evaluate(request: EvaluateRequest, hooks?: Hooks): Promise<EvaluateResult>;
export async function evaluate(request: EvaluateRequest, hooks: Hooks = {}): Promise<EvaluateResult> {
	checkRequest(request, "evaluate()", [...MODEL_KEYS, "texts", "part", ...TEXT_ONLY, ...TASK_ONLY]);
	checkProtocols(request);
	const run = openRun(request.run, request.runs ?? DEFAULT_RUNS, { validate: parseConfig });
	const { config } = run;
	for (const option of config.data ? TEXT_ONLY : TASK_ONLY) {
		if (request[option] === undefined) continue;
		const [kind, other] = config.data ? (["task", "text"] as const) : (["text", "task"] as const);
		throw fail("E_OPTION", { option, why: { reason: "onlyFor", kinds: [other], not: kind }, where: "eval" });
	}
	return config.data ? onTask(run, config, request, hooks) : onTexts(request, hooks);
}

/** Yields to other work between two batches. */
function turning(hooks: Hooks) {
	return async (done: number, total: number) => {
		hooks.onProgress?.(done, total);
		await turn();
	};
}

async function onTask(
	run: Run<RunConfig>,
	config: TaskConfig | EchoConfig,
	request: EvaluateRequest,
	hooks: Hooks,
): Promise<TaskRunEvaluation> {
	const clock = stopwatch();
	const { part, texts } = request;
	const data = await openAsked(withTask(config.data, request.task, "eval"), texts);
	const other = texts && (await otherFile(data, texts, part, "eval"));
	const task = other?.all ?? partOf(data, part);
	const { sequences = task.inOrder ? 1e9 : 1000, seed = 1 } = request;
	checkWhole("sequences", sequences, { min: 1, max: 1e9 }, "eval");
	checkWhole("seed", seed, { min: 0 }, "eval");
	const kind = data.series ? "series" : data.labelled ? "labelled" : data.pairs && "pairs";
	for (const option of kind ? TASK_ONLY : []) {
		if (request[option] === undefined) continue;
		throw fail("E_OPTION", { option, why: { reason: "onlyFor", kinds: ["task"], not: kind! }, where: "eval" });
	}
	const length = String(request.length ?? config.options.length);
	const lengths = kind ? within(config.options.length, task) : lengthsOf(length, task, "eval");
	const { snapshot, step } = loadCheckpoint(run, request.checkpoint ?? "best", hooks.onNotice ?? (() => {}));
	const engine = openEngine({ engine: request.engine, threads: request.threads });
	try {
		const model = await openNetwork(engine, config, data.parts.train, snapshot);
		const random = new RandomStream(seed, "eval");
		const calls = { onProgress: turning(hooks), signal: hooks.signal };
		const measured = await model.evaluate(task, { sequences, lengths, random, ...calls });
		finite({ name: run.name, step }, "loss", measured.loss);
		const named = part ?? "valid";
		const averagedUpdates = isEcho(config) ? 0 : averagedUpdatesOf(snapshot.state);
		const read = other ? other.series : data.series;
		const labelled = other ? other.labelled : data.labelled?.parts[named];
		return {
			...(averagedUpdates > 0 && { averagedUpdates }),
			...{ run: run.name, step, task: titleOf(config.data), length },
			part: task.inOrder && !other ? (part ?? "valid") : null,
			...(texts && { file: texts[0]! }),
			...{ ...measured, lossUnit: lossUnitOf(task.head) },
			baseline: baselineOf(task, Math.round((lengths[0] + lengths[1]) / 2)) ?? null,
			...(read && { series: await seriesErrors(read, other ? "all" : named, model.forecaster()) }),
			...(labelled && { labels: await labelScores(labelled, model.forecaster(), calls) }),
			...(data.pairs && { pairs: true as const }),
			...(model.echo && { echo: echoReport(model.echo) }),
			seconds: clock(),
		};
	} finally {
		engine.close();
	}
}

function onTexts(request: EvaluateRequest, hooks: Hooks): Promise<TextEvaluation> {
	return withModel(request, hooks, async (model) => {
		const clock = stopwatch();
		return withText(model, request, { verb: "eval", least: 2 }, async (read, text) => {
			const calls = { onProgress: turning(hooks), signal: hooks.signal };
			const { engine, weights } = model;
			const { exact = false } = request;
			const lanes = exact ? { lanes: 1 } : {};
			const { symbols, lossNats, unknownSymbols } = await evaluatePart(engine, weights, read, { ...lanes, ...calls });
			const reading = await readingOf(engine, weights, read, { exact, signal: hooks.signal });
			const { compared } = reading;
			if (lossNats !== null) finite(model, "loss", lossNats);
			if (compared?.differs) hooks.onNotice?.(fail("E_LANES", { ...compared, exact: true }));
			const other = await otherLosses(model, read, request, calls);
			const bitsPerSymbol = lossNats === null ? null : lossNats / Math.LN2;
			const bitsPerCharacter =
				bitsPerSymbol === null ? null : bitsPerSymbol * (await symbolsPerCharacter(read, Number.POSITIVE_INFINITY));
			return {
				run: model.name,
				step: model.step,
				...(model.averagedUpdates > 0 && { averagedUpdates: model.averagedUpdates }),
				text,
				symbols,
				lossNats,
				bitsPerSymbol,
				bitsPerCharacter,
				unknownSymbols,
				reading,
				...(other && { other }),
				seconds: clock(),
			};
		});
	});
}
