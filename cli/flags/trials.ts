/** Options of the verbs that train many networks: the number of seeds, and the folder for the results. */
import type { Flag } from "./flag.ts";
import { text, whole } from "./rules.ts";

export const SEEDS = { rule: whole(1, 1000), group: "reproduction", about: "flag.seeds" } as const satisfies Flag;

export const FIRST_SEED = {
	rule: whole(0, 1e9),
	group: "comparison",
	about: "flag.firstSeed",
	takes: "N",
	unset: { value: 1 },
} as const satisfies Flag;

export const OUT = { rule: text(), group: "reproduction", about: "flag.out", takes: "DIR" } as const satisfies Flag;
