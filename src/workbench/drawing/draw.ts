/**
 * Draws figures as SVG, byte for byte reproducible. Each figure has its own background, light or dark as the reader
 * prefers, so that it is legible on any page. Fonts are the reader's.
 */
import { minus } from "../../views/minus.ts";
import type { Axis, Figure, Mark } from "./figure.ts";
import { shades } from "./figure.ts";
import { widthOf, wrapped } from "./textWidth.ts";

/** Each role's colour on the light background and on the dark one. */
const ROLES = {
	ground: ["#ffffff", "#15181c"],
	ink: ["#1f2328", "#e6e9ec"],
	quiet: ["#59626b", "#a5adb6"],
	grid: ["#e3e6ea", "#2c3238"],
} as const;
const [GROUND, INK, QUIET, GRID] = Object.values(ROLES).map(([pale]) => pale);

export { GROUND, INK, QUIET };

const FONT = "sans-serif";
const EDGE = { left: 78, right: 24, top: 58, panelTitle: 24, bottom: 58, legend: 26, key: 64 };

const LEGEND = { size: 12, symbol: 24, gap: 22 };

type Field = Extract<Mark, { kind: "field" }>;
type Band = Extract<Mark, { kind: "band" }>;

/** Draws a figure as SVG; the first call loads ECharts. */
export async function drawFigure(figure: Figure): Promise<string> {
	const { chartSvg } = await import("./echarts.ts");
	const [plotWidth, plotHeight] = figure.size ?? [420, 300];
	const entries = legendEntries(figure);
	const keys = figure.panels.flatMap(({ marks }) => marks.filter((mark) => mark.kind === "field"));
	const width = figure.panels.length * (EDGE.left + plotWidth + EDGE.right) + (keys.length > 0 ? EDGE.key : 0);
	const rows = legendRows(entries, width - 40);
	const legend = rows && EDGE.legend + (LEGEND.size + LEGEND.gap) * (rows - 1);
	const title = wrapped(figure.title, 16, width - 40); // bold 15 is as wide as plain 16
	const panelTitles = figure.panels.map(({ title = "" }) => wrapped(title, 12, EDGE.left + plotWidth));
	const panelLines = figure.panels.some(({ title }) => title)
		? Math.max(...panelTitles.map((lines) => lines.length))
		: 0;
	const top = EDGE.top + 20 * (title.length - 1) + (panelLines && EDGE.panelTitle + 15 * (panelLines - 1));
	const height = top + plotHeight + EDGE.bottom + legend;
	const left = (n: number) => n * (EDGE.left + plotWidth + EDGE.right) + EDGE.left;
	const option = {
		backgroundColor: GROUND,
		textStyle: { fontFamily: FONT, color: INK },
		title: [
			{ text: title.join("\n"), left: 20, top: 16, textStyle: { fontSize: 15, fontWeight: "bold", color: INK } },
			...panelTitles.map((lines, n) => ({
				...{ text: lines.join("\n"), left: left(n) + plotWidth / 2, textAlign: "center" },
				top: top - 9 - 15 * lines.length,
				textStyle: { fontSize: 12, fontWeight: "normal", color: QUIET, lineHeight: 15 },
			})),
		],
		legend: {
			...{
				data: entries,
				bottom: 10,
				left: 20,
				right: 20,
				itemWidth: LEGEND.symbol,
				itemHeight: 8,
				itemGap: LEGEND.gap,
			},
			textStyle: { color: INK, fontSize: LEGEND.size },
			selectedMode: false,
		},
		graphic: keys.slice(0, 1).flatMap((mark) => colourKey(mark, width - EDGE.key - 8, top, plotHeight)),
		grid: figure.panels.map((_, n) => ({ left: left(n), top, width: plotWidth, height: plotHeight })),
		xAxis: figure.panels.map(({ x }, n) => axis(x, n, 32)),
		yAxis: figure.panels.map(({ y }, n) => axis(y, n, 54)),
		series: figure.panels.flatMap(({ marks }, n) => marks.map((mark) => series(mark, n))),
	};
	return finish(chartSvg(option, width, height), figure);
}

interface Entry {
	name: string;
	itemStyle?: object;
	lineStyle?: object;
}

