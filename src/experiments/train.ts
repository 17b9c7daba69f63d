/**
 * Training as the command line and the library offer it: from named texts and options to a run on disk.
 *
 *     const run = await train({ data: text("input.txt"), model: lstm({ hidden: 128 }), options: { minutes: 3 } });
 */
import { Vocabulary } from "../data/vocabulary.ts";
import { fail, SluiceError } from "../errors/index.ts";
import type { Engine } from "../kernels/kernels.ts";
import { type OptionName, parseOptions, type TrainOptions } from "../training/options.ts";
import type { Json } from "../training/snapshot.ts";
import { Trainer } from "../training/trainer.ts";
import type { Loaded } from "./checkpoints.ts";
import { stopwatch } from "./clock.ts";
import { CONFIG_KEYS, parseConfig, type RunConfig } from "./config.ts";
import { type EngineChoice, engineNotice, openEngine } from "./engines.ts";
import type { TrainEvent, TrainResult } from "./events.ts";
import type { TextSource } from "./files.ts";
import { freshProgress, type Progress, parseProgress } from "./progress.ts";
import { checkRequest } from "./request.ts";
import { rejectUnknownKeys } from "./runFiles.ts";
import { continueRun, createRun, openRun, type RunConfig as StoredConfig, type WritableRun } from "./runStore.ts";
import { type Keeper, Session } from "./session.ts";
import { lasting, openTexts, sameText, scan, splitOf, type TextSpec } from "./texts.ts";
import { TextTrainee } from "./textTrainee.ts";
import type { LoopOptions, Trainee } from "./trainee.ts";
import { VERSION } from "./version.ts";

export type GivenOptions = Partial<Record<OptionName, unknown>>;

export interface EngineRequest {
	/** auto, native, wasm, wasm-plain, wasm-relaxed or reference. Default auto: the fastest that this machine has. */
	engine?: EngineChoice;
	/** Threads at most; the engine takes fewer where they do not pay. Default: the machine's cores. */
	threads?: number;
}

export interface TrainRequest extends EngineRequest {
	/** See text(). May be left out with `from`: then that run's texts. */
	data?: TextSpec;
	/** See lstm(), gru(), rnn(). The same as putting these options in `options`. */
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
	/** When it aborts, the run saves a checkpoint and returns with ended: "signal". */
	signal?: AbortSignal;
}

export const DEFAULT_RUNS = "runs";
const BUDGETS = ["steps", "epochs", "minutes"] as const;
const NO_BUDGET = { steps: undefined, epochs: undefined, minutes: undefined };
export const ENGINE_KEYS = ["engine", "threads"] as const satisfies (keyof EngineRequest)[];
const TRAIN_KEYS = ["data", "model", "options", "from", "run", "runs", "sampleLength", ...ENGINE_KEYS] as const;
const DATA_KEYS = ["texts", "unit", "split", "lossy"] as const satisfies (keyof TextSpec)[];

