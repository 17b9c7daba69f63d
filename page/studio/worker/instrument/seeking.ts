/** The beginning of the opened text with one unit's value after every symbol, and the characters that the symbols make. */
import { type Character, charactersIn } from "../../../../src/data/wholeCharacters.ts";
import { parseUnit } from "../../../../src/interpretation/hookNames.ts";
import { textOf } from "../../../../src/interpretation/model.ts";
import { trace } from "../../../../src/interpretation/wholeTrace.ts";
import { openedOf } from "./opened.ts";
import type { Work } from "./work.ts";

export interface UnitOver {
	/** Value after each symbol, [S]. */
	values: Float64Array;
	characters: Character[];
}

export async function unitOver(work: Work, { unit, symbols }: { unit: string; symbols: number }): Promise<UnitOver> {
	const opened = openedOf(work);
	const { hook, index } = parseUnit(opened.weights.spec, unit);
	const ids = opened.ids.slice(0, symbols);
	const read = (await trace(opened, textOf(ids), { names: [hook.name], signal: work.signal })).get(hook.name)!;
	return {
		values: Float64Array.from(ids, (_, n) => read[n * hook.width + index]!),
		characters: charactersIn(opened.vocabulary, ids, 0, ids.length),
	};
}
