/** The shape of one catalogue entry and of one reason: the same facts said in each language. */

export type Lang = "en" | "ko";

type Exit = 1 | 2 | 3;

export interface ErrorEntry<P> {
	/** Exit code of the command line when this error ends it, which may depend on its facts; 1 unless given. */
	exit?: Exit | ((p: P) => Exit);
	en: (p: P) => string;
	ko: (p: P) => string;
}

export type ParamsOf<E> = E extends ErrorEntry<infer P> ? P : never;

/** Declares an entry: `define<{ path: string }>({ en: (p) => ..., ko: (p) => ... })`. */
export function define<P>(entry: ErrorEntry<P>): ErrorEntry<P> {
	return entry;
}

/** What a sentence calls the option, and other options of the same request. */
export interface Names {
	/** As its giver wrote it: `--clip-norm`, `"clipNorm"`, `SLUICE_CLIP_NORM`. */
	name: string;
	/** The same for another option. */
	other(option: string): string;
	/** The request that rejects the option, where a sentence names it. */
	of?: string;
}

export interface Say<P> {
	en: (p: P, names: Names) => string;
	ko: (p: P, names: Names) => string;
}

/** Declares a reason: one sentence without its full stop, in each language. */
export const reason = <P>(say: Say<P>): Say<P> => say;

/** A table of words by key. Its declaration names the keys alone, so that no sentence is published twice. */
export const table = <K extends string, V>(words: Record<K, V>): Record<K, V> => words;

/** The same for words in English and Korean. */
export const pairs = <K extends string>(words: Record<K, readonly [string, string]>) => words;
