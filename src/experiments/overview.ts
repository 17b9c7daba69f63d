/** A line for each run in a folder of runs. */
import { parameterCount } from "../cells/layout.ts";
import { Vocabulary } from "../data/vocabulary.ts";
import { SluiceError } from "../errors/index.ts";
import { modelOf } from "../training/options.ts";
import { listRuns as listFolders, openRun, type RunState } from "./runStore.ts";
import { DEFAULT_RUNS, validateConfig } from "./train.ts";

export interface RunOverview {
	name: string;
	folder: string;
	/** "lstm 2x512", "gru reset-before 1x64"; undefined where the config cannot be read. */
	model?: string;
	parameters?: number;
	/** Last step in the metrics. */
	step: number;
	bestValidNats: number | null;
	state: RunState;
	bytes: number;
	/** What is wrong with the run's files. */
	damage?: string;
}

export function listRuns(runs = DEFAULT_RUNS): RunOverview[] {
	return listFolders(runs).map(({ name, folder, state, lastStep, bestValidLossNats, sizeBytes, damage }) => ({
		...{ name, folder, step: lastStep, bestValidNats: bestValidLossNats ?? null, state, bytes: sizeBytes },
		...(damage ? { damage: damage.message } : modelFacts(folder)),
	}));
}

function modelFacts(folder: string): Pick<RunOverview, "model" | "parameters" | "damage"> {
	try {
		const run = openRun(folder, folder, { validate: validateConfig });
		const { options } = run.config;
		const { size } = Vocabulary.fromJSON(run.readVocabulary(), folder);
		const variant = options.variant === "forget" ? "" : ` ${options.variant}`;
		const model = `${options.cell}${variant} ${options.layers}x${options.hidden}`;
		return { model, parameters: parameterCount(modelOf(options, size)) };
	} catch (error) {
		if (!(error instanceof SluiceError)) throw error;
		return { damage: error.message };
	}
}
