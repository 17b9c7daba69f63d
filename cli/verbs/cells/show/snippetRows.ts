/** The text around the positions where a unit is strongest, one row each, in whole characters. */
import type { CellShown, Snippet } from "../../../../src/index.ts";
import type { Context } from "../../../context.ts";
import { escapeLine } from "../../../display/escape.ts";
import { pad, width } from "../../../display/width.ts";
import { figuresOf } from "./figures.ts";

interface Character {
	text: string;
	/** The strongest value of its symbols. */
	value: number;
	/** Whether one of its symbols is the strongest of the snippet. */
	peak: boolean;
}

/** Cells of the value and of the gap after it. */
const HEAD = 10;

/**
 * Rows with the strongest character in brackets; the upper third of the values is green, the lower third cyan.
 * @param cells cells per row
 */
export function snippetRows(
	out: Context["out"],
	{ snippets, values: spread }: CellShown,
	end: "high" | "low",
	cells: number,
): string[] {
	const figures = figuresOf(spread);
	const { quantiles } = spread;
	const [low, high] = [quantiles[0]!.value, quantiles.at(-1)!.value];
	const tone = ({ text, value }: Character) => {
		const share = (value - low) / (high - low);
		return share > 2 / 3 ? out.green(text) : share < 1 / 3 ? out.cyan(text) : text;
	};
	const room = Math.max(8, cells - HEAD - 4); // brackets and the two "…"
	const before = Math.floor((room * 3) / 5);
	return snippets[end].map((snippet) => {
		const shown = charactersOf(snippet, end);
		const wide = shown.map(({ text }) => width(text));
		const peak = shown.findIndex((one) => one.peak);
		let [from, left] = [peak, 0];
		while (from > 0 && left + wide[from - 1]! <= before) left += wide[--from]!;
		let [to, right] = [peak + 1, wide[peak]!];
		while (to < shown.length && right + wide[to]! <= room - before) right += wide[to++]!;
		const pieces = shown.slice(from, to).map((one) => (one.peak ? `[${out.bold(tone(one))}]` : tone(one)));
		const blanks = " ".repeat(before - left);
		const [first, last] = [from > 0 ? "…" : " ", to < shown.length ? "…" : ""];
		return `${pad(figures(snippet.value), 8, true)}  ${blanks}${first}${pieces.join("")}${last}`;
	});
}

/** Joins the symbols of each character, whose text is at the last of them. */
function charactersOf({ symbols, values, peak }: Snippet, end: "high" | "low"): Character[] {
	const found: Character[] = [];
	let from = 0;
	for (const [k, text] of symbols.entries()) {
		if (text === "") continue;
		const value = Math[end === "high" ? "max" : "min"](...values.slice(from, k + 1));
		found.push({ text: escapeLine(text), value, peak: from <= peak && peak <= k });
		from = k + 1;
	}
	return found;
}
