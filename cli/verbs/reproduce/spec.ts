/** `sluice reproduce`: arguments and options. */
import { QUIET } from "../../flags/machine.ts";
import { list, onOff, text, whole } from "../../flags/rules.ts";
import { OUT, SEEDS } from "../../flags/trials.ts";
import type { Spec } from "../spec.ts";

export const reproduce = {
	name: "reproduce",
	about: "verb.reproduce",
	usage: "[NAME]",
	arguments: [{ name: "[name]", about: "arg.reproduction" }],
	flags: {
		at: { rule: text(), group: "reproduction", about: "flag.at", takes: "SETTINGS" },
		quick: { rule: onOff, group: "reproduction", about: "flag.quick" },
		full: { rule: onOff, group: "reproduction", about: "flag.full" },
		seeds: { ...SEEDS, unset: { words: "default.seeds" } },
		updates: {
			rule: whole(1, 1e9),
			group: "reproduction",
			about: "flag.fewerUpdates",
			unset: { words: "default.ownUpdates" },
		},
		data: { rule: text(), group: "reproduction", about: "flag.data" },
		sizes: {
			rule: list,
			group: "reproduction",
			about: "flag.sizes",
			takes: "N,...",
			unset: { words: "default.sizes" },
		},
		out: { ...OUT, unset: { value: "./reproductions" } },
		quiet: QUIET,
	},
	examples: [
		"sluice reproduce error-wall",
		"sluice reproduce wrec-sweep --full --seeds 10 --out figures",
		"sluice reproduce wrec-sweep --at radius=1.2,act=linear,hidden=30",
		"sluice reproduce pathological --full --seeds 1 --updates 100000",
		"sluice reproduce music --data songs",
		"sluice reproduce size-table --full --sizes 64,128",
	],
} as const satisfies Spec;
