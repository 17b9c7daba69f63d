/** Classes of code points for the patterns: ASCII by number, the rest by Unicode class. */

export const NEWLINE = 10;

export const isBlank = (c: number) => c === 32 || c === 9 || c === 13 || c === 10 || c === 12 || c === 11 || c === 0xa0;
export const isDigit = (c: number) => (c >= 48 && c <= 57) || (c > 127 && /\p{Nd}/u.test(String.fromCodePoint(c)));
export const isUpper = (c: number) => (c >= 65 && c <= 90) || (c > 127 && /\p{Lu}/u.test(String.fromCodePoint(c)));
/** Letters with their marks. */
export const isLetter = (c: number) =>
	(c >= 97 && c <= 122) || (c >= 65 && c <= 90) || (c > 127 && /[\p{L}\p{M}]/u.test(String.fromCodePoint(c)));
/** Characters of a name or a word: letters, digits, the underscore. */
export const isWord = (c: number) => c === 95 || isLetter(c) || isDigit(c);
