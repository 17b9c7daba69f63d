/**
 * Saves a network that a program trained in a loop of its own as a run, which every verb opens like one of train().
 *
 *     await saveRun({ model: weights, data: text("input.txt"), run: "mine" });
 *     await saveRun({ model: trainer, data: task("addition") });              // resumable: it has its whole state
 */

import { type ModelSpec, parameterCount } from "../../cells/layout.ts";
import type { Weights } from "../../cells/weights.ts";
import { isTask } from "../../data/tasks/checkTask.ts";
import type { Task } from "../../data/tasks/task.ts";
import { fail } from "../../errors/index.ts";
import { checkOption, checkRequest, checkWhole } from "../../errors/request.ts";
import type { EchoTrainer } from "../../training/echo/echoTrainer.ts";
import type { Json } from "../../training/json.ts";
import {
	type CommonOptions,
	cellOptions,
	type GivenOptions,
	modelOf,
	nameOfCell,
	parseOptions,
} from "../../training/options/options.ts";
import { parseTaskOptions } from "../../training/options/taskOptions.ts";
import { freshProgress } from "../../training/run/progress.ts";
import { modelTensors, type Snapshot } from "../../training/snapshot.ts";
import { type TaskTrainer, taskModel } from "../../training/task/taskTrainer.ts";
import type { Trainer } from "../../training/trainer.ts";
import { type DataSpec, openData } from "../datasets/dataSpec.ts";
import { ownTask } from "../datasets/ownTask.ts";
import { corpusName, lasting, openTexts, scan, splitOf, type TextSpec } from "../datasets/texts.ts";
import { sha256 } from "../disk/sha256.ts";
import { VERSION } from "../machine/version.ts";
import { type EchoConfig, engineFields, type TaskConfig, type TextConfig } from "../runs/config.ts";
import { DEFAULT_RUNS } from "../runs/runNames.ts";
import { checkFree, createRun, type RunConfig as StoredConfig } from "../runs/runStore.ts";
import { budgetOf } from "./givenOptions.ts";
import { nameOf, shapeOf } from "./openings.ts";

/** Options that describe the network itself; weights have them already. */
type ModelOption = "cell" | "variant" | "layers" | "hidden" | "dropout";

export interface SaveRunRequest {
	/**
	 * What was trained. Weights (sluice/cells) are saved alone: `train({ from })` trains them on. A trainer
	 * (sluice/training) is saved with its options, its optimiser and its random streams: `resume` continues it too.
	 */
	model: Weights | Trainer | TaskTrainer | EchoTrainer;
	/** The data that it was trained on: text(), task(), series(), or a task of your own. Its sizes must fit the model. */
	data: TextSpec | DataSpec | Task;
	/** Options to note in the run of plain weights, such as lr or k1; a trainer has its own. Default: each option's own. */
	options?: Omit<GivenOptions, ModelOption>;
	/** Updates made with plain weights; a trainer counts its own. Range: at least 0. Default: 0. */
	step?: number;
	/**
	 * Validation loss of exactly these weights: nats per symbol of a text, else in the unit of the task. Range: at least 0.
	 * null, as of a text without scored symbols: not measured. Default: not measured.
	 */
	validLoss?: number | null;
	/** Name or folder of the new run; it must not exist (E_RUN_EXISTS). Default: CORPUS-CELL-N, the first free N. */
	run?: string;
	/** Folder of runs. Default: ./runs. */
	runs?: string;
}

export interface SavedRun {
	/** Name of the run. */
	run: string;
	/** Folder of the run. */
	folder: string;
	/** Number of updates behind the weights. */
	step: number;
	/** Number of parameters. */
	parameters: number;
	/** SHA-256 of the parameters' bytes in layout order, in hex, as train() reports it. */
	weightsSha256: string;
}

const KEYS = [
	...["model", "data", "options", "step", "validLoss", "run", "runs"],
] as const satisfies (keyof SaveRunRequest)[];

type Model = SaveRunRequest["model"];
type Config = TextConfig | TaskConfig | EchoConfig;
/** A config without what every run has of its engine. */
type Described = Pick<Config, "data" | "options"> & { name: string; vocabulary?: Json };

/** @throws E_MODEL_DATA if the model does not fit the data; E_OPTION; E_RUN_EXISTS; errors of the data. */
export async function saveRun(request: SaveRunRequest): Promise<SavedRun> {
	checkRequest(request, "saveRun()", KEYS);
	const { model, runs = DEFAULT_RUNS, run: given } = request;
	const validLoss = request.validLoss ?? undefined;
	const trained =
		typeof model === "object" && model !== null && ("updates" in model || "network" in model || "flat" in model);
	checkOption("model", model, trained, { reason: "type", types: ["object"], such: "Weights, Trainer" }, "saveRun()");
	checkWhole("step", request.step ?? 0, { min: 0 }, "saveRun()");
	const known = validLoss === undefined || validLoss >= 0;
	checkOption("validLoss", validLoss, known, { reason: "number", min: 0 }, "saveRun()");
	for (const name of isTrainer(model) ? (["options", "step"] as const) : []) {
		if (request[name] === undefined) continue;
		throw fail("E_OPTION", { option: name, why: { reason: "ofTrainer" }, where: "saveRun()" });
	}
	if (given !== undefined) checkFree(given, runs);
	const data = isTask(request.data) ? ownTask(request.data) : request.data;
	const { name, vocabulary, ...described } =
		"kind" in data ? await describeData(model, data, request) : await describeText(model, data, request);
	const config = { ...described, ...engineOf(model), version: VERSION };
	const run = createRun({
		...{ runs, name: given, defaultName: `${name}-${nameOfCell(config.options.cell)}` },
		...{ config: config as unknown as StoredConfig, vocabulary },
	});
	try {
		const { snapshot, step } = stateOf(model, described.options, request.step);
		const loss = "kind" in data ? "validLoss" : "validLossNats";
		if (validLoss !== undefined) run.metrics.append({ step, [loss]: validLoss, seconds: 0 });
		run.save(snapshot, { step, validLossNats: validLoss });
		run.close("finished");
		const weights = weightsOf(model);
		const stored = weights.reduce((sum, { length }) => sum + length, 0);
		const parameters = isReservoir(model) ? stored : parameterCount(model.spec);
		return { run: run.name, folder: run.folder, step, parameters, weightsSha256: sha256(...weights) };
	} finally {
		run.close("stopped");
	}
}

