/** Loads a model trained on text from a run and generates text with it. */

import { Weights } from "../../cells/weights.ts";
import type { Vocabulary } from "../../data/vocabulary.ts";
import type { SluiceError } from "../../errors/index.ts";
import type { Engine } from "../../kernels/kernels.ts";
import { modelOf } from "../../training/options/options.ts";
import { averagedUpdatesOf } from "../../training/snapshot.ts";
import { ENGINE_KEYS, type EngineRequest, openEngine } from "../machine/engines.ts";
import type { Loaded } from "../runs/checkpoints.ts";
import { onText, parseConfig, type RunConfig, type TextConfig } from "../runs/config.ts";
import { vocabularyOf } from "../runs/documents.ts";
import { DEFAULT_RUNS } from "../runs/runNames.ts";
import { openRun, type Run } from "../runs/runStore.ts";

export interface Model {
	name: string;
	/** Number of updates after which the weights were saved. */
	step: number;
	/** Number of updates that the weights are the mean of; 0 if they are the trained weights. */
	averagedUpdates: number;
	config: TextConfig;
	engine: Engine;
	weights: Weights;
	vocabulary: Vocabulary;
}

export interface ModelRequest extends EngineRequest {
	/** Name or folder of the run. */
	run: string;
	/** Folder of runs. Default: ./runs. */
	runs?: string;
	/**
	 * Checkpoint: the one of lowest validation loss (the newest if none was measured), the newest, or that of a step.
	 * Default: best.
	 */
	checkpoint?: CheckpointChoice;
}

export const MODEL_KEYS = ["run", "runs", "checkpoint", ...ENGINE_KEYS] as const;

export type CheckpointChoice = "best" | "last" | number;

/** Loads the chosen checkpoint and reports damaged ones that were skipped. */
export function loadCheckpoint(
	run: Run<RunConfig>,
	choice: CheckpointChoice,
	onNotice: (notice: SluiceError) => void,
): Loaded {
	const loaded = choice === "best" ? run.loadBest() : choice === "last" ? run.loadNewest() : run.loadStep(choice);
	for (const notice of loaded.notices) onNotice(notice);
	return loaded;
}

export interface ModelHooks {
	/** Receives problems that the user should know of, such as a damaged checkpoint that was skipped. */
	onNotice?(notice: SluiceError): void;
	/** Ends the call early. */
	signal?: AbortSignal;
}

/** Opens the weights of a run on text on their own engine. @throws E_RUN_TASK for a run on a task. */
export async function withModel<T>(
	request: ModelRequest,
	{ onNotice = () => {} }: ModelHooks,
	use: (model: Model) => Promise<T>,
): Promise<T> {
	const run = onText(openRun(request.run, request.runs ?? DEFAULT_RUNS, { validate: parseConfig }));
	const vocabulary = vocabularyOf(run.readVocabulary(), run.folder);
	const { snapshot, step } = loadCheckpoint(run, request.checkpoint ?? "best", onNotice);
	const engine = openEngine({ engine: request.engine, threads: request.threads });
	try {
		const weights = Weights.of(engine, modelOf(run.config.options, vocabulary.size), snapshot.tensors);
		const averagedUpdates = averagedUpdatesOf(snapshot.state);
		return await use({ name: run.name, step, averagedUpdates, config: run.config, engine, weights, vocabulary });
	} finally {
		engine.close();
	}
}
