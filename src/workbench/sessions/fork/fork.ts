/**
 * Forks: a new run that goes on from any update of another one, with some options changed.
 *
 *     const { first, result } = await forkRun({ run: "sqlite-lstm-1", update: 300, change: { clipNorm: 0 } });
 */
import { fail } from "../../../errors/index.ts";
import { checkRequest, checkWhole } from "../../../errors/request.ts";
import type { Json } from "../../../training/json.ts";
import type { GivenOptions, TrainOptions } from "../../../training/options/options.ts";
import { withWindow } from "../../../training/replay/shorterWindow.ts";
import type { TrainResult } from "../../../training/run/events.ts";
import { type Progress, parseProgress } from "../../../training/run/progress.ts";
import { runGradient } from "../../../training/run/wholeRun.ts";
import type { Snapshot } from "../../../training/snapshot.ts";
import { withTask } from "../../datasets/dataSpec.ts";
import { ENGINE_KEYS, engineNotice, engineOfRun, openEngine } from "../../machine/engines.ts";
import { VERSION } from "../../machine/version.ts";
import { firstCheckpoint } from "../../runs/checkpoints.ts";
import { engineFields, type Parent, type TaskConfig, type TextConfig } from "../../runs/config.ts";
import { DEFAULT_RUNS } from "../../runs/runNames.ts";
import { checkFree, createRun, type RunConfig as StoredConfig } from "../../runs/runStore.ts";
import { budgetOf } from "../givenOptions.ts";
import { openOnTask, openOnText } from "../openings.ts";
import { type OpenedReplay, type OpenReplayRequest, openReplaying } from "../replay/openReplay.ts";
import type { ReplayHooks } from "../replay/replay.ts";
import { storedText } from "../resume.ts";
import { hostOf, keeperOf } from "../runKeeper.ts";
import { checkSampleLength } from "../trainHooks.ts";
import { changedOptions, type ForkOptions } from "./changes.ts";
import { type FirstDifference, firstDifference } from "./futures.ts";

export interface ForkRequest extends OpenReplayRequest {
	/** Updates that the fork has in common with the run. Range: at least 0. */
	update: number;
	/**
	 * Options to change: learning rate and schedule, clipping, remedies, dropout, horizon k2, budget, validation and
	 * checkpoints. Others are refused (E_FORK). Default: none; both futures are then equal.
	 */
	change?: GivenOptions;
	/** Name or folder of the new run; it must not exist (E_RUN_EXISTS). Default: RUN-fork-N, the first free N. */
	to?: string;
	/** Length of the sample in the closing event, in symbols. Range: 0 to 4000000. Default: 400. */
	sampleLength?: number;
}

export interface Forked {
	/** Where the fork began, and the options that it changed. */
	parent: Parent;
	/** First weight that differs from the parent's; null if none does up to the last update that both have. */
	first: FirstDifference | null;
	/** Result of the new run. */
	result: TrainResult;
}

const KEYS = ["run", "runs", "task", "update", "change", "to", "sampleLength", ...ENGINE_KEYS] as const;

/** Trains a fork to the end of its budget. @throws E_FORK, E_REPLAY, E_OPTION; E_DIVERGED if it diverges. */
export async function forkRun(request: ForkRequest, hooks: ReplayHooks = {}): Promise<Forked> {
	checkRequest(request, "forkRun()", KEYS);
	checkSampleLength(request.sampleLength, "train");
	checkWhole("update", request.update, { min: 0 }, "fork");
	const { update, change: given = {}, to, sampleLength, ...asked } = request;
	const { runs = DEFAULT_RUNS } = asked;
	if (to !== undefined) checkFree(to, runs);
	const origin = await openReplaying(asked, hooks, "fork");
	try {
		const config = origin.run.config as TextConfig | TaskConfig;
		checkCommon(origin, update);
		const { budget } = origin.replayer.history.budgetsBefore(update);
		const { options, change } = changedOptions(config, budget, given);
		const state = await origin.replayer.stateAt(update, hooks);
		const parent: Parent = { run: origin.run.name, update, change };
		const result = await trainFork(origin, { request, options, parent, state, sampleLength }, hooks);
		if (result.ended === "signal") return { parent, first: null, result };
		const two = await openReplaying({ ...asked, run: result.folder }, {}, "fork");
		try {
			const { first } = await firstDifference(origin, two, update, hooks);
			return { parent, first, result };
		} finally {
			await two.close();
		}
	} finally {
		await origin.close();
	}
}

/** @throws E_REPLAY, E_OPTION unless the run has a state after `update` updates that can be computed. */
function checkCommon({ run: { name, config }, first, last }: OpenedReplay, update: number): void {
	const least = Math.max(0, first - 1);
	checkWhole("update", update, { min: 0, max: last }, "fork");
	if (update >= least) return;
	const { parent, from = "" } = config;
	const why = parent
		? ({ reason: "parent", parent: parent.run, update: parent.update } as const)
		: ({ reason: "from", from, ...(Number.isFinite(first) && { first }) } as const);
	throw fail("E_REPLAY", { run: name, why });
}

interface Start {
	request: ForkRequest;
	options: ForkOptions;
	parent: Parent;
	/** State of the parent after `parent.update` updates. */
	state: Snapshot;
	sampleLength?: number | undefined;
}

async function trainFork(
	{ run: from, vocabulary }: OpenedReplay,
	{ request, options, parent, state, sampleLength }: Start,
	{ onEvent = () => {}, signal }: ReplayHooks,
): Promise<TrainResult> {
	const config = from.config as TextConfig | TaskConfig;
	const { runs = DEFAULT_RUNS, to } = request;
	const engine = openEngine(engineOfRun(request, config));
	try {
		const opening = { onEvent, signal, fresh: false };
		const opened = config.data
			? await openOnTask(engine, withTask(config.data, request.task, "fork"), options as GivenOptions, opening)
			: await openOnText(engine, storedText(from, config), options as TrainOptions, opening);
		try {
			const { subject } = opened;
			const progress = progressOf(state, options);
			const windowed = vocabulary ? withWindow(engine, state, options as TrainOptions, vocabulary.size) : state;
			const start: Snapshot = { ...windowed, state: { ...windowed.state, progress: progress as unknown as Json } };
			await subject.restore(start);
			const { precision: _, ...copied } = config;
			const own = { ...engineFields(engine), version: VERSION, parent, options };
			const lines = from.readMetrics().filter(({ step }) => typeof step === "number" && step <= parent.update);
			const run = createRun({
				...{ runs, defaultName: `${from.name}-fork`, ...(to !== undefined && { name: to }) },
				config: { ...copied, ...own } as unknown as StoredConfig,
				...(vocabulary && { vocabulary: vocabulary.toJSON() as unknown as Json }),
				files: {
					...firstCheckpoint(start, { step: parent.update }),
					"metrics.jsonl": Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join("")),
				},
			});
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

/** A fork rolls back to its start at the earliest, and keeps its own budget from there. */
function progressOf({ state }: Snapshot, options: ForkOptions): Progress {
	const progress = parseProgress(state.progress);
	return { ...progress, goodStep: Number(state.step), budget: budgetOf(options), budgets: [] };
}
