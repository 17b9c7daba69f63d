/** `sluice data`: the verbs about texts. */
import type { GroupSpec } from "../spec.ts";

export const data = {
	name: "data",
	about: "verb.data",
	usage: "list|get NAME|report FILE...|ngrams FILE...",
	examples: ["sluice data list", "sluice data get @sqlite"],
} as const satisfies GroupSpec;
