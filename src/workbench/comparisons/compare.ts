/**
 * Compares remedies on one task, series or text. Each trial is saved in a file of its own as soon as it ends. The same
 * call continues an interrupted comparison, and a call with more remedies or seeds runs only the new trials.
 *
 * OUT/trials/ holds the trials, OUT/compare.json the result with every curve, OUT/compare.csv one line per trial, and
 * OUT/compare.svg the figure.
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Task } from "../../data/tasks/task.ts";
import type { Lang } from "../../errors/define.ts";
import type { SluiceError } from "../../errors/index.ts";
import { shown } from "../../errors/quote.ts";
import { checkLang, checkRequest, checkWhole } from "../../errors/request.ts";
import type { LossUnit } from "../../training/task/lossUnit.ts";
import { DEFAULT_REMEDIES, DEFAULT_SEEDS } from "../../training/trials/defaults.ts";
import { costOf, planOf, refuse, type SharedOptions } from "../../training/trials/plan.ts";
import { type Standing, standingOf } from "../../training/trials/standing.ts";
import {
	type CompareRow,
	checkSameData,
	csvOf,
	type Finished,
	type Goal,
	rowsOf,
} from "../../training/trials/summary.ts";
import type { Outcome, Trial } from "../../training/trials/trial.ts";
import type { Options } from "../../training/trials/trialSubject.ts";
import { type Disk, inside, realDisk } from "../disk/disk.ts";
import { makeFolders, removeStrays, replaceFile } from "../disk/publish.ts";
import { drawFigure } from "../drawing/draw.ts";
import { PieceStore } from "../jobs/pieceStore.ts";
import { Pieces } from "../jobs/pieces.ts";
import { type EngineChoice, engineNotice, openEngine } from "../machine/engines.ts";
import { type Machine, machine } from "../machine/machine.ts";
import { VERSION } from "../machine/version.ts";
import { slug } from "../runs/runNames.ts";
import { type ComparedData, type ComparedDataHooks, type OpenComparedData, openComparedData } from "./comparedData.ts";
import { figureOf } from "./compareFigure.ts";
import { folderFor } from "./folderFor.ts";
import { trial as trialJob } from "./trialData.ts";

export interface CompareRequest extends ComparedData {
	/**
	 * Names such as "clip" and "clip:6+omega"; see the registry of remedies. Default: ten remedies, without the echo
	 * state network on a series.
	 */
	remedies?: readonly string[];
	/** Number of seeds, from `firstSeed` on. Range: 1 to 1000. Default: 3. */
	seeds?: number;
	/** First seed. Range: 0 to 1e9. Default: 1. */
	firstSeed?: number;
	/**
	 * Learning rates, each tried for every remedy: 0.01, "0.001". "lstm=0.004/0.0004" gives one remedy its own rates,
	 * which must be as many as the others have. Default: 0.01 and 0.001.
	 */
	rates?: readonly (number | string)[];
	/**
	 * Success threshold. For a task or a series: largest fraction of wrong sequences. Range: 0 to 1. For a text: largest
	 * held-out loss, in nats per symbol, up to 1e6. Default: 0.01 for a task, none for music, series and texts.
	 */
	goal?: number;
	/**
	 * Options that all trials share. Default: hidden 50, batch 20, and steps 2000 without `minutes`; the others as in
	 * training.
	 */
	options?: SharedOptions;
	/**
	 * Folder of trials and results. A folder with the result of another comparison is refused (E_COMPARE_EXISTS). Default:
	 * runs/compare-NAME, with a number if that has the result of another.
	 */
	out?: string;
	/** Trials run in parallel, each on one thread. Range: 1 to 64. Default: number of cores. */
	workers?: number;
	/**
	 * Default: auto, the fastest engine on this machine. Results are bit-identical per build only, so trials of another
	 * build are rerun.
	 */
	engine?: EngineChoice;
	/** Language of the figure. Default: "en". */
	lang?: Lang;
}