/** Number of rows of the legend: a row takes entries as long as they fit. */
function legendRows(entries: readonly Entry[], room: number): number {
	let [rows, used] = [0, Number.POSITIVE_INFINITY];
	for (const { name } of entries) {
		const width = LEGEND.symbol + 5 + widthOf(name, LEGEND.size);
		if (used + width > room) [rows, used] = [rows + 1, 0];
		used += width + LEGEND.gap;
	}
	return rows;
}

/** Each name once, with the symbol of its first mark: an opaque line without a dot, or a dot. */
function legendEntries({ panels }: Figure): Entry[] {
	const named = new Map<string, Entry>();
	const line = { itemStyle: { color: "none" }, lineStyle: { opacity: 1 } };
	for (const mark of panels.flatMap(({ marks }) => marks)) {
		if ((mark.kind !== "line" && mark.kind !== "dots") || !mark.name || named.has(mark.name)) continue;
		named.set(mark.name, { name: mark.name, ...(mark.kind === "line" && line) });
	}
	return [...named.values()];
}

function axis({ name, min, max, scale = "linear", step }: Axis, n: number, gap: number): object {
	return {
		...{ gridIndex: n, type: scale === "log" ? "log" : "value", min, max, interval: step },
		...{ name, nameLocation: "middle", nameGap: gap, nameTextStyle: { color: INK, fontSize: 12 } },
		axisLine: { show: true, onZero: false, lineStyle: { color: QUIET } },
		axisTick: { show: true, lineStyle: { color: QUIET } },
		axisLabel: { color: QUIET, fontSize: 11, hideOverlap: true, formatter: (value: number) => tick(value, scale) },
		splitLine: { show: true, lineStyle: { color: GRID } },
	};
}

/** Formats a tick label: `0.5`, `−2.4`; powers of ten as 10⁻⁸⁰. */
function tick(value: number, scale: NonNullable<Axis["scale"]>): string {
	if (scale === "linear") return minus(String(Number(value.toPrecision(6))));
	const exact = scale === "log" ? Math.log10(value) : value;
	const exponent = Math.round(exact);
	if (Math.abs(exact - exponent) > 1e-9) return minus(String(Number((10 ** exact).toPrecision(3)))); // the end of an axis
	if (exponent === 0) return "1";
	if (exponent === 1) return "10";
	return `10${[...minus(String(exponent))].map((sign) => "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"["0123456789−".indexOf(sign)]).join("")}`;
}

function series(mark: Mark, n: number): object {
	const base = { xAxisIndex: n, yAxisIndex: n, silent: true };
	switch (mark.kind) {
		case "line":
			return {
				...{
					...base,
					type: "line",
					name: mark.name ?? "",
					...alone(mark),
					symbol: "none",
					clip: true,
				},
				lineStyle: {
					...{ color: mark.colour, width: mark.width ?? 1.8, opacity: mark.opacity ?? 1 },
					type: mark.dash === true ? [6, 4] : mark.dash || "solid",
				},
				...{ itemStyle: { color: mark.colour }, z: 4 },
			};
		case "dots":
			return {
				...{
					...base,
					type: "scatter",
					name: mark.name ?? "",
					data: mark.points,
					symbolSize: mark.size ?? 7,
					clip: true,
				},
				...{ itemStyle: { color: mark.colour }, z: 5 },
			};
		case "words":
			return {
				...{ ...base, type: "scatter", data: [mark.at], symbolSize: 0, z: 6 },
				label: {
					...{ show: true, formatter: mark.text, color: INK, fontSize: 11, distance: 6 },
					position: { left: "right", right: "left", center: "top" }[mark.align ?? "left"],
				},
			};
		case "band":
			return band(mark, base);
		case "field":
			return field(mark, base);
	}
}

/** The points of a line; one without a neighbour is a dot, because no line leads to it. */
function alone({ points, width = 1.8 }: Extract<Mark, { kind: "line" }>): object {
	const known = (n: number) => n >= 0 && n < points.length && !Number.isNaN(points[n]![1]);
	const lone = points.map((_, n) => known(n) && !known(n - 1) && !known(n + 1));
	if (!lone.includes(true)) return { data: points, showSymbol: false };
	const dot = { symbol: "circle", symbolSize: 2 * width };
	return { data: points.map((value, n) => (lone[n] ? { value, ...dot } : value)), showSymbol: true };
}

