/** `sluice study show`: arguments and options. */
import { STUDIES_FLAGS, STUDY } from "../../../flags/studies.ts";
import type { Spec } from "../../spec.ts";

export const studyShow = {
	name: "study show",
	about: "verb.study show",
	usage: "STUDY",
	arguments: [STUDY],
	flags: { ...STUDIES_FLAGS },
	examples: ["sluice study show book-1", "sluice study show book-1 --json"],
} as const satisfies Spec;
