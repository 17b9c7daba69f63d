/** A unit's score at the opened weights, as `sluice cells history` measures it at each checkpoint. */
import { findCells } from "../../../../src/interpretation/findCells.ts";
import { parseUnit } from "../../../../src/interpretation/hookNames.ts";
import { textOf } from "../../../../src/interpretation/model.ts";
import type { PatternResult } from "../../../../src/interpretation/search/cellSearchResult.ts";
import { alike } from "../../../../src/interpretation/unit/alikeValues.ts";
import { trace } from "../../../../src/interpretation/wholeTrace.ts";
import { labelled, type PatternsAsked, textUpTo } from "./labelling.ts";
import { openedOf } from "./opened.ts";
import { symbolsTyped } from "./symbolsTyped.ts";
import type { Work } from "./work.ts";

export async function scored(
	work: Work,
	{ unit, ...asked }: PatternsAsked & { unit: string; limit: number },
): Promise<PatternResult> {
	const opened = openedOf(work);
	const { spec } = opened.weights;
	const { labels, symbols } = await labelled(work, asked);
	const { patterns } = await findCells(opened, textUpTo(opened, symbols), labels, {
		...{ names: alike(spec, parseUnit(spec, unit).hook), best: 1, also: unit, strict: true, signal: work.signal },
		async onProgress(done, total) {
			work.tell(done, total);
			await work.turn();
		},
	});
	return patterns[0]!;
}

export interface Tried {
	ids: Int32Array;
	/** The unit's value after each symbol. */
	values: Float64Array;
	/** The symbols as text, each for itself; a character without a symbol as it is. */
	symbols: string[];
	/** Characters without a symbol. */
	unknown: readonly string[];
}

/** Reads a text of the reader's own from a zero state. */
export async function tried(work: Work, { text, unit }: { text: string; unit: string }): Promise<Tried> {
	const opened = openedOf(work);
	const own = parseUnit(opened.weights.spec, unit);
	const { ids, signs, unknown } = symbolsTyped(opened.vocabulary, text);
	const x = (await trace(opened, textOf(ids), { names: [own.hook.name], signal: work.signal })).get(own.hook.name)!;
	return {
		ids,
		values: Float64Array.from(ids, (_, n) => x[n * own.hook.width + own.index]!),
		symbols: signs,
		unknown,
	};
}
