/** `sluice data get`: arguments and options. */
import { QUIET } from "../../../flags/machine.ts";
import type { Spec } from "../../spec.ts";
import { data } from "../spec.ts";

export const dataGet = {
	name: "data get",
	about: "verb.data get",
	usage: "NAME",
	arguments: [{ name: "<name>", about: "arg.name" }],
	flags: { quiet: QUIET },
	examples: data.examples,
} as const satisfies Spec;
