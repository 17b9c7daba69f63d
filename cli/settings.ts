/**
 * Every setting that a flag, a SLUICE_ variable or a configuration key can give: training options come from the one
 * table in training/options.ts; the rest (where things are, which engine, how to sample) is declared here.
 */
import type {
	EchoOptions,
	EngineChoice,
	ExchangeFormat,
	OptionName,
	TaskTrainOptions,
	TrainOptions,
} from "../src/index.ts";
import { OPTION_NAMES, OPTION_RULES, type Rule as OptionRule } from "../src/training/options.ts";

export type Rule =
	| OptionRule
	| { kind: "switch" }
	/** Words, between blanks or commas. */
	| { kind: "list"; default: undefined }
	/** Texts, each taken as it is: the flag is given once for each. */
	| { kind: "texts"; default: undefined };

type Options = Partial<Omit<TrainOptions & TaskTrainOptions, "length" | "cell"> & Omit<EchoOptions, "length" | "cell">>;

/** The settings of a verb once checked: what was given, nothing else. */
export interface Values extends Options {
	cell?: "lstm" | "gru" | "rnn" | "esn";
	/** train, eval, diagnose: "50..200" or a number; sample: a number of symbols. */
	length?: number | string;
	from?: string;
	/** train on a series: columns to forecast, columns seen, rows ahead, and how its file is written. */
	target?: string;
	inputs?: string;
	horizon?: number;
	header?: "yes" | "no";
	separator?: string;
	/** predict: rows past the last one. */
	free?: number;
	unit?: "byte" | "codepoint" | "jamo";
	split?: string;
	lossy?: boolean;
	engine?: EngineChoice;
	threads?: number;
	run?: string;
	runs?: string;
	part?: "valid" | "test" | "train";
	prompt?: string;
	temperature?: number;
	topK?: number;
	topP?: number;
	/** export: form of the file; cells ablate: what a unit is held at; cells patch: FILE:OFFSET. */
	to?: string;
	layout?: ExchangeFormat;
	checkpoint?: string;
	vocabulary?: string;
	/** eval of a task, diagnose: how many. */
	sequences?: number;
	failOn?: string;
	svg?: string;
	thorough?: boolean;
	full?: boolean;
	seeds?: number;
	/** reproduce: folder of the files that it works on. */
	data?: string;
	out?: string;
	remedies?: string[];
	rates?: string[];
	goal?: number;
	workers?: number;
	/** compare: the registry of remedies, and nothing else. */
	list?: boolean;
	/** trace: values and units of a step. */
	names?: string[];
	step?: number;
	layer?: number;
	ahead?: number;
	index?: number;
	clamp?: string[];
	/** cells find: patterns as the library takes them, and files of spans. */
	pattern?: string[];
	spans?: string[];
	/** cells report: units that the text is coloured by; cells find, report: the page to write. */
	units?: string[];
	html?: string;
	/** cells history: other runs. */
	beside?: string[];
	best?: number;
	exact?: boolean;
	warmupSymbols?: number;
	/** cells clamp, scale: the number. cells ablate, clamp, scale: how many units beside it. */
	value?: number;
	/** cells name: take the name away. */
	remove?: boolean;
	others?: number;
	top?: number;
	sure?: number;
	limit?: number;
	/** data ngrams, analyse: "1..20" or a number. */
	orders?: string;
	/** analyse: a text to count n-grams on. */
	countOn?: string;
	/** sample: look for what was written in the training text. */
	copied?: boolean;
	bfloat16?: boolean;
	/** reproduce: the short form, which it takes anyway. */
	quick?: boolean;
	quiet?: boolean;
}

export type SettingName = keyof Values;

const choice = (...of: string[]) => ({ kind: "choice", of, default: undefined }) as const;
const text: Rule = { kind: "text", default: undefined };
const texts: Rule = { kind: "texts", default: undefined };
const onOff: Rule = { kind: "switch" };
const whole = (min: number, max: number, value?: number): Rule => ({ kind: "whole", min, max, default: value });
const number = (min: number, max: number, value?: number): Rule => ({ kind: "number", min, max, default: value });

const ENGINES = ["auto", "native", "wasm", "wasm-plain", "wasm-relaxed", "reference"] as const satisfies EngineChoice[];

const FORMATS = ["safetensors", "torch", "onnx"] as const satisfies ExchangeFormat[];

/** What the library takes where no split is given and no run is started from. */
export const DEFAULT_SPLIT = "90/5/5";
export const DEFAULT_ORDERS = "1..20";

/** Symbols that `cells find` reads where no limit is given: the library's default. */
export const CELLS_LIMIT = 1 << 22;
/** Symbols that a report shows where no limit is given: the library's default. */
export const REPORT_LIMIT = 20_000;

