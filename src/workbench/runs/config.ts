/** Content of a run's config.json: everything that, together with the data, determines the final weights. */
import type { PassageRemoval } from "../../data/passage.ts";
import { DEFAULT_SPLIT } from "../../data/split.ts";
import type { Unit } from "../../data/units.ts";
import { fail } from "../../errors/index.ts";
import { FINGERPRINT, type Wanted, withGot } from "../../errors/request.ts";
import type { Engine, EngineName } from "../../kernels/kernels.ts";
import { PRECISIONS, type Precision } from "../../kernels/precision.ts";
import type { EchoOptions } from "../../training/echo/echoOptions.ts";
import { parseEchoOptions } from "../../training/echo/parseEchoOptions.ts";
import type { Json } from "../../training/json.ts";
import { isRecord } from "../../training/json.ts";
import {
	OPTION_NAMES,
	parseOptions,
	type TaskTrainOptions,
	type TrainOptions,
} from "../../training/options/options.ts";
import { parseTaskOptions } from "../../training/options/taskOptions.ts";
import type { TaskShape } from "../../training/task/taskTrainer.ts";
import { type DataSpec, parseDataSpec, titleOf } from "../datasets/dataSpec.ts";
import { type Fingerprint, isFingerprint } from "../sources/files.ts";
import { rejectUnknownKeys } from "./documents.ts";

/** Fields shared by all runs. */
interface CommonConfig {
	/** Engine build that trained the run: bit-identical results are guaranteed only for the same build. */
	engine: EngineName;
	/** Engine with its instruction set: another one may give different bits. */
	build: string;
	/** Of the operands of matrix products; absent for the engine's own. */
	precision?: Precision;
	threads: number;
	/** The run from whose weights training continued. */
	from?: string;
	/** The run that this one was forked from. Data: nothing is opened by it. */
	parent?: Parent;
	/** File that the weights were imported from. On text, such a run has no text of its own. */
	imported?: { file: string; layout: string };
	/** Version of Sluice that wrote the config, needed to read old runs. */
	version: string;
}

/** Where a fork began. */
export interface Parent {
	/** Name of the run. */
	run: string;
	/** Updates that both have in common. */
	update: number;
	/** Options that the fork changed, with its own values; empty if none. */
	change: Readonly<Record<string, string | number>>;
	/** Beginning of the passage that this run did not read, if that is what differs. */
	without?: string;
}

/** Config of a run on text. */
export interface TextConfig extends CommonConfig {
	data?: undefined;
	/** Files, folders (absolute) and catalogue names (@NAME), in order; empty if the weights were imported. */
	texts: string[];
	unit: Unit;
	/** Percentages of the bytes: training, validation, test. */
	split: [number, number, number];
	lossy: boolean;
	/** Encoding of the texts; absent for UTF-8, and for UTF-16 that its byte order mark names. */
	encoding?: string;
	/** Fingerprint of the text when the run began. */
	fingerprint: Fingerprint;
	options: TrainOptions;
	/** Passages that the run did not read, in the order in which they were taken out. */
	without?: PassageRemoval[];
}

/** Config of a run on a task or a series. */
interface DataConfig extends CommonConfig {
	data: DataSpec;
	/** Inputs, outputs and head of the model, so that the model can be described without opening the task. */
	shape: TaskShape;
}

/** Config of a gradient-trained run on a task or a series. */
export interface TaskConfig extends DataConfig {
	options: TaskTrainOptions;
}

/** Config of an echo state network. */
export interface EchoConfig extends DataConfig {
	options: EchoOptions;
}

export type RunConfig = TextConfig | TaskConfig | EchoConfig;

/** Whether a run's readout was solved by regression: an echo state network on a task or a series. */
export function isEcho(config: RunConfig): config is EchoConfig {
	return config.data !== undefined && config.options.cell === "esn";
}

/** The fields of a config that an engine says. */
export function engineFields({ name, build, operands, threads }: Engine): Pick<RunConfig, EngineField> {
	return { engine: name, build, ...(operands && { precision: operands }), threads };
}
type EngineField = "engine" | "build" | "precision" | "threads";

/** A run with its config. */
type Named<C> = { name: string; config: C };

/** @throws E_RUN_TASK unless the run was trained on text. */
export function onText<R extends Named<RunConfig>>(run: R): R & Named<TextConfig> {
	const { name, config } = run;
	if (config.data)
		throw fail("E_RUN_TASK", {
			run: name,
			kind: config.data.kind,
			data: titleOf(config.data),
		});
	return run as R & Named<TextConfig>;
}

const UNITS: readonly string[] = ["byte", "codepoint", "jamo"] satisfies Unit[];
const ENGINES: readonly string[] = ["reference", "native", "wasm-plain", "wasm-relaxed"] satisfies EngineName[];
const INPUTS: readonly string[] = ["symbols", "values"] satisfies TaskShape["input"][];
const HEADS: readonly string[] = ["softmax", "regression", "binary"] satisfies TaskShape["head"][];
const TEXT: Wanted = { reason: "type", types: ["text"] };
const OBJECT = { reason: "type", types: ["object"] } as const satisfies Wanted;
/** Longest name or option of a fork's parent, in characters. */
const MOST_WORD = 200;
const COMMON_KEYS = [
	"engine",
	"build",
	"precision",
	"threads",
	"options",
	"from",
	"parent",
	"imported",
	"version",
] as const;
const TEXT_KEYS = ["texts", "unit", "split", "lossy", "encoding", "fingerprint", "without"] as const;

