/** Files that a trace is written to row by row: .npz, .json and .csv. */

import { csvText } from "../../../data/csv.ts";
import type { Vocabulary } from "../../../data/vocabulary.ts";
import type { Floats } from "../../../kernels/kernels.ts";
import { specialName } from "../../disk/losslessJson.ts";
import type { GrowingFile } from "../../disk/publish.ts";
import { NpzWriter } from "./npz.ts";

// S symbols of the text, n numbers per value

export interface TraceHead {
	run: string;
	/** Number of training updates behind these weights. */
	step: number;
	text: string;
	/** Number of symbols S. */
	symbols: number;
	precision: 32 | 64;
	vocabulary: Vocabulary;
	columns: readonly { name: string; width: number }[];
}

export interface TraceSink {
	/** Adds rows: ids [R], and [R,n] of each column. */
	add(ids: Int32Array, values: readonly Floats[]): void;
	/** Writes the rest and completes the file. */
	finish(): void;
}

export const TRACE_FORMATS = ["npz", "json", "csv"] as const;
export type TraceFormat = (typeof TRACE_FORMATS)[number];

export function traceSink(format: TraceFormat, file: GrowingFile, head: TraceHead): TraceSink {
	return { npz: npzSink, json: jsonSink, csv: csvSink }[format](file, head);
}

/** Arrays `ids` [S], `vocabulary` [V] (symbols by id), and one [S,n] per column. */
function npzSink(file: GrowingFile, { symbols: S, precision, vocabulary, columns }: TraceHead): TraceSink {
	const labels = Array.from({ length: vocabulary.size }, (_, id) => Array.from(vocabulary.label(id)));
	const width = labels.reduce((most, { length }) => Math.max(most, length), 1);
	const npz = new NpzWriter(file, [
		{ name: "ids", type: "<i4", shape: [S] },
		{ name: "vocabulary", type: `<U${width}`, shape: [labels.length] },
		...columns.map(({ name, width: n }) => ({ name, type: precision === 64 ? "<f8" : "<f4", shape: [S, n] })),
	]);
	const text = new Int32Array(labels.length * width); // UCS-4
	for (const [id, points] of labels.entries())
		text.set(
			points.map((point) => point.codePointAt(0)!),
			id * width,
		);
	npz.append("vocabulary", bytesOf(text));
	return {
		add(ids, values) {
			npz.append("ids", bytesOf(ids));
			for (const [i, { name }] of columns.entries()) npz.append(name, bytesOf(values[i]!));
		},
		finish: () => npz.finish(),
	};
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Floats | Int32Array) =>
	new Uint8Array(buffer, byteOffset, byteLength);

/**
 * One document with the traced names and `steps`, one object per symbol. NaN and infinities are strings because JSON
 * has no such numbers.
 */
function jsonSink(file: GrowingFile, { vocabulary, columns, ...head }: TraceHead): TraceSink {
	const out = textOn(file);
	const { precision, ...facts } = head;
	const names = Object.fromEntries(columns.map(({ name, width }) => [name, width]));
	const opening = JSON.stringify({ schema: 1, ...facts, unit: vocabulary.unit, names });
	out.write(`${opening.slice(0, -1)},"steps":[`);
	let first = true;
	const number = (x: number) => (Number.isFinite(x) ? shortest(x, precision) : `"${specialName(x)}"`);
	return {
		add(ids, values) {
			for (const [row, id] of ids.entries()) {
				const parts = columns.map(({ name, width: n }, i) => {
					const list = Array.from(values[i]!.subarray(row * n, (row + 1) * n), number);
					return `${JSON.stringify(name)}:[${list.join(",")}]`;
				});
				const symbol = JSON.stringify(vocabulary.label(id));
				out.write(`${first ? "" : ","}\n{${[`"id":${id}`, `"symbol":${symbol}`, ...parts].join(",")}}`);
				first = false;
			}
		},
		finish() {
			out.write("\n]}\n");
			out.flush();
		},
	};
}

/** One row per symbol: its index, id and text, and each number under NAME.INDEX. */
function csvSink(file: GrowingFile, { precision, vocabulary, columns }: TraceHead): TraceSink {
	const out = textOn(file);
	const titles = columns.flatMap(({ name, width }) =>
		/\.\d+$/.test(name) ? [name] : Array.from({ length: width }, (_, k) => `${name}.${k}`),
	);
	out.write(`${["at", "id", "symbol", ...titles].join(",")}\n`);
	let at = 0;
	return {
		add(ids, values) {
			for (const [row, id] of ids.entries()) {
				const fields = [String(at++), String(id), csvText(vocabulary.label(id))];
				for (const [i, { width: n }] of columns.entries())
					for (let k = row * n; k < (row + 1) * n; k++) fields.push(shortest(values[i]![k]!, precision));
				out.write(`${fields.join(",")}\n`);
			}
		},
		finish: () => out.flush(),
	};
}

/** The shortest digits that read back as the same number at that precision. */
function shortest(x: number, precision: 32 | 64): string {
	return precision === 64 ? String(x) : String(Number(x.toPrecision(9)));
}

const BLOCK = 1 << 18;

/** Collects text into blocks before writing. */
function textOn(file: GrowingFile) {
	let parts: string[] = [];
	let length = 0;
	const flush = () => {
		file.write(Buffer.from(parts.join("")));
		parts = [];
		length = 0;
	};
	return {
		write(text: string) {
			parts.push(text);
			length += text.length;
			if (length > BLOCK) flush();
		},
		flush,
	};
}
