/** `sluice study work`: arguments and options. */
import { text, whole } from "../../../flags/rules.ts";
import { STUDIES_FLAGS, STUDY, WORKERS_FLAGS } from "../../../flags/studies.ts";
import type { Spec } from "../../spec.ts";

export const studyWork = {
	name: "study work",
	about: "verb.study work",
	usage: "STUDY [--index N]",
	arguments: [STUDY],
	flags: {
		index: { rule: whole(0, 1e9, 0), group: "study", about: "flag.trialIndex" },
		most: { rule: whole(1, 1e9), group: "study", about: "flag.most", unset: { words: "default.most" } },
		optuna: { rule: text(), group: "study", about: "flag.optunaAsk", takes: "FILE" },
		...WORKERS_FLAGS,
		workers: { ...WORKERS_FLAGS.workers, rule: whole(1, 256, 1), unset: { value: 1 } },
		...STUDIES_FLAGS,
	},
	examples: ["sluice study work /shared/studies/book-1", "sluice study work book-1 --index $SLURM_ARRAY_TASK_ID"],
} as const satisfies Spec;
