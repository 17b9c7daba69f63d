/** What a reader typed as symbols of a network, with the characters that it has no symbol for. */
import { typedText } from "../../../../src/data/typedText.ts";
import type { Vocabulary } from "../../../../src/data/vocabulary.ts";

export interface SymbolsTyped {
	/** -1 for a character without a symbol. [S] */
	ids: Int32Array;
	/** The name of each symbol; for one without, its character. [S] */
	signs: string[];
	/** Characters without a symbol, each once. */
	unknown: string[];
}

export function symbolsTyped(vocabulary: Vocabulary, text: string): SymbolsTyped {
	const { ids, characters, counts } = typedText(vocabulary, text, null);
	const signs: string[] = [];
	const unknown = new Set<string>();
	for (const [n, character] of characters.entries())
		for (let k = 0; k < counts[n]!; k++) {
			const id = ids[signs.length]!;
			if (id < 0) unknown.add(character);
			signs.push(id < 0 ? character : vocabulary.label(id));
		}
	return { ids, signs, unknown: [...unknown].filter((one) => one !== "\n") };
}
