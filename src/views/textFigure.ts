/**
 * An excerpt of the text coloured by a unit, with the most likely next symbols below each symbol: the figure of
 * Karpathy, Johnson & Li 2015.
 */

import { glyphOf, lettersOf } from "./glyphs.ts";
import { minus } from "./minus.ts";
import { GROUNDS, LEVELS, levelOf, likelyColour, type PaletteName, type Scheme, unitColour } from "./palettes.ts";
import { activity, type Report, type UnitValues } from "./reportData.ts";
import type { Scene, Shape } from "./scene.ts";
import { type Row, rowsFrom, type Stretch, syllableAt, widthsOf } from "./textRows.ts";
import { fill } from "./words.ts";

export interface Look {
	palette: PaletteName;
	scheme: Scheme;
}

/** Pixels: width of a cell, height of a row of text, of a row of predictions, and of whole syllables above letters. */
export const CELL = { width: 14, text: 23, small: 14, syllable: 26 } as const;
const EDGE = 16;
const HEAD = 62;

/** `l1.c.17 · "inside a comment" · c.comment, AUC 0.993 (chance 0.54)` */
export function unitTitle(report: Report, { unit, name, pattern, auc, correlation, chance, sign }: UnitValues): string {
	const { words } = report;
	const parts = [unit];
	if (name !== undefined) parts.push(`“${name}”`);
	if (pattern !== undefined) {
		const score =
			correlation !== undefined
				? fill(words.correlation, { r: minus((correlation * (sign ?? 1)).toFixed(3)) })
				: auc !== undefined && fill(words.auc, { auc: auc.toFixed(3) });
		parts.push(score ? `${pattern} ${score}` : pattern);
		if (chance !== undefined) parts.push(fill(words.chance, { chance: chance.toFixed(3) }));
		if (sign === -1) parts.push(words.low);
	}
	return parts.join(" · ");
}

export function textScene(report: Report, unit: UnitValues, look: Look, stretch: Stretch): Scene {
	const { ground, ink } = GROUNDS[look.scheme];
	const widths = widthsOf(report);
	const rows = rowsFrom(report, widths, stretch);
	const rowHeight = rowHeightOf(report, stretch.predictions);
	const width = Math.max(640, 2 * EDGE + stretch.columns * CELL.width);
	const height = HEAD + rows.length * rowHeight + EDGE;
	const title = unitTitle(report, unit);
	const shapes: Shape[] = [
		{ kind: "rect", x: 0, y: 0, width, height, fill: ground },
		{ kind: "text", x: EDGE, y: 26, text: title, size: 14, fill: ink, bold: true },
		...legend(report, unit, look, stretch.predictions),
	];
	const letters: Shape[] = []; // drawn after all boxes
	for (const [r, row] of rows.entries()) {
		const drawn = rowShapes(report, unit, look, { row, widths, y: HEAD + r * rowHeight, ...stretch });
		shapes.push(...drawn.boxes);
		letters.push(...drawn.letters);
	}
	return { width, height, title, shapes: [...shapes, ...letters] };
}

/** Pixels from one row to the next. */
export function rowHeightOf({ syllables, top }: Report, predictions: boolean): number {
	return (syllables ? CELL.syllable : 0) + CELL.text + (predictions ? top * CELL.small + 8 : 4);
}

interface RowPlace {
	row: Row;
	/** Cells of each symbol, [S]. */
	widths: Uint8Array;
	/** Pixels from the top. */
	y: number;
	predictions: boolean;
}

function rowShapes(report: Report, unit: UnitValues, look: Look, { row, widths, y, predictions }: RowPlace) {
	const { ink } = GROUNDS[look.scheme];
	const { came, syllables } = report;
	const [boxes, letters]: [Shape[], Shape[]] = [[], []];
	const above = syllables ? CELL.syllable : 0;
	let x = EDGE;
	for (let k = row[0]; k < row[1]; k++) {
		const { text, unseen } = glyphOf(report.labels[came[k]!]!);
		const room = widths[k]! * CELL.width;
		const inside = syllableAt(report, k);
		const colour = unitColour(look.palette, look.scheme, levelOf(activity(unit, unit.values[k]!)));
		const head = inside ? above : 0; // the whole syllable stands above its letters
		boxes.push({ kind: "rect", x, y: y + head, width: room, height: CELL.text + above - head, fill: colour });
		const size = inside ? 12 : unseen && widths[k]! > 1 ? 10 : 15;
		const letter = { size, fill: ink, anchor: "middle", mono: true } as const;
		const base = y + 17 + (inside ? above : above / 2);
		if (text !== " ")
			letters.push({ kind: "text", x: x + room / 2, y: base, text: inside ? lettersOf(text) : text, ...letter });
		if (inside?.from === k) {
			const middle = x + ((inside.to - k) * room) / 2;
			letters.push({ kind: "text", x: middle, y: y + 20, text: inside.text, ...letter, size: 19 });
		}
		if (predictions) {
			const drawn = predictionShapes(report, look.scheme, k, { x, y: y + above + CELL.text + 1, room });
			boxes.push(...drawn.boxes);
			letters.push(...drawn.letters);
		}
		x += room;
	}
	return { boxes, letters };
}

/** The most likely symbols after symbol `k`, below each other. */
function predictionShapes(
	report: Report,
	scheme: Scheme,
	k: number,
	{ x, y, room }: { x: number; y: number; room: number },
) {
	const { ink, quiet } = GROUNDS[scheme];
	const { came, likeliest, chances, labels, symbols, top: K } = report;
	const [boxes, letters]: [Shape[], Shape[]] = [[], []];
	for (let n = 0; n < K; n++) {
		const id = likeliest[k * K + n]!;
		const { small: text } = glyphOf(labels[id]!);
		const below = y + n * CELL.small;
		const level = Math.round(chances[k * K + n]! * LEVELS);
		const hit = k + 1 < symbols && came[k + 1] === id;
		const box = { x: x + 0.75, y: below + 0.75, width: room - 1.5, height: CELL.small - 1.5 };
		if (level > 0 || hit)
			boxes.push({ kind: "rect", ...box, fill: likelyColour(scheme, level), ...(hit && { stroke: ink }) });
		const size = text.length > 1 ? 9 : 11;
		const small = { size, fill: level > 2 || hit ? ink : quiet, anchor: "middle", mono: true } as const;
		letters.push({ kind: "text", x: x + room / 2, y: below + 11, text, ...small, bold: hit });
	}
	return { boxes, letters };
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
	return minus(String(Number(value.toPrecision(3))));
}
