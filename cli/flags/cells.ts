/** Options of the verbs that search for units and hold them. */
import type { Flag } from "./flag.ts";
import { limit, READING_FLAGS, SVG } from "./reading.ts";
import { number, text, texts, whole } from "./rules.ts";

/** Symbols that a search for cells reads by default, as in the library. */
export const CELLS_LIMIT = 1 << 22;

export const PATTERN = { rule: texts, group: "cells", about: "flag.pattern", takes: "PATTERN" } as const satisfies Flag;

/** Patterns to search for; by default every pattern of the list. */
export const PATTERNS = { ...PATTERN, unset: { words: "default.pattern" } } as const satisfies Flag;

export const SPANS = { rule: texts, group: "cells", about: "flag.spans", takes: "FILE" } as const satisfies Flag;

/** Units shown for each pattern. */
export const BEST = {
	rule: whole(1, 1000, 5),
	group: "cells",
	about: "flag.best",
	unit: "units",
} as const satisfies Flag;

export const WARMUP = {
	rule: whole(1, 1 << 16, 256),
	group: "cells",
	about: "flag.warmupSymbols",
	unit: "symbols",
} as const satisfies Flag;

/** The HTML page of a report, and its SVG figure. */
export const REPORT_FLAGS = {
	html: { rule: text(), group: "cells", about: "flag.html", takes: "FILE" },
	svg: { ...SVG, group: "cells", about: "flag.reportSvg" },
} as const satisfies Record<string, Flag>;

/** Seed that selects the other units. */
export const OTHERS_SEED = {
	rule: whole(0, 2 ** 32 - 1, 1),
	group: "cells",
	about: "flag.othersSeed",
} as const satisfies Flag;

export const OTHERS = {
	rule: whole(0, 1000, 16),
	group: "cells",
	about: "flag.others",
	unit: "units",
} as const satisfies Flag;

/** The number that a unit is held at or multiplied by. */
export const VALUE = { rule: number(-1e6, 1e6), group: "cells", about: "flag.value" } as const satisfies Flag;

/** Options shared by the verbs that hold or scale a unit, without the intervention itself. */
export const INTERVENTION_FLAGS = {
	pattern: { ...PATTERN, about: "flag.insidePattern" },
	spans: { ...SPANS, about: "flag.insideSpans" },
	others: OTHERS,
	seed: OTHERS_SEED,
	limit: limit(100_000),
	...READING_FLAGS,
} as const satisfies Record<string, Flag>;
