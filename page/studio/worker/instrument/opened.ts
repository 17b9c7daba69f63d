/** A network in the worker, with the text that it reads. */
import type { Vocabulary } from "../../../../src/data/vocabulary.ts";
import type { Model, SymbolText } from "../../../../src/interpretation/model.ts";
import type { SymbolsTyped } from "./symbolsTyped.ts";

export interface Opened extends Model {
	vocabulary: Vocabulary;
	/** Symbols of the text, [S]. */
	ids: Int32Array;
	/** Symbols of the training part; absent if only the server has it. */
	training?: () => Promise<Int32Array>;
	/** Of a dropped file: the text that was chosen to read, and the one whose symbols it has ("byte" for bytes). */
	dropped?: { text: string; symbolsOf: string | null };
	/** The reader's own sentence, if it is read in the place of the text. */
	sentence?: SymbolsTyped;
	/** The same as `ids` for the library's functions. */
	text: SymbolText;
}

/** The network of the last call of "open". */
export function openedOf({ opened }: { opened: Opened | undefined }): Opened {
	if (!opened) throw new Error("no network is open");
	return opened;
}