const OTHER_RULES = {
	from: text,
	target: text,
	inputs: text,
	horizon: whole(1, 1_000_000, 1),
	header: choice("yes", "no"),
	separator: text,
	free: whole(0, 1_000_000, 0),
	unit: { ...choice("codepoint", "byte", "jamo"), default: "codepoint" },
	split: { kind: "text", default: DEFAULT_SPLIT },
	lossy: onOff,
	engine: { ...choice(...ENGINES), default: "auto" },
	threads: whole(1, 64),
	run: text,
	runs: { kind: "text", default: "./runs" },
	part: { ...choice("valid", "test", "train"), default: "valid" },
	prompt: text,
	temperature: number(0, 1000, 1),
	topK: whole(0, 1 << 21, 0),
	topP: number(0, 1, 1),
	to: choice(...FORMATS),
	layout: choice(...FORMATS),
	checkpoint: { kind: "text", default: "best" },
	vocabulary: text,
	sequences: whole(1, 1e9),
	failOn: text,
	svg: text,
	thorough: onOff,
	quick: onOff,
	full: onOff,
	seeds: whole(1, 1000),
	data: text,
	out: text,
	remedies: { kind: "list", default: undefined },
	rates: { kind: "list", default: undefined },
	goal: number(0, 1e6),
	workers: whole(1, 64),
	list: onOff,
	names: { kind: "list", default: undefined },
	step: whole(0, Number.MAX_SAFE_INTEGER),
	layer: whole(0, 63, 0),
	ahead: whole(0, 1 << 16, 16),
	index: whole(0, (1 << 14) - 1),
	clamp: { kind: "list", default: undefined },
	pattern: texts,
	spans: texts,
	units: { kind: "list", default: undefined },
	html: text,
	beside: texts,
	best: whole(1, 1000, 5),
	exact: onOff,
	warmupSymbols: whole(1, 1 << 16, 256),
	value: number(-1e6, 1e6),
	others: whole(0, 1000, 16),
	remove: onOff,
	top: whole(1, 1 << 21, 5),
	sure: number(0, 1, 0.9),
	limit: whole(0, Number.MAX_SAFE_INTEGER, 10_000),
	orders: { kind: "text", default: DEFAULT_ORDERS },
	countOn: text,
	copied: onOff,
	bfloat16: onOff,
	quiet: onOff,
} satisfies Record<Exclude<SettingName, OptionName>, Rule>;

export const SETTINGS: Readonly<Record<SettingName, Rule>> = { ...OPTION_RULES, ...OTHER_RULES };
export const SETTING_NAMES = Object.keys(SETTINGS) as SettingName[];

export type Verb =
	| "train"
	| "resume"
	| "eval"
	| "predict"
	| "sample"
	| "runs"
	| "export"
	| "import"
	| "data list"
	| "data get"
	| "data ngrams"
	| "data report"
	| "diagnose"
	| "gradcheck"
	| "reproduce"
	| "compare"
	| "trace"
	| "predictions"
	| "analyse"
	| "cells find"
	| "cells report"
	| "cells patterns"
	| "cells show"
	| "cells history"
	| "cells ablate"
	| "cells clamp"
	| "cells scale"
	| "cells patch"
	| "cells name"
	| "cells names";

/** Verbs that are called by two words: `sluice data list`. */
export type VerbGroup = "data" | "cells";

/** Flags of the verbs that hold or scale a unit, but for what they do to it. */
const INTERVENES = [
	...["pattern", "spans", "others", "seed", "limit", "part", "lossy", "checkpoint", "engine", "threads", "runs"],
	"quiet",
] as SettingName[];

const SERIES = ["target", "inputs", "horizon", "header", "separator"] as const;

