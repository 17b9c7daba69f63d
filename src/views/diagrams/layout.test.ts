/** What a drawn diagram keeps apart, at widths from a phone to a wide screen. */
import { describe, expect, test } from "vitest";
import { drawnCell, explained, twins } from "../../../test/conformance/ownTwins.ts";
import { CELLS } from "../../../test/conformance/smallModels.ts";
import type { Element } from "../scene.ts";
import type { Diagram, Place } from "./diagram.ts";
import { type DiagramCell, diagramOf } from "./diagramOf.ts";
import { drawDiagram, sizeOf } from "./drawDiagram.ts";
import { type Frame, frameFor, LIGHT, leastWidth, NARROW, WIDE } from "./look.ts";
import { halfOf } from "./strips.ts";

/** Widths of a picture in pixels: two phones, a tablet, next to a lesson, on a screen of 1440 and on the widest. */
const WIDTHS = [300, 356, 480, 670, 760, 978, 1062, 1200];
const ALL = [...CELLS, { cell: "esn", variant: "leaky" }];
const EQUATIONS = [...explained, ...twins.map(({ own }) => own)].map(drawnCell);

interface Box {
	what: string;
	left: number;
	right: number;
	top: number;
	bottom: number;
}

/** Pixels between two boxes; negative if they overlap. */
const gap = (a: Box, b: Box) => Math.max(a.left - b.right, b.left - a.right, a.top - b.bottom, b.top - a.bottom);

const boxOf = (what: string, [x, y]: Place, w: number, h: number): Box => ({
	...{ what, left: x - w, right: x + w, top: y - h, bottom: y + h },
});

/** A text's box; a letter is at most 0.62 of its size wide, which is DejaVu Sans, the widest of the page's fonts. */
function textBox({ attributes, text }: Element): Box {
	const [x, y, size] = [attributes.x, attributes.y, attributes["font-size"]].map(Number) as [number, number, number];
	const width = 0.62 * size * [...text!].length;
	const left = { start: x, middle: x - width / 2, end: x - width }[String(attributes["text-anchor"])]!;
	return { what: text!, left, right: left + width, top: y - 0.75 * size, bottom: y };
}

/** The boxes of a diagram as it is drawn in a frame, in pixels. */
function boxesOf(diagram: Diagram, frame: Frame) {
	const px = ([x, y]: Place): Place => [frame.margin + x * frame.column, y];
	const memory = diagram.nodes.some(({ value }) => value === "c_prev") ? "c" : "h";
	const strips = diagram.strips.map(({ value, at }) =>
		boxOf(value, px(at), frame.strip / 2 + 3, halfOf(value, memory, frame) + 3),
	);
	const placeOf = (id: string) => diagram.nodes.find((node) => node.id === id)!.at;
	const lines = diagram.lines.map(({ from, to, via, end }) => {
		const way = [placeOf(from), ...via, end ?? placeOf(to)].map(px);
		return way.slice(1).map(([x, y], k) => {
			const [a, b] = way[k]!;
			return boxOf(`${from} to ${to}`, [(a + x) / 2, (b + y) / 2], Math.abs(a - x) / 2, Math.abs(b - y) / 2);
		});
	});
	const nodes = diagram.nodes.flatMap(({ id, kind, at }) => {
		if (kind !== "layer" && kind !== "point") return [];
		const [w, h] = kind === "layer" ? frame.box : [2 * frame.r, 2 * frame.r];
		return [boxOf(id, px(at), w / 2, h / 2)];
	});
	const values = new Map(diagram.strips.map(({ value }) => [value, new Float64Array(7).fill(-0.5678)]));
	const drawn = drawDiagram({ diagram, frame, values, unit: 3, symbol: "f", colour: (token) => LIGHT[token] });
	return { strips, lines, nodes, texts: drawn.filter(({ name }) => name === "text").map(textBox) };
}

const pairs = <T>(list: readonly T[]) => list.flatMap((a, k) => list.slice(k + 1).map((b) => [a, b] as const));

