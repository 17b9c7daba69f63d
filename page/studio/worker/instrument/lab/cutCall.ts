/** Arcs of the opened network's gradient, and what one update learns by those that are left. */
import { type Cut, cutArcs } from "../../../../../src/diagnosis/lab/cutPoint.ts";
import type { CutSettings } from "../../../../../src/diagnosis/lab/cutRules.ts";
import { openedOf } from "../opened.ts";
import type { Work } from "../work.ts";

export interface CutAnswer extends Cut {
	/** Symbols of the window: what each step reads, and the last one's target. [S+1] */
	ids: number[];
}

export function cutCall(work: Work, settings: CutSettings): CutAnswer {
	const { engine, weights, ids } = openedOf(work);
	const from = Math.max(0, Math.min(settings.from, ids.length - 3)); // where the command line begins it
	const window = ids.subarray(from, from + settings.steps + 1);
	return { ...cutArcs(engine, weights, window, settings), ids: [...window] };
}