const isTrainer = (model: Model): model is Trainer | TaskTrainer | EchoTrainer => !("flat" in model);
const isReservoir = (model: Model): model is EchoTrainer => "network" in model;

/** Plain weights do not know which engine trained them. */
function engineOf(model: Model): ReturnType<typeof engineFields> {
	if (!isTrainer(model)) return { engine: "reference", build: "reference", threads: 1 };
	return engineFields(model.engine);
}

/** The options of plain weights: those of the model, and those noted. */
function noted({ spec }: Weights, options: SaveRunRequest["options"] = {}) {
	const { layers, hidden, dropout } = spec;
	const own = { ...cellOptions(spec), layers, hidden, dropout };
	for (const [option, value] of Object.entries(own)) {
		if (typeof value === "object") continue; // a definition: the model has it
		const said = (options as GivenOptions)[option as ModelOption];
		const same = said === undefined || said === value;
		checkOption(option, said, same, { reason: "oneOf", choices: [String(value)] }, "saveRun()");
	}
	return { steps: 0, ...options, ...own };
}

async function describeText(model: Model, data: TextSpec, { options: more }: SaveRunRequest): Promise<Described> {
	checkRequest(data, "saveRun({ data: text(...) })", ["texts", "unit", "split", "lossy"]);
	if (isReservoir(model)) {
		const why = { reason: "onlyFor", kinds: ["task", "series"], not: "text", value: "esn" } as const;
		throw fail("E_OPTION", { option: "cell", why, where: "saveRun()" });
	}
	const texts = lasting(data.texts ?? []);
	const source = await openTexts(texts, () => {});
	try {
		const [split, lossy] = [splitOf(data.split), data.lossy ?? false];
		const { unit, vocabulary } = await scan(source, { unit: data.unit, split, lossy }, () => {});
		const options = isTrainer(model) ? (model as Trainer).options : parseOptions(noted(model, more));
		checkFits(model.spec, modelOf(options, vocabulary.size), texts.join(" "));
		const { fingerprint } = source;
		return {
			...{ texts, unit, split, lossy, fingerprint, options },
			...{ name: corpusName(texts[0]!), vocabulary: vocabulary.toJSON() as unknown as Json },
		};
	} finally {
		await source.close();
	}
}

async function describeData(model: Model, given: DataSpec, { options: more }: SaveRunRequest): Promise<Described> {
	const { spec, parts } = await openData(given);
	const { train } = parts;
	const own = { data: spec, shape: shapeOf(train), name: nameOf(spec) };
	if (isReservoir(model)) {
		checkSizes(shapeOf(model.task), shapeOf(train), own.name);
		return { ...own, options: model.options };
	}
	const options = isTrainer(model) ? (model as TaskTrainer).options : parseTaskOptions(noted(model, more), train);
	checkFits(model.spec, taskModel(options, train), own.name);
	return { ...own, options };
}

function checkFits(model: ModelSpec, wanted: ModelSpec, data: string): void {
	const sizes = ({ symbols, input = "symbols", outputs = symbols, head = "softmax" }: ModelSpec) => {
		return { inputs: symbols, outputs, input, head };
	};
	checkSizes(sizes(model), sizes(wanted), data);
}

/** @throws E_MODEL_DATA naming the first size in which a model and its data differ. */
function checkSizes(model: ReturnType<typeof shapeOf>, wanted: ReturnType<typeof shapeOf>, data: string): void {
	for (const field of ["inputs", "outputs", "input", "head"] as const) {
		const [got, need] = [String(model[field]), String(wanted[field])];
		if (got !== need) throw fail("E_MODEL_DATA", { field, got, wanted: need, data });
	}
}

function stateOf(model: Model, options: Config["options"], given = 0): { snapshot: Snapshot; step: number } {
	if (!isTrainer(model)) return { snapshot: { tensors: modelTensors(model, {}), state: { step: given } }, step: given };
	const { step } = model;
	const snapshot = model.snapshot();
	if (isReservoir(model)) snapshot.state.progress = { seconds: 0 };
	else {
		const progress = { ...freshProgress(budgetOf(options as CommonOptions)), goodStep: step };
		snapshot.state.progress = progress as unknown as Json;
	}
	return { snapshot, step };
}

/** The arrays of the parameters, in the order in which train() makes their digest. */
function weightsOf(model: Model): ArrayLike<number>[] & ArrayBufferView[] {
	if (!isReservoir(model)) return [isTrainer(model) ? model.weights.flat : model.flat] as never;
	const { start, network } = model;
	return [start.w_in, start.w, start.b, network.readout] as never;
}
