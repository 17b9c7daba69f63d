/** Reading runs: the list, one run, the lines of its logs. */
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { binned, type LogName, runDetail as readDetail, runLines, runSpectrum } from "../../../src/index.ts";
import type { Line, Lines, RunDetail, Runs, Spectrum } from "../../wire.ts";
import { need } from "../body.ts";
import type { Handler } from "../handler.ts";
import { idOf, rowOf } from "../runIds.ts";

export const listRuns: Handler = ({ reader, runs }): Runs => {
	const bin = new Map(
		binned(runs).map(({ run, removed }) => [run, { id: idOf(run), name: run, removedMs: Date.parse(removed) }]),
	);
	const rows = reader.cards().map(rowOf);
	setImmediate(() => reader.keep()); // after the answer
	return { runs: rows, bin: [...bin.values()], studies: studiesIn(runs) };
};

/** Results by which a folder is known: OUT/compare.json of a comparison, OUT/quick.json or OUT/full.json of a reproduction. */
const RESULTS = [
	["compare.json", "compare"],
	["quick.json", "reproduce"],
	["full.json", "reproduce"],
] as const;

function studiesIn(runs: string): Runs["studies"] {
	if (!existsSync(runs)) return [];
	const folders = readdirSync(runs, { withFileTypes: true }).filter(
		(entry) => entry.isDirectory() && !entry.name.startsWith("."),
	);
	return folders.flatMap(({ name }) => {
		if (existsSync(join(runs, name, "config.json"))) return []; // a run
		const result = RESULTS.find(([file]) => existsSync(join(runs, name, file)));
		if (!result) return [];
		return [{ name, kind: result[1], title: name, changedMs: statSync(join(runs, name, result[0])).mtimeMs }];
	});
}

export const runDetail: Handler = ({ ids, runs }, { id }): RunDetail => {
	const row = ids.rowOf(id);
	return { ...row, ...readDetail({ run: row.name, runs }) };
};

export const lines: Handler = ({ ids, runs }, { id, query }): Lines => {
	const log = query("log") ?? "metrics";
	need("log", ["metrics", "records", "samples"].includes(log), "metrics|records|samples");
	const from = query("from");
	need("from", from === undefined || /^-?\d{1,15}$/.test(from), "0..");
	const found = runLines({
		...{ run: ids.nameOf(id), runs, log: log as LogName },
		...(from !== undefined && { from: Number(from) }),
	});
	return { lines: found.lines as Line[], of: found.of };
};

export const spectrum: Handler = ({ ids, runs }, { id, query }): Spectrum => {
	const checkpoint = query("checkpoint") ?? "";
	need("checkpoint", /^\d{1,15}$/.test(checkpoint), "0..");
	return { spectrum: runSpectrum({ run: ids.nameOf(id), runs, checkpoint: Number(checkpoint) }) };
};
