/** Draws a diagram with the vectors of one step: the same shapes for the page and for a file. */
import type { Element } from "../scene.ts";
import { COLUMNS, type Diagram, type DiagramLine, type DiagramNode, valvesOf } from "./diagram.ts";
import { type Frame, letterOf } from "./look.ts";
import { type DrawCall, n, type Pen, penOf } from "./pen.ts";
import { stripShapes } from "./strips.ts";
import { valveShapes } from "./valve.ts";

export function sizeOf(
	{ height, columns = COLUMNS }: Diagram,
	{ column, margin }: Frame,
): [width: number, height: number] {
	return [Math.round(2 * margin + columns * column), height];
}

export function drawDiagram(call: DrawCall): Element[] {
	const pen = penOf(call);
	const { diagram } = call;
	const order = [...diagram.lines].sort((a, b) => Number(pen.happened(a.stage)) - Number(pen.happened(b.stage)));
	const valves = valvesOf(diagram);
	return [
		...order.flatMap((line) => lineShapes(pen, line)),
		...diagram.strips.flatMap((strip) => (pen.happened(strip.stage) ? stripShapes(pen, strip) : [])),
		...diagram.nodes.flatMap((node) => {
			const valve = valves.find(({ id }) => id === node.id);
			return valve ? valveShapes(pen, node, valve) : nodeShapes(pen, node);
		}),
	];
}

/** A line on a wider one in the colour of the ground, so that it passes over those below. */
function lineShapes(pen: Pen, line: DiagramLine): Element[] {
	const { diagram, px, ink, acts, colour } = pen;
	const find = (id: string) => diagram.nodes.find((node) => node.id === id)!;
	const [from, to] = [find(line.from), find(line.to)];
	const way = [from.at, ...line.via, line.end ?? to.at].map(px);
	const d = rounded(way, 9);
	const stroke = ink(line.value, line.stage);
	const arrow = to.kind === "output" ? [arrowHead(way, stroke)] : [];
	const shape = (colour: string, width: number): Element => ({
		name: "path",
		attributes: { d, fill: "none", stroke: colour, "stroke-width": width },
	});
	return [shape(colour("--raised"), 9), shape(stroke, acts(line.stage) ? 4 : 2.2), ...arrow];
}

function rounded(way: readonly (readonly [number, number])[], r: number): string {
	let d = `M${n(way[0]![0])} ${n(way[0]![1])}`;
	for (let k = 1; k < way.length; k++) {
		const [x, y] = way[k]!;
		const next = way[k + 1];
		if (!next) {
			d += `L${n(x)} ${n(y)}`;
			continue;
		}
		const toward = ([a, b]: readonly [number, number]) => {
			const length = Math.hypot(a - x, b - y) || 1;
			const by = Math.min(r, length / 2);
			return `${n(x + ((a - x) / length) * by)} ${n(y + ((b - y) / length) * by)}`;
		};
		d += `L${toward(way[k - 1]!)}Q${n(x)} ${n(y)} ${toward(next)}`;
	}
	return d;
}

function arrowHead(way: readonly (readonly [number, number])[], stroke: string): Element {
	const [x, y] = way.at(-1)!;
	const [bx, by] = way.at(-2)!;
	const d =
		x !== bx
			? `M${n(x - 9)} ${y - 6}L${n(x)} ${y}L${n(x - 9)} ${y + 6}`
			: `M${n(x - 6)} ${y + Math.sign(by - y) * 9}L${n(x)} ${y}L${n(x + 6)} ${y + Math.sign(by - y) * 9}`;
	return { name: "path", attributes: { d, fill: "none", stroke, "stroke-width": 2.2 } };
}

const SIGNS = {
	...{ copy: "=", plus: "+", minus: "−", times: "×", product: "×", over: "÷", rest: "1−", negative: "−" },
	...{ tanh: "tanh", sigmoid: "σ", relu: "relu", exp: "exp", softplus: "sp", norm: "norm" },
} as const;

