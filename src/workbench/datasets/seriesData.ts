/**
 * A series of numbers in a file: what a run keeps of it, and its parts opened as tasks, scaled for the model.
 *
 *     const { parts } = await openSeries(series("sunspots.csv", { target: "Sunspots" }));
 */
import { basename, resolve } from "node:path";
import { checkScaling, type Rows, type Series, type SeriesScaling, standardSeries } from "../../data/series.ts";
import type { SeriesTask } from "../../data/seriesTask.ts";
import { parseSeries } from "../../data/seriesText.ts";
import type { Split } from "../../data/split.ts";
import { asking, checkForecast, FORECASTS, type SeriesForecast, splitSeries } from "../../data/splitSeries.ts";
import { fail, SluiceError } from "../../errors/index.ts";
import { shown } from "../../errors/quote.ts";
import type { Wanted } from "../../errors/request.ts";
import { checkRequest, FINGERPRINT, withGot } from "../../errors/request.ts";
import type { Baselines } from "../../training/forecast/baselines.ts";
import { fitBaselines } from "../../training/forecast/fitBaselines.ts";
import type { Json } from "../../training/json.ts";
import { isRecord } from "../../training/json.ts";
import { withGuess } from "../sources/encodings.ts";
import { type Fingerprint, isFingerprint, openText, type TextSource } from "../sources/files.ts";
import { sameText } from "./texts.ts";

export interface SeriesOptions {
	/** Columns to forecast: titles or numbers from 1, separated by commas; "all" for every column. */
	target: string | number;
	/** Input columns, named the same way. Default: all. */
	inputs?: string | number;
	/** Forecast horizon: rows from the last input row to the forecast row, at least 1. Default: 1. */
	horizon?: number;
	/** Percentages of the rows for training, validation and test, in file order. Default: 80/10/10. */
	split?: string | Split;
	/**
	 * What the network reads and forecasts of a target: its change from the row before and from the last known row, or its
	 * value. Default: "change" if every target is an input, else "value".
	 */
	forecast?: SeriesForecast;
	/** Whether the first row holds titles. Default: true if none of its fields is a number. */
	header?: boolean;
	/**
	 * Field separator: one character, " " for runs of spaces. Default: the one that divides the first two rows alike.
	 */
	separator?: string;
	/** Encoding of the file. Default: UTF-8, or UTF-16 with its byte order mark. */
	encoding?: string;
}

export type { SeriesForecast };

/** What a run keeps of its series: plain JSON, enough to reopen it. */
export interface SeriesSpec {
	/** Marks a series. */
	kind: "series";
	/** Absolute path of a CSV file or of columns of numbers, also as .gz. */
	file: string;
	/** Columns to forecast. */
	target: string;
	/** Input columns; absent for all. */
	inputs?: string;
	/** Rows from the last input row to the forecast row. */
	horizon: number;
	/** Percentages of the rows for training, validation and test. */
	split: [number, number, number];
	/** What the network forecasts. Absent in a run older than this option, which forecasts values, and until the first opening. */
	forecast?: SeriesForecast;
	/** Whether the first row holds titles; absent if that is detected. */
	header?: boolean;
	/** Field separator; absent if it is detected. */
	separator?: string;
	/** Encoding of the file; absent for UTF-8, and for UTF-16 with its mark. */
	encoding?: string;
	/** Scaling fitted to the training part. Absent until the series is first opened. */
	scaling?: SeriesScaling;
	/** Fingerprint of the file when the run began. */
	fingerprint?: Fingerprint;
}

export interface SeriesData {
	spec: SeriesSpec & Required<Pick<SeriesSpec, "scaling" | "fingerprint">>;
	/** The series in its original units. */
	series: Series;
	/** Tasks by part; a part without rows to forecast is absent. */
	parts: { train: SeriesTask; valid?: SeriesTask; test?: SeriesTask };
	/** Task that forecasts every row with enough rows before it. */
	all: SeriesTask;
	/** Task that forecasts the given rows. */
	ask(rows: Rows): SeriesTask;
	/** Baselines fitted on the training part, at the first call. */
	baselines(): Baselines;
}

const OPTIONS = [
	"target",
	"inputs",
	"horizon",
	"split",
	"forecast",
	"header",
	"separator",
	"encoding",
] as const satisfies (keyof SeriesOptions)[];

/** Describes the series to train on. @throws E_OPTION, E_SPLIT. */
export function series(file: string, options: SeriesOptions): SeriesSpec {
	const where = "series()";
	checkRequest(options, where, OPTIONS);
	const { target, inputs, header, separator, encoding } = options;
	if (target === undefined || target === "") {
		throw fail("E_OPTION", { option: "target", why: { reason: "missing", forms: ["COLUMN", "all"] }, where });
	}
	const { horizon, split, ...forecast } = checkForecast(options, where);
	return {
		...{ kind: "series", file: resolve(file), target: String(target), horizon, split },
		...(inputs !== undefined && { inputs: String(inputs) }),
		...forecast,
		...(header !== undefined && { header }),
		...(separator !== undefined && { separator }),
		...(encoding !== undefined && { encoding }),
	};
}

/** Short title: "sunspots.csv:Sunspots". */
export function seriesTitle({ file, target }: SeriesSpec): string {
	return `${basename(file)}:${target}`;
}

