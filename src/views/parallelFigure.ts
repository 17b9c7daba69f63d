/**
 * Parallel coordinates: an axis for each option and one for the loss at the right, and a line for each setting,
 * coloured by the rank of its loss. It has no script; a line names its setting in a title.
 */
import { minus } from "./minus.ts";
import { type SvgNode, svgNode } from "./svgNode.ts";

export interface ParallelLine {
	/** What the line is, for its title. */
	name: string;
	/** Value of each option; undefined if the setting has none. */
	values: readonly (string | number | undefined)[];
	/** null: it diverged, is parked or has not ended on every seed. */
	loss: number | null;
}

export interface ParallelCall {
	/** Names of the options. */
	options: readonly string[];
	lines: readonly ParallelLine[];
	/** Name of the loss axis, and of the place of lines without a loss. */
	loss: string;
	none: string;
	/** Text alternative. */
	description: string;
}

const [WIDTH, HEIGHT] = [1080, 420];
const [LEFT, RIGHT, TOP, BOTTOM] = [60, 90, 44, 24];
/** Classes of colour, from the lowest losses to the highest. */
export const RANKS = 5;
/** An axis of positive numbers is logarithmic from this ratio on. */
const LOG_RATIO = 20;
/** The same of the loss axis, where a few diverging settings would press all others together. */
const LOG_RATIO_OF_LOSS = 3;
/** Values of an axis beyond this number get ticks at round places instead of one each. */
const MOST_TICKS = 8;

interface Axis {
	title: string;
	/** Place of a value, 0 at the bottom to 1 at the top. */
	at(value: string | number): number;
	ticks: readonly { text: string; at: number }[];
}

export function parallelFigure({ options, lines, loss, none, description }: ParallelCall): SvgNode {
	const losses = lines.flatMap((line) => (line.loss === null ? [] : [line.loss]));
	const axes = options.map((title, n) =>
		axisOf(
			title,
			lines.flatMap(({ values }) => values[n] ?? []),
		),
	);
	axes.push(axisOf(loss, losses, LOG_RATIO_OF_LOSS));
	const x = (n: number) => round(LEFT + (n * (WIDTH - LEFT - RIGHT)) / Math.max(1, axes.length - 1));
	const y = (at: number) => round(HEIGHT - BOTTOM - at * (HEIGHT - TOP - BOTTOM));
	const sorted = [...losses].sort((a, b) => a - b);
	const order = [...lines].sort((a, b) => (b.loss ?? Number.POSITIVE_INFINITY) - (a.loss ?? Number.POSITIVE_INFINITY));
	const drawn = order.map((line) => {
		const places = line.values.flatMap((value, n) => (value === undefined ? [] : [[x(n), y(axes[n]!.at(value))]]));
		places.push([x(axes.length - 1), line.loss === null ? y(1) - 22 : y(axes.at(-1)!.at(line.loss))]);
		const best = line.loss !== null && line.loss === sorted[0];
		const rank = line.loss === null ? "none" : `q${Math.floor((RANKS * sorted.indexOf(line.loss)) / sorted.length)}`;
		const path = places.map(([px, py], n) => `${n === 0 ? "M" : "L"}${px} ${py}`).join("");
		const attributes = { class: `${best ? "best " : ""}${rank}`, d: path };
		return svgNode("path", attributes, svgNode("title", {}, line.name));
	});
	const failed = lines.some((line) => line.loss === null);
	const place = { class: "tick", x: x(axes.length - 1) + 8, y: y(1) - 18 };
	return svgNode(
		"svg",
		{ class: "parallel", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": description },
		...drawn,
		...axes.map((axis, n) => axisNode(axis, x(n), y, n === axes.length - 1)),
		...(failed ? [svgNode("text", place, none)] : []),
	);
}

function axisNode({ title, ticks }: Axis, x: number, y: (at: number) => number, last: boolean): SvgNode {
	const anchor = last ? "start" : "end";
	const side = last ? 8 : -8;
	const marks = ticks.flatMap(({ text, at }) => [
		svgNode("line", { class: "axis", x1: x - 4, x2: x + 4, y1: y(at), y2: y(at) }),
		svgNode("text", { class: "tick", "text-anchor": anchor, x: x + side, y: y(at) + 4 }, text),
	]);
	return svgNode(
		"g",
		{},
		svgNode("line", { class: "axis", x1: x, x2: x, y1: y(0), y2: y(1) }),
		svgNode("text", { class: "name", "text-anchor": "middle", x, y: 16 }, title),
		...marks,
	);
}

function axisOf(title: string, values: readonly (string | number)[], logRatio = LOG_RATIO): Axis {
	const distinct = [...new Set(values)];
	if (distinct.some((value) => typeof value === "string")) {
		const names = distinct.map(String);
		const at = (value: string | number) => (names.length < 2 ? 0.5 : names.indexOf(String(value)) / (names.length - 1));
		return { title, at, ticks: names.map((name) => ({ text: name, at: at(name) })) };
	}
	const numbers = (distinct as number[]).sort((a, b) => a - b);
	const [low, high] = [numbers[0] ?? 0, numbers.at(-1) ?? 1];
	const log = low > 0 && high / low >= logRatio;
	const scale = (value: number) => (log ? Math.log(value) : value);
	const at = (value: string | number) =>
		high === low ? 0.5 : (scale(Number(value)) - scale(low)) / (scale(high) - scale(low));
	const marks = numbers.length <= MOST_TICKS ? numbers : evenly(low, high, log);
	const ticks = marks.map((value) => ({ text: short(value), at: at(value) }));
	return { title, at, ticks: apart(ticks) };
}

/** Five values from the lowest to the highest, at equal distances on the axis. */
function evenly(low: number, high: number, log: boolean): number[] {
	return [0, 1, 2, 3, 4].map((n) => (log ? low * (high / low) ** (n / 4) : low + ((high - low) * n) / 4));
}

/** Ticks without those whose words would touch the words below. */
function apart(ticks: readonly { text: string; at: number }[]): { text: string; at: number }[] {
	const least = 14 / (HEIGHT - TOP - BOTTOM);
	const kept: { text: string; at: number }[] = [];
	for (const tick of ticks) if (kept.length === 0 || tick.at - kept.at(-1)!.at >= least) kept.push(tick);
	return kept;
}

const short = (value: number) => minus(String(Number(value.toPrecision(3))));
const round = (value: number) => Math.round(value * 10) / 10;
