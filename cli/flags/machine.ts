/** Options for the engine, the folder of runs, and the amount of output. */
import type { EngineChoice, Precision } from "../../src/index.ts";
import type { Flag } from "./flag.ts";
import { choice, onOff, text, whole } from "./rules.ts";

const ENGINES = ["auto", "native", "wasm", "wasm-plain", "wasm-relaxed", "reference"] as const satisfies EngineChoice[];

export const ENGINE = {
	rule: choice(ENGINES, "auto"),
	group: "machine",
	about: "flag.engine",
} as const satisfies Flag;

/** Of a verb that trains. */
export const PRECISION = {
	rule: choice(["float32", "bfloat16"] as const satisfies Precision[], "float32"),
	group: "machine",
	about: "flag.precision",
} as const satisfies Flag;

export const THREADS = {
	rule: whole(1, 64),
	group: "machine",
	about: "flag.threads",
	unit: "threads",
	unset: { words: "default.threads" },
} as const satisfies Flag;

/** Name of the new run. */
export const NEW_RUN = {
	rule: text(),
	group: "machine",
	about: "flag.run",
	takes: "NAME|DIR",
	unset: { words: "default.run" },
} as const satisfies Flag;

export const RUNS = {
	rule: text("./runs"),
	group: "machine",
	about: "flag.runs",
	takes: "DIR",
} as const satisfies Flag;

export const QUIET = { rule: onOff, group: "common", about: "flag.quiet" } as const satisfies Flag;

/** Last options of a verb that finds a run. */
export const RUNS_FLAGS = { runs: RUNS, quiet: QUIET } as const;

/** Last options of a verb that computes with a run. */
export const MACHINE_FLAGS = { engine: ENGINE, threads: THREADS, ...RUNS_FLAGS } as const;
