/**
 * Curves over the updates of a run, drawn by uPlot: the one file that knows it. New data never moves what the reader has
 * chosen: a zoomed stretch stays, and so does the cursor. Arrow keys move the cursor; a double click shows all again.
 */
import uPlot from "uplot";
import { type Brush, token } from "./canvas.ts";
import { arrowCursor } from "./figure.ts";
import { paintNever, paintSoon } from "./scheduler.ts";

export interface ChartLine {
	label: string;
	/** A token of the page. */
	colour: string;
	width?: number;
	dash?: number[];
	/** If true, each value is a dot as well. */
	dots?: boolean;
}

export interface ChartMark {
	step: number;
	/** Shown beside the line; nothing if empty. */
	words(): string;
}

export interface ChartCall {
	/** The first one is drawn lowest. */
	lines: readonly ChartLine[];
	/** Height in CSS pixels; the width is that of the box. */
	height: number;
	logarithmic?: boolean;
	/** A value of the y axis in words; `step`: distance to the next one. */
	format(value: number, step: number): string;
	/** The values at a place, in words; shown under the cursor, and told where it is moved by keys. */
	read?(at: number): string;
	/** A horizontal line, such as the norm that is clipped at; null for none. */
	limit?(): number | null;
	/** Updates at which something was changed, and what. */
	marks?(): readonly ChartMark[];
	/** Number of places that the arrow keys reach, from the first; all if absent. */
	reach?(): number;
	/** Sentence for who cannot see it; it is asked when the figure is reached. */
	summary(): string;
}

/** x: updates, ascending. y: a list for each line, null where it has no value. */
export type ChartData = [x: number[], ...y: (number | null)[][]];

export interface Chart {
	set(data: ChartData): void;
	/** Draws what it shows without uPlot, for instance into a file. */
	draw(brush: Brush): Promise<void>;
	close(): void;
}

export function createChart(box: HTMLElement, call: ChartCall): Chart {
	let data: ChartData = [[], ...call.lines.map(() => [])];
	let zoomed = false;
	const readout = document.createElement("output");
	readout.className = "chart-read";
	const onCursor = (at: number | null) => {
		readout.textContent = at === null || at >= data[0].length ? "" : (call.read?.(at) ?? "");
	};
	const plot = new uPlot(
		optionsOf(call, () => (zoomed = true), onCursor),
		data as uPlot.AlignedData,
		box,
	);
	box.append(readout);
	box.classList.add("without-data");
	const paint = () => {
		if (data[0].length > 0) box.classList.remove("without-data");
		if (zoomed) {
			const { min, max } = plot.scales.x!;
			plot.setData(data as uPlot.AlignedData, false);
			plot.setScale("x", { min: min!, max: max! });
		} else plot.setData(data as uPlot.AlignedData, true);
		onCursor(plot.cursor.idx ?? null); // what it says is of these data, not of those before
	};
	const sizes = new ResizeObserver(([entry]) => {
		const { width } = entry!.contentRect;
		if (width > 0) plot.setSize({ width, height: call.height });
	});
	sizes.observe(box);
	box.setAttribute("role", "img");
	box.addEventListener("focus", () => box.setAttribute("aria-label", call.summary()));
	box.setAttribute("aria-label", call.summary());
	box.addEventListener("dblclick", () => {
		zoomed = false;
		paintSoon(paint);
	});
	arrowCursor(
		box,
		() => call.reach?.() ?? data[0].length,
		(at) => {
			if (at === null) plot.setCursor({ left: -10, top: -10 });
			else plot.setCursor({ left: plot.valToPos(data[0][at]!, "x"), top: call.height / 2 });
		},
	);
	return {
		set(next) {
			data = next;
			box.setAttribute("aria-label", call.summary());
			paintSoon(paint);
		},
		async draw(brush) {
			const { drawCurves } = await import("./curves.ts");
			drawCurves(brush, call, data);
		},
		close() {
			sizes.disconnect();
			paintNever(paint);
			plot.destroy();
		},
	};
}

