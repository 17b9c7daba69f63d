/**
 * A series of numbers in a file: what a run keeps of it, and its parts opened as tasks, scaled for the model.
 *
 *     const { parts } = await openSeries(series("sunspots.csv", { target: "Sunspots" }));
 */
import { basename, resolve } from "node:path";
import {
	checkParts,
	checkScaling,
	DEFAULT_SERIES_SPLIT,
	fitScaling,
	type Rows,
	type Series,
	type SeriesScaling,
	scaleSeries,
	seriesParts,
} from "../../data/series.ts";
import { type SeriesTask, seriesTask } from "../../data/seriesTask.ts";
import { parseSeries } from "../../data/seriesText.ts";
import { checkSplit, parseSplit, type Split } from "../../data/split.ts";
import { fail } from "../../errors/index.ts";
import { shown } from "../../errors/quote.ts";
import type { Wanted } from "../../errors/request.ts";
import { checkRequest, checkWhole, FINGERPRINT, withGot } from "../../errors/request.ts";
import type { Json } from "../../training/json.ts";
import { isRecord } from "../../training/json.ts";
import { type Fingerprint, isFingerprint, openText } from "../sources/files.ts";
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
	/** Whether the first row holds titles. Default: true if none of its fields is a number. */
	header?: boolean;
	/**
	 * Field separator: one character, " " for runs of spaces. Default: the one that divides the first two rows alike.
	 */
	separator?: string;
}

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
	/** Whether the first row holds titles; absent if that is detected. */
	header?: boolean;
	/** Field separator; absent if it is detected. */
	separator?: string;
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
}

const OPTIONS = [
	"target",
	"inputs",
	"horizon",
	"split",
	"header",
	"separator",
] as const satisfies (keyof SeriesOptions)[];

/** Describes the series to train on. @throws E_OPTION, E_SPLIT. */
export function series(file: string, options: SeriesOptions): SeriesSpec {
	const where = "series()";
	checkRequest(options, where, OPTIONS);
	const { target, inputs, horizon = 1, split, header, separator } = options;
	if (target === undefined || target === "") {
		throw fail("E_OPTION", { option: "target", why: { reason: "missing", forms: ["COLUMN", "all"] }, where });
	}
	checkWhole("horizon", horizon, { min: 1, max: 1_000_000 }, where);
	return {
		...{ kind: "series", file: resolve(file), target: String(target), horizon },
		split: typeof split === "string" ? parseSplit(split) : checkSplit(split ?? DEFAULT_SERIES_SPLIT),
		...(inputs !== undefined && { inputs: String(inputs) }),
		...(header !== undefined && { header }),
		...(separator !== undefined && { separator }),
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
	const { file, split, horizon } = spec;
	const { series, fingerprint } = await readSeries(file, spec, spec.fingerprint);
	const rows = seriesParts(series, split);
	if (!spec.scaling) checkParts(series, split, horizon);
	const scaling = spec.scaling ? checkScaling(spec.scaling, series) : fitScaling(series, rows.train);
	const scaled = scaleSeries(series, scaling);
	const part = (name: "train" | "valid" | "test", [from, to]: Rows = rows[name]) =>
		name === "train" || Math.max(from, horizon) < to
			? { [name]: seriesTask(scaled, { rows: [from, to], part: name, horizon }) }
			: {};
	return {
		...{ spec: { ...spec, scaling, fingerprint }, series, ...asking(scaled, horizon) },
		parts: { ...part("train"), ...part("valid"), ...part("test") } as SeriesData["parts"],
	};
}

/**
 * Opens another file with the columns and the scaling of a run's series, to forecast every row. @throws
 * E_SERIES_SCALING.
 */
export async function openLike(file: string, spec: SeriesData["spec"]): Promise<Omit<SeriesData, "parts">> {
	const { series } = await readSeries(resolve(file), spec);
	const scaling = checkScaling(spec.scaling, series);
	return { spec, series, ...asking(scaleSeries(series, scaling), spec.horizon) };
}

function asking(scaled: Series, horizon: number): Pick<SeriesData, "all" | "ask"> {
	return { all: seriesTask(scaled, { horizon }), ask: (rows) => seriesTask(scaled, { rows, horizon }) };
}

/** @param was fingerprint that the file must still have. */
async function readSeries(file: string, { target, inputs, header, separator }: SeriesSpec, was?: Fingerprint) {
	const source = await openText(file);
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
	const { kind, file, target, inputs, horizon, split, header, separator, scaling, fingerprint } = json;
	const text = (value: unknown) => typeof value === "string";
	const three = Array.isArray(split) && split.length === 3 && split.every((share) => typeof share === "number");
	need("kind", kind, kind === "series", { reason: "oneOf", choices: ["series"] });
	need("file", file, text(file), string);
	need("target", target, text(target), string);
	need("inputs", inputs, inputs === undefined || text(inputs), string);
	need("horizon", horizon, typeof horizon === "number", { reason: "whole", min: 1 });
	need("split", split, three, { reason: "form", forms: ["[80, 10, 10]"] });
	need("header", header, header === undefined || typeof header === "boolean", {
		reason: "oneOf",
		choices: ["true", "false"],
	});
	need("separator", separator, separator === undefined || text(separator), string);
	need("scaling", scaling, isRecord(scaling), {
		...{ reason: "type", types: ["object"] },
		keys: ["columns", "mean", "deviation"],
	});
	need("fingerprint", fingerprint, isFingerprint(fingerprint), FINGERPRINT);
	const { kind: _1, file: _2, scaling: _3, fingerprint: _4, ...options } = json;
	const kept = { scaling: scaling as unknown as SeriesScaling, fingerprint: fingerprint as unknown as Fingerprint };
	return { ...series(file as string, options as unknown as SeriesOptions), ...kept };
}
