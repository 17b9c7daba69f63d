/** The help texts: every flag with its meaning, range and default, taken from the rules that check it. */
import type { Command, Help } from "commander";
import { VARIANTS } from "../src/cells/layout.ts";
import { parseOptions } from "../src/training/options.ts";
import {
	DEFAULT_GOAL,
	DEFAULT_OPTIONS,
	DEFAULT_RATES,
	DEFAULT_REMEDIES,
	DEFAULT_SEEDS,
} from "../src/workbench/lab/defaults.ts";
import { plainNumber } from "./config.ts";
import type { Paint } from "./display/colour.ts";
import { small } from "./display/numbers.ts";
import { width } from "./display/width.ts";
import type { MessageKey, Translate } from "./messages/catalogue.ts";
import { DEFAULT_SPLIT, flagOf, type Rule, ruleOf, SETTINGS, type SettingName, type Verb } from "./settings.ts";

type Group =
	| "reproduction"
	| "reading"
	| "comparison"
	| "cells"
	| "exchange"
	| "data"
	| "series"
	| "model"
	| "training"
	| "reservoir"
	| "remedies"
	| "budget"
	| "saving"
	| "sampling"
	| "machine"
	| "common";

const GROUPS: Readonly<Record<SettingName, Group>> = {
	from: "data",
	target: "series",
	inputs: "series",
	horizon: "series",
	header: "series",
	separator: "series",
	free: "series",
	unit: "data",
	split: "data",
	lossy: "data",
	sequences: "data",
	part: "data",
	cell: "model",
	variant: "model",
	layers: "model",
	hidden: "model",
	dropout: "model",
	reset: "training",
	init: "model",
	forgetBias: "model",
	spectralRadius: "reservoir",
	inputScale: "reservoir",
	biasScale: "reservoir",
	leak: "reservoir",
	density: "reservoir",
	feedback: "reservoir",
	washout: "reservoir",
	ridge: "reservoir",
	stateNoise: "reservoir",
	omega: "remedies",
	omegaForm: "remedies",
	l1: "remedies",
	l2: "remedies",
	penalize: "remedies",
	steps: "budget",
	epochs: "budget",
	minutes: "budget",
	batch: "training",
	k1: "training",
	k2: "training",
	optimizer: "training",
	lr: "training",
	beta1: "training",
	beta2: "training",
	eps: "training",
	weightDecay: "training",
	schedule: "training",
	warmup: "training",
	decay: "training",
	decays: "training",
	clipNorm: "training",
	clipValue: "training",
	seed: "training",
	saveEvery: "saving",
	validEvery: "saving",
	recordEvery: "saving",
	patience: "saving",
	stopAtError: "saving",
	rollbacks: "saving",
	keepLast: "saving",
	keepBest: "saving",
	prompt: "sampling",
	length: "data",
	temperature: "sampling",
	topK: "sampling",
	topP: "sampling",
	copied: "sampling",
	bfloat16: "sampling",
	failOn: "data",
	svg: "data",
	thorough: "sampling",
	quick: "reproduction",
	full: "reproduction",
	seeds: "reproduction",
	data: "reproduction",
	out: "reproduction",
	remedies: "comparison",
	rates: "comparison",
	goal: "comparison",
	list: "comparison",
	names: "reading",
	step: "reading",
	layer: "reading",
	ahead: "reading",
	index: "reading",
	pattern: "cells",
	spans: "cells",
	units: "cells",
	html: "cells",
	beside: "cells",
	best: "cells",
	exact: "cells",
	warmupSymbols: "cells",
	value: "cells",
	others: "cells",
	remove: "cells",
	top: "reading",
	sure: "reading",
	limit: "reading",
	orders: "reading",
	countOn: "reading",
	clamp: "sampling",
	workers: "machine",
	to: "exchange",
	layout: "exchange",
	checkpoint: "exchange",
	vocabulary: "exchange",
	engine: "machine",
	threads: "machine",
	run: "machine",
	runs: "machine",
	quiet: "common",
};

