/** Inside the quotation marks of Korean text (인용): “ ” ‘ ’ 「 」 『 』 and straight double quotes, also nested. */
import { isBlank, NEWLINE } from "./characters.ts";
import type { Labeller } from "./pattern.ts";

const PAIRS = ["“”", "‘’", "「」", "『』"];
const CLOSES = new Map(PAIRS.map(([open, close]) => [open!.charCodeAt(0), close!.charCodeAt(0)]));
const STRAIGHT = 0x22;

/** An empty line ends quotations that were never closed. */
export function quotation(): Labeller {
	const open: number[] = []; // the marks that close what is open
	let blankLine = false;
	return (c) => {
		const at = open.lastIndexOf(c);
		if (at >= 0) open.length = at;
		else if (c === STRAIGHT) open.push(STRAIGHT);
		else if (CLOSES.has(c)) open.push(CLOSES.get(c)!);
		else if (c === NEWLINE && blankLine) open.length = 0;
		if (c === NEWLINE) blankLine = true;
		else if (!isBlank(c)) blankLine = false;
		if (open.length > 64) open.shift();
		return open.length > 0 ? 1 : 0;
	};
}
