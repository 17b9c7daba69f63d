/** Summaries of the runs in a folder. */
import { type AttentionName, parameterCount } from "../../cells/layout.ts";
import { Vocabulary } from "../../data/vocabulary.ts";
import { SluiceError } from "../../errors/index.ts";
import { modelOf } from "../../training/options/options.ts";
import type { LossUnit } from "../../training/task/lossUnit.ts";
import { lossUnitOf } from "../../training/task/lossUnit.ts";
import { taskModel } from "../../training/task/taskTrainer.ts";
import { type DataSpec, titleOf } from "../datasets/dataSpec.ts";
import { type EchoConfig, isEcho, type Parent, parseConfig, type RunConfig, type TaskConfig } from "./config.ts";
import { listRuns as listFolders } from "./listRuns.ts";
import { DEFAULT_RUNS } from "./runNames.ts";
import { openRun, type RunState } from "./runStore.ts";

export interface RunOverview {
	/** Name of the run. */
	name: string;
	/** Folder of the run. */
	folder: string;
	/** Model, such as "lstm 2x512" or "gru reset-before 1x64"; undefined if the config is unreadable. */
	model?: string;
	/** Number of trained parameters. */
	parameters?: number;
	/** Last step in the metrics or of a checkpoint. */
	step: number;
	/** Title of the task or series, such as "copying:values=4"; undefined for a run on text. */
	task?: string;
	/**
	 * Lowest loss of the validations during training, in nats per symbol; null if none was measured. It covers the first
	 * `bestValidSymbols` symbols of the validation part only, so `eval` on the whole part gives another figure.
	 */
	bestValidLossNats: number | null;
	/** Absent for a run older than this field. */
	bestValidSymbols?: number;
	/** Best validation loss of a run on a task, and the error rate at that point (0 to 1). */
	bestValid?: { loss: number; errorShare: number };
	/** Present for a run on a series: no sequence of it is right or wrong. */
	series?: true;
	/** Present for a run on pairs of questions and answers: hardly any reply is without a fault. */
	pairs?: true;
	/** Present for a run on a program's own task, which only that program can open. */
	own?: true;
	/** Present for an encoder-decoder, which not every command reads: its attention. */
	attention?: AttentionName;
	/** Unit of the losses; undefined if the config is unreadable. */
	lossUnit?: LossUnit;
	/** State of the run. */
	state: RunState;
	/** Size of the folder. */
	bytes: number;
	/** Present for a fork: the run, update and changed options that its config names. */
	parent?: Parent;
	/** In the order in which they were added. */
	tags: string[];
	/** What is wrong with the run's files. */
	damage?: string;
}

/** Lists the runs in a folder, sorted by name; damaged ones say what is wrong. */
export function listRuns(runs = DEFAULT_RUNS): RunOverview[] {
	return listFolders(runs).map(
		({ name, folder, state, lastStep, bestValidLossNats, bestValidSymbols, bestValid, sizeBytes, tags, damage }) => ({
			...{ name, folder, step: lastStep, bestValidLossNats: bestValidLossNats ?? null, state, bytes: sizeBytes, tags },
			...(bestValidSymbols !== undefined && { bestValidSymbols }),
			...(bestValid && { bestValid }),
			...(damage ? { damage: damage.message } : modelFacts(folder)),
		}),
	);
}

/** What a run is, as far as the commands that it can be given to depend on it. */
export interface RunDescription {
	/** What it was trained on; own: a task of a program. */
	kind: "text" | DataSpec["kind"];
	/** Attention of an encoder-decoder; null for every other model. */
	attention: AttentionName | null;
	/** Percentages of the training, validation and test parts, such as "90/5/5"; null for a task. */
	split: string | null;
}

/** Describes a run, given by its name or folder, by its config alone. @throws E_RUN_NAME, E_RUN_MISSING, E_RUN_FIELD. */
export function describeRun({ run, runs = DEFAULT_RUNS }: { run: string; runs?: string | undefined }): RunDescription {
	const { config } = openRun(run, runs, { validate: parseConfig });
	const { data } = config;
	const { attention = null } = config.options as Partial<TaskConfig["options"]>;
	const split = data ? ("split" in data ? data.split : null) : config.split;
	return { kind: data?.kind ?? "text", attention, split: split?.join("/") ?? null };
}

/** Model, data and unit of the losses from a run's config, or what is wrong with it. */
export function modelFacts(
	folder: string,
): Pick<
	RunOverview,
	"model" | "parameters" | "task" | "series" | "pairs" | "own" | "attention" | "lossUnit" | "damage" | "parent"
> {
	try {
		const run = openRun(folder, folder, { validate: parseConfig });
		const { config } = run;
		if (isEcho(config)) {
			const { hidden: N, feedback } = config.options;
			const { inputs: D, outputs: V } = config.shape;
			const parameters = N * (D + (feedback > 0 ? V : 0)) + N * N + N + V * (D + N + 1);
			return { model: `esn ${N}`, ...taskFacts(config), parameters };
		}
		const { options } = config;
		const variant = options.variant === "forget" ? "" : ` ${options.variant}`;
		const { attention } = options as Partial<TaskConfig["options"]>;
		const model = attention
			? `encoder-decoder ${attention}, ${options.cell}${variant} ${options.hidden}`
			: options.cell === "esn"
				? `esn ${options.hidden}`
				: `${typeof options.cell === "object" ? "own" : options.cell}${variant} ${options.layers}x${options.hidden}`;
		if (config.data) {
			const parameters = parameterCount(taskModel(config.options, config.shape));
			const facts = { ...taskFacts({ data: config.data, shape: config.shape }), ...(attention && { attention }) };
			return { model, ...facts, parameters, ...forkOf(config) };
		}
		const { size } = Vocabulary.fromJSON(run.readVocabulary(), folder);
		return { model, lossUnit: "nats", parameters: parameterCount(modelOf(options, size)), ...forkOf(config) };
	} catch (error) {
		if (!(error instanceof SluiceError)) throw error;
		return { damage: error.message };
	}
}

function forkOf({ parent }: RunConfig): Pick<RunOverview, "parent"> {
	return parent ? { parent } : {};
}

function taskFacts({ data, shape }: Pick<EchoConfig, "data" | "shape">) {
	const series = data.kind === "series" && ({ series: true } as const);
	const pairs = data.kind === "pairs" && ({ pairs: true } as const);
	const own = data.kind === "own" && ({ own: true } as const);
	return { task: titleOf(data), ...series, ...pairs, ...own, lossUnit: lossUnitOf(shape.head) };
}