const PLACEHOLDERS: Partial<Record<SettingName, string>> = {
	from: "RUN",
	target: "COLUMNS",
	inputs: "COLUMNS",
	separator: "CHARACTER",
	run: "NAME|DIR",
	runs: "DIR",
	out: "DIR",
	clamp: "UNIT=X...",
	pattern: "PATTERN",
	spans: "FILE",
	units: "UNIT...",
	html: "FILE",
	beside: "RUN",
	remedies: "REMEDY...",
	rates: "RATE...",
	split: "A/B/C",
	init: "NAME[:VALUE]",
	prompt: "TEXT",
	checkpoint: "best|last|STEP",
	failOn: "KINDS",
	svg: "FILE",
	vocabulary: "FILE",
	length: "L|A..B",
	penalize: "NAMES",
	forgetBias: "X|chrono:TMAX",
	minutes: "M",
	orders: "A..B",
	countOn: "FILE",
};

/** Verbs that read a text with a run, to look inside. */
const READS: readonly Verb[] = [
	"trace",
	"predictions",
	"analyse",
	"cells find",
	"cells report",
	"cells show",
	"cells ablate",
	"cells clamp",
	"cells scale",
	"cells patch",
	"cells name",
];

/** Verbs that hold or scale a unit. */
const INTERVENES: readonly Verb[] = ["cells ablate", "cells clamp", "cells scale"];

export function groupOf(name: SettingName, verb: Verb, t: Translate): string {
	const group = verb === "gradcheck" && name !== "quiet" ? (name === "engine" ? "machine" : "model") : GROUPS[name];
	if ((verb === "eval" && name === "seed") || ((verb === "train" || verb === "compare") && name === "data"))
		return t("group.data");
	if (verb === "diagnose" && (name === "steps" || name === "checkpoint")) return t("group.data");
	if (verb === "trace" && name === "out") return t("group.reading");
	if (READS.includes(verb) && name === "checkpoint") return t("group.data");
	if (verb === "cells find" && name === "names") return t("group.cells");
	if ((verb === "cells find" || verb === "cells report") && name === "svg") return t("group.cells");
	if (verb === "cells report" && name === "limit") return t("group.cells");
	if (verb === "cells patch" && ["from", "to", "ahead", "top", "seed"].includes(name)) return t("group.cells");
	if (INTERVENES.includes(verb) && (name === "to" || name === "seed")) return t("group.cells");
	if (verb === "compare" && (name === "seeds" || name === "out")) return t("group.comparison");
	if (verb === "predict" && group !== "machine" && group !== "common") return t("group.series");
	return t(`group.${verb === "sample" && (name === "seed" || name === "length") ? "sampling" : group}`);
}

/** `--clip-norm <X>` */
export function flagsOf(name: SettingName, verb: Verb): string {
	const rule = ruleOf(name, verb);
	if ((verb === "sample" || verb === "predict") && name === "length") return "--length <N>";
	if ((verb === "trace" || verb === "predict") && name === "out") return "--out <FILE>";
	if (verb === "cells patch" && (name === "from" || name === "to")) return `${flagOf(name)} <FILE:OFFSET>`;
	if (rule.kind === "switch") return flagOf(name);
	const byKind = {
		text: "NAME",
		whole: "N",
		number: "X",
		numberOrText: "X",
		list: "NAME...",
		texts: "TEXT",
		choice: choicesOf(rule) ?? "NAME",
	};
	return `${flagOf(name)} <${PLACEHOLDERS[name] ?? byKind[rule.kind]}>`;
}

/** `lstm|gru|rnn` where it is short enough to stand in the flag's column. */
function choicesOf(rule: Rule): string | undefined {
	const choices = rule.kind === "choice" ? rule.of.join("|") : "";
	return choices.length <= 20 ? choices : undefined;
}

/** Flags that mean something of their own where a run forecasts. */
const PREDICT = {
	out: "flag.predictOut",
	part: "flag.predictPart",
	length: "flag.predictLength",
	seed: "flag.predictSeed",
	checkpoint: "flag.predictCheckpoint",
} as const satisfies Partial<Record<SettingName, MessageKey>>;

