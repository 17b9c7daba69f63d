/** `sluice study list`: arguments and options. */
import { STUDIES_FLAGS } from "../../../flags/studies.ts";
import type { Spec } from "../../spec.ts";

export const studyList = {
	name: "study list",
	about: "verb.study list",
	usage: "",
	arguments: [],
	flags: { ...STUDIES_FLAGS },
	examples: ["sluice study list"],
} as const satisfies Spec;
