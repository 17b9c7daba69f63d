/**
 * Training, for the command line and the library: from a text, series or task and options to a run on disk.
 *
 * const run = await train({ data: text("input.txt"), model: lstm({ hidden: 128 }), options: { minutes: 3 } });
 * const run = await train({ data: task("temporal-order"), model: rnn({ hidden: 50 }), options: { omega: 2 } });
 */

import { isTask } from "../../data/tasks/checkTask.ts";
import type { Task } from "../../data/tasks/task.ts";
import type { Vocabulary } from "../../data/vocabulary.ts";
import { fail } from "../../errors/index.ts";
import { checkRequest } from "../../errors/request.ts";
import type { Engine } from "../../kernels/kernels.ts";
import type { Json } from "../../training/json.ts";
import { type GivenOptions, nameOfCell, parseAll, parseOptions } from "../../training/options/options.ts";
import type { TaskResult, TextResult, TrainResult } from "../../training/run/events.ts";
import { freshProgress } from "../../training/run/progress.ts";
import { runGradient } from "../../training/run/wholeRun.ts";
import type { DataSpec } from "../datasets/dataSpec.ts";
import { ownTask } from "../datasets/ownTask.ts";
import type { TaskSpec } from "../datasets/taskData.ts";
import { lasting, splitOf, type TextSpec } from "../datasets/texts.ts";
import { engineNotice, openEngine, TRAINING_ENGINE_KEYS, type TrainingEngineRequest } from "../machine/engines.ts";
import { VERSION } from "../machine/version.ts";
import { checkFits } from "../models/checkFits.ts";
import {
	engineFields,
	isEcho,
	onText,
	parseConfig,
	type RunConfig,
	type TaskConfig,
	type TextConfig,
} from "../runs/config.ts";
import { vocabularyOf } from "../runs/documents.ts";
import { DEFAULT_RUNS } from "../runs/runNames.ts";
import { checkFree, createRun, openRun, type Run, type RunConfig as StoredConfig } from "../runs/runStore.ts";
import { freshEcho } from "./echoSession.ts";
import { budgetOf, inherited } from "./givenOptions.ts";
import { openEcho, openOnTask, openOnText } from "./openings.ts";
import { engineOfRank, followJob, type Job, openJob } from "./ranks/jobRanks.ts";
import { hostOf, keeperOf } from "./runKeeper.ts";
import { checkSampleLength, type TrainHooks, told } from "./trainHooks.ts";

export interface TrainRequest extends TrainingEngineRequest {
	/**
	 * See text(), task() and series(); or a task of your own (docs/own.md), whose code the run cannot keep: whoever opens
	 * the run passes it again. Default with `from`: that run's data.
	 */
	data?: TextSpec | DataSpec | Task;
	/** See lstm(), gru(), rnn(), esn(). The same as putting these options in `options`, which win. Default: none. */
	model?: GivenOptions;
	/** Options of the run, each documented where it is typed. Default: those of `from`, else each option's own. */
	options?: GivenOptions;
	/** Run (name or folder) to start from: its weights, vocabulary and options. Given options override its own. Default: none. */
	from?: string;
	/** Name or folder of the new run; it must not exist (E_RUN_EXISTS). Default: CORPUS-CELL-N, the first free N. */
	run?: string;
	/** Folder of runs. Default: ./runs. */
	runs?: string;
	/** Length of the sample in the closing event, in symbols. Range: 0 to 4000000. Default: 400. */
	sampleLength?: number;
}

const TRAIN_KEYS = [
	"data",
	"model",
	"options",
	"from",
	"run",
	"runs",
	"sampleLength",
	...TRAINING_ENGINE_KEYS,
] as const;
const TEXT_KEYS = ["texts", "unit", "split", "lossy", "encoding"] as const satisfies (keyof TextSpec)[];
const TASK_KEYS = ["kind", "name", "options", "data"] as const satisfies (keyof TaskSpec)[];

/** @throws coded errors for every user error; E_DIVERGED (exit code 3) if training diverges. */
export async function train(request: TrainRequest & { data: DataSpec | Task }, hooks?: TrainHooks): Promise<TaskResult>;
export async function train(request: TrainRequest & { data: TextSpec }, hooks?: TrainHooks): Promise<TextResult>;
export async function train(request: TrainRequest, hooks?: TrainHooks): Promise<TrainResult>;
export async function train(request: TrainRequest, hooks: TrainHooks = {}): Promise<TrainResult> {
	const job = openJob();
	if (!job) return trainHere(request, hooks);
	if (job.ranks.rank === 0) return job.lead(() => trainHere(request, hooks, job));
	return followJob(job, { task: isTask(request.data) ? request.data : undefined, threads: request.threads });
}

