/** Curves over an axis, drawn by a pen: what a file holds of a chart that uPlot draws on the page, and small curves of ours. */
import { logTicks, ticks } from "./axes.ts";
import { type Brush, type Pen, segment } from "./canvas.ts";

export interface CurveLine {
	/** A token of the page. */
	colour: string;
	width?: number;
	dash?: number[];
	dots?: boolean;
}

export interface CurvesCall {
	lines: readonly CurveLine[];
	logarithmic?: boolean;
	format(value: number, step: number): string;
	/** A horizontal line; null for none. */
	limit?(): number | null;
	/** Upright lines. */
	marks?(): readonly { step: number }[];
}

/** x ascending, and a list for each line, null where it has no value. */
export type CurvesData = readonly [x: readonly number[], ...y: (readonly (number | null)[])[]];

export const LEFT = 52;
const BOTTOM = 26;
const TOP = 8;
const RIGHT = 20;

export function drawCurves(brush: Brush, call: CurvesCall, [x, ...columns]: CurvesData): void {
	const { context: pen, width, height, colour } = brush;
	const values = columns.flat().filter((value) => value !== null && Number.isFinite(value)) as number[];
	if (x.length === 0 || values.length === 0) return;
	const map = call.logarithmic ? Math.log10 : (value: number) => value;
	const ends = rangeOf(values, call.logarithmic ?? false);
	const [low, high] = [map(ends[0]), map(ends[1])];
	const [from, to] = [x[0]!, x.at(-1)!];
	const toX = (at: number) => LEFT + ((at - from) / (to - from || 1)) * (width - LEFT - RIGHT);
	const toY = (at: number) => TOP + ((high - map(at)) / (high - low || 1)) * (height - BOTTOM - TOP);
	const marks = call.logarithmic ? logTicks(...ends) : ticks(...ends, Math.max(2, height / 50));
	drawAxes(brush, { toX, toY, from, to, marks, format: call.format });
	for (const [n, { colour: name, width: wide = 1.6, dash = [], dots = false }] of call.lines.entries()) {
		const points = x.flatMap((at, k): [number, number][] => {
			const value = columns[n]?.[k];
			return value === null || value === undefined || !Number.isFinite(value) ? [] : [[toX(at), toY(value)]];
		});
		pen.strokeStyle = pen.fillStyle = colour(name);
		pen.lineWidth = wide;
		pen.setLineDash(dash);
		pen.beginPath();
		for (const point of points) pen.lineTo(...point);
		pen.stroke();
		if (dots) for (const point of points) dot(pen, ...point);
	}
	pen.lineWidth = 1;
	const limit = call.limit?.() ?? null;
	pen.setLineDash([5, 4]);
	pen.strokeStyle = colour("--gradient");
	if (limit !== null && limit >= ends[0] && limit <= ends[1]) segment(pen, LEFT, toY(limit), width - RIGHT, toY(limit));
	pen.setLineDash([]);
	pen.strokeStyle = colour("--accent");
	for (const { step: at } of call.marks?.() ?? [])
		if (at >= from && at <= to) segment(pen, toX(at), TOP, toX(at), height - BOTTOM);
}

/** The values' range with a margin; on a logarithmic axis as a factor. */
function rangeOf(values: readonly number[], logarithmic: boolean): [number, number] {
	let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
	for (const value of values) {
		low = Math.min(low, value);
		high = Math.max(high, value);
	}
	if (logarithmic) return low === high ? [low / 2, high * 2] : [low * 0.9, high * 1.1];
	const margin = (high - low || Math.abs(high) || 1) * 0.05;
	return [low - margin, high + margin];
}

interface Axes {
	toX(at: number): number;
	toY(at: number): number;
	from: number;
	to: number;
	marks: readonly number[];
	format(value: number, step: number): string;
}

function drawAxes({ context: pen, width, height, colour }: Brush, { toX, toY, from, to, marks, format }: Axes): void {
	pen.strokeStyle = colour("--line");
	pen.fillStyle = colour("--quiet");
	pen.lineWidth = 1;
	pen.textAlign = "right";
	for (const value of marks) {
		const y = Math.round(toY(value)) + 0.5;
		segment(pen, LEFT, y, width - RIGHT, y);
		pen.fillText(format(value, (marks[1] ?? value + 1) - (marks[0] ?? value)), LEFT - 8, y + 4);
	}
	pen.textAlign = "center";
	for (const at of ticks(from, to, Math.max(2, width / 140)))
		pen.fillText(at.toLocaleString("en"), Math.min(toX(at), width - 20), height - 6);
}

function dot(pen: Pen, x: number, y: number): void {
	pen.beginPath();
	pen.arc(x, y, 2.5, 0, 2 * Math.PI);
	pen.fill();
}