const PAGES = ALL.map((cell) => ({
	what: `${cell.cell} ${cell.variant}, eight widths from 300 to 1,200 pixels`,
	cell,
	frames: WIDTHS.map((width) => frameFor(width)),
}));
const FILES = EQUATIONS.map((cell) => ({ what: `own ${cell.variant}, as in a file`, cell, frames: [WIDE] }));
const OWN_PAGES = EQUATIONS.map((cell) => ({
	what: `own ${cell.variant}, its least width and four up to twice as wide`,
	cell,
	frames: [1, 1.2, 1.4, 1.7, 2].map((by) => frameFor(by * leastWidth(diagramOf(cell)), diagramOf(cell).columns)),
}));
type Drawn = { what: string; cell: DiagramCell; frames: Frame[] };

describe.each<Drawn>([...PAGES, ...FILES, ...OWN_PAGES])("$what:", ({ cell, frames }) => {
	const diagram = diagramOf(cell);

	test("a strip is on its own line alone: any other passes it at least 5 pixels away", () => {
		for (const frame of frames) {
			const { strips, lines } = boxesOf(diagram, frame);
			const width = frame.column;
			for (const strip of strips) {
				const [x, y] = [(strip.left + strip.right) / 2, (strip.top + strip.bottom) / 2];
				const middle = boxOf("middle", [x, y], 0, 0);
				const others = lines.filter((line) => line.every((part) => gap(part, middle) > 1e-9)).flat();
				expect(others.length).toBeGreaterThan(0);
				const near = others.filter((line) => gap(line, strip) < 5).map(({ what }) => what);
				expect([width, strip.what, near]).toEqual([width, strip.what, []]);
			}
		}
	});

	test("strips, layers and points do not overlap, and are inside the picture", () => {
		for (const frame of frames) {
			const width = frame.column;
			const { strips, nodes } = boxesOf(diagram, frame);
			const over = pairs([...strips, ...nodes]).filter(([a, b]) => gap(a, b) < 1);
			expect([width, over.map(([a, b]) => `${a.what}, ${b.what}`)]).toEqual([width, []]);
			const [w, h] = sizeOf(diagram, frame);
			for (const { what, left, right, top, bottom } of strips)
				expect([what, left >= 0 && right <= w && top >= 0 && bottom <= h]).toEqual([what, true]);
		}
	});

	test("no letter or number is over another, over a strip or over a layer, and none is cut at the edge", () => {
		for (const frame of frames) {
			const width = frame.column;
			const { strips, nodes, texts } = boxesOf(diagram, frame);
			const [w, h] = sizeOf(diagram, frame);
			const isIn = (text: Box, box: Box) =>
				text.left > box.left - 1 && text.right < box.right + 1 && gap(text, box) < 0;
			const over = [
				...pairs(texts).filter(([a, b]) => gap(a, b) < 0),
				...texts.flatMap((text) => strips.map((strip) => [text, strip] as const)).filter(([a, b]) => gap(a, b) < 0),
				...texts
					.flatMap((text) => nodes.map((node) => [text, node] as const))
					.filter(([text, node]) => text.what !== "×" && !isIn(text, node) && gap(text, node) < 0),
			];
			expect([width, over.map(([a, b]) => `${a.what}, ${b.what}`)]).toEqual([width, []]);
			for (const { what, left, right, top, bottom } of texts)
				expect([width, what, left >= 0 && right <= w && top >= 0 && bottom <= h]).toEqual([width, what, true]);
		}
	});
});

test("sizes grow in a straight line: the narrow picture at 364 pixels, the wide one at 978, and the width is filled between", () => {
	expect(frameFor(2 * NARROW.margin + 8.7 * NARROW.column).column).toBeCloseTo(NARROW.column, 9);
	const wide = frameFor(2 * WIDE.margin + 8.7 * WIDE.column);
	expect([wide.column, wide.strip, wide.text, wide.r]).toEqual(
		[WIDE.column, WIDE.strip, WIDE.text, WIDE.r].map((x) => expect.closeTo(x, 9)),
	);
	for (const width of WIDTHS.slice(2)) expect(sizeOf(diagramOf(ALL[0]!), frameFor(width))[0]).toBe(width);
	expect(frameFor(1200).text).toBe(WIDE.text);
	expect(frameFor(0)).toEqual(frameFor(300));
});
