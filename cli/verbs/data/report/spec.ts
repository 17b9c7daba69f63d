/** `sluice data report`: arguments and options. */
import { TEXTS } from "../../../flags/arguments.ts";
import { TEXT_FLAGS } from "../../../flags/data.ts";
import { QUIET } from "../../../flags/machine.ts";
import type { Spec } from "../../spec.ts";

export const dataReport = {
	name: "data report",
	about: "verb.data report",
	usage: "FILE|DIR|@NAME...",
	arguments: [TEXTS],
	flags: { ...TEXT_FLAGS, quiet: QUIET },
	examples: ["sluice data report book.txt", "sluice data report src/ --split 90/5/5 --json"],
} as const satisfies Spec;
