/** Options of the verbs about studies. */
import type { Argument } from "./arguments.ts";
import type { Flag } from "./flag.ts";
import { QUIET, THREADS } from "./machine.ts";
import { text, whole } from "./rules.ts";

export const STUDY: Argument = { name: "<study>", about: "arg.study" };

export const STUDIES = {
	rule: text("./studies"),
	group: "machine",
	about: "flag.studies",
	takes: "DIR",
} as const satisfies Flag;

/** Last options of a verb that finds a study. */
export const STUDIES_FLAGS = { studies: STUDIES, quiet: QUIET } as const;

/** Options of a verb that trains trials. */
export const WORKERS_FLAGS = {
	workers: {
		rule: whole(0, 256),
		group: "machine",
		about: "flag.studyWorkers",
		unset: { words: "default.workers" },
	},
	threads: { ...THREADS, unset: { words: "default.studyThreads" } },
	queue: {
		rule: text(),
		group: "machine",
		about: "flag.queue",
		takes: "redis://HOST:PORT",
		unset: { words: "default.queue" },
	},
} as const satisfies Record<string, Flag>;