/** Flags that mean something of their own where a unit is held or scaled. */
const INTERVENE = {
	to: "flag.ablateTo",
	pattern: "flag.insidePattern",
	spans: "flag.insideSpans",
	seed: "flag.othersSeed",
} as const satisfies Partial<Record<SettingName, MessageKey>>;

/** Flags that mean something of their own where units are patched. */
const PATCH = {
	from: "flag.patchFrom",
	to: "flag.patchTo",
	ahead: "flag.patchAhead",
	top: "flag.patchTop",
	others: "flag.patchOthers",
	seed: "flag.othersSeed",
	warmupSymbols: "flag.patchWarmup",
} as const satisfies Partial<Record<SettingName, MessageKey>>;

/** Meaning, range and default of a flag, as one line. */
export function describe(name: SettingName, verb: Verb, t: Translate): string {
	const rule = ruleOf(name, verb);
	if (verb === "trace" && name === "out") return t("flag.traceOut");
	if ((verb === "diagnose" || READS.includes(verb)) && name === "checkpoint")
		return `${t("flag.diagnoseCheckpoint")} (${t("help.default", { value: "best" })})`;
	if (verb === "diagnose" && name === "steps") {
		const facts = [t("help.range", { min: 1, max: 100_000 }), t("help.defaultIs", { value: t("default.lags") })];
		return `${t("flag.diagnoseSteps")} (${facts.join("; ")})`;
	}
	if (verb === "diagnose" && name === "sequences") {
		const facts = [t("help.range", { min: 1, max: 1000 }), t("help.default", { value: 16 })];
		return `${t("flag.diagnoseSequences")} (${facts.join("; ")})`;
	}
	if (verb === "diagnose" && name === "length")
		return `${t("flag.diagnoseLength")} (${t("help.defaultIs", { value: t("default.longest") })})`;
	if ((verb === "train" || verb === "compare") && name === "data") return t("flag.taskData");
	if (verb === "predict" && name in PREDICT) return t(PREDICT[name as keyof typeof PREDICT]);
	if (verb === "sample" && name === "length") return `${t("flag.sampleLength")} (${t("help.default", { value: 500 })})`;
	const facts: string[] = [];
	if (rule.kind === "whole" || rule.kind === "number") {
		facts.push(t("help.range", { min: plainNumber(rule.min), max: plainNumber(rule.max) }));
	}
	if (rule.kind === "choice" && !choicesOf(rule)) facts.push(rule.of.join("|"));
	const value = defaultOf(name, verb, t);
	if (value) facts.push(value);
	if (verb === "cells patch" && name in PATCH) {
		const value =
			"default" in rule && rule.default !== undefined ? ` (${t("help.default", { value: String(rule.default) })})` : "";
		return t(PATCH[name as keyof typeof PATCH]) + value;
	}
	if (verb === "cells name" && name === "pattern") return t("flag.namePattern");
	if ((verb === "cells find" || verb === "cells report") && name === "svg") return t("flag.reportSvg");
	if (verb === "cells history" && name === "pattern") return t("flag.historyPattern");
	if (verb === "cells history" && name === "svg") return t("flag.historySvg");
	const own = INTERVENES.includes(verb) ? INTERVENE[name as keyof typeof INTERVENE] : undefined;
	const meaning = t(verb === "cells scale" && name === "value" ? "flag.factor" : (own ?? `flag.${name}`));
	return facts.length > 0 ? `${meaning} (${facts.join("; ")})` : meaning;
}

