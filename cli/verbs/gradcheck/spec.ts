/** `sluice gradcheck`: arguments and options. */
import { ENGINE, QUIET } from "../../flags/machine.ts";
import { onOff } from "../../flags/rules.ts";
import { CELL, VARIANT } from "../../flags/training.ts";
import type { Spec } from "../spec.ts";

/** Default: every cell and variant. */
const unset = { words: "default.all" } as const;

export const gradcheck = {
	name: "gradcheck",
	about: "verb.gradcheck",
	usage: "",
	arguments: [],
	flags: {
		cell: { ...CELL, unset },
		variant: { ...VARIANT, unset },
		engine: { ...ENGINE, unset: { value: "reference" } },
		thorough: { rule: onOff, group: "model", about: "flag.thorough" },
		quiet: QUIET,
	},
	examples: ["sluice gradcheck --cell lstm --variant peephole"],
} as const satisfies Spec;