export interface CompareHooks extends ComparedDataHooks {
	/** Progress in trials; trials under way count as fractions. `kept` trials come from an earlier call. */
	onProgress?(done: number, total: number, kept: number): void;
	/** Called when the request has passed all checks and trials begin. They are saved in `folder`. */
	onStart?(folder: string): void;
	/** Why the engine is not native although the choice was automatic. */
	onNotice?(notice: SluiceError): void;
	/**
	 * Aborting throws the signal's reason within two seconds. Finished trials and the progress of the others are saved.
	 */
	signal?: AbortSignal;
	/** Runs everything in the calling thread. */
	oneThread?: boolean;
	/** Replaces the disk, for tests. Default: the real one. */
	disk?: Disk;
}

export interface TrialResult extends Outcome {
	/** Remedy, as it was given. */
	remedy: string;
	/** Peak learning rate; null if nothing is trained by gradient descent. */
	rate: number | null;
	/** Seed: 1, 2, ... */
	seed: number;
}

export interface CompareResult {
	/** "addition", "delayed-recall:delay=20", "sunspots.csv:Sunspots", or the text's name. */
	on: string;
	/** Kind of the data; a program's own task is a task. */
	kind: "task" | "series" | "labelled" | "pairs" | "text";
	/** Unit of the losses. */
	unit: LossUnit;
	/** Success threshold; null if only the loss counts. */
	goal: Goal;
	/** Number of seeds. */
	seeds: number;
	/** Learning rates of each remedy; null if nothing is trained by gradient descent. */
	rates: Readonly<Record<string, readonly (number | null)[]>>;
	/** The options as given. */
	options: SharedOptions;
	/** One row per remedy at its best rate, with the options of a run like its trials. */
	rows: (CompareRow & { options: Options })[];
	/** Loss of the best prediction that ignores the input; null if it is unknown. */
	baseline: number | null;
	/**
	 * The remedy whose trials are better than those of every other one: by fewest updates to success, then lowest loss,
	 * in a rank test at 5 %. null if there is none, see `why`.
	 */
	best: string | null;
	/** The first remedy of the ranking and those not significantly worse; empty if none beats the baseline. */
	leaders: string[];
	/** Why there is no best: baseline, none, tied, seeds; null if there is one. */
	why: Standing["why"];
	/** Every trial. */
	trials: TrialResult[];
	/** Total time of all trials, in seconds, as if they had run one after another. */
	seconds: number;
	/** Folder that holds everything that was written. */
	folder: string;
	/** File with one line per trial. */
	csv: string;
	/** File of the figure. */
	figure: string;
	/** Engine with its instruction set. */
	engine: string;
	/** The machine that the results come from. */
	machine: Machine;
	/** Version of Sluice. */
	version: string;
}

/** Progress units per trial. */
const FINE = 1000;
/** Increased when the meaning of an outcome changes. Trials saved under another number are rerun. */
const REVISION = 1;
const KEYS = [
	...["task", "data", "remedies", "seeds", "firstSeed", "rates", "goal", "options", "out", "workers", "engine", "lang"],
] as const;

