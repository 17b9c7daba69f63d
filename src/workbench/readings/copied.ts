/** Passages in a run's output that are copied from its training text. */
import { type Copied, copiedFrom } from "../../data/ngrams/copiedPassages.ts";
import { suffixTableInPieces } from "../../data/ngrams/suffixTable.ts";
import { fail } from "../../errors/index.ts";
import { inTurns, turn } from "../machine/turns.ts";
import { withText } from "../models/readText.ts";
import type { Model, ModelHooks } from "../models/textModel.ts";
import { idsOf, MOST_SYMBOLS } from "./ngrams.ts";

/** Passage lengths that count, in symbols. 20: a few words that any text may share; 50: a sentence. */
export const STRETCHES = [20, 50] as const;

/** Largest number of symbols to search for at once, in generated and held-out text. */
export const MOST_SEARCHED = 4_000_000;

export interface Found extends Copied {
	/** The longest copied passage; "" if there is none. */
	text: string;
	/**
	 * Line of the training part where it begins, from 1; null if there is none or if only the end of the part was
	 * searched.
	 */
	line: number | null;
}

export interface CopiedReport {
	/** Length of the training part, in symbols. */
	trainSymbols: number;
	/** Training symbols searched: the last ones if not all fit into memory. */
	searchedSymbols: number;
	/** Passages of the sample that also occur in the training text. */
	sample: Found;
	/** The same for the validation part, at most its first 4,000,000 symbols. */
	heldOut: Found;
}

/** @throws E_RUN_NO_TEXT for an imported run. */
export function needsText({ name, config }: Model): void {
	if (config.texts.length === 0) throw fail("E_RUN_NO_TEXT", { run: name, next: `sluice train FILE --from ${name}` });
}

/** @param ids generated symbols, at most MOST_SEARCHED. @throws E_FILE_CHANGED if the text has changed. */
export async function copied(
	model: Model,
	ids: Int32Array,
	{ onProgress, signal }: CopiedHooks,
): Promise<CopiedReport> {
	const { vocabulary } = model;
	const S = ids.length;
	onProgress?.(0, 3);
	const held = await withText(model, { part: "valid" }, { verb: "sample", least: 0 }, (part) =>
		idsOf(part, 0, Math.min(part.symbols, MOST_SEARCHED)),
	);
	const other = new Int32Array(S + 1 + held.length).fill(-1); // [S+1+H] what was written | a symbol of none | held out
	other.set(ids);
	other.set(held, S + 1);
	const train = await withText(model, { part: "train" }, { verb: "sample", least: 1 }, async (part) => {
		const count = Math.min(part.symbols, MOST_SYMBOLS - other.length);
		return { symbols: part.symbols, text: await idsOf(part, part.symbols - count, count) };
	});
	onProgress?.(1, 3);
	await turn();
	signal?.throwIfAborted();
	const sorting = suffixTableInPieces(train.text, vocabulary.size, other);
	const { table, matches } = await inTurns(sorting, { signal });
	onProgress?.(3, 3);
	const missing = train.symbols - train.text.length;
	const [newline] = vocabulary.encode("\n");
	const found = (from: number, to: number): Found => {
		const { longest, ...rest } = copiedFrom(table, matches, [from, to], STRETCHES);
		if (!longest) return { ...rest, longest, text: "", line: null };
		const { length, at, in: place } = longest;
		let line = 1;
		for (let i = 0; i < place; i++) if (train.text[i] === newline) line++;
		return {
			...{ ...rest, longest: { length, at, in: place + missing }, line: missing > 0 ? null : line },
			text: vocabulary.decode(train.text.subarray(place, place + length)),
		};
	};
	return {
		...{ trainSymbols: train.symbols, searchedSymbols: train.text.length },
		...{ sample: found(0, S), heldOut: found(S + 1, other.length) },
	};
}

export type CopiedHooks = Pick<ModelHooks, "signal"> & {
	/** Called while the text is searched. */
	onProgress?(done: number, total: number): void;
};
