/**
 * Chosen runs as files of an exported page: what the server would answer for them, made of a list of allowed fields
 * (publishedFields.ts), their best and newest weights, and their texts only if asked.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Vocabulary } from "../../../src/data/index.ts";
import { fail } from "../../../src/errors/index.ts";
import { exportRun, type RunsReader, readRuns, readSymbols, runDetail, runLines } from "../../../src/index.ts";
import { CSV_FILE, logFile, RUNS_FILE, runFile, symbolsFile, updateFile } from "../../wire/exportedFiles.ts";
import type { Json, Line, Lines, Published, RunRow, Runs } from "../../wire.ts";
import { csvOf } from "../routes/csv.ts";
import { rowOf } from "../runIds.ts";
import { publishedEcho } from "./publishedEcho.ts";
import { publishedDetail, publishedLine, publishedRow } from "./publishedFields.ts";
import { cleanedWeights, sampleFor, vocabularyIn } from "./publishedWeights.ts";

/** "page": of the package. "run": says something of a run. "text": what somebody or a network wrote. */
export type FileKind = "page" | "run" | "text";
export interface RunFile {
	path: string;
	bytes: Uint8Array;
	kind: FileKind;
}

export interface RunsAsked {
	/** Folder of runs, absolute. */
	runs: string;
	names: readonly string[];
	withText: boolean;
	/** Texts of the page, by name. */
	texts: ReadonlyMap<string, string>;
}

export interface FilesMade {
	names: string[];
	files: RunFile[];
	/** Texts that are published as symbols, in words, for the scan alone. */
	texts: RunFile[];
	/** Files and folders of data that the runs' configurations name. */
	paths: string[];
}

/** @throws E_PUBLISH_RUN for a run that trains or is damaged; E_RUN_MISSING and what reading a run throws. */
export async function publishedRuns(asked: RunsAsked): Promise<FilesMade> {
	const reader = readRuns(asked.runs);
	const made: FilesMade = { names: [], files: [], texts: [], paths: [] };
	const rows: RunRow[] = [];
	for (const name of new Set(asked.names)) {
		const row = rowOfRun(reader, asked.runs, name);
		rows.push(row);
		made.names.push(row.name);
		made.paths.push(...dataPaths(asked.runs, row.name));
		await addRun(asked, row, made);
	}
	const all: Runs = { runs: rows, bin: [], results: [] };
	made.files.push(json(RUNS_FILE, all), { path: CSV_FILE, bytes: Buffer.from(csvOf(rows)), kind: "run" });
	return made;
}

function rowOfRun(reader: RunsReader, runs: string, name: string): RunRow {
	if (!reader.names().includes(name)) runDetail({ run: name, runs }); // says what is wrong with the name
	reader.look(name);
	const card = reader.card(name);
	if (!card) throw fail("E_PUBLISH_RUN", { run: name, why: "elsewhere" });
	if (card.damage !== undefined) throw fail("E_PUBLISH_RUN", { run: name, why: "damaged" });
	if (card.state === "running") throw fail("E_PUBLISH_RUN", { run: name, why: "running" });
	return publishedRow(rowOf(card));
}

async function addRun({ runs, withText, texts }: RunsAsked, row: RunRow, made: FilesMade): Promise<void> {
	const { id, name: run } = row;
	const published: Published = { weights: null, sample: null };
	if (row.kind === "text") {
		const best = await weightsOf(runs, run, "best");
		const last = await weightsOf(runs, run, "last");
		published.weights = { best: best.step, last: last.step };
		for (const { step, bytes } of best.step === last.step ? [best] : [best, last])
			made.files.push({ path: updateFile(id, "weights", step), bytes, kind: "run" });
		const vocabulary = vocabularyIn(best.bytes);
		if (withText) await addText(runs, row, vocabulary, made);
		else published.sample = sampleFor(vocabulary, texts) as Published["sample"];
	}
	const { echo, files } = row.kind === "text" ? { files: [] } : await publishedEcho(runs, row, withText);
	if (echo) published.echo = echo;
	made.files.push(...files);
	const detail = runDetail({ run, runs, baseNames: true });
	made.files.push(json(runFile(id), publishedDetail(row, detail, published, withText)));
	for (const log of ["metrics", "records", "samples"] as const) {
		const { lines, of } = runLines({ run, runs, log });
		const kept: Lines = {
			lines: (lines as Line[]).map((line) => publishedLine(log, line, row.kind === "pairs" && !withText)),
			of,
		};
		made.files.push({ ...json(logFile(id, log), kept), kind: log === "samples" ? "text" : "run" });
	}
}

async function weightsOf(runs: string, run: string, checkpoint: "best" | "last") {
	const folder = mkdtempSync(join(tmpdir(), "sluice-export-"));
	try {
		const file = join(folder, "weights.safetensors");
		const { step } = await exportRun({ run, runs, to: "safetensors", file, checkpoint });
		return { step, bytes: cleanedWeights(readFileSync(file)) };
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** Most symbols of a part that a page shows. */
const MOST_SYMBOLS = 1 << 20;

async function addText(
	runs: string,
	{ id, name: run }: RunRow,
	vocabulary: Vocabulary,
	made: FilesMade,
): Promise<void> {
	for (const part of ["train", "valid", "test"] as const) {
		const { symbols, from, ids } = await readSymbols({ run, runs, part, count: MOST_SYMBOLS });
		const path = symbolsFile(id, part);
		const bytes = new Uint8Array(Int32Array.from([symbols, from, ...ids]).buffer);
		made.files.push({ path, bytes, kind: "page" }); // numbers, whose words are scanned instead
		made.texts.push({ path, bytes: Buffer.from(vocabulary.decode(ids)), kind: "text" });
	}
}

/** Words of the configuration that name files or folders. */
function dataPaths(runs: string, run: string): string[] {
	const config = JSON.parse(readFileSync(join(runs, run, "config.json"), "utf8")) as Record<string, Json>;
	const named = [config.texts, config.data, config.imported, config.from].flatMap((value) => wordsIn(value ?? null));
	return named.filter((word) => /[\\/]/.test(word));
}

function wordsIn(value: Json): string[] {
	if (typeof value === "string") return [value];
	if (typeof value !== "object" || value === null) return [];
	return Object.values(value).flatMap(wordsIn);
}

const json = (path: string, value: object): RunFile => ({
	...{ path, bytes: Buffer.from(JSON.stringify(value)), kind: "run" },
});
