/** Every training setting as an option, in the order of the library's table. */
import { VARIANTS } from "../../src/cells/layout.ts";
import { type OptionName, parseOptions, SERIES_DEFAULTS, SERIES_LENGTH } from "../../src/training/options/options.ts";
import type { Flag } from "./flag.ts";
import { SEED } from "./reading.ts";
import { RESERVOIR_FLAGS } from "./reservoir.ts";
import { choice, ruleOf } from "./rules.ts";

/** The default for a series, where it differs. */
const onSeries = (name: keyof typeof SERIES_DEFAULTS) =>
	({ words: "default.onSeries", with: { value: SERIES_DEFAULTS[name] } }) as const;

export const CELL = {
	rule: choice(["lstm", "gru", "rnn", "esn"], "lstm"),
	group: "model",
	about: "flag.cell",
} as const satisfies Flag;

export const VARIANT = {
	rule: ruleOf("variant"),
	group: "model",
	about: "flag.variant",
	choices: VARIANTS,
	unset: { words: "default.first" },
} as const satisfies Flag;

/** What a task is trained on. */
const MODEL_FLAGS = {
	model: { rule: ruleOf("model"), group: "model", about: "flag.model", unset: { value: "stack" } },
	attention: { rule: ruleOf("attention"), group: "model", about: "flag.attention", unset: { value: "additive" } },
	attentionUnits: {
		rule: ruleOf("attentionUnits"),
		group: "model",
		about: "flag.attentionUnits",
		unit: "units",
		unset: { words: "default.attentionUnits" },
	},
} as const satisfies Record<string, Flag>;

export const SIZE_FLAGS = {
	layers: { rule: ruleOf("layers"), group: "model", about: "flag.layers" },
	hidden: { rule: ruleOf("hidden"), group: "model", about: "flag.hidden", unit: "units" },
	dropout: { rule: ruleOf("dropout"), group: "model", about: "flag.dropout", unset: { words: "default.dropout" } },
	weightDrop: {
		rule: ruleOf("weightDrop"),
		group: "model",
		about: "flag.weightDrop",
		unset: { words: "default.none" },
	},
	blocks: { rule: ruleOf("blocks"), group: "model", about: "flag.blocks", unset: { value: 1 } },
} as const satisfies Record<string, Flag>;

/** How a text is cut for training. */
export const WINDOW_FLAGS = {
	batch: { rule: ruleOf("batch"), group: "training", about: "flag.batch" },
	k1: { rule: ruleOf("k1"), group: "training", about: "flag.k1", unit: "steps", unset: { words: "default.k1" } },
	k2: { rule: ruleOf("k2"), group: "training", about: "flag.k2", unit: "steps", unset: { words: "default.k2" } },
	reset: { rule: ruleOf("reset"), group: "training", about: "flag.reset" },
	rampLength: {
		rule: ruleOf("rampLength"),
		group: "training",
		about: "flag.rampLength",
		takes: "A:F",
		unset: { words: "default.none" },
	},
	rampBatch: {
		rule: ruleOf("rampBatch"),
		group: "training",
		about: "flag.rampBatch",
		takes: "A:F",
		unset: { words: "default.none" },
	},
} as const satisfies Record<string, Flag>;

export const LENGTH = {
	rule: ruleOf("length"),
	group: "data",
	about: "flag.length",
	takes: "L|A..B",
	unit: "steps",
	unset: { words: "default.length", with: { value: SERIES_LENGTH } },
} as const satisfies Flag;

export const BUDGET_FLAGS = {
	steps: { rule: ruleOf("steps"), group: "budget", about: "flag.steps", unit: "updates" },
	epochs: { rule: ruleOf("epochs"), group: "budget", about: "flag.epochs", unit: "epochs" },
	minutes: { rule: ruleOf("minutes"), group: "budget", about: "flag.minutes", takes: "M", unit: "minutes" },
} as const satisfies Record<string, Flag>;

export const OPTIMIZER_FLAGS = {
	optimizer: { rule: ruleOf("optimizer"), group: "training", about: "flag.optimizer" },
	soapEvery: {
		rule: ruleOf("soapEvery"),
		group: "training",
		about: "flag.soapEvery",
		unit: "updates",
		unset: { value: 10 },
	},
} as const satisfies Record<string, Flag>;

/** Which mean of the weights is evaluated. */
export const AVERAGE = {
	rule: ruleOf("average"),
	group: "training",
	about: "flag.average",
	takes: "ema:D|last:F|poly:E|none",
	unset: { words: "default.average" },
} as const satisfies Flag;

/** Optimiser and learning-rate schedule, without the learning rate itself. */
export const UPDATE_FLAGS = {
	beta1: { rule: ruleOf("beta1"), group: "training", about: "flag.beta1" },
	beta2: { rule: ruleOf("beta2"), group: "training", about: "flag.beta2" },
	eps: { rule: ruleOf("eps"), group: "training", about: "flag.eps" },
	weightDecay: { rule: ruleOf("weightDecay"), group: "training", about: "flag.weightDecay" },
	schedule: {
		rule: ruleOf("schedule"),
		group: "training",
		about: "flag.schedule",
		unset: { words: "default.schedule" },
	},
	warmup: { rule: ruleOf("warmup"), group: "training", about: "flag.warmup" },
	decay: { rule: ruleOf("decay"), group: "training", about: "flag.decay" },
	decays: { rule: ruleOf("decays"), group: "training", about: "flag.decays" },
} as const satisfies Record<string, Flag>;