function nodeShapes(pen: Pen, node: DiagramNode): Element[] {
	const { px, frame, ink, colour, happened, diagram } = pen;
	const [x, y] = px(node.at);
	const on = ink(node.value, node.stage);
	const words = (text: string, more: Record<string, string | number> = {}): Element => ({
		name: "text",
		attributes: {
			x: n(x),
			y: n(y + frame.text * 0.36),
			"text-anchor": "middle",
			"font-size": frame.text,
			fill: colour(happened(node.stage) ? "--ink" : "--quiet"),
			...more,
		},
		text,
	});
	switch (node.kind) {
		case "fork":
			return [{ name: "circle", attributes: { cx: n(x), cy: y, r: 4, fill: on } }];
		case "join":
			return [{ name: "rect", attributes: { x: n(x - 6), y: y - 6, width: 12, height: 12, rx: 3, fill: on } }];
		case "input":
		case "output":
			return edgeShapes(pen, node, words);
		case "constant": {
			const letter = letterOf(node.value, diagram.letters);
			const isBelow = node.constant === "learned" || typeof node.constant === "number"; // of the end of its line
			return [
				words(letter, {
					...(isBelow && { y: n(y + frame.text) }),
					"font-weight": 600,
					fill: on,
					stroke: colour("--raised"),
					"stroke-width": 5,
					"paint-order": "stroke",
				}),
			];
		}
		case "layer": {
			const [w, h] = frame.box;
			const fill = colour(happened(node.stage) ? "--layer" : "--raised");
			const box = {
				x: n(x - w / 2),
				y: n(y - h / 2),
				width: w,
				height: h,
				rx: 5,
				fill,
				stroke: on,
				"stroke-width": 1.6,
			};
			const name = node.activation === "sigmoid" ? "σ" : node.activation === "linear" ? "W" : node.activation;
			const size = { "font-size": frame.text * (name === "σ" ? 1.3 : 1) };
			return [
				{ name: "rect", attributes: box },
				words(name, { ...size, fill: happened(node.stage) ? "#16202b" : colour("--quiet") }),
			];
		}
		case "point": {
			const sign = SIGNS[node.op];
			const size = sign.length > 2 ? { "font-size": frame.text * 0.86 } : { "font-size": frame.text * 1.4 };
			const { r } = frame;
			const look = { fill: colour("--raised"), stroke: on, "stroke-width": 2 };
			const shape: Element =
				node.op === "norm"
					? { name: "rect", attributes: { x: n(x - r), y: n(y - r), width: 2 * r, height: 2 * r, rx: 5, ...look } }
					: { name: "circle", attributes: { cx: n(x), cy: y, r, ...look } };
			return [shape, words(sign, size)];
		}
	}
}

type Words = (text: string, more?: Record<string, string | number>) => Element;

/** The letter of what comes in and goes out; the symbol read stands in a box. */
function edgeShapes(pen: Pen, { kind, value, at, stage }: DiagramNode, words: Words): Element[] {
	const { px, frame, symbol, ink, diagram, colour } = pen;
	const [x, y] = px(at);
	const letter = letterOf(value, diagram.letters);
	const plain = { "font-weight": 600, fill: ink(value, stage) };
	if (kind === "output" && at[1] < 60)
		return [words(letter, { ...plain, x: n(x - 10), y: y + 12, "text-anchor": "end" })];
	if (diagram.strips.some((strip) => strip.value === value && Math.abs(strip.at[1] - at[1]) < 60)) return [];
	if (value !== "x") {
		const side = kind === "input" ? "start" : "end";
		const label = words(letter, {
			...plain,
			x: n(x + (kind === "input" ? -frame.margin + 6 : frame.margin - 6)),
			y: n(y + 6 + 1.5 * frame.text),
			"text-anchor": side,
		});
		return [label];
	}
	const width = Math.max(30, 14 + 10 * [...(symbol ?? letter)].length);
	const top = Math.min(y - 8, diagram.height - 38);
	return [
		{
			name: "rect",
			attributes: {
				x: n(x - width / 2),
				y: n(top),
				width,
				height: 30,
				rx: 6,
				fill: colour("--raised"),
				stroke: ink(value, stage),
				"stroke-width": 1.8,
			},
		},
		words(symbol ?? letter, {
			y: n(top + 21),
			"font-size": frame.text * 1.25,
			"font-family": "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', 'Noto Sans Mono CJK KR', monospace",
		}),
		...(symbol === undefined
			? []
			: [words(letter, { ...plain, x: n(x + width / 2 + 6), y: n(top + 21), "text-anchor": "start" })]),
	];
}
