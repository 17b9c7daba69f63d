/** Patterns for any text: quotes, words, numbers, capitals, URLs, position in the line and nesting depth. */
import { isBlank, isDigit, isLetter, isUpper, isWord, NEWLINE } from "./characters.ts";
import { type Labeller, MOST } from "./pattern.ts";

/** Between double quotes, straight or curly. An empty line ends a quotation that was never closed. */
export function quotes(): Labeller {
	let inside = 0;
	let blankLine = false;
	return (c) => {
		if (c === 0x22) inside = 1 - inside;
		else if (c === 0x201c) inside = 1;
		else if (c === 0x201d) inside = 0;
		else if (c === NEWLINE && blankLine) inside = 0;
		if (c === NEWLINE) blankLine = true;
		else if (!isBlank(c)) blankLine = false;
		return inside;
	};
}

/** In a word: letters only; an apostrophe or hyphen inside a word does not count. */
export const word = (): Labeller => (c) => (isLetter(c) ? 1 : 0);

/** In a number: from a digit that does not continue a name, over digits, letters, the underscore and the point. */
export function number(): Labeller {
	let inside = false;
	let inName = false;
	return (c) => {
		if (inside) inside = isWord(c) || c === 0x2e;
		else inside = !inName && isDigit(c);
		inName = !inside && isWord(c);
		return inside ? 1 : 0;
	};
}

/** A capital letter. */
export const upper = (): Labeller => (c) => (isUpper(c) ? 1 : 0);

/**
 * In a URL, once it is recognised: after `://` following a letter, or after `www.`, up to a blank, a quote or a
 * bracket.
 */
export function url(): Labeller {
	let tail = ""; // the last characters, at most 5
	let inside = false;
	return (c) => {
		if (inside) inside = !isBlank(c) && c > 31 && !"\"'<>()[]{}|`".includes(String.fromCodePoint(c));
		tail = (tail + (c < 128 ? String.fromCharCode(c).toLowerCase() : "*")).slice(-5);
		if (/[a-z0-9]:\/\/$|(^|[^a-z0-9])www\.$/.test(tail)) inside = true;
		return inside ? 1 : 0;
	};
}

const CLOSES: Readonly<Record<number, number>> = { 41: 0x28, 93: 0x5b, 125: 0x7b };

/**
 * Number of open brackets: () [] {}. A closing one also ends what was left open inside its pair; one without a match is
 * ignored.
 */
export function brackets(): Labeller {
	const open: number[] = [];
	return (c) => {
		if (c === 0x28 || c === 0x5b || c === 0x7b) open.push(c);
		const pair = CLOSES[c];
		if (pair !== undefined) {
			const at = open.lastIndexOf(pair);
			if (at >= 0) open.length = at;
		}
		if (open.length > 1024) open.shift();
		return Math.min(MOST, open.length);
	};
}

const TAB = 8;

/**
 * Indentation of the line in columns: so far while reading the leading blanks, then final. Tabs go to the next multiple
 * of eight.
 */
export function indent(): Labeller {
	let columns = 0;
	let leading = true;
	return (c) => {
		if (c === NEWLINE) {
			columns = 0;
			leading = true;
		} else if (leading && c === 9) columns += TAB - (columns % TAB);
		else if (leading && c === 32) columns++;
		else if (c !== 13) leading = false;
		return Math.min(MOST, columns);
	};
}

/** Column in the line as displayed: tabs go to the next multiple of eight. 0 after a newline. */
export function column(): Labeller {
	let at = 0;
	return (c) => {
		if (c === NEWLINE) at = 0;
		else if (c === 9) at += TAB - (at % TAB);
		else at++;
		return Math.min(MOST, at);
	};
}

/** Characters of the line so far, that is, the distance from the last newline. */
export function lineLength(): Labeller {
	let at = 0;
	return (c) => {
		at = c === NEWLINE ? 0 : at + 1;
		return Math.min(MOST, at);
	};
}
