/** A pattern as a word of the address: names as they are, an expression as base64 of its UTF-8, with "." for "_". */

const NAMES = /^[a-z0-9.,-]{1,60}$/i;
const EXPRESSION = /^(?:in|at|after):\/.+\/[a-z]*$/s;
const ENCODED = /^re:([a-z0-9.-]{1,197})$/i;

/** The word of a pattern; null where no word of an address holds it. */
export function patternWord(pattern: string): string | null {
	if (NAMES.test(pattern)) return pattern;
	const bytes = new TextEncoder().encode(pattern);
	const digits = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
	const word = `re:${digits.replaceAll("+", "-").replaceAll("/", ".").replace(/=+$/, "")}`;
	return patternIn(word) === pattern ? word : null;
}

/** The pattern that a word names; null for a word that `patternWord` does not write. */
export function patternIn(word: string): string | null {
	if (NAMES.test(word)) return word;
	const [, digits] = ENCODED.exec(word) ?? [];
	if (digits === undefined) return null;
	try {
		const bytes = Uint8Array.from(atob(digits.replaceAll("-", "+").replaceAll(".", "/")), (c) => c.charCodeAt(0));
		const pattern = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
		return EXPRESSION.test(pattern) ? pattern : null;
	} catch {
		return null;
	}
}

/** The first of several names; an expression, which may have commas of its own, is one pattern. */
export const firstPattern = (patterns: string): string =>
	EXPRESSION.test(patterns) ? patterns : patterns.split(",")[0]!;
