/** `sluice study export`: arguments and options. */
import { text } from "../../../flags/rules.ts";
import { STUDIES_FLAGS, STUDY } from "../../../flags/studies.ts";
import type { Spec } from "../../spec.ts";

export const studyExport = {
	name: "study export",
	about: "verb.study export",
	usage: "STUDY [FILE...]",
	arguments: [STUDY, { name: "[file...]", about: "arg.studyFiles" }],
	flags: { optuna: { rule: text(), group: "study", about: "flag.optuna", takes: "FILE" }, ...STUDIES_FLAGS },
	examples: ["sluice study export book-1 study.csv study.html", "sluice study export book-1 --optuna journal.log"],
} as const satisfies Spec;
