/** What the verbs take that train many networks: how many seeds, and where the results go. */
import type { Flag } from "./flag.ts";
import { text, whole } from "./rules.ts";

export const SEEDS = { rule: whole(1, 1000), group: "reproduction", about: "flag.seeds" } as const satisfies Flag;

export const OUT = { rule: text(), group: "reproduction", about: "flag.out", takes: "DIR" } as const satisfies Flag;
