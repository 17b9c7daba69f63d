/**
 * A vector as a strip: a bar for each unit, its height the value. All strips of a picture have one scale; a bar beyond
 * the strip ends in a tick. The unit singled out is marked, and its number stands next to the letter.
 */
import { minus } from "../minus.ts";
import type { Element } from "../scene.ts";
import type { Strip } from "./diagram.ts";
import { type Frame, letterOf, shortNumber } from "./look.ts";
import { n, type Pen } from "./pen.ts";

/** Largest value that a strip shows: the memory of an LSTM may be beyond 1, the rest is not. */
const MOST = { memory: 7, other: 1 } as const;

/** The one scale: a bar of `v` is so many times as high as one of 1. Nearly straight to 1, 2 at 3, 3 at 7. */
export function heightOf(v: number): number {
	return Math.sign(v) * Math.log2(1 + Math.abs(v));
}

/** Half of a strip's height, in pixels. */
export function halfOf(value: string, memory: "c" | "h", { one }: Frame): number {
	return one * heightOf(mostOf(value, memory));
}

const mostOf = (value: string, memory: "c" | "h") =>
	memory === "c" && /^(c|c_prev|kept)$/.test(value) ? MOST.memory : MOST.other;

export function stripShapes(pen: Pen, strip: Strip): Element[] {
	const { values, unit, frame, px, ink, colour, memory, diagram } = pen;
	const { value, stage } = strip;
	const numbers = values.get(value);
	if (!numbers) return [];
	const [middle, y] = px(strip.at);
	const half = halfOf(value, memory, frame);
	const most = mostOf(value, memory);
	const [left, width] = [middle - frame.strip / 2, frame.strip];
	const each = width / numbers.length;
	const fill = ink(value, stage);
	const x = left + unit * each;
	const box = { x: n(left - 3), y: n(y - half - 3), width: width + 6, height: 2 * half + 6, rx: 4 };
	return [
		{ name: "rect", attributes: { ...box, fill: colour("--raised"), stroke: colour("--line") } },
		{ name: "path", attributes: { d: bars(numbers, left, y, each, frame.one, most), fill, "fill-opacity": 0.75 } },
		{ name: "path", attributes: { d: `M${n(left)} ${y}h${width}`, stroke: colour("--quiet"), "stroke-width": 0.6 } },
		{
			name: "path",
			attributes: { d: bar(numbers[unit]!, x + each / 2 - 1.5, y, 3, frame.one, most), fill: colour("--ink") },
		},
		{ name: "path", attributes: { d: pointer(x + each / 2, y + half + 3), fill: colour("--ink") } },
		...labelShapes(pen, strip, half, letterOf(value, diagram.letters), numberIn(frame, numbers[unit]!)),
	];
}

/** A narrow picture has room for three digits. */
const numberIn = ({ strip }: Frame, x: number) => {
	const short = shortNumber(x);
	return minus(strip < 48 && Math.abs(x) < 1000 && !short.includes("e") ? x.toPrecision(3) : short);
};

/** Whether a number is below its letter: next to it there is no room. */
const isStacked = ({ strip }: Frame) => strip < 88;

const pointer = (x: number, y: number) => `M${n(x)} ${n(y)}l-4 6h8z`;

function bars(numbers: ArrayLike<number>, left: number, y: number, each: number, one: number, most: number): string {
	let d = "";
	const width = Math.max(0.4, each * 0.9);
	for (let k = 0; k < numbers.length; k++) d += bar(numbers[k]!, left + k * each, y, width, one, most);
	return d;
}

function bar(value: number, x: number, y: number, width: number, one: number, most: number): string {
	if (!(Math.abs(value) > 0)) return "";
	const beyond = Math.abs(value) > most;
	const height = heightOf(beyond ? Math.sign(value) * most : value) * one;
	const tick = beyond
		? `M${n(x - 1)} ${n(y - height)}h${n(width + 2)}v${Math.sign(value) * -2.5}h${n(-width - 2)}z`
		: "";
	return `M${n(x)} ${y}v${n(-height)}h${n(width)}V${y}z${tick}`;
}

function labelShapes(
	pen: Pen,
	{ at, label, value, stage }: Strip,
	half: number,
	letter: string,
	number: string,
): Element[] {
	const { px, frame, ink, colour } = pen;
	const [x, y] = px(at);
	const { text, strip } = frame;
	const halo = { stroke: colour("--raised"), "stroke-width": 4, "paint-order": "stroke", "stroke-linejoin": "round" };
	const side = { above: 0, left: -1, right: 1 }[label];
	const stacked = isStacked(frame);
	const anchor = side === 0 ? "middle" : side < 0 ? "end" : "start";
	const tx = x + side * (strip / 2 + 8);
	const first = label === "above" ? y - half - 9 - (stacked ? text + 1 : 0) : y - 2;
	const base = { "text-anchor": anchor, "font-size": text, ...halo };
	const name: Element = {
		name: "text",
		attributes: { x: n(tx), y: n(first), ...base, "font-weight": 600, fill: ink(value, stage) },
		text: letter,
	};
	const shown: Element = {
		name: "text",
		attributes: {
			x: n(tx),
			y: n(first + text + 1),
			...base,
			"font-variant-numeric": "tabular-nums",
			fill: colour("--ink"),
		},
		text: number,
	};
	if (side !== 0 || stacked) return [name, shown];
	const both = { ...base, x: n(tx), y: n(first) };
	return [
		{
			name: "text",
			attributes: { ...both, x: n(tx - 6), "text-anchor": "end", "font-weight": 600, fill: ink(value, stage) },
			text: letter,
		},
		{
			name: "text",
			attributes: { ...both, x: n(tx + 6), "text-anchor": "start", fill: colour("--ink") },
			text: number,
		},
	];
}