/** Validates the keys, types and ranges of a config, which is untrusted. @throws E_RUN_FILE, E_RUN_FIELD, E_OPTION. */
export function parseConfig(raw: { [key: string]: Json }, path: string): RunConfig {
	const onTask = raw.data !== undefined;
	rejectUnknownKeys(raw, [...COMMON_KEYS, ...(onTask ? ["data", "shape"] : TEXT_KEYS)], path);
	const need = <T>(key: string, fits: (value: unknown) => boolean, why: Wanted = TEXT): T => {
		if (fits(raw[key])) return raw[key] as T;
		throw fail("E_RUN_FIELD", { path, key, why: withGot(why, raw[key]) });
	};
	const text = (value: unknown) => typeof value === "string";
	const whole = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
	const imported = raw.imported !== undefined;
	const origin = (value: unknown) => {
		const { file, layout } = (value ?? {}) as Partial<NonNullable<CommonConfig["imported"]>>;
		return text(file) && text(layout);
	};
	const common: CommonConfig = {
		engine: need("engine", (v) => ENGINES.includes(v as string), { reason: "oneOf", choices: ENGINES }),
		build: need("build", text),
		...(raw.precision === undefined
			? {}
			: {
					precision: need<Precision>("precision", (v) => PRECISIONS.includes(v as Precision), {
						reason: "oneOf",
						choices: PRECISIONS,
					}),
				}),
		threads: need("threads", whole, { reason: "whole", min: 0 }),
		...(raw.from === undefined ? {} : { from: need<string>("from", text) }),
		...(raw.parent === undefined
			? {}
			: { parent: need<Parent>("parent", isParent, { ...OBJECT, keys: ["run", "update", "change"] }) }),
		...(imported
			? { imported: need<CommonConfig["imported"]>("imported", origin, { ...OBJECT, keys: ["file", "layout"] }) }
			: {}),
		version: need("version", text),
	};
	const options = need<{ [key: string]: Json }>("options", (v) => isRecord(v as Json), OBJECT);
	if (onTask) {
		const data = parseDataSpec(raw.data, path);
		const shape = need<TaskShape>("shape", isShape, {
			...OBJECT,
			keys: ["inputs", "outputs", "input", "head"],
		});
		if (options.cell === "esn") return { ...common, data, shape, options: parseEchoOptions(options, undefined, path) };
		return { ...common, data, shape, options: parseTaskOptions(options, undefined, path) };
	}
	const three = (value: unknown) =>
		Array.isArray(value) && value.length === 3 && value.every((n) => typeof n === "number" && n >= 0 && n <= 100);
	return {
		...common,
		texts: need("texts", (v) => Array.isArray(v) && (v.length > 0 || imported) && v.every(text), {
			reason: "list",
			of: "paths",
		}),
		unit: need("unit", (v) => UNITS.includes(v as string), { reason: "oneOf", choices: UNITS }),
		split: need("split", three, { reason: "form", forms: [`[${DEFAULT_SPLIT.join(", ")}]`] }),
		lossy: need("lossy", (v) => typeof v === "boolean", { reason: "oneOf", choices: ["true", "false"] }),
		...(raw.encoding === undefined ? {} : { encoding: need<string>("encoding", text) }),
		fingerprint: need("fingerprint", isFingerprint, FINGERPRINT),
		options: parseOptions(options, path),
		...(raw.without === undefined
			? {}
			: {
					without: need<PassageRemoval[]>("without", (v) => Array.isArray(v) && v.every(isRemoval), {
						reason: "list",
						of: "texts",
					}),
				}),
	};
}

function isParent(value: unknown): value is Parent {
	const { run, update, change, without = "" } = (value ?? {}) as Partial<Parent>;
	if (typeof without !== "string" || without.length > MOST_WORD) return false;
	if (!isRecord(change as Json) || !Number.isSafeInteger(update) || update! < 0) return false;
	const changed = Object.entries(change!).every(([name, to]) => {
		const plain = (typeof to === "string" && to.length <= MOST_WORD) || Number.isFinite(to);
		return plain && (OPTION_NAMES as readonly string[]).includes(name);
	});
	return typeof run === "string" && run.length > 0 && run.length <= MOST_WORD && changed;
}

function isRemoval(value: unknown): boolean {
	const { passage, with: given = "", seed, ...more } = (value ?? {}) as Partial<PassageRemoval>;
	const texts = typeof passage === "string" && passage !== "" && typeof given === "string";
	return texts && Number.isSafeInteger(seed) && seed! >= 0 && Object.keys(more).length === 0;
}

function isShape(value: unknown): boolean {
	const { inputs, outputs, input, head } = (value ?? {}) as Partial<TaskShape>;
	const size = (n: unknown) => Number.isSafeInteger(n) && (n as number) >= 1 && (n as number) <= 1 << 21;
	return size(inputs) && size(outputs) && INPUTS.includes(input as string) && HEADS.includes(head as string);
}
