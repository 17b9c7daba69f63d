/** Resumes a run from its newest intact checkpoint. The result is bit-identical to a run that was never stopped. */
import type { Task } from "../../data/tasks/task.ts";
import { fail, SluiceError } from "../../errors/index.ts";
import { checkRequest } from "../../errors/request.ts";
import type { Engine } from "../../kernels/kernels.ts";
import { checkRanks } from "../../training/diloco/checkRanks.ts";
import { BUDGETS } from "../../training/options/budgetOptions.ts";
import { type GivenOptions, parseOptions } from "../../training/options/options.ts";
import type { TaskResult, TrainResult } from "../../training/run/events.ts";
import { freshProgress, newBudget, parseProgress } from "../../training/run/progress.ts";
import { runGradient } from "../../training/run/wholeRun.ts";
import { withTask } from "../datasets/dataSpec.ts";
import { engineNotice, openEngine, TRAINING_ENGINE_KEYS, type TrainingEngineRequest } from "../machine/engines.ts";
import { checkFits } from "../models/checkFits.ts";
import type { Loaded } from "../runs/checkpoints.ts";
import {
	type EchoConfig,
	isEcho,
	parseConfig,
	type RunConfig,
	type TaskConfig,
	type TextConfig,
} from "../runs/config.ts";
import { vocabularyOf } from "../runs/documents.ts";
import { DEFAULT_RUNS } from "../runs/runNames.ts";
import { continueRun, openRun, type Run, type WritableRun } from "../runs/runStore.ts";
import { echoSession } from "./echoSession.ts";
import { budgetOf, NO_BUDGET } from "./givenOptions.ts";
import { type Opened, openEcho, openOnTask, openOnText } from "./openings.ts";
import { engineOfRank, followJob, type Job, openJob } from "./ranks/jobRanks.ts";
import { hostOf, keeperOf } from "./runKeeper.ts";
import { checkSampleLength, type TrainHooks, told } from "./trainHooks.ts";

export interface ResumeRequest extends TrainingEngineRequest {
	/** Name or folder of the run. */
	run: string;
	/** Folder of runs. Default: ./runs. */
	runs?: string;
	/** A program's own task, if the run was trained on one. Another than that is refused (E_TASK_CHANGED). Default: none. */
	task?: Task;
	/** New total budget, counted from the start of the run; at most one. Default: the budget it was begun with. */
	options?: { steps?: number; epochs?: number; minutes?: number };
	/** Length of the sample in the closing event, in symbols. Range: 0 to 4000000. Default: 400. */
	sampleLength?: number;
	/**
	 * Takes the run over from a process that cannot be seen from here, in another container or on another machine. Default:
	 * false, such a process counts as alive.
	 */
	takeOver?: boolean;
}

/**
 * Continues from the newest intact checkpoint, bit-identical to an uninterrupted run (for a budget in steps or epochs).
 */
export async function resume(request: ResumeRequest, hooks: TrainHooks = {}): Promise<TrainResult> {
	const job = openJob();
	if (!job) return resumeHere(request, hooks);
	if (job.ranks.rank === 0) return job.lead(() => resumeHere(request, hooks, job));
	return followJob(job, request);
}