/** @param job other processes that take part, which this one leads. */
async function trainHere(
	request: TrainRequest,
	{ onEvent = () => {}, signal }: TrainHooks,
	job?: Job,
): Promise<TrainResult> {
	checkRequest(request, "train()", TRAIN_KEYS);
	checkSampleLength(request.sampleLength, "train");
	const { runs = DEFAULT_RUNS, sampleLength } = request;
	if (request.run !== undefined) checkFree(request.run, runs);
	const from = request.from === undefined ? undefined : openRun(request.from, runs, { validate: parseConfig });
	const raw = inherited({ ...request.model, ...request.options }, from?.config.options as GivenOptions | undefined);
	const data = chosenData(isTask(request.data) ? ownTask(request.data) : request.data, from);
	const echo = "kind" in data && raw.cell === "esn";
	const toReservoir = raw.cell === "esn" && from?.config.options.cell !== "esn"; // its weights must be those it drew
	if (from && (echo || toReservoir || isEcho(from.config))) {
		throw fail("E_OPTION", { option: "from", why: { reason: "echo", why: "seed" }, where: "train" });
	}
	const textOptions = "kind" in data ? undefined : parseOptions(raw, "options");
	const start = from && told(from.loadBest(), onEvent).snapshot;
	if (start) checkFits(from, textOptions ?? parseAll(raw, "task", "options"), start);
	if (echo && job) throw fail("E_RANKS", { why: "echo", ranks: job.ranks.size });
	const engine = openEngine(engineOfRank(request));
	try {
		if (echo) {
			const opened = await openEcho(engine, data, raw, onEvent, { signal });
			const run = newRun(request, opened.name, configOf(engine, opened.config));
			return await freshEcho({ run, opened, before: 0, onEvent, signal });
		}
		const opening = { onEvent, signal, fresh: from === undefined, ranks: job?.ranks };
		const opened =
			"kind" in data
				? await openOnTask(engine, data, raw, opening)
				: await openOnText(engine, textOf(data, from), textOptions!, opening);
		try {
			const { subject, vocabulary } = opened;
			if (start) subject.weights.assign(start.tensors);
			const config = { ...configOf(engine, opened.config), ...(from ? { from: from.name } : {}) };
			const lead = job?.begin(engine, config as TextConfig | TaskConfig, vocabulary?.toJSON() as unknown as Json);
			const run = newRun(request, opened.name, config, vocabulary);
			job?.name(run.name, subject.options.syncEvery !== undefined);
			lead?.weights(subject.weights);
			subject.lead = lead;
			const progress = freshProgress(budgetOf(opened.config.options));
			return await runGradient({
				...{ subject, keeper: keeperOf(run, subject.options), host: hostOf(opened), progress },
				...{ notice: engineNotice(engine), onEvent, signal, sampleLength },
			});
		} finally {
			await opened.close();
		}
	} finally {
		engine.close();
	}
}

function configOf<C>(engine: Engine, own: C) {
	return { ...own, ...engineFields(engine), version: VERSION };
}

function newRun(
	{ runs = DEFAULT_RUNS, run: name }: TrainRequest,
	base: string,
	config: RunConfig,
	vocabulary?: Vocabulary,
) {
	return createRun({
		...{ runs, name, defaultName: `${base}-${nameOfCell(config.options.cell)}` },
		...{ config: config as unknown as StoredConfig, vocabulary: vocabulary?.toJSON() as unknown as Json },
	});
}

/**
 * The requested data, or those of the run to start from. @throws E_OPTION if there are neither, or if their kinds
 * differ.
 */
function chosenData(data: TextSpec | DataSpec | undefined, from: Run<RunConfig> | undefined): TextSpec | DataSpec {
	const own = from?.config.data;
	if (typeof data === "object" && "kind" in data) {
		if (data.kind === "task") checkRequest(data, "train({ data: task(...) })", TASK_KEYS);
		if (!from) return data;
		// Weights that forecast values say nothing about changes.
		if (own?.kind === "series" && data.kind === "series")
			return { ...data, forecast: data.forecast ?? own.forecast ?? "value" };
		if (own) return data;
		throw fail("E_OPTION", {
			option: "from",
			why: { reason: "onlyFor", kinds: ["text"], not: "task" },
			where: "train",
		});
	}
	if (data !== undefined) checkRequest(data, "train({ data: text(...) })", TEXT_KEYS);
	if (!own) return data ?? {};
	const given = TEXT_KEYS.find((key) => data?.[key] !== undefined);
	if (given === undefined) return own;
	const option = given === "texts" ? "from" : given;
	throw fail("E_OPTION", { option, why: { reason: "onlyFor", kinds: ["text"], not: "task" }, where: "train" });
}

function textOf(data: TextSpec, run: Run<RunConfig> | undefined) {
	const from = run && onText(run);
	const named = data.texts ?? from?.config.texts ?? [];
	if (named.length === 0 && from?.config.imported)
		throw fail("E_RUN_NO_TEXT", { run: from.name, next: `sluice train FILE --from ${from.name}` });
	if (named.length === 0)
		throw fail("E_OPTION", {
			option: "texts",
			why: { reason: "missing", forms: ["FILE", "DIR", "@NAME"] },
			where: "train",
		});
	const split = splitOf(data.split ?? from?.config.split);
	const lossy = data.lossy ?? from?.config.lossy ?? false;
	const vocabulary = from && vocabularyOf(from.readVocabulary(), from.folder);
	const encoding = data.encoding ?? (data.texts ? undefined : from?.config.encoding);
	return { texts: lasting(named), unit: data.unit, split, lossy, encoding, vocabulary };
}
