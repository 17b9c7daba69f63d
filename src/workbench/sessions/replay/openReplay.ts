/** Opens a run for replaying: its data, an engine, and its kept checkpoints. Nothing of the run is written. */
import type { Task } from "../../../data/tasks/task.ts";
import type { Vocabulary } from "../../../data/vocabulary.ts";
import { fail, SluiceError } from "../../../errors/index.ts";
import type { Engine } from "../../../kernels/kernels.ts";
import { Replayer, type ReplaySource } from "../../../training/replay/replayer.ts";
import { History } from "../../../training/replay/runHistory.ts";
import { freshProgress, parseProgress } from "../../../training/run/progress.ts";
import type { GradientSubject } from "../../../training/subject.ts";
import { withTask } from "../../datasets/dataSpec.ts";
import { type EngineRequest, engineOfRun, openEngine } from "../../machine/engines.ts";
import { checkFits } from "../../models/checkFits.ts";
import { isEcho, parseConfig, type RunConfig } from "../../runs/config.ts";
import { DEFAULT_RUNS } from "../../runs/runNames.ts";
import { openRun, type Run } from "../../runs/runStore.ts";
import { budgetOf } from "../givenOptions.ts";
import { type Opened, openOnTask, openOnText } from "../openings.ts";
import { storedText } from "../resume.ts";
import { hostOf } from "../runKeeper.ts";
import { type TrainHooks, told } from "../trainHooks.ts";

export interface OpenReplayRequest extends EngineRequest {
	/** Name or folder of the run. */
	run: string;
	/** Folder of runs. Default: ./runs. */
	runs?: string;
	/** A program's own task, if the run was trained on one. Another than that is refused (E_TASK_CHANGED). Default: none. */
	task?: Task;
}

/** A run that is open for replaying. */
export interface OpenedReplay {
	run: Run<RunConfig>;
	engine: Engine;
	subject: GradientSubject;
	replayer: Replayer;
	/** The learning rates of the run for another subject with its options. */
	historyOf(subject: GradientSubject): History;
	/** Data as opened, for a run that goes on from here. */
	opened: Opened;
	vocabulary?: Vocabulary;
	/** First and last update that can be replayed. */
	first: number;
	last: number;
	close(): Promise<void>;
}

/** @throws E_REPLAY; E_FILE_CHANGED if the text is no longer the one that the run was trained on. */
export async function openReplaying(
	request: OpenReplayRequest,
	{ onEvent = () => {}, signal }: TrainHooks = {},
	where = "replay",
): Promise<OpenedReplay> {
	const replayed = where !== "fork" ? ({ replayed: true } as const) : {};
	const run = openRun(request.run, request.runs ?? DEFAULT_RUNS, { validate: parseConfig });
	const { name, config } = run;
	if (isEcho(config)) throw fail("E_REPLAY", { run: name, why: { reason: "echo" } });
	if (config.options.syncEvery !== undefined) throw fail("E_REPLAY", { run: name, why: { reason: "sync" } });
	if (!config.data && config.imported)
		throw fail("E_RUN_NO_TEXT", { run: name, next: `sluice train FILE --from ${name}` });
	if (request.task !== undefined && !config.data) {
		throw fail("E_OPTION", { option: "task", why: { reason: "onlyFor", kinds: ["own"], not: "text" }, where });
	}
	const newest = newestOf(run);
	if (newest) told(newest, onEvent);
	if (newest && newest.snapshot.state.progress === undefined) throw fail("E_RUN_WEIGHTS", { run: name, ...replayed });
	if (newest) checkFits(run, config.options, newest.snapshot);
	const engine = openEngine(engineOfRun(request, config));
	let opened: Opened | undefined;
	try {
		if (engine.build !== config.build) {
			onEvent({ type: "notice", notice: fail("E_BUILD", { got: engine.build, wanted: config.build, ...replayed }) });
		}
		const opening = { onEvent, signal, fresh: false };
		opened = config.data
			? await openOnTask(engine, withTask(config.data, request.task, where), config.options, opening)
			: await openOnText(engine, storedText(run, config), config.options, opening);
		const { subject } = opened;
		const progress = newest ? parseProgress(newest.snapshot.state.progress) : freshProgress(budgetOf(config.options));
		const lines = run.readMetrics();
		const facts = { run: name, step: newest?.step ?? 0, progress, lines };
		const historyOf = (of: GradientSubject) => new History(of, facts);
		const history = historyOf(subject);
		const replayer = new Replayer(subject, history, sourceOf(run, opened), hostOf(opened));
		const close = async () => {
			engine.close();
			await opened?.close();
		};
		const { vocabulary } = opened;
		const bounds = { first: firstOf(run), last: history.last };
		return { run, engine, subject, replayer, historyOf, opened, ...(vocabulary && { vocabulary }), ...bounds, close };
	} catch (error) {
		engine.close();
		await opened?.close();
		throw error;
	}
}

/** The newest intact checkpoint; undefined if there is none. */
function newestOf(run: Run<RunConfig>) {
	try {
		return run.loadNewest();
	} catch (error) {
		if (error instanceof SluiceError && error.code === "E_CHECKPOINT_NONE") return undefined;
		throw error;
	}
}

/** First update that can be replayed: 0 is the initial state. */
function firstOf({ config, listCheckpoints }: Run<RunConfig>): number {
	if (config.parent) return config.parent.update + 1;
	if (config.from === undefined) return 0;
	const [oldest] = listCheckpoints().filter(({ damage }) => !damage);
	return oldest === undefined ? Number.POSITIVE_INFINITY : oldest.step === 0 ? 0 : oldest.step + 1;
}

function sourceOf(run: Run<RunConfig>, opened: Opened): ReplaySource {
	return {
		nearest(step, above) {
			const kept = run.listCheckpoints().filter((one) => one.step <= step && one.step > above && !one.damage);
			for (const { step: at } of kept.reverse()) {
				try {
					return { step: at, snapshot: run.loadStep(at).snapshot };
				} catch (error) {
					// Damaged, or removed by the process that trains the run: an earlier one serves as well.
					const gone = error instanceof SluiceError && error.code.startsWith("E_CHECKPOINT");
					if (!gone) throw error;
				}
			}
			return undefined;
		},
		async start() {
			const { config, name } = run;
			if (config.parent)
				throw fail("E_REPLAY", {
					run: name,
					why: { reason: "parent", parent: config.parent.run, update: config.parent.update },
				});
			if (config.from !== undefined) throw fail("E_REPLAY", { run: name, why: fromWhy(config.from, firstOf(run)) });
			await opened.start();
		},
	};
}

export function fromWhy(from: string, first: number) {
	return { reason: "from", from, ...(Number.isFinite(first) && { first }) } as const;
}
