/** Sentences folded at blanks to a terminal's cells. */
import { fold, width } from "./width.ts";

export { clip } from "./width.ts";

/** Lines of at most `cells` cells. Lines after the first begin with `indent` blanks. A word that is too long is cut. */
export function foldWords(text: string, cells: number, indent = 0): string[] {
	const lines: string[] = [];
	let line = "";
	for (const word of text.split(" ")) {
		const longer = line === "" ? word : `${line} ${word}`;
		if (width(longer) <= cells) {
			line = longer;
			continue;
		}
		if (line.trim() !== "") lines.push(line);
		const pieces = fold(" ".repeat(lines.length > 0 ? indent : 0) + word, cells);
		lines.push(...pieces.slice(0, -1));
		line = pieces.at(-1)!;
	}
	return [...lines, line];
}