/** How several ranks train on a slow network. */
const SYNC_FLAGS = {
	syncEvery: {
		rule: ruleOf("syncEvery"),
		group: "training",
		about: "flag.syncEvery",
		unit: "updates",
		unset: { words: "default.syncEvery" },
	},
	outerLr: { rule: ruleOf("outerLr"), group: "training", about: "flag.outerLr", unset: { value: 0.7 } },
	outerMomentum: {
		rule: ruleOf("outerMomentum"),
		group: "training",
		about: "flag.outerMomentum",
		unset: { value: 0.9 },
	},
} as const satisfies Record<string, Flag>;

const REMEDY_FLAGS = {
	omega: { rule: ruleOf("omega"), group: "remedies", about: "flag.omega" },
	omegaForm: { rule: ruleOf("omegaForm"), group: "remedies", about: "flag.omegaForm", unset: { value: "paper" } },
	l1: { rule: ruleOf("l1"), group: "remedies", about: "flag.l1" },
	l2: { rule: ruleOf("l2"), group: "remedies", about: "flag.l2" },
	penalize: {
		rule: ruleOf("penalize"),
		group: "remedies",
		about: "flag.penalize",
		takes: "NAMES",
		unset: { value: "weights" },
	},
} as const satisfies Record<string, Flag>;

const START_FLAGS = {
	init: { rule: ruleOf("init"), group: "model", about: "flag.init", takes: "NAME[:VALUE]", tells: [] },
	forgetBias: {
		rule: ruleOf("forgetBias"),
		group: "model",
		about: "flag.forgetBias",
		takes: "X|chrono:TMAX",
		unset: { per: "cell" },
	},
} as const satisfies Record<string, Flag>;

const SAVING_FLAGS = {
	saveEvery: { rule: ruleOf("saveEvery"), group: "saving", about: "flag.saveEvery", unit: "updates" },
	validEvery: {
		rule: ruleOf("validEvery"),
		group: "saving",
		about: "flag.validEvery",
		unit: "updates",
		also: onSeries("validEvery"),
	},
	recordEvery: {
		rule: ruleOf("recordEvery"),
		group: "saving",
		about: "flag.recordEvery",
		unit: "updates",
		unset: { words: "default.recordEvery" },
	},
	patience: {
		rule: ruleOf("patience"),
		group: "saving",
		about: "flag.patience",
		unit: "validations",
		also: onSeries("patience"),
	},
	stopAtError: { rule: ruleOf("stopAtError"), group: "saving", about: "flag.stopAtError" },
	rollbacks: { rule: ruleOf("rollbacks"), group: "saving", about: "flag.rollbacks" },
	keepLast: { rule: ruleOf("keepLast"), group: "saving", about: "flag.keepLast" },
	keepBest: { rule: ruleOf("keepBest"), group: "saving", about: "flag.keepBest" },
} as const satisfies Record<string, Flag>;

/** Training time in minutes if no budget is given. */
const DEFAULT_MINUTES = parseOptions({}, "").minutes ?? 0;

export const TRAINING_FLAGS = {
	cell: { ...CELL, rule: { ...CELL.rule, orFile: ".json" }, about: "flag.cellOrFile" },
	variant: VARIANT,
	...SIZE_FLAGS,
	hidden: { ...SIZE_FLAGS.hidden, also: onSeries("hidden") },
	...WINDOW_FLAGS,
	batch: { ...WINDOW_FLAGS.batch, also: onSeries("batch") },
	shards: { rule: ruleOf("shards"), group: "training", about: "flag.shards", unset: { words: "default.shards" } },
	...SYNC_FLAGS,
	length: LENGTH,
	...MODEL_FLAGS,
	...BUDGET_FLAGS,
	minutes: {
		...BUDGET_FLAGS.minutes,
		also: { words: "default.budget", with: { minutes: DEFAULT_MINUTES, steps: SERIES_DEFAULTS.steps } },
	},
	...OPTIMIZER_FLAGS,
	lr: { rule: ruleOf("lr"), group: "training", about: "flag.lr", unset: { words: "default.lr" } },
	...UPDATE_FLAGS,
	average: AVERAGE,
	clipNorm: { rule: ruleOf("clipNorm"), group: "training", about: "flag.clipNorm" },
	clipValue: { rule: ruleOf("clipValue"), group: "training", about: "flag.clipValue" },
	...REMEDY_FLAGS,
	...RESERVOIR_FLAGS,
	...START_FLAGS,
	seed: SEED,
	...SAVING_FLAGS,
} as const satisfies Record<OptionName, Flag>;
