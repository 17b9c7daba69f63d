/** The shape of one catalogue entry: the same facts said in each language. */

export type Lang = "en" | "ko";

export interface ErrorEntry<P> {
	/** Exit code of the command line when this error ends it; 1 unless given. */
	exit?: 1 | 2 | 3;
	en: (p: P) => string;
	ko: (p: P) => string;
}

export type ParamsOf<E> = E extends ErrorEntry<infer P> ? P : never;

/** Declares an entry: `define<{ path: string }>({ en: (p) => ..., ko: (p) => ... })`. */
export function define<P>(entry: ErrorEntry<P>): ErrorEntry<P> {
	return entry;
}
