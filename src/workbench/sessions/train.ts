/**
 * Training as the command line and the library offer it: from a text or a task and options to a run on disk.
 *
 *     const run = await train({ data: text("input.txt"), model: lstm({ hidden: 128 }), options: { minutes: 3 } });
 *     const run = await train({ data: task("temporal-order"), model: rnn({ hidden: 50 }), options: { omega: 2 } });
 */
import type { Vocabulary } from "../../data/vocabulary.ts";
import { fail, SluiceError } from "../../errors/index.ts";
import { checkRequest } from "../../errors/request.ts";
import type { Engine } from "../../kernels/kernels.ts";
import { runEcho } from "../../training/echo/echoRun.ts";
import type { Host } from "../../training/host.ts";
import type { Json } from "../../training/json.ts";
import type { Keeper } from "../../training/keeper.ts";
import { type OptionName, parseOptions } from "../../training/options/options.ts";
import type { TaskResult, TextResult, TrainEvent, TrainResult } from "../../training/run/events.ts";
import { freshProgress, type Progress, parseProgress } from "../../training/run/progress.ts";
import { runGradient } from "../../training/run/runGradient.ts";
import type { LoopOptions } from "../../training/subject.ts";
import type { DataSpec } from "../datasets/dataSpec.ts";
import type { TaskSpec } from "../datasets/taskData.ts";
import { lasting, splitOf, type TextSpec } from "../datasets/texts.ts";
import { sha256 } from "../disk/sha256.ts";
import { ENGINE_KEYS, type EngineRequest, engineNotice, openEngine } from "../machine/engines.ts";
import { turn } from "../machine/turns.ts";
import { VERSION } from "../machine/version.ts";
import type { Loaded } from "../runs/checkpoints.ts";
import { type EchoConfig, isEcho, onText, parseConfig, type RunConfig, type TextConfig } from "../runs/config.ts";
import { vocabularyOf } from "../runs/documents.ts";
import { DEFAULT_RUNS } from "../runs/runNames.ts";
import {
	checkFree,
	continueRun,
	createRun,
	openRun,
	type Run,
	type RunConfig as StoredConfig,
	type WritableRun,
} from "../runs/runStore.ts";
import { type Opened, type OpenedEcho, openEcho, openOnTask, openOnText } from "./openings.ts";

export type GivenOptions = Partial<Record<OptionName, unknown>>;

export interface TrainRequest extends EngineRequest {
	/** See text(), task() and series(). May be left out with `from`: then that run's. */
	data?: TextSpec | DataSpec;
	/** See lstm(), gru(), rnn(), esn(). The same as putting these options in `options`. */
	model?: GivenOptions;
	options?: GivenOptions;
	/** A run (name or folder) to start from: its weights, symbols and options; options given override. */
	from?: string;
	/** Name or folder of the new run. Default CORPUS-CELL-N. */
	run?: string;
	/** Folder of runs. Default ./runs. */
	runs?: string;
	/** Symbols of the sample in the closing event. Default 400. */
	sampleLength?: number;
}

export interface TrainHooks {
	onEvent?(event: TrainEvent): void;
	/**
	 * When it aborts, the run saves a checkpoint and returns with ended: "signal". While a large reservoir is being drawn
	 * there is no run yet: then it throws the signal's reason.
	 */
	signal?: AbortSignal;
}

const BUDGETS = ["steps", "epochs", "minutes"] as const;
const NO_BUDGET = { steps: undefined, epochs: undefined, minutes: undefined };
const TRAIN_KEYS = ["data", "model", "options", "from", "run", "runs", "sampleLength", ...ENGINE_KEYS] as const;
const TEXT_KEYS = ["texts", "unit", "split", "lossy"] as const satisfies (keyof TextSpec)[];
const TASK_KEYS = ["kind", "name", "options", "data"] as const satisfies (keyof TaskSpec)[];

