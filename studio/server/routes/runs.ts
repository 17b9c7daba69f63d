/** Reading runs: the list, one run, the lines of its logs. */
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { binned, type LogName, runDetail as readDetail, runLines, runSpectrum } from "../../../src/index.ts";
import type { Line, Lines, RunDetail, Runs, Spectrum } from "../../wire.ts";
import { need } from "../body.ts";
import type { Handler } from "../handler.ts";
import { idOf } from "../idOf.ts";
import { rowOf } from "../runIds.ts";

export const listRuns: Handler = ({ reader, runs }): Runs => {
	const bin = new Map(
		binned(runs).map(({ run, removed }) => [run, { id: idOf(run), name: run, removedMs: Date.parse(removed) }]),
	);
	const rows = reader.cards().map(rowOf);
	setImmediate(() => reader.keep()); // after the answer
	return { runs: rows, bin: [...bin.values()], results: resultsIn(runs) };
};

/** Results by which a folder is known: OUT/compare.json of a comparison, OUT/quick.json or OUT/full.json of a reproduction. */
const RESULTS = [
	["compare.json", "compare"],
	["quick.json", "reproduce"],
	["full.json", "reproduce"],
] as const;

function resultsIn(runs: string): Runs["results"] {
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

export const runDetail: Handler = ({ ids, studies }, { id }): RunDetail => {
	const { run, runs, trial } = ids.placeOf(id);
	const detail = { ...ids.rowOf(id), ...readDetail({ run, runs }) };
	if (!trial) return detail;
	const { settings, seed } = studies.trialOf(trial);
	return { ...detail, trial: { study: idOf(trial.study), name: trial.study, settings, seed } };
};

export const lines: Handler = ({ ids }, { id, query }): Lines => {
	const log = query("log") ?? "metrics";
	need("log", ["metrics", "records", "samples"].includes(log), "metrics|records|samples");
	const from = query("from");
	need("from", from === undefined || /^-?\d{1,15}$/.test(from), "0..");
	const { run, runs } = ids.placeOf(id);
	const found = runLines({
		...{ run, runs, log: log as LogName },
		...(from !== undefined && { from: Number(from) }),
	});
	return { lines: found.lines as Line[], of: found.of };
};

export const spectrum: Handler = ({ ids }, { id, query }): Spectrum => {
	const checkpoint = query("checkpoint") ?? "";
	need("checkpoint", /^\d{1,15}$/.test(checkpoint), "0..");
	const { run, runs } = ids.placeOf(id);
	return { spectrum: runSpectrum({ run, runs, checkpoint: Number(checkpoint) }) };
};