/** One polygon: along the lower edge and back along the upper one. */
function band({ colour, points }: Band, base: object): object {
	type Api = { coord(point: readonly number[]): [number, number] };
	const edge = [...points.map(([x, low]) => [x, low]), ...points.map(([x, , high]) => [x, high]).reverse()];
	const renderItem = ({ dataIndex }: { dataIndex: number }, api: Api) => {
		if (dataIndex > 0) return undefined;
		const shape = { points: edge.map((point) => api.coord(point).map((value) => Number(value.toFixed(1)))) };
		return { type: "polygon", shape, style: { fill: colour, opacity: 0.13 } };
	};
	return { ...base, type: "custom", data: points.map(([x, low]) => [x, low]), renderItem, clip: true, z: 2 };
}

/** Draws adjacent cells of one colour in a row as one rectangle, which needs a tenth of the bytes. */
function field({ name, xs, ys, values, levels }: Field, base: object): object {
	const colours = shades(levels.length + 1);
	const level = (value: number) => (Number.isNaN(value) ? value : levels.filter((edge) => value > edge).length);
	const runs: number[][] = [];
	for (const [row, cells] of values.entries()) {
		for (let from = 0; from < cells.length; ) {
			const at = level(cells[from]!);
			let to = from + 1;
			while (to < cells.length && Object.is(level(cells[to]!), at)) to++;
			if (!Number.isNaN(at)) runs.push([xs[from]!, ys[row]!, xs[to]!, ys[row + 1]!, at]);
			from = to;
		}
	}
	type Api = { value(k: number): number; coord(point: readonly number[]): [number, number] };
	const renderItem = (_: unknown, api: Api) => {
		const [x0, y0] = api.coord([api.value(0), api.value(1)]).map(Math.round) as [number, number];
		const [x1, y1] = api.coord([api.value(2), api.value(3)]).map(Math.round) as [number, number];
		const shape = { x: x0, y: Math.min(y0, y1), width: x1 - x0, height: Math.abs(y1 - y0) };
		return { type: "rect", shape, style: { fill: colours[api.value(4)] } };
	};
	return { ...base, type: "custom", name, data: runs, encode: { x: [0, 2], y: [1, 3] }, renderItem, z: 1 };
}

/** Colour key of a field, from bottom to top, with the value at each edge. */
function colourKey({ name, levels }: Field, x: number, top: number, height: number): object[] {
	const step = height / (levels.length + 1);
	const text = (words: string, left: number, y: number, fill: string) => ({
		...{ type: "text", silent: true, x: left, y },
		style: { text: words, fill, font: `11px ${FONT}`, verticalAlign: "middle" },
	});
	return [
		text(name, x, top - 12, INK),
		...shades(levels.length + 1).map((fill, n) => {
			const y = Math.round(top + height - (n + 1) * step);
			const below = Math.round(top + height - n * step);
			return { type: "rect", silent: true, shape: { x, y, width: 12, height: below - y }, style: { fill } };
		}),
		...levels.map((edge, n) => text(minus(String(edge)), x + 17, top + height - (n + 1) * step, QUIET)),
	];
}

/**
 * Adds ids that depend only on the figure, not on how many were drawn before, a title for screen readers, and the dark
 * background.
 */
function finish(svg: string, { name, title, description }: Figure): string {
	const dark = Object.values(ROLES).flatMap(([pale, deep]) => [
		`[fill="${pale}"]{fill:${deep}}`,
		`[stroke="${pale}"]{stroke:${deep}}`,
	]);
	const head = `<title>${inXml(title)}</title><desc>${inXml(description)}</desc><style>@media (prefers-color-scheme:dark){${dark.join("")}}</style>`;
	return `${svg
		.replace(/zr\d+-/g, `${name}-`)
		.replace(/ pointer-events="visible"/g, "")
		.replace(/ class="[^"]*"/g, "") // numbered over all charts of the process; only used by pointer events
		.replace(/<style >[\s\S]*?<\/style>\n?/g, "")
		.replace(/<svg([^>]*)>/, `<svg$1 role="img">\n${head}`)}\n`;
}

/** One line of text on the background of a sheet; the title, which is larger, is bold. */
export function heading(words: string, x: number, y: number, size: number): string {
	const weight = size > 14 ? ' font-weight="bold"' : "";
	return `<text x="${x}" y="${y}" font-family="${FONT}" font-size="${size}"${weight} fill="${INK}">${inXml(words)}</text>`;
}

export function inXml(text: string): string {
	return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
