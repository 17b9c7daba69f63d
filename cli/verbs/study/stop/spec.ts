/** `sluice study stop`: arguments and options. */
import { STUDIES_FLAGS, STUDY } from "../../../flags/studies.ts";
import type { Spec } from "../../spec.ts";

export const studyStop = {
	name: "study stop",
	about: "verb.study stop",
	usage: "STUDY",
	arguments: [STUDY],
	flags: { ...STUDIES_FLAGS },
	examples: ["sluice study stop book-1"],
} as const satisfies Spec;
