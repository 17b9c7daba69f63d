/**
 * The figures of `sluice forecast --svg`: forecasts with their past, residuals, and the error by rows ahead. They use the
 * result only, so a saved JSON gives the same figures.
 */
// One quantity, one letter, one colour: value y ink, forecast ŷ blue, free-running forecast orange, residual e purple.
import { axisOver } from "../drawing/axes.ts";
import { INK, QUIET } from "../drawing/draw.ts";
import { COLOURS, type Figure, type Mark, type Point } from "../drawing/figure.ts";
import { drawSheet } from "../drawing/sheet.ts";
import type { ForecastResult } from "./forecastResult.ts";
import { type FigureLanguage, FORECAST_WORDS, type ForecastWords } from "./forecastWords.ts";

/** Rows of the past drawn at least, and targets drawn at most. */
const PAST = 120;
const MOST_TARGETS = 4;
const WIDE: Figure["size"] = [1290, 300];
const NARROW: Figure["size"] = [594, 260];

/** One SVG of all figures. The same result gives the same bytes. */
export async function forecastsSvg(result: ForecastResult, lang: FigureLanguage = "en"): Promise<string> {
	const words = FORECAST_WORDS[lang];
	const { run, step, of, columns, horizon, errors, errorsOf } = result;
	const told = errors?.targets
		.slice(0, MOST_TARGETS)
		.map(({ column, forecast, lastValue }) => words.errors(column, digits(forecast.rmse), digits(lastValue.rmse)));
	if (told) told.unshift(words.rows(errorsOf, errors!.rows));
	return drawSheet({
		name: "forecasts",
		title: words.title(run, of),
		subtitle: [words.facts(step, horizon), ...(told ?? [])].join("; "),
		figures: columns.slice(0, MOST_TARGETS).flatMap((column, k) => figuresOf(result, column, k, words)),
	});
}

/** @param k the target's index. */
function figuresOf(result: ForecastResult, column: string, k: number, words: ForecastWords): Figure[] {
	const known = result.rows.filter(({ free }) => !free);
	const leads = result.byHorizon && result.byHorizon.targets[k]!.forecast.length > 1;
	return [
		course(result, column, k, words),
		...(known.length > 0 ? [residuals(result, column, k, words)] : []),
		...(leads ? [byHorizon(result, column, k, words)] : []),
	];
}

/** The last rows with their forecasts, and the rows past the end. */
function course({ rows }: ForecastResult, column: string, k: number, words: ForecastWords): Figure {
	const free = rows.filter((row) => row.free);
	const shown = rows.filter((row) => !row.free).slice(-Math.max(PAST, 2 * free.length));
	const actual = [...shown, ...free].flatMap(({ row, values }): Point[] => point(row, values[k]!));
	const forecast = shown.map(({ row, forecasts }): Point => [row, short(forecasts[k]!)]);
	const last = shown.at(-1);
	const start: Point[] = last ? point(last.row, last.values[k]!) : [];
	const onward = [...start, ...free.map(({ row, forecasts }): Point => [row, short(forecasts[k]!)])];
	const marks: Mark[] = [
		{ kind: "line", name: words.actual, colour: INK, width: 1.2, points: actual },
		...(forecast.length > 0
			? [{ kind: "line", name: words.forecast, colour: COLOURS.blue, width: 1.6, points: forecast } as const]
			: []),
		...(free.length > 0
			? [{ kind: "line", name: words.free, colour: COLOURS.orange, width: 2, points: onward } as const]
			: []),
	];
	const values = [...actual, ...forecast, ...onward].map(([, y]) => y);
	const y = axisOver(column, values);
	if (free.length > 0 && last) {
		const edge: Point[] = [
			[last.row, y.min],
			[last.row, y.max],
		];
		marks.unshift({ kind: "line", colour: QUIET, dash: [3, 3], width: 1, points: edge });
	}
	return {
		name: `course-${k + 1}`,
		title: free.length > 0 ? words.courseTitle(column) : words.pastTitle(column),
		description: words.courseDescription,
		size: WIDE,
		panels: [{ x: rowAxis(words.row, [...shown, ...free]), y, marks }],
	};
}

/** e = y - ŷ of every forecast row, with the band of twice the root mean squared error. */
function residuals({ rows, errors }: ForecastResult, column: string, k: number, words: ForecastWords): Figure {
	const known = rows.filter((row) => !row.free);
	const every = Math.max(1, Math.ceil(known.length / MOST_DOTS));
	const points = known
		.filter((_, n) => n % every === 0)
		.flatMap(({ row, values, forecasts }) => point(row, values[k] === null ? null : values[k]! - forecasts[k]!));
	const x = rowAxis(words.row, known);
	const rmse = errors?.targets[k]?.forecast.rmse ?? 0;
	const across = (height: number): Point[] => [
		[x.min, short(height)],
		[x.max, short(height)],
	];
	const marks: Mark[] = [
		{ kind: "line", colour: QUIET, width: 1, points: across(0) },
		...[-2, 2].map((times, n): Mark => {
			const named = n === 0 ? { name: words.twice } : {};
			return { kind: "line", ...named, colour: COLOURS.blue, dash: true, width: 1.2, points: across(times * rmse) };
		}),
		{ kind: "dots", name: words.residual, colour: COLOURS.purple, size: known.length > 400 ? 3 : 4, points },
	];
	const range = [...points.map(([, e]) => e), -2 * rmse, 2 * rmse];
	return {
		name: `residuals-${k + 1}`,
		title: words.residualsTitle(column),
		description: words.residualsDescription,
		size: NARROW,
		panels: [{ x, y: axisOver(words.residualAxis, range), marks }],
	};
}

const MOST_DOTS = 800;

/** Root mean squared error of free-running forecasts and of baselines, by rows ahead. */
function byHorizon({ byHorizon }: ForecastResult, column: string, k: number, words: ForecastWords): Figure {
	const { forecast, lastValue, seasonal } = byHorizon!.targets[k]!;
	const curve = (rmse: readonly number[]) => rmse.map((value, f): Point => [f + 1, short(value)]);
	const marks: Mark[] = [
		...(seasonal
			? [{ kind: "line", name: words.seasonal, colour: QUIET, dash: [2, 3], points: curve(seasonal) } as const]
			: []),
		{ kind: "line", name: words.lastValue, colour: COLOURS.green, dash: true, points: curve(lastValue) },
		{ kind: "line", name: words.free, colour: COLOURS.orange, width: 2.2, points: curve(forecast) },
	];
	const ahead = { ...axisOver(words.ahead, [0, forecast.length]), min: 0 };
	const values = [0, ...forecast, ...lastValue, ...(seasonal ?? [])];
	return {
		name: `horizon-${k + 1}`,
		title: words.horizonTitle(column, byHorizon!.starts),
		description: words.horizonDescription,
		size: NARROW,
		panels: [{ x: ahead, y: axisOver("RMSE", values), marks }],
	};
}

/** An axis from a round number before the first row to the last row. */
function rowAxis(name: string, rows: readonly { row: number }[]) {
	const [first, last] = [rows[0]!.row, rows.at(-1)!.row];
	return { ...axisOver(name, [first, last]), max: Math.max(last, first + 1) };
}

const point = (row: number, value: number | null): Point[] => (value === null ? [] : [[row, short(value)]]);
const short = (value: number) => Number(value.toPrecision(6));
const digits = (value: number) => String(Number(value.toPrecision(3)));