function optionsOf(call: ChartCall, onZoom: () => void, onCursor: (at: number | null) => void): uPlot.Options {
	const quiet = () => token("--quiet");
	const line = () => token("--line");
	const font = `12px ${token("--sans")}`;
	/** On a logarithmic axis, lines at 1, 2 and 5 only; over more than two decades at powers of ten. */
	const thin = (values: number[]) => {
		const digits = values.at(-1)! / values[0]! > 100 ? /^1e/ : /^[125]e/;
		return values.map((value) => (digits.test(value.toExponential()) ? value : null));
	};
	/** Before there is a value, a logarithmic axis would go from 1e-40 to 1. */
	const shown = (plot: uPlot, values: number[]) =>
		plot.data.slice(1).some((column) => column.some((value) => value != null)) ? thin(values) : values.map(() => null);
	const grid = { stroke: line, width: 1, ...(call.logarithmic && { filter: shown }) };
	const axis = { stroke: quiet, font, grid, ticks: { show: false } };
	return {
		...{ width: 300, height: call.height, padding: [8, 20, 0, 0] },
		legend: { show: false },
		cursor: {
			y: false,
			points: { size: 7 },
			drag: { x: true, y: false },
			sync: { key: "updates" },
			focus: { prox: 24 },
		},
		scales: { x: { time: false }, y: { distr: call.logarithmic ? 3 : 1 } },
		axes: [
			{
				...axis,
				grid: { show: false },
				size: 26,
				values: (_, values) => values.map((value) => value.toLocaleString("en")),
			},
			{
				...axis,
				...(call.logarithmic && { filter: shown }),
				size: 52,
				values: (_, values) => values.map((value) => (value === null ? "" : call.format(value, stepOf(values)))),
			},
		],
		series: [
			{},
			...call.lines.map(({ label, colour, width = 1.6, dash, dots = false }) => ({
				...{ label, width, stroke: () => token(colour), spanGaps: true, ...(dash && { dash }) },
				points: { show: dots, size: 5, fill: () => token(colour) },
			})),
		],
		hooks: {
			setSelect: [(plot) => plot.select.width > 4 && onZoom()],
			setCursor: [(plot) => onCursor(plot.cursor.idx ?? null)],
			draw: [(plot) => drawExtras(plot, call)],
		},
	};
}

const stepOf = ([first, second]: number[]) => (second === undefined ? 1 : second - first!);

/** Rows that the words of marks alternate over, so that those of near marks can be read. */
const MARK_ROWS = 3;

/** The limit as a dashed line, and a tick at each change. */
function drawExtras(plot: uPlot, { limit, marks }: ChartCall): void {
	const { ctx, bbox } = plot;
	const scale = globalThis.devicePixelRatio || 1;
	ctx.save();
	ctx.lineWidth = scale;
	const value = limit?.() ?? null;
	const { min, max } = plot.scales.y!;
	if (value !== null && min != null && max != null && value >= min && value <= max) {
		const y = plot.valToPos(value, "y", true);
		ctx.strokeStyle = token("--gradient");
		ctx.setLineDash([5 * scale, 4 * scale]);
		stroke(ctx, bbox.left, y, bbox.left + bbox.width, y);
	}
	ctx.setLineDash([]);
	ctx.strokeStyle = token("--accent");
	ctx.fillStyle = token("--accent");
	ctx.font = `${11 * scale}px ${token("--sans")}`;
	ctx.textBaseline = "top";
	for (const [n, { step, words }] of (marks?.() ?? []).entries()) {
		const x = plot.valToPos(step, "x", true);
		if (x < bbox.left || x > bbox.left + bbox.width) continue;
		stroke(ctx, x, bbox.top, x, bbox.top + bbox.height);
		const right = x < bbox.left + bbox.width / 2;
		ctx.textAlign = right ? "left" : "right";
		ctx.fillText(words(), x + (right ? 4 : -4) * scale, bbox.top + (n % MARK_ROWS) * 14 * scale);
	}
	ctx.restore();
}

function stroke(ctx: CanvasRenderingContext2D, x0: number, y0: number, x1: number, y1: number): void {
	ctx.beginPath();
	ctx.moveTo(x0, y0);
	ctx.lineTo(x1, y1);
	ctx.stroke();
}