/** @throws coded errors for every user error before any training starts; the signal's reason. */
export async function compare(request: CompareRequest, hooks: CompareHooks = {}): Promise<CompareResult> {
	checkRequest(request, "compare()", KEYS);
	const { seeds = DEFAULT_SEEDS, firstSeed, rates = [], options = {}, lang = "en" } = request;
	checkLang(lang, "compare");
	const { disk: anyDisk = realDisk, signal = new AbortController().signal, onNotice = () => {} } = hooks;
	checkWorkers(request.workers);
	const engine = openEngine({ engine: request.engine, threads: 1 });
	const notice = engineNotice(engine);
	if (notice) onNotice(notice);
	engine.close();
	const on = await openComparedData(request, options.length, hooks);
	const remedies = request.remedies ?? DEFAULT_REMEDIES.filter((one) => one !== "esn" || readsBatches(on));
	const asked = { remedies, rates, seeds, ...(firstSeed !== undefined && { firstSeed }), options };
	const plan = planOf({ data: on.data, task: on.task, ...asked, build: engine.build });
	on.check(plan.trials);
	const goal = request.goal === undefined ? on.goal : goalOf(request.goal, on.data.kind === "text");
	signal.throwIfAborted();
	const root = request.out ?? "runs"; // the user's choice, which may be a link; nothing in it may
	const disk = inside(anyDisk, root);
	const folder = folderFor(disk, request.out, slug(on.name), { on: on.name, options, trials: plan.trials });
	makeFolders(anyDisk, root);
	hooks.onStart?.(folder);
	const finished = await runTrials(plan.trials, join(folder, "trials"), request, {
		...{ ...hooks, disk, signal, own: on.data.kind === "own" ? on.task : undefined },
	});
	checkSameData(finished);
	const rows = rowsOf(plan.remedies, finished, goal);
	const result: CompareResult = {
		...{
			on: on.name,
			kind: on.data.kind === "own" ? "task" : on.data.kind,
			unit: on.unit,
			goal,
			seeds,
			rates: plan.rates,
			options,
		},
		rows: rows.map((row) => {
			const { [row.remedy]: all } = plan.options;
			return { ...row, options: row.rate === null ? all! : { ...all, lr: row.rate } };
		}),
		...{ baseline: on.baseline, ...standingOf(rows, finished, { goal, baseline: on.baseline }) },
		trials: finished.map(({ trial: { remedy, rate, seed }, outcome }) => ({ remedy, rate, seed, ...outcome })),
		seconds: Number(finished.reduce((sum, { outcome }) => sum + outcome.seconds, 0).toFixed(3)),
		...{ folder, csv: join(folder, "compare.csv"), figure: join(folder, "compare.svg") },
		...{ engine: engine.build, machine: machine(), version: VERSION },
	};
	const svg = await drawFigure(figureOf({ what: on.name, unit: on.unit, baseline: on.baseline, lang }, rows, finished));
	replaceFile(disk, folder, "compare.csv", Buffer.from(csvOf(finished, goal)));
	replaceFile(disk, folder, "compare.svg", Buffer.from(svg));
	replaceFile(disk, folder, "compare.json", Buffer.from(`${JSON.stringify({ schema: 1, ...result }, null, "\t")}\n`));
	return result;
}

/** Reads the saved trials and runs the others. */
async function runTrials(
	trials: readonly Trial[],
	folder: string,
	{ workers: lanes, engine }: CompareRequest,
	{
		disk,
		signal,
		oneThread,
		own,
		onProgress = () => {},
	}: CompareHooks & { disk: Disk; signal: AbortSignal; own?: Task },
): Promise<Finished[]> {
	makeFolders(disk, folder);
	removeStrays(disk, folder);
	const store = new PieceStore(disk, folder, { revision: REVISION, version: VERSION });
	const cost = trials.reduce((sum, trial) => sum + costOf(trial), 0);
	const weightOf = (trial: Trial) => (FINE * costOf(trial) * trials.length) / cost;
	const pieces = new Pieces(store, {
		...{ signal, lanes, oneThread: oneThread || own !== undefined },
		jobs: { trial: (given, host) => trialJob(given, host, own) },
		onProgress: (done, _, kept) => onProgress(done / FINE, trials.length, kept / FINE),
	});
	const outcomes = await pieces.jobs(
		trials.map((trial) => ({ key: keyOf(trial), weight: weightOf(trial), job: "trial", request: trial, engine })),
	);
	await pieces.pause();
	return trials.map((trial, n) => ({ trial, outcome: outcomes[n] as Outcome }));
}

/** "clip-omega-seed-3-rate-0.01-" and a digest of everything that the outcome depends on. */
function keyOf(trial: Trial): string {
	const digest = createHash("sha256").update(JSON.stringify(trial)).digest("hex").slice(0, 12);
	const rate = trial.rate === null ? "" : `-rate-${trial.rate}`;
	return `${slug(trial.remedy)}-seed-${trial.seed}${rate}-${digest}`;
}

function checkWorkers(workers: number | undefined): void {
	if (workers !== undefined) checkWhole("workers", workers, { min: 1, max: 64 }, "compare");
}

/** Whether an echo state network can read these data in batches as the others do. A series is read whole. */
const readsBatches = ({ task }: OpenComparedData) => !task?.whole;

function goalOf(goal: number, byLoss: boolean): Goal {
	const most = byLoss ? 1e6 : 1;
	if (goal >= 0 && goal <= most) return goal;
	throw refuse("goal", { reason: "number", min: 0, max: most, got: shown(goal) });
}
