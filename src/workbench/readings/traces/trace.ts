/** Traces the values of a text of any length into a file, in the memory of one window. */
import { extname, join } from "node:path";
import type { ModelSpec } from "../../../cells/layout.ts";
import { fail } from "../../../errors/index.ts";
import { shown } from "../../../errors/quote.ts";
import { checkOption, checkRequest } from "../../../errors/request.ts";
import { type Hook, hookOf, hooksOf, parseUnit } from "../../../interpretation/hookNames.ts";
import { windows } from "../../../interpretation/stream.ts";
import type { Floats } from "../../../kernels/kernels.ts";
import { realDisk } from "../../disk/disk.ts";
import { GrowingFile, placeFor } from "../../disk/publish.ts";
import { stopwatch } from "../../machine/clock.ts";
import { turn } from "../../machine/turns.ts";
import { TEXT_KEYS, type TextReading, withText } from "../../models/readText.ts";
import { MODEL_KEYS, type ModelHooks, withModel } from "../../models/textModel.ts";
import { TRACE_FORMATS, type TraceFormat, traceSink } from "./sink.ts";

export interface TraceRequest extends TextReading {
	/** Values (`l1.c`) and single units (`l1.c.17`), at least one. */
	names: string[];
	/**
	 * File to write; the extension .npz, .json or .csv determines the format. An existing file is replaced atomically.
	 */
	out: string;
}

export interface TraceResult {
	/** Name of the run. */
	run: string;
	/** Number of training updates behind these weights. */
	step: number;
	/** Text read: file names, or the part. */
	text: string;
	/** Symbols read. */
	symbols: number;
	/** Symbols that the model's vocabulary lacks. They are read as zeros. */
	unknownSymbols: number;
	/** Columns of the trace: `width` numbers per symbol for each value. */
	columns: { name: string; width: number }[];
	/** File that was written. */
	out: string;
	/** Its format. */
	format: TraceFormat;
	/** Its size. */
	bytes: number;
	/** Time that the call took, in seconds. */
	seconds: number;
}

type Hooks = ModelHooks & { onProgress?(doneSymbols: number, totalSymbols: number): void };

/** Reads a text from a zero state and writes the values of every step. */
export async function traceFile(request: TraceRequest, hooks: Hooks = {}): Promise<TraceResult> {
	checkRequest(request, "traceFile()", [...MODEL_KEYS, ...TEXT_KEYS, "names", "out"]);
	const { names, out } = request;
	const format = TRACE_FORMATS.find((known) => typeof out === "string" && `.${known}` === extname(out).toLowerCase());
	const endings = TRACE_FORMATS.map((known) => `.${known}`);
	if (!format)
		throw fail("E_OPTION", { option: "out", why: { reason: "ending", endings, got: shown(out) }, where: "trace" });
	const some = Array.isArray(names) && names.length > 0;
	checkOption("names", names, some, { reason: "list", of: "values", such: "l0.h" }, "trace");
	const clock = stopwatch();
	return withModel(request, hooks, async (model) => {
		const { name, step, engine, weights, vocabulary } = model;
		const columns = columnsOf(weights.spec, names);
		const place = placeFor(realDisk, out, `trace.${format}`);
		return withText(model, request, { verb: "trace", least: 1 }, async (text, title) => {
			const file = new GrowingFile(realDisk, place.parent, place.name);
			try {
				const { symbols, unknownSymbols } = text;
				const head = { run: name, step, text: title, symbols, precision: engine.precision, vocabulary };
				const widths = columns.map(({ label, width }) => ({ name: label, width }));
				const sink = traceSink(format, file, { ...head, columns: widths });
				const read = [...new Set(columns.map(({ hook }) => hook.name))];
				for await (const { ids, end, values, done } of windows(model, text, { names: read, signal: hooks.signal })) {
					sink.add(
						ids.subarray(0, end[0]!),
						columns.map((column) => rowsOf(column, values.get(column.hook.name)!, end[0]!)),
					);
					hooks.onProgress?.(done, symbols);
					await turn();
				}
				sink.finish();
				file.commit();
				const facts = { run: name, step, text: title, symbols, unknownSymbols, columns: widths };
				return { ...facts, out: join(place.parent, place.name), format, bytes: file.bytes, seconds: clock() };
			} finally {
				file.discard();
			}
		});
	});
}

interface Column {
	label: string;
	hook: Hook;
	/** Unit of the value; absent for all. */
	index?: number;
	width: number;
}

function columnsOf(spec: ModelSpec, names: readonly string[]): Column[] {
	const known = new Set(hooksOf(spec).map(({ name }) => name));
	return [...new Set(names)].map((label) => {
		if (known.has(label) || !/\.\d+$/.test(label)) {
			const hook = hookOf(spec, label);
			return { label, hook, width: hook.width };
		}
		const { hook, index } = parseUnit(spec, label);
		return { label, hook, index, width: 1 };
	});
}

/** The first `rows` rows of a column, [rows,width]. */
function rowsOf({ hook: { width: n }, index }: Column, values: Floats, rows: number): Floats {
	if (index === undefined) return values.subarray(0, rows * n);
	return values.subarray(0, rows).map((_, row) => values[row * n + index]!);
}
