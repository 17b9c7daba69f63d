/** `sluice study watch`: arguments and options. */
import { STUDIES_FLAGS, STUDY } from "../../../flags/studies.ts";
import type { Spec } from "../../spec.ts";

export const studyWatch = {
	name: "study watch",
	about: "verb.study watch",
	usage: "STUDY",
	arguments: [STUDY],
	flags: { ...STUDIES_FLAGS },
	examples: ["sluice study watch book-1"],
} as const satisfies Spec;
