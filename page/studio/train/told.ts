/** A failure of the page itself, in both languages. */
import type { Words } from "../../../studio/wire.ts";
import { type Holes, type Key, sayBoth } from "../words/words.ts";

export class Told extends Error {
	readonly words: Words;

	constructor(key: Key, holes: Holes = {}) {
		super(key);
		this.words = sayBoth(key, holes);
	}
}

/** What went wrong, in both languages; the words of an error that nobody foresaw are the same in both. */
export function wordsOf(error: unknown): Words {
	if (error instanceof Told) return error.words;
	const text = error instanceof Error ? error.message : String(error);
	return { en: text, ko: text };
}
