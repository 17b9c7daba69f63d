/** Calls about units that respond alike, as `sluice cells similar` finds them: in the opened network, and in another one. */
import { sharedSymbols, translated } from "../../../../src/interpretation/contrast/sharedSymbols.ts";
import { parseUnit } from "../../../../src/interpretation/hookNames.ts";
import { textOf } from "../../../../src/interpretation/model.ts";
import { alike } from "../../../../src/interpretation/unit/alikeValues.ts";
import { type SimilarUnits, similarUnits } from "../../../../src/interpretation/unit/similarUnits.ts";
import { unitValues } from "../../../../src/interpretation/unit/values.ts";
import { type ModelBytes, openedFrom } from "./open.ts";
import { openedOf } from "./opened.ts";
import type { Work } from "./work.ts";

export interface SimilarFound extends SimilarUnits {
	unit: string;
	symbols: number;
	/** The unit's value after each symbol, [symbols]. */
	values: Float32Array;
}

const watched = (work: Work) => ({
	async onProgress(done: number, total: number) {
		work.tell(done, total);
		await work.turn();
	},
	signal: work.signal,
});

export async function similar(
	work: Work,
	{ unit, best, limit }: { unit: string; best: number; limit: number },
): Promise<SimilarFound> {
	const opened = openedOf(work);
	const { spec } = opened.weights;
	const own = parseUnit(spec, unit);
	const text = textOf(opened.ids.subarray(0, limit));
	const { values } = await unitValues(opened, text, own, watched(work));
	const kinds = { names: alike(spec, own.hook), best, except: unit };
	const found = await similarUnits(opened, text, values, { ...kinds, ...watched(work) });
	return { ...found, unit, symbols: text.symbols, values };
}

/** The best match of a unit of the opened network in another network, on the same text. */
export async function matchIn(
	work: Work,
	{ unit, values, other: given }: { unit: string; values: Float32Array; other: ModelBytes },
): Promise<SimilarUnits> {
	const opened = openedOf(work);
	const other = await openedFrom(given);
	try {
		const ids = opened.ids.subarray(0, values.length);
		const read = translated(ids, sharedSymbols(opened.vocabulary, other.vocabulary));
		const { hook } = parseUnit(opened.weights.spec, unit);
		const kinds = { names: alike(other.weights.spec, hook), best: 1 };
		return await similarUnits(other, textOf(read), values, { ...kinds, ...watched(work) });
	} finally {
		other.engine.close();
	}
}
