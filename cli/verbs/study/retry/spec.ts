/** `sluice study retry`: arguments and options. */
import { STUDIES_FLAGS, STUDY } from "../../../flags/studies.ts";
import type { Spec } from "../../spec.ts";

export const studyRetry = {
	name: "study retry",
	about: "verb.study retry",
	usage: "STUDY [TRIAL...]",
	arguments: [STUDY, { name: "[trial...]", about: "arg.parked" }],
	flags: { ...STUDIES_FLAGS },
	examples: ["sluice study retry book-1", "sluice study retry book-1 3f2a61"],
} as const satisfies Spec;
