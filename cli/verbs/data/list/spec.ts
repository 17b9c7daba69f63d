/** `sluice data list`: arguments and options. */
import { QUIET } from "../../../flags/machine.ts";
import type { Spec } from "../../spec.ts";
import { data } from "../spec.ts";

export const dataList = {
	name: "data list",
	about: "verb.data list",
	usage: "",
	arguments: [],
	flags: { quiet: QUIET },
	examples: data.examples,
} as const satisfies Spec;
