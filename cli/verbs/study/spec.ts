/** `sluice study`: many trainings as one experiment. */
import type { GroupSpec } from "../spec.ts";

export const study = {
	name: "study",
	about: "verb.study",
	usage: "run|work|list|show|watch|stop|resume|retry|ask|export",
	examples: ["sluice study run book.txt --grid lr=.001,.003,.01 --seeds 5 --steps 2000", "sluice study show book-1"],
} as const satisfies GroupSpec;