/** @throws coded errors for everything a user can get wrong; E_DIVERGED (exit code 3) when the numbers do. */
export async function train(
	request: TrainRequest,
	{ onEvent = () => {}, signal }: TrainHooks = {},
): Promise<TrainResult> {
	checkRequest(request, "train()", TRAIN_KEYS);
	if (request.data !== undefined) checkRequest(request.data, "train({ data: text(...) })", DATA_KEYS);
	const { runs = DEFAULT_RUNS, sampleLength } = request;
	const from = request.from === undefined ? undefined : openRun(request.from, runs, { validate: validateConfig });
	const options = parseOptions(inherited({ ...request.model, ...request.options }, from?.config.options), "options");
	const engine = openEngine({ engine: request.engine, threads: request.threads });
	try {
		const { data = {} } = request;
		const named = data.texts ?? from?.config.texts ?? [];
		if (named.length === 0 && from?.config.imported)
			throw fail("E_RUN_NO_TEXT", { run: from.name, next: `sluice train FILE --from ${from.name}` });
		if (named.length === 0)
			throw fail("E_OPTION", { option: "data", got: "no text", wanted: "a file, a folder or @NAME", where: "train" });
		const texts = lasting(named);
		const source = await openTexts(texts, onEvent);
		try {
			const clock = stopwatch();
			const split = splitOf(data.split ?? from?.config.split);
			const lossy = data.lossy ?? from?.config.lossy ?? false;
			const vocabulary = from && vocabularyOf(from.readVocabulary(), from.folder);
			const corpus = await scan(source, { unit: data.unit ?? vocabulary?.unit, split, lossy, vocabulary }, onEvent);
			const trainer = new Trainer(engine, corpus.parts.train, corpus.vocabulary.size, options);
			if (from) trainer.weights.assign(told(from.loadBest(), onEvent).snapshot.tensors);
			const config: RunConfig = {
				...{ texts, unit: corpus.unit, split, lossy, fingerprint: source.fingerprint },
				...{ engine: engine.name, build: engine.build, threads: engine.threads, options, version: VERSION },
				...(from ? { from: from.name } : {}),
			};
			const run = createRun({
				...{ runs, name: request.run, defaultName: `${corpusName(named[0]!)}-${options.cell}` },
				...{ config: config as unknown as StoredConfig, vocabulary: corpus.vocabulary.toJSON() as unknown as Json },
			});
			const progress = freshProgress(budgetOf(options));
			return await runSession({
				run,
				trainee: new TextTrainee(trainer, corpus),
				progress,
				clock,
				onEvent,
				signal,
				sampleLength,
			});
		} finally {
			await source.close();
		}
	} finally {
		engine.close();
	}
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
	const { name, config: stored } = openRun(request.run, runs, { validate: validateConfig });
	if (stored.imported) throw fail("E_RUN_NO_TEXT", { run: name, next: `sluice train FILE --from ${name}` });
	const run = continueRun(request.run, runs, { validate: validateConfig });
	const { config } = run;
	let engine: Engine | undefined;
	let source: TextSource | undefined;
	try {
		engine = openEngine({ engine: request.engine ?? config.engine, threads: request.threads });
		source = await openTexts(config.texts, onEvent);
		sameText(source, config);
		const clock = stopwatch();
		const vocabulary = vocabularyOf(run.readVocabulary(), run.folder);
		const corpus = await scan(source, { ...config, vocabulary }, onEvent);
		if (engine.build !== config.build) {
			onEvent({ type: "notice", notice: fail("E_BUILD", { got: engine.build, wanted: config.build }) });
		}
		const newest = newestOrNone(run);
		const loaded = newest && told(newest, onEvent);
		const begun = budgetOf(config.options);
		const progress = loaded ? parseProgress(loaded.snapshot.state.progress) : freshProgress(begun);
		const budget = BUDGETS.some((name) => given[name] !== undefined) ? given : progress.budget;
		const options = parseOptions({ ...config.options, ...NO_BUDGET, ...budget }, "options");
		const trainer = new Trainer(engine!, corpus.parts.train, vocabulary.size, options);
		if (loaded) await trainer.restore(loaded.snapshot);
		run.rewindTo(loaded?.step ?? -1); // before its first checkpoint, a run begins anew
		progress.budget = budgetOf(options);
		return await runSession({
			run,
			trainee: new TextTrainee(trainer, corpus),
			progress,
			clock,
			onEvent,
			signal,
			sampleLength,
		});
	} finally {
		engine?.close();
		await source?.close();
		run.close("stopped");
	}
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

interface SessionRequest extends TrainHooks {
	run: WritableRun<unknown>;
	trainee: Trainee;
	progress: Progress;
	clock: () => number;
	onEvent(event: TrainEvent): void;
	sampleLength?: number;
}

async function runSession(request: SessionRequest): Promise<TrainResult> {
	const { run, trainee, progress, clock, onEvent, signal, sampleLength = 400 } = request;
	const { engine, options, parameters, step: fromStep } = trainee;
	const notice = engineNotice(engine);
	try {
		onEvent({
			...{ type: "start", run: run.name, folder: run.folder, engine: engine.name, build: engine.build, notice },
			...{ threads: engine.threads, seed: options.seed, parameters, fromStep },
			...{ ...trainee.startFacts(), options: { ...options } },
		});
		const session = new Session({ trainee, keeper: keeperOf(run, options), clock, onEvent, signal, progress });
		const ended = await session.run();
		const { perSecond, finalSize } = session;
		const onProgress = async (doneSymbols: number, totalSymbols: number) => {
			onEvent({ type: "finish", what: "evaluate", doneSymbols, totalSymbols });
		};
		const closing = { run, ended, seconds: session.progress.seconds, perSecond, finalSize };
		const result = await trainee.result(closing, { onProgress, signal });
		run.close(ended === "signal" ? "stopped" : "finished");
		const sample = ended === "signal" ? "" : (trainee.write?.(sampleLength) ?? "");
		onEvent({ type: "done", result, sample });
		return result;
	} finally {
		run.close("stopped");
	}
}

function keeperOf(run: WritableRun<unknown>, { keepLast, keepBest }: LoopOptions): Keeper {
	return {
		metric: (line) => run.metrics.append(line),
		sample: (line) => run.samples.append(line),
		record: (line) => run.records.append(line),
		checkpoint(snapshot, step, validLoss) {
			const validLossNats = validLoss ?? undefined;
			return run.save(snapshot, { step, validLossNats, keepLast, keepBest }).path;
		},
	};
}

/** Checks a stored config: unknown keys, types, ranges. */
export function validateConfig(raw: StoredConfig, where: string): RunConfig {
	rejectUnknownKeys(raw, CONFIG_KEYS, where);
	return parseConfig(raw, where);
}

export function vocabularyOf(json: Json | undefined, folder: string): Vocabulary {
	return Vocabulary.fromJSON(json, `${folder}/vocabulary.json`);
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
	return merged;
}

/** @throws E_OPTION for any option but a budget: a run goes on as it began. */
function onlyBudget(options: object): void {
	for (const option of Object.keys(options)) {
		if (BUDGETS.some((name) => name === option)) continue;
		throw fail("E_OPTION", { option, got: "it", wanted: `one of ${BUDGETS.join(", ")}`, where: "resume" });
	}
}

/** Tells of damaged checkpoints that were passed over. */
function told(loaded: Loaded, onEvent: (event: TrainEvent) => void): Loaded {
	for (const notice of loaded.notices) onEvent({ type: "notice", notice });
	return loaded;
}

function budgetOf({ steps, epochs, minutes }: TrainOptions): Progress["budget"] {
	return { steps, epochs, minutes };
}

/** "input" for ".../input.txt", "sqlite" for "@sqlite". */
export function corpusName(path: string): string {
	const last = path
		.replace(/[/\\]+$/, "")
		.split(/[/\\]/)
		.at(-1)!;
	return last.replace(/^@/, "").replace(/(\.[A-Za-z0-9]{1,8}){1,2}$/, "") || "text";
}
