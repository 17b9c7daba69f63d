/**
 * An excerpt of the text coloured by a unit, with the most likely next symbols below each symbol: the figure of
 * Karpathy, Johnson & Li 2015.
 */
import { type Glyph, glyphOf } from "./glyphs.ts";
import { GROUNDS, LEVELS, levelOf, likelyColour, type PaletteName, type Scheme, unitColour } from "./palettes.ts";
import { activity, type Report, type UnitValues } from "./reportData.ts";
import type { Scene, Shape } from "./scene.ts";
import { fill } from "./words.ts";

export interface Look {
	palette: PaletteName;
	scheme: Scheme;
}

export interface Stretch {
	/** Index of the first symbol. */
	from: number;
	/** Cells per row. */
	columns: number;
	/** Number of rows; the last may be shorter. */
	rows: number;
	predictions: boolean;
}

/** Pixels: width of a cell, height of a row of text and of a row of predictions. */
export const CELL = { width: 14, text: 23, small: 14 } as const;
const EDGE = 16;
const HEAD = 62;

/** Returns the symbols of each row, [from, to): a row ends after a newline, and before a symbol that does not fit. */
export function rowsFrom(
	{ came, symbols }: Report,
	glyphs: readonly Glyph[],
	newline: number,
	{ from, columns, rows }: Stretch,
): [from: number, to: number][] {
	const found: [number, number][] = [];
	let start = from;
	let used = 0;
	for (let k = from; k < symbols && found.length < rows; k++) {
		const { cells } = glyphs[came[k]!]!;
		if (used > 0 && used + cells > columns) {
			found.push([start, k]);
			[start, used] = [k, 0];
			if (found.length === rows) break;
		}
		used += cells;
		if (came[k] === newline || k === symbols - 1) {
			found.push([start, k + 1]);
			[start, used] = [k + 1, 0];
		}
	}
	return found;
}

/** `l1.c.17 · "inside a comment" · c.comment, AUC 0.993 (chance 0.54)` */
export function unitTitle(report: Report, { unit, name, pattern, auc, correlation, chance, sign }: UnitValues): string {
	const { words } = report;
	const parts = [unit];
	if (name !== undefined) parts.push(`“${name}”`);
	if (pattern !== undefined) {
		const score =
			correlation !== undefined
				? fill(words.correlation, { r: (correlation * (sign ?? 1)).toFixed(3) })
				: auc !== undefined && fill(words.auc, { auc: auc.toFixed(3) });
		parts.push(score ? `${pattern} ${score}` : pattern);
		if (chance !== undefined) parts.push(fill(words.chance, { chance: chance.toFixed(3) }));
		if (sign === -1) parts.push(words.low);
	}
	return parts.join(" · ");
}

export function textScene(report: Report, unit: UnitValues, look: Look, stretch: Stretch): Scene {
	const { scheme, palette } = look;
	const { ground, ink, quiet } = GROUNDS[scheme];
	const { came, likeliest, chances, labels, symbols, top: K } = report;
	const glyphs = labels.map(glyphOf);
	const rows = rowsFrom(report, glyphs, labels.indexOf("\\n"), stretch);
	const rowHeight = CELL.text + (stretch.predictions ? K * CELL.small + 8 : 4);
	const width = Math.max(640, 2 * EDGE + stretch.columns * CELL.width);
	const height = HEAD + rows.length * rowHeight + EDGE;
	const title = unitTitle(report, unit);
	const shapes: Shape[] = [
		{ kind: "rect", x: 0, y: 0, width, height, fill: ground },
		{ kind: "text", x: EDGE, y: 26, text: title, size: 14, fill: ink, bold: true },
		...legend(report, unit, look, stretch.predictions),
	];
	const letters: Shape[] = []; // drawn after all boxes
	for (const [r, [from, to]] of rows.entries()) {
		const y = HEAD + r * rowHeight;
		let x = EDGE;
		for (let k = from; k < to; k++) {
			const { text, cells, unseen } = glyphs[came[k]!]!;
			const room = cells * CELL.width;
			const colour = unitColour(palette, scheme, levelOf(activity(unit, unit.values[k]!)));
			shapes.push({ kind: "rect", x, y, width: room, height: CELL.text, fill: colour });
			const letter = { size: unseen && cells > 1 ? 10 : 15, fill: ink, anchor: "middle", mono: true } as const;
			if (text !== " ") letters.push({ kind: "text", x: x + room / 2, y: y + 17, text, ...letter });
			for (let n = 0; n < (stretch.predictions ? K : 0); n++) {
				const id = likeliest[k * K + n]!;
				const below = y + CELL.text + 1 + n * CELL.small;
				const level = Math.round(chances[k * K + n]! * LEVELS);
				const hit = k + 1 < symbols && came[k + 1] === id;
				const box = { x: x + 0.75, y: below + 0.75, width: room - 1.5, height: CELL.small - 1.5 };
				if (level > 0 || hit)
					shapes.push({ kind: "rect", ...box, fill: likelyColour(scheme, level), ...(hit && { stroke: ink }) });
				const size = glyphs[id]!.small.length > 1 ? 9 : 11;
				const small = { size, fill: level > 2 || hit ? ink : quiet, anchor: "middle", mono: true } as const;
				letters.push({ kind: "text", x: x + room / 2, y: below + 11, text: glyphs[id]!.small, ...small, bold: hit });
			}
			x += room;
		}
	}
	return { width, height, title, shapes: [...shapes, ...letters] };
}

/** The meaning of the colours, in one line. */
function legend({ words }: Report, unit: UnitValues, { palette, scheme }: Look, predictions: boolean): Shape[] {
	const { ink, quiet } = GROUNDS[scheme];
	const say = (x: number, text: string): Shape => ({ kind: "text", x, y: 48, text, size: 12, fill: quiet });
	const [low, high] = [unit.centre - unit.reach, unit.centre + unit.reach].map(number);
	const shapes: Shape[] = [say(EDGE, `${words.inactive} ${low}`)];
	const bar = EDGE + 92;
	for (let k = 0; k <= 20; k++) {
		const fill = unitColour(palette, scheme, 2 * (k - 10));
		shapes.push({ kind: "rect", x: bar + k * 5, y: 38, width: 5, height: 12, fill });
	}
	shapes.push(say(bar + 112, `${high} ${words.active}`));
	if (!predictions) return shapes;
	const next = bar + 210;
	for (let k = 0; k <= 4; k++)
		shapes.push({ kind: "rect", x: next + k * 9, y: 38, width: 9, height: 12, fill: likelyColour(scheme, 5 * k) });
	shapes.push(say(next + 51, `${words.likely}; ${words.cameNext}`));
	return [...shapes, { kind: "line", x1: bar, y1: 52, x2: bar + 105, y2: 52, stroke: ink }];
}

/** Formats a number with three significant digits and a true minus. */
export function number(value: number): string {
	return String(Number(value.toPrecision(3))).replace("-", "−");
}
