/** `sluice study resume`: arguments and options. */
import { STUDIES_FLAGS, STUDY, WORKERS_FLAGS } from "../../../flags/studies.ts";
import type { Spec } from "../../spec.ts";

export const studyResume = {
	name: "study resume",
	about: "verb.study resume",
	usage: "STUDY",
	arguments: [STUDY],
	flags: { ...WORKERS_FLAGS, ...STUDIES_FLAGS },
	examples: ["sluice study resume book-1 --workers 4"],
} as const satisfies Spec;