/** Flags of each verb, in the order of its help; --config, --lang, --json, --jsonl and colour are every verb's. */
export const VERB_SETTINGS: Readonly<Record<Verb, readonly SettingName[]>> = {
	train: [
		"from",
		"data",
		...SERIES,
		...OPTION_NAMES,
		"unit",
		"split",
		"lossy",
		"engine",
		"threads",
		"run",
		"runs",
		"quiet",
	],
	resume: ["steps", "epochs", "minutes", "engine", "threads", "runs", "quiet"],
	eval: ["part", "lossy", "length", "sequences", "seed", "engine", "threads", "runs", "quiet"],
	predict: ["out", "free", "part", "length", "seed", "checkpoint", "engine", "threads", "runs", "quiet"],
	sample: [
		"prompt",
		"length",
		"temperature",
		"topK",
		"topP",
		"seed",
		"clamp",
		"copied",
		"bfloat16",
		"checkpoint",
		"engine",
		"threads",
		"runs",
		"quiet",
	],
	runs: ["runs", "quiet"],
	export: ["to", "checkpoint", "runs", "quiet"],
	import: ["layout", "cell", "variant", "vocabulary", "unit", "run", "runs", "quiet"],
	"data list": ["quiet"],
	"data get": ["quiet"],
	"data report": ["unit", "split", "lossy", "quiet"],
	"data ngrams": ["part", "orders", "unit", "split", "lossy", "quiet"],
	diagnose: [
		...["part", "length", "sequences", "steps", "failOn", "svg", "checkpoint", "engine", "threads", "runs"],
		"quiet",
	] as SettingName[],
	gradcheck: ["cell", "variant", "engine", "thorough", "quiet"],
	trace: [
		...["names", "out", "step", "layer", "ahead", "index", "part", "lossy", "checkpoint", "engine", "threads", "runs"],
		"quiet",
	] as SettingName[],
	analyse: [
		...["orders", "countOn", "svg", "part", "lossy", "checkpoint", "engine", "threads", "runs", "quiet"],
	] as SettingName[],
	predictions: ["top", "sure", "limit", "part", "lossy", "checkpoint", "engine", "threads", "runs", "quiet"],
	"cells find": [
		...["pattern", "spans", "names", "best", "exact", "warmupSymbols", "limit", "part", "lossy", "checkpoint"],
		...["html", "svg", "engine", "threads", "runs", "quiet"],
	] as SettingName[],
	"cells report": [
		...["html", "svg", "units", "limit", "part", "lossy", "checkpoint", "engine", "threads", "runs", "quiet"],
	] as SettingName[],
	"cells patterns": ["quiet"],
	"cells history": [
		...["pattern", "spans", "beside", "limit", "svg", "part", "lossy", "engine", "threads", "runs", "quiet"],
	] as SettingName[],
	"cells show": [
		...["pattern", "spans", "best", "limit", "part", "lossy", "checkpoint", "engine", "threads", "runs", "quiet"],
	] as SettingName[],
	"cells ablate": ["to", ...INTERVENES],
	"cells clamp": ["value", ...INTERVENES],
	"cells scale": ["value", ...INTERVENES],
	"cells name": [
		...["pattern", "spans", "remove", "limit", "part", "lossy", "checkpoint", "engine", "threads", "runs", "quiet"],
	] as SettingName[],
	"cells names": ["runs", "quiet"],
	"cells patch": [
		...["from", "to", "ahead", "top", "others", "seed", "warmupSymbols", "lossy", "checkpoint", "engine", "threads"],
		...["runs", "quiet"],
	] as SettingName[],
	reproduce: ["quick", "full", "seeds", "data", "out", "quiet"],
	compare: [
		...["remedies", "seeds", "rates", "goal", "list", "steps", "minutes", "length", "data"],
		...SERIES,
		...["unit", "split", "lossy"],
		...["hidden", "layers", "dropout", "batch", "k1", "k2", "reset", "optimizer", "beta1", "beta2", "eps"],
		...["weightDecay", "schedule", "warmup", "decay", "decays", "out", "workers", "engine", "quiet"],
	] as SettingName[],
};

const INTERVENE_RULES = { limit: whole(0, Number.MAX_SAFE_INTEGER, 100_000), seed: whole(0, 2 ** 32 - 1, 1) };

/** Rules of settings that mean something of their own to a verb. */
const OWN_RULES: Partial<Record<Verb, Partial<Record<SettingName, Rule>>>> = {
	"cells ablate": { ...INTERVENE_RULES, to: { ...choice("mean", "zero", "outside"), default: "mean" } },
	"cells clamp": INTERVENE_RULES,
	"cells scale": INTERVENE_RULES,
	"cells find": { limit: whole(0, Number.MAX_SAFE_INTEGER, CELLS_LIMIT) },
	"cells name": { limit: whole(0, Number.MAX_SAFE_INTEGER, CELLS_LIMIT) },
	"cells report": { limit: whole(1, 200_000, REPORT_LIMIT) },
	"cells show": { limit: whole(0, Number.MAX_SAFE_INTEGER, 200_000) },
	"cells history": { limit: whole(0, Number.MAX_SAFE_INTEGER, 100_000) },
	"cells patch": {
		to: text,
		ahead: whole(0, 1 << 16, 100),
		warmupSymbols: whole(1, 1 << 16, 4096),
		seed: INTERVENE_RULES.seed,
	},
};

export function ruleOf(name: SettingName, verb?: Verb): Rule {
	return (verb && OWN_RULES[verb]?.[name]) ?? SETTINGS[name];
}

export { flagOf, variableOf } from "../src/errors/option.ts";