function defaultOf(name: SettingName, verb: Verb, t: Translate): string {
	const told = (value: string | number) => t("help.default", { value });
	const inWords = (value: string) => t("help.defaultIs", { value });
	if (verb === "compare" && Object.hasOwn(DEFAULT_OPTIONS, name)) return told(DEFAULT_OPTIONS[name as "steps"]);
	if (verb === "import" && (name === "cell" || name === "layout")) return inWords(t("default.fromFile"));
	if (verb === "resume" && GROUPS[name] === "budget") return t("default.resume");
	switch (name) {
		case "variant":
			return variants(t, verb);
		case "dropout":
			return inWords(t("default.dropout"));
		case "k2":
			return inWords(t("default.k2"));
		case "lr":
			return inWords(byChoice("optimizer", "lr"));
		case "forgetBias":
			return inWords(byChoice("cell", "forgetBias"));
		case "minutes":
			return verb === "train" ? t("default.budget", { minutes: parseOptions({}, "").minutes ?? 0 }) : "";
		case "omegaForm":
			return told("paper");
		case "penalize":
			return told("weights");
		case "recordEvery":
			return inWords(t("default.recordEvery"));
		case "length":
			return inWords(t(verb === "eval" ? "default.trained" : "default.length"));
		case "sequences":
			return inWords(t("default.sequences"));
		case "init":
			return "";
		case "countOn":
			return inWords(t("default.countOn"));
		case "run":
			return inWords(t("default.run"));
		case "washout":
			return inWords(t("default.washout"));
		case "ridge":
			return inWords(t("default.ridge"));
		case "inputs":
			return inWords(t("default.inputs"));
		case "header":
			return inWords(t("default.header"));
		case "separator":
			return inWords(t("default.separator"));
		case "split":
			return `${told(DEFAULT_SPLIT)}; ${t("default.seriesSplit")}`;
		case "seeds":
			return verb === "compare" ? told(DEFAULT_SEEDS) : inWords(t("default.seeds"));
		case "out":
			return told(verb === "compare" ? "./runs/compare-NAME" : "./reproductions");
		case "remedies":
			return told(DEFAULT_REMEDIES.join(" "));
		case "rates":
			return told(DEFAULT_RATES.join(" "));
		case "goal":
			return inWords(t("default.goal", { share: DEFAULT_GOAL }));
		case "workers":
			return inWords(t("default.workers"));
		case "pattern":
			return verb === "cells find" || verb === "cells show" ? inWords(t("default.pattern")) : "";
		case "units":
			return inWords(t("default.units"));
		case "names":
			return verb === "cells find" ? inWords(t("default.cellNames")) : "";
		case "threads":
			return inWords(t("default.threads"));
	}
	const rule = ruleOf(name, verb);
	if (verb === "gradcheck" && name === "cell") return inWords(t("default.all"));
	if (verb === "gradcheck" && name === "engine") return told("reference");
	return "default" in rule && rule.default !== undefined && rule.default !== "" ? told(rule.default) : "";
}

function variants(t: Translate, verb: Verb): string {
	const lists = Object.entries(VARIANTS).map(([cell, names]) => `${cell} ${names.join("|")}`);
	return `${lists.join(", ")}; ${t("help.defaultIs", { value: t(verb === "gradcheck" ? "default.all" : verb === "import" ? "default.fromFile" : "default.first") })}`;
}

/** A default that hangs on another option: "adam 0.004, sgd 1". */
function byChoice(other: "optimizer" | "cell", name: "lr" | "forgetBias"): string {
	const rule = SETTINGS[other];
	const choices = rule.kind === "choice" ? rule.of.filter((choice) => choice !== "esn") : [];
	return choices.map((choice) => `${choice} ${small(Number(parseOptions({ [other]: choice }, "")[name]))}`).join(", ");
}

/** Titles in the reader's language, Hangul measured in cells, a little colour. */
export function configureHelp(command: Command, t: Translate, paint: Paint): void {
	const titles: Readonly<Record<string, string>> = {
		"Usage:": t("help.usage"),
		"Arguments:": t("help.arguments"),
		"Options:": t("help.options"),
		"Commands:": t("help.commands"),
	};
	const style: Partial<Help> = {
		displayWidth: width,
		styleTitle: (title) => paint.bold(titles[title] ?? title),
		styleCommandText: paint.bold,
		styleSubcommandText: paint.cyan,
		styleOptionText: paint.cyan,
		styleArgumentText: paint.yellow,
		subcommandTerm: (command) => command.name(),
	};
	command.configureHelp(style);
}
