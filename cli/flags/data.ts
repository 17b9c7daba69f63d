/** Options that select the data: a text and its split, a task's file, a series of numbers, labelled sequences, pairs of questions and answers. */
import type { Flag } from "./flag.ts";
import { choice, onOff, text, whole } from "./rules.ts";

/** The library's default split of a text without a starting run. */
export const DEFAULT_SPLIT = "90/5/5";

export const UNIT = {
	rule: choice(["codepoint", "byte", "jamo"], "codepoint"),
	group: "data",
	about: "flag.unit",
} as const satisfies Flag;

export const LOSSY = { rule: onOff, group: "data", about: "flag.lossy" } as const satisfies Flag;

export const ENCODING = {
	rule: text(),
	group: "data",
	about: "flag.encoding",
	takes: "NAME",
	unset: { words: "default.encoding" },
} as const satisfies Flag;

/** How a text is read. */
export const TEXT_FLAGS = {
	unit: UNIT,
	split: {
		rule: text(DEFAULT_SPLIT),
		group: "data",
		about: "flag.split",
		takes: "A/B/C",
		also: { words: "default.seriesSplit" },
	},
	lossy: LOSSY,
	encoding: ENCODING,
} as const satisfies Record<string, Flag>;

/** Song file of the task music. */
export const TASK_DATA = { rule: text(), group: "data", about: "flag.taskData" } as const satisfies Flag;

/** Columns of a file of numbers, and its format. */
export const SERIES_FLAGS = {
	target: { rule: text(), group: "series", about: "flag.target", takes: "COLUMNS" },
	inputs: {
		rule: text(),
		group: "series",
		about: "flag.inputs",
		takes: "COLUMNS",
		unset: { words: "default.inputs" },
	},
	horizon: { rule: whole(1, 1_000_000, 1), group: "series", about: "flag.horizon", unit: "rows" },
	forecast: {
		rule: choice(["change", "value"]),
		group: "series",
		about: "flag.forecast",
		unset: { words: "default.forecast" },
	},
	header: {
		rule: choice(["yes", "no"]),
		group: "series",
		about: "flag.header",
		unset: { words: "default.header" },
	},
	separator: {
		rule: text(),
		group: "series",
		about: "flag.separator",
		takes: "CHARACTER",
		unset: { words: "default.separator" },
	},
} as const satisfies Record<string, Flag>;

/** Fields of labelled sequences. */
export const LABEL_FLAGS = {
	text: { rule: text(), group: "labels", about: "flag.text", takes: "FIELD" },
	label: { rule: text(), group: "labels", about: "flag.label", takes: "FIELD" },
} as const satisfies Record<string, Flag>;

/** Fields of pairs of questions and answers. */
export const PAIR_FLAGS = {
	question: { rule: text(), group: "pairs", about: "flag.question", takes: "FIELD" },
	answer: { rule: text(), group: "pairs", about: "flag.answer", takes: "FIELD" },
} as const satisfies Record<string, Flag>;

/** Text that the n-grams are counted on. */
export const COUNT_ON = {
	rule: text(),
	group: "reading",
	about: "flag.countOn",
	takes: "FILE",
	unset: { words: "default.countOn" },
} as const satisfies Flag;

/** Orders of the n-grams. */
export const ORDERS = {
	rule: text("1..20"),
	group: "reading",
	about: "flag.orders",
	takes: "A..B",
} as const satisfies Flag;
