/** Loads a model trained on pairs of questions and answers from a run. */
import { Weights } from "../../cells/weights.ts";
import { END, SEPARATOR } from "../../data/pairs/pairMarks.ts";
import { Vocabulary } from "../../data/vocabulary.ts";
import { fail } from "../../errors/index.ts";
import type { Engine } from "../../kernels/kernels.ts";
import { encoderReply } from "../../training/pairs/encoderReply.ts";
import { languageReply } from "../../training/pairs/languageReply.ts";
import type { PairSymbols, ReplyModel } from "../../training/pairs/replyModel.ts";
import type { LogLine } from "../../training/run/logLines.ts";
import type { Snapshot } from "../../training/snapshot.ts";
import { taskModel } from "../../training/task/taskTrainer.ts";
import type { OpenedPairsSpec } from "../datasets/pairData.ts";
import { openEngine } from "../machine/engines.ts";
import { parseConfig, type RunConfig, type TaskConfig } from "../runs/config.ts";
import { DEFAULT_RUNS } from "../runs/runNames.ts";
import { openRun } from "../runs/runStore.ts";
import { loadCheckpoint, type ModelHooks, type ModelRequest } from "./textModel.ts";

export interface PairModel extends PairSymbols {
	name: string;
	/** Number of updates after which the weights were saved. */
	step: number;
	/** The pairs that it was trained on. */
	spec: OpenedPairsSpec;
	/** The options of the run. */
	options: TaskConfig["options"];
	/** The state of the newest checkpoint, and its number of updates. */
	newest(): { state: Snapshot["state"]; step: number };
	/** The lines of its log of losses. @throws E_LOG_DAMAGED. */
	metrics(): readonly LogLine[];
	engine: Engine;
	replies: ReplyModel;
}

/** Whether a run was trained on pairs; its config then has what it learned of them. */
function isOnPairs(config: RunConfig): config is TaskConfig & { data: OpenedPairsSpec } {
	return config.data?.kind === "pairs";
}

/** Opens the model on its own engine. @throws E_NO_PAIRS for a run on other data. */
export async function withPairModel<T>(
	request: ModelRequest,
	{ onNotice = () => {} }: ModelHooks,
	use: (model: PairModel) => Promise<T>,
): Promise<T> {
	const run = openRun(request.run, request.runs ?? DEFAULT_RUNS, { validate: parseConfig });
	const { config, name } = run;
	if (!isOnPairs(config)) {
		throw fail("E_NO_PAIRS", { run: name, next: `sluice ${config.data ? "eval" : "sample"} ${name}` });
	}
	const spec = config.data;
	const vocabulary = Vocabulary.fromJSON(spec.learned.vocabulary, `${run.folder}/config.json`);
	const { snapshot, step } = loadCheckpoint(run, request.checkpoint ?? "best", onNotice);
	const engine = openEngine({ engine: request.engine, threads: request.threads });
	const symbols = { vocabulary, separator: vocabulary.id(SEPARATOR), end: vocabulary.id(END) };
	let replies: ReplyModel | undefined;
	try {
		const model = taskModel(config.options, config.shape);
		const weights = Weights.of(engine, model, snapshot.tensors);
		replies = (model.attention ? encoderReply : languageReply)(engine, weights, symbols);
		const newest = () => {
			const loaded = run.loadNewest();
			return { state: loaded.snapshot.state, step: loaded.step };
		};
		const metrics = () => run.readMetrics();
		return await use({ name, step, spec, engine, replies, options: config.options, newest, metrics, ...symbols });
	} finally {
		replies?.free();
		engine.close();
	}
}