/** @throws coded errors for everything a user can get wrong; E_DIVERGED (exit code 3) when the numbers do. */
export async function train(request: TrainRequest & { data: DataSpec }, hooks?: TrainHooks): Promise<TaskResult>;
export async function train(request: TrainRequest & { data: TextSpec }, hooks?: TrainHooks): Promise<TextResult>;
export async function train(request: TrainRequest, hooks?: TrainHooks): Promise<TrainResult>;
export async function train(
	request: TrainRequest,
	{ onEvent = () => {}, signal }: TrainHooks = {},
): Promise<TrainResult> {
	checkRequest(request, "train()", TRAIN_KEYS);
	const { runs = DEFAULT_RUNS, sampleLength } = request;
	if (request.run !== undefined) checkFree(request.run, runs);
	const from = request.from === undefined ? undefined : openRun(request.from, runs, { validate: parseConfig });
	const raw = inherited({ ...request.model, ...request.options }, from?.config.options as GivenOptions | undefined);
	const data = chosenData(request.data, from);
	const echo = "kind" in data && raw.cell === "esn";
	if (from && (echo || isEcho(from.config))) {
		throw fail("E_OPTION", { option: "from", why: { reason: "echo", why: "seed" }, where: "train" });
	}
	const textOptions = "kind" in data ? undefined : parseOptions(raw, "options");
	const engine = openEngine({ engine: request.engine, threads: request.threads });
	try {
		if (echo) {
			const opened = await openEcho(engine, data, raw, onEvent, { signal });
			const run = newRun(request, opened.name, configOf(engine, opened.config));
			return await freshEcho({ run, opened, before: 0, onEvent, signal });
		}
		const opened =
			"kind" in data
				? await openOnTask(engine, data, raw, onEvent)
				: await openOnText(engine, textOf(data, from), textOptions!, onEvent);
		try {
			const { subject, vocabulary } = opened;
			if (from) subject.weights.assign(told(from.loadBest(), onEvent).snapshot.tensors);
			const config = { ...configOf(engine, opened.config), ...(from ? { from: from.name } : {}) };
			const run = newRun(request, opened.name, config, vocabulary);
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

function configOf<C>({ name, build, threads }: Engine, own: C) {
	return { ...own, ...{ engine: name, build, threads, version: VERSION } };
}

function newRun(
	{ runs = DEFAULT_RUNS, run: name }: TrainRequest,
	base: string,
	config: RunConfig,
	vocabulary?: Vocabulary,
) {
	return createRun({
		...{ runs, name, defaultName: `${base}-${config.options.cell}` },
		...{ config: config as unknown as StoredConfig, vocabulary: vocabulary?.toJSON() as unknown as Json },
	});
}

/** What was asked for, or the data of the run to start from. @throws E_OPTION where there is neither, or they differ in kind. */
function chosenData(data: TrainRequest["data"], from: Run<RunConfig> | undefined): TextSpec | DataSpec {
	const own = from?.config.data;
	if (typeof data === "object" && "kind" in data) {
		if (data.kind === "task") checkRequest(data, "train({ data: task(...) })", TASK_KEYS);
		if (!from || own) return data;
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
	return { texts: lasting(named), unit: data.unit, split, lossy, vocabulary };
}

export interface ResumeRequest extends EngineRequest {
	/** Name or folder. */
	run: string;
	runs?: string;
	/** Another budget: in all, not in addition. */
	options?: { steps?: number; epochs?: number; minutes?: number };
	/** Symbols of the sample in the closing event. Default 400. */
	sampleLength?: number;
}

/** Goes on from the newest whole checkpoint, with the bits of a run that was never stopped (budget steps or epochs). */
export async function resume(
	request: ResumeRequest,
	{ onEvent = () => {}, signal }: TrainHooks = {},
): Promise<TrainResult> {
	checkRequest(request, "resume()", ["run", "runs", "options", "sampleLength", ...ENGINE_KEYS]);
	const given = request.options ?? {};
	onlyBudget(given);
	const { runs = DEFAULT_RUNS, sampleLength } = request;
	const { name, config: stored } = openRun(request.run, runs, { validate: parseConfig });
	if (!stored.data && stored.imported)
		throw fail("E_RUN_NO_TEXT", { run: name, next: `sluice train FILE --from ${name}` });
	const run = continueRun(request.run, runs, { validate: parseConfig });
	const { config } = run;
	let engine: Engine | undefined;
	let opened: Opened | undefined;
	try {
		engine = openEngine({ engine: request.engine ?? config.engine, threads: request.threads });
		if (engine.build !== config.build) {
			onEvent({ type: "notice", notice: fail("E_BUILD", { got: engine.build, wanted: config.build }) });
		}
		const newest = newestOrNone(run);
		const loaded = newest && told(newest, onEvent);
		if (isEcho(config))
			return await resumeEcho(engine, run as WritableRun<EchoConfig>, given, loaded, { onEvent, signal });
		const progress = loaded ? parseProgress(loaded.snapshot.state.progress) : freshProgress(budgetOf(config.options));
		const budget = BUDGETS.some((option) => given[option] !== undefined) ? given : progress.budget;
		const raw = { ...config.options, ...NO_BUDGET, ...budget };
		opened = config.data
			? await openOnTask(engine, config.data, raw, onEvent)
			: await openOnText(engine, storedText(run, config), parseOptions(raw, "options"), onEvent);
		const { subject } = opened;
		if (loaded) await subject.restore(loaded.snapshot);
		run.rewindTo(loaded?.step ?? -1); // before its first checkpoint, a run begins anew
		progress.budget = budgetOf(subject.options);
		return await runGradient({
			...{ subject, keeper: keeperOf(run, subject.options), host: hostOf(opened), progress },
			...{ notice: engineNotice(engine), onEvent, signal, sampleLength },
		});
	} finally {
		engine?.close();
		await opened?.close();
		run.close("stopped");
	}
}

interface EchoSession extends TrainHooks {
	run: WritableRun<unknown>;
	opened: OpenedEcho;
	/** Seconds that earlier sessions took. */
	before: number;
}

function echoSession({ run, opened, before, onEvent = () => {}, signal }: EchoSession): Promise<TaskResult> {
	const { subject } = opened;
	const keeper = keeperOf(run, { keepLast: 1, keepBest: 0 });
	const notice = engineNotice(subject.engine);
	return runEcho({ subject, keeper, host: hostOf(opened), before, notice, onEvent, signal });
}

/** A run whose readout its rows leave open has learned nothing: it goes, and its name is free for the next try. */
async function freshEcho(session: EchoSession): Promise<TaskResult> {
	try {
		return await echoSession(session);
	} catch (error) {
		if (!(error instanceof SluiceError) || error.code !== "E_SINGULAR") throw error;
		session.run.discard();
		throw fail(
			"E_SINGULAR",
			{ ...(error.params as Parameters<typeof fail<"E_SINGULAR">>[1]), gone: session.run.name },
			{ cause: error },
		);
	}
}

/** An echo state network goes on where it stopped; a finished one is measured again, or learns from more batches. */
async function resumeEcho(
	engine: Engine,
	run: WritableRun<EchoConfig>,
	given: Readonly<Record<string, unknown>>,
	loaded: Loaded | undefined,
	{ onEvent = () => {}, signal }: TrainHooks,
): Promise<TaskResult> {
	const { data, options } = run.config;
	const opened = await openEcho(engine, data, { ...options, ...given }, onEvent, { kept: loaded?.snapshot, signal });
	run.rewindTo(loaded?.step ?? 0);
	const { seconds: before = 0 } = (loaded?.snapshot.state.progress ?? {}) as { seconds?: number };
	return echoSession({ run, opened, before, onEvent, signal });
}

/** The text of a run as it was, with its symbols. */
function storedText(run: Run<RunConfig>, { texts, split, lossy, fingerprint }: TextConfig) {
	return { texts, split, lossy, fingerprint, vocabulary: vocabularyOf(run.readVocabulary(), run.folder) };
}

/** The newest whole checkpoint; undefined for a run that died before its first, which begins again from its seed. */
function newestOrNone(run: WritableRun<RunConfig>): Loaded | undefined {
	try {
		return run.loadNewest();
	} catch (error) {
		const none = error instanceof SluiceError && error.code === "E_CHECKPOINT_NONE";
		if (none && run.config.from === undefined) return undefined;
		throw error;
	}
}

/** What a run asks of Node; the clock counts from when the data was at hand. */
function hostOf({ clock }: Pick<Opened, "clock">): Host {
	return { clock, turn, sha256 };
}

function keeperOf(
	run: WritableRun<unknown>,
	{ keepLast, keepBest }: Pick<LoopOptions, "keepLast" | "keepBest">,
): Keeper {
	return {
		...{ name: run.name, folder: run.folder },
		metric: (line) => run.metrics.append(line),
		sample: (line) => run.samples.append(line),
		record: (line) => run.records.append(line),
		checkpoint(snapshot, step, validLoss, keepStep) {
			const validLossNats = validLoss ?? undefined;
			return run.save(snapshot, { step, validLossNats, keepLast, keepBest, keepStep }).path;
		},
		goBack(step) {
			const { snapshot } = run.loadStep(step);
			run.rewindTo(step);
			return snapshot;
		},
		close: (state) => run.close(state),
	};
}

/** Options given over those of another run; a budget given replaces any other, and what hangs on an option that changed is its default again. */
function inherited(given: GivenOptions, base: GivenOptions | undefined): GivenOptions {
	if (!base) return given;
	const merged: GivenOptions = { ...base, ...given };
	if (BUDGETS.some((name) => given[name] !== undefined)) Object.assign(merged, NO_BUDGET, given);
	const follows = (option: OptionName, ...on: OptionName[]) => {
		const changed = on.some((name) => given[name] !== undefined && given[name] !== base[name]);
		if (changed && given[option] === undefined) merged[option] = undefined;
	};
	if (base.k1 === base.k2) follows("k2", "k1");
	follows("variant", "cell");
	follows("forgetBias", "cell", "variant");
	follows("lr", "optimizer");
	if (!(Number(merged.omega) > 0) && given.omegaForm === undefined) merged.omegaForm = undefined;
	const penalised = Number(merged.l1) > 0 || Number(merged.l2) > 0;
	if (!penalised && given.penalize === undefined) merged.penalize = undefined;
	return merged;
}

/** @throws E_OPTION for any option but a budget: a run goes on as it began. */
function onlyBudget(options: object): void {
	for (const option of Object.keys(options)) {
		if (BUDGETS.some((name) => name === option)) continue;
		throw fail("E_OPTION", { option, why: { reason: "unknownOption", known: BUDGETS }, where: "resume" });
	}
}

/** Tells of damaged checkpoints that were passed over. */
function told(loaded: Loaded, onEvent: (event: TrainEvent) => void): Loaded {
	for (const notice of loaded.notices) onEvent({ type: "notice", notice });
	return loaded;
}

function budgetOf({ steps, epochs, minutes }: LoopOptions): Progress["budget"] {
	return { steps, epochs, minutes };
}
