/** The weights of attention as a picture: a row for each answered step, a column for each step of the question. */
import { GROUNDS, LEVELS, likelyColour } from "./palettes.ts";
import type { Scene, Shape } from "./scene.ts";

export interface AttentionPicture {
	/** Symbols of the question. [J] */
	question: readonly string[];
	/** Symbols answered, one per row. [S] */
	answer: readonly string[];
	/** Characters that the symbols form, if these are letters of syllables: their texts and numbers of symbols. Default: none. */
	characters?: Record<"question" | "answer", readonly { text: string; symbols: number }[]>;
	/** Weights, [S,J]. */
	weights: readonly (readonly number[])[];
	/** Title, and what rows and columns are. */
	words: { title: string; rows: string; columns: string };
}

const ROOM = 720;

/** Returns the picture on a light ground. Cells are 4 to 24 wide; labels are left out where they would overlap. */
export function attentionScene({ question, answer, characters, weights, words }: AttentionPicture): Scene {
	const [LEFT, TOP] = characters ? [96, 104] : [72, 84];
	const { ground, ink, quiet, line } = GROUNDS.light;
	const cell = Math.max(4, Math.min(24, Math.floor(ROOM / Math.max(question.length, answer.length, 1))));
	const [right, bottom] = [LEFT + cell * question.length, TOP + cell * answer.length];
	const width = Math.max(right + 24, 420);
	const shapes: Shape[] = [
		{ kind: "rect", x: 0, y: 0, width, height: bottom + 24, fill: ground },
		{ kind: "text", x: 24, y: 30, text: words.title, size: 15, fill: ink, bold: true },
		{ kind: "text", x: LEFT, y: 52, text: words.columns, size: 12, fill: quiet },
		{ kind: "text", x: 24, y: TOP - 8, text: words.rows, size: 12, fill: quiet },
	];
	const every = Math.ceil(11 / cell);
	const label = (text: string, x: number, y: number): Shape => ({
		...{ kind: "text", x, y, text, size: Math.min(12, Math.max(9, cell - 4)), fill: ink, anchor: "middle", mono: true },
	});
	for (const [j, text] of question.entries())
		if (j % every === 0) shapes.push(label(text, LEFT + (j + 0.5) * cell, TOP - 8));
	for (const [t, text] of answer.entries())
		if (t % every === 0) shapes.push(label(text, LEFT - 12, TOP + (t + 0.5) * cell + 4));
	const joined = { question: spansOf(characters?.question ?? []), answer: spansOf(characters?.answer ?? []) };
	for (const { text, from, to } of joined.question) {
		const [x1, x2] = [LEFT + from * cell + 1, LEFT + to * cell - 1];
		shapes.push(label(text, (x1 + x2) / 2, TOP - 32), {
			kind: "line",
			x1,
			x2,
			y1: TOP - 26,
			y2: TOP - 26,
			stroke: line,
		});
	}
	for (const { text, from, to } of joined.answer) {
		const [y1, y2] = [TOP + from * cell + 1, TOP + to * cell - 1];
		const x = LEFT - 24;
		shapes.push(label(text, x - 12, (y1 + y2) / 2 + 4), { kind: "line", x1: x, x2: x, y1, y2, stroke: line });
	}
	for (const [t, row] of weights.entries())
		for (const [j, share] of row.entries()) {
			const level = Math.round(share * LEVELS);
			if (level === 0) continue;
			const place = { x: LEFT + j * cell, y: TOP + t * cell, width: cell, height: cell };
			shapes.push({ kind: "rect", ...place, fill: likelyColour("light", level) });
		}
	for (const [x1, y1, x2, y2] of [
		[LEFT, TOP, right, TOP],
		[LEFT, bottom, right, bottom],
		[LEFT, TOP, LEFT, bottom],
		[right, TOP, right, bottom],
	] as const)
		shapes.push({ kind: "line", x1, y1, x2, y2, stroke: line });
	return { width, height: bottom + 24, title: words.title, shapes };
}

/** The characters of several symbols, with their first symbol and the symbol after the last. */
function spansOf(characters: readonly { text: string; symbols: number }[]) {
	let to = 0;
	const spans = characters.map(({ text, symbols }) => {
		to += symbols;
		return { text, from: to - symbols, to };
	});
	return spans.filter((span) => span.to - span.from > 1);
}