/** @param job other processes that take part, which this one leads. */
async function resumeHere(
	request: ResumeRequest,
	{ onEvent = () => {}, signal }: TrainHooks,
	job?: Job,
): Promise<TrainResult> {
	const keys = ["run", "runs", "task", "options", "sampleLength", "takeOver", ...TRAINING_ENGINE_KEYS];
	checkRequest(request, "resume()", keys);
	checkSampleLength(request.sampleLength, "resume");
	const given = request.options ?? {};
	onlyBudget(given);
	const { runs = DEFAULT_RUNS, sampleLength } = request;
	const { name, config: stored } = openRun(request.run, runs, { validate: parseConfig });
	if (stored.data) withTask(stored.data, request.task, "resume");
	else if (request.task !== undefined) {
		throw fail("E_OPTION", {
			option: "task",
			why: { reason: "onlyFor", kinds: ["own"], not: "text" },
			where: "resume",
		});
	}
	if (!stored.data && stored.imported)
		throw fail("E_RUN_NO_TEXT", { run: name, next: `sluice train FILE --from ${name}` });
	const run = continueRun(request.run, runs, { validate: parseConfig, takeOver: request.takeOver });
	const { config } = run;
	let engine: Engine | undefined;
	let opened: Opened | undefined;
	try {
		if (isEcho(config) && job) throw fail("E_RANKS", { why: "echo", ranks: job.ranks.size });
		const { threads, precision = config.precision } = request;
		engine = openEngine(engineOfRank({ engine: request.engine ?? config.engine, threads, precision }));
		if (engine.build !== config.build) {
			onEvent({ type: "notice", notice: fail("E_BUILD", { got: engine.build, wanted: config.build }) });
		}
		const newest = newestOrNone(run);
		const loaded = newest && told(newest, onEvent);
		if (loaded && loaded.snapshot.state.progress === undefined) {
			run.close("finished"); // as it was: nothing of it can be continued
			throw fail("E_RUN_WEIGHTS", { run: name });
		}
		if (isEcho(config))
			return await resumeEcho(engine, run as WritableRun<EchoConfig>, given, loaded, {
				onEvent,
				signal,
				task: request.task,
			});
		const progress = loaded ? parseProgress(loaded.snapshot.state.progress) : freshProgress(budgetOf(config.options));
		const budget = BUDGETS.some((option) => given[option] !== undefined) ? given : progress.budget;
		if (loaded) checkFits(run, config.options, loaded.snapshot);
		if (loaded) checkRanks(loaded.snapshot.state, job?.ranks.size ?? 1, run.name);
		const raw = { ...config.options, ...NO_BUDGET, ...budget } as GivenOptions;
		const opening = { onEvent, signal, fresh: loaded === undefined, ranks: job?.ranks };
		opened = config.data
			? await openOnTask(engine, withTask(config.data, request.task, "resume"), raw, opening)
			: await openOnText(engine, storedText(run, config), parseOptions(raw, "options"), opening);
		const { subject } = opened;
		subject.lead = job?.begin(
			engine,
			{ ...config, engine: engine.name, options: subject.options } as TextConfig | TaskConfig,
			config.data ? undefined : run.readVocabulary(),
		);
		job?.name(run.name, config.options.syncEvery !== undefined);
		if (loaded) await subject.restore(loaded.snapshot);
		else subject.lead?.weights(subject.weights);
		run.rewindTo(loaded?.step ?? -1); // before its first checkpoint, a run begins anew
		newBudget(progress, budgetOf(subject.options), subject.step);
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

/** Continues an interrupted echo state network. A finished one is measured again, or learns from more batches. */
export async function resumeEcho(
	engine: Engine,
	run: WritableRun<EchoConfig>,
	given: Pick<GivenOptions, "steps" | "epochs" | "minutes">,
	loaded: Loaded | undefined,
	{ onEvent = () => {}, signal, task }: TrainHooks & Pick<ResumeRequest, "task">,
): Promise<TaskResult> {
	const { options } = run.config;
	const data = withTask(run.config.data, task, "resume");
	const opened = await openEcho(engine, data, { ...options, ...given } as GivenOptions, onEvent, {
		kept: loaded?.snapshot,
		signal,
	});
	run.rewindTo(loaded?.step ?? 0);
	const { seconds: before = 0 } = (loaded?.snapshot.state.progress ?? {}) as { seconds?: number };
	return echoSession({ run, opened, before, onEvent, signal });
}

/** The text of a run with its original vocabulary, and the passages of it that the run did not read. */
export function storedText(run: Run<RunConfig>, config: TextConfig) {
	const { texts, unit, split, lossy, encoding, fingerprint, without } = config;
	return {
		texts,
		unit,
		split,
		lossy,
		encoding,
		fingerprint,
		...(without && { without }),
		vocabulary: vocabularyOf(run.readVocabulary(), run.folder),
	};
}

/** The newest intact checkpoint; undefined for a run that stopped before its first, which restarts from its seed. */
export function newestOrNone(run: WritableRun<RunConfig>): Loaded | undefined {
	try {
		return run.loadNewest();
	} catch (error) {
		const none = error instanceof SluiceError && error.code === "E_CHECKPOINT_NONE";
		if (none && run.config.from === undefined && !run.config.parent) return undefined;
		throw error;
	}
}

/** @throws E_OPTION for any option except a budget; a resumed run keeps its options. */
export function onlyBudget(options: object): void {
	for (const option of Object.keys(options)) {
		if (BUDGETS.some((name) => name === option)) continue;
		throw fail("E_OPTION", { option, why: { reason: "unknownOption", known: BUDGETS }, where: "resume" });
	}
}
