/** Patterns of any text: quotes, words, numbers, capitals, addresses, and where in the line and how deep. */
import { isBlank, isDigit, isLetter, isUpper, isWord, NEWLINE } from "./characters.ts";
import { type Labeller, MOST } from "./pattern.ts";

/** Between double quotes, straight or curly. An empty line ends what was never closed. */
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

/** In a word: letters with what stands between them in one (an apostrophe, a hyphen) left out. */
export const word = (): Labeller => (c) => (isLetter(c) ? 1 : 0);

/** In a number: from a digit that continues no name, over digits, letters, the underscore and the point. */
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

/** In an address, once it is known as one: after `://` behind a letter, or after `www.`, up to a blank, a quote or a bracket. */
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

/** Brackets open: () [] {}. A closing one also ends what was left open inside its pair; one without a pair counts for nothing. */
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

/** Columns that the line is indented by: as read so far within its blanks, then as it is. Tabs go to the next eighth. */
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

/** Position in the line as a screen shows it: tabs go to the next eighth. 0 after a newline. */
export function column(): Labeller {
	let at = 0;
	return (c) => {
		if (c === NEWLINE) at = 0;
		else if (c === 9) at += TAB - (at % TAB);
		else at++;
		return Math.min(MOST, at);
	};
}

/** Characters of the line so far, which is the distance since a newline. */
export function lineLength(): Labeller {
	let at = 0;
	return (c) => {
		at = c === NEWLINE ? 0 : at + 1;
		return Math.min(MOST, at);
	};
}