/**
 * Opens a series. @throws E_FILE_CHANGED if the file changed since the run began; what parseSeries, checkParts and
 * fitScaling throw.
 */
export async function openSeries(spec: SeriesSpec): Promise<SeriesData> {
	const { file, horizon } = spec;
	const { series, fingerprint } = await readSeries(file, spec, spec.fingerprint);
	const { rows, scaling, forecast, ...tasks } = splitSeries(series, spec);
	let baselines: Baselines | undefined;
	return {
		baselines: () => (baselines ??= fitBaselines(standardSeries(series, scaling), rows.train, horizon)),
		...{ spec: { ...spec, ...(forecast && { forecast }), scaling, fingerprint }, series, ...tasks },
	};
}

/**
 * Opens another file with the columns and the scaling of a run's series, to forecast every row. @throws
 * E_SERIES_SCALING.
 */
export async function openLike(file: string, { spec, baselines }: SeriesData): Promise<Omit<SeriesData, "parts">> {
	const { series } = await readSeries(resolve(file), spec);
	const scaling = checkScaling(spec.scaling, series);
	return { spec, series, baselines, ...asking(series, { horizon: spec.horizon, scaling }) };
}

/** Beginning of a file by which a table of numbers is recognised. */
const LOOK_BYTES = 2 ** 16;

/** Returns the last column of numbers of a .csv or .tsv file, quoted for a shell; undefined for any other text. */
export async function numberColumn(source: TextSource): Promise<string | undefined> {
	const [path = ""] = source.files;
	if (source.files.length !== 1 || !/\.(csv|tsv)$/i.test(path)) return undefined;
	const bytes = await source.read(0, Math.min(source.length, LOOK_BYTES));
	const whole = bytes.length === source.length ? bytes : bytes.subarray(0, bytes.lastIndexOf(10) + 1);
	try {
		const { columns, rows } = parseSeries(whole, { name: basename(path) });
		const column = columns.at(-1)!;
		return rows < 3 ? undefined : /^[\w.-]+$/.test(column) ? column : `'${column.replaceAll("'", "'\\''")}'`;
	} catch (error) {
		if (error instanceof SluiceError) return undefined;
		throw error;
	}
}

/** @param was fingerprint that the file must still have. */
async function readSeries(
	file: string,
	{ target, inputs, header, separator, encoding }: SeriesSpec,
	was?: Fingerprint,
) {
	const source = await openText(file, { ...(encoding !== undefined && { encoding }) });
	try {
		if (source.files.length > 1) {
			const why = { reason: "count", of: "files", got: source.files.length, min: 1, max: 1 } as const;
			throw fail("E_OPTION", { option: "file", why, where: basename(file) });
		}
		if (was) sameText(source, { fingerprint: was, texts: [file] });
		const bytes = await source.read(0, source.length);
		const columns = { ...(target !== "all" && { target }), ...(inputs !== undefined && { inputs }) };
		return {
			series: parseSeries(bytes, { name: basename(file), ...columns, header, separator }),
			fingerprint: source.fingerprint,
		};
	} catch (error) {
		throw await withGuess(error, source);
	} finally {
		await source.close();
	}
}

/**
 * Validates the series of a config, which is untrusted; the scaling is checked when the file is opened. @throws
 * E_RUN_FIELD.
 */
export function parseSeriesSpec(json: Json | undefined, path: string): SeriesSpec {
	const need = (key: string, value: unknown, fits: boolean, why: Wanted) => {
		if (!fits) throw fail("E_RUN_FIELD", { path, key: `data.${key}`, why: withGot(why, value) });
	};
	if (!isRecord(json))
		throw fail("E_RUN_FIELD", { path, key: "data", why: { reason: "type", types: ["object"], got: shown(json) } });
	const string: Wanted = { reason: "type", types: ["text"] };
	const { kind, file, target, inputs, horizon, split, forecast, header, separator, encoding, scaling, fingerprint } =
		json;
	const text = (value: unknown) => typeof value === "string";
	const three = Array.isArray(split) && split.length === 3 && split.every((share) => typeof share === "number");
	need("kind", kind, kind === "series", { reason: "oneOf", choices: ["series"] });
	need("file", file, text(file), string);
	need("target", target, text(target), string);
	need("inputs", inputs, inputs === undefined || text(inputs), string);
	need("horizon", horizon, typeof horizon === "number", { reason: "whole", min: 1 });
	need("split", split, three, { reason: "form", forms: ["[80, 10, 10]"] });
	need("forecast", forecast, forecast === undefined || FORECASTS.includes(String(forecast)), {
		reason: "oneOf",
		choices: FORECASTS,
	});
	need("header", header, header === undefined || typeof header === "boolean", {
		reason: "oneOf",
		choices: ["true", "false"],
	});
	need("separator", separator, separator === undefined || text(separator), string);
	need("encoding", encoding, encoding === undefined || text(encoding), string);
	need("scaling", scaling, isRecord(scaling), {
		...{ reason: "type", types: ["object"] },
		keys: ["columns", "mean", "deviation"],
	});
	need("fingerprint", fingerprint, isFingerprint(fingerprint), FINGERPRINT);
	const { kind: _1, file: _2, scaling: _3, fingerprint: _4, ...options } = json;
	const kept = { scaling: scaling as unknown as SeriesScaling, fingerprint: fingerprint as unknown as Fingerprint };
	return { ...series(file as string, options as unknown as SeriesOptions), ...kept };
}
