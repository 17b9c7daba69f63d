/**
 * The shape of printed words: numbers, bars, names and the cells of tables are replaced by signs, so that what stays is
 * what the program says. Two outputs of one command at different sizes have one shape.
 */

/** A piece of an output: a row of a table, a line of columns, a chart, or a paragraph, whose line breaks do not count. */
export interface Piece {
	kind: "row" | "line" | "chart" | "text";
	shape: string;
	/** Lines that it stands in, the first and the one after the last. */
	from: number;
	to: number;
}

const BAR = /(?:[▁-▏░▒▓]|·{2})[▁-▏░▒▓·↑]*/g;
const UNIT = /-?\bl\d+\.[a-z_|]+(?:\.[a-z_]+)?(?:\.\d+|\[\d+\])?/g;
export const NUMBER = /(?<![\w.])[-+~<>≤≥x]?\d(?:[\w%/:.+–-]|,(?=\d))*|\bNaN\b|\bInfinity\b/g;

/** @param names words of the command that may be others elsewhere: runs, files */
export function signs(line: string, names: readonly string[]): string {
	let text = line;
	for (const name of [...names].sort((a, b) => b.length - a.length))
		text = text.replace(new RegExp(`(?<![\\w-])${name.replace(/[^\w ]/g, "\\$&")}(?![\\w-])`, "g"), "⟦");
	return text
		.replace(/⟦(?:[\w.:-]*⟦)*/g, "‹name›")
		.replace(BAR, "▮")
		.replace(UNIT, "‹unit›")
		.replace(NUMBER, (found) => `N${/[.:,–-]+$/.exec(found)?.[0] ?? ""}`)
		.replace(/\bN (\w+?)s\b/g, "N $1");
}

const tight = (text: string) =>
	text
		.replace(/\s+/g, " ")
		.replace(/\b(N )+N\b/g, "N")
		.trim();
const PURE = /^\(?[-+]?(?:N|▮|‹unit›|-|→|\?|[✓★])(?: (?:N|▮|→|-|★))*\)?[%.]?$/;
const words = (text: string) => text.replace(/‹\w+›/g, " ").match(/[\p{L}][\p{L}-]+/gu) ?? [];

/** @param skip lines of data, such as snippets of a text, that no document need have */
export function piecesOf(lines: readonly string[], names: readonly string[], skip?: RegExp): Piece[] {
	const pieces: Piece[] = [];
	for (const [n, raw] of lines.entries()) {
		if (raw.trim() === "" || raw.trim() === "..." || skip?.test(raw)) continue;
		const piece = { ...pieceOf(signs(raw.trim(), names)), from: n, to: n + 1 };
		const last = pieces.at(-1);
		const joins = last?.to === n && last.kind === piece.kind;
		if (joins && piece.kind === "text" && goesOn(lines[n - 1]!, raw)) {
			last.shape = tight(`${last.shape} ${piece.shape}`);
			last.to = n + 1;
		} else if (joins && piece.kind !== "text" && last.shape === piece.shape) last.to = n + 1;
		else pieces.push(piece);
	}
	return pieces.filter(({ shape }) => shape !== "");
}

/** Whether a line goes on in the next: that one is indented, or both begin at the edge and this one is full. */
const goesOn = (line: string, next: string) => /^\s/.test(next) || (/^\S/.test(line) && line.length > 60);

function pieceOf(line: string): Pick<Piece, "kind" | "shape"> {
	const columns = line.split(/\s{2,}/);
	if (words(line).length === 0 && line.includes("▮")) return { kind: "chart", shape: "‹chart›" };
	if (line.includes(" · ")) return { kind: "line", shape: listed(line) };
	const pure = columns.filter((column) => PURE.test(column));
	if (columns.length > 1 && pure.length * 2 >= columns.length) {
		const label = columns.filter((column) => words(column).length > 1).join(" ");
		return { kind: "row", shape: tight(`${label} ‹row›`) };
	}
	const shape = tight(line.replace(/(?<=^|\s)[^\p{L}\dN▮‹!✓★\s]{1,2}(?=\s|$)/gu, ""));
	return { kind: columns.length > 2 ? "line" : "text", shape: columns.length > 2 ? once(shape) : shape };
}

/** "e N · t N · a N": how many there are, and of which letters, is the text's. */
const listed = (line: string) => once(words(line.replace(/\b\w+ N(?= ·)/g, "N")).join(" "));

/** Words said again and again, as the titles of a table's equal columns are. */
const once = (text: string) => text.replace(/\b(\p{L}+)(?: \1\b)+/gu, "$1");

export interface Difference {
	/** Pieces of the document that the program does not print. */
	missing: Piece[];
	/** Pieces that it prints and the document lacks. */
	extra: Piece[];
}

/** Compares printed words with the words of a document. The document may leave lines out where it says "...". */
export function compared(documented: readonly Piece[], printed: readonly Piece[]): Difference {
	const all = printed.map(({ shape }) => shape).join(" ");
	const said = new Set(printed.map(({ shape }) => shape));
	const told = new Set(documented.map(({ shape }) => shape));
	const whole = documented.map(({ shape }) => shape).join(" ");
	return {
		missing: documented.filter(({ shape }) => !said.has(shape) && !` ${all} `.includes(` ${shape} `)),
		extra: printed.filter(({ shape }) => !told.has(shape) && !` ${whole} `.includes(` ${shape} `)),
	};
}

/** The pairs of neighbouring words of a text, and its words: what a sentence that the program no longer says betrays. */
export function pairsOf(text: string): string[] {
	return text
		.replace(/\bN\b|‹\w+›/g, "|")
		.toLowerCase()
		.split(/[^\p{L}' -]+| {2,}/u)
		.flatMap((part) => {
			const list = part.match(/\p{L}[\p{L}'-]+/gu) ?? [];
			return list.length === 1 ? list : list.slice(1).map((word, n) => `${list[n]} ${word}`);
		});
}
