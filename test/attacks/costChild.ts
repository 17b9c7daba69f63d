/**
 * A process that reads one hostile file and prints what that cost: `KIND PATH`. It prints the code of the error, "read"
 * for none, the milliseconds of processor time taken and the peak of its memory in KiB. `KIND` "idle" loads all readers and reads nothing.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { readConfig } from "../../cli/configFile.ts";
import { SluiceError } from "../../src/errors/index.ts";
import * as library from "../../src/index.ts";
import { openSeries, series } from "../../src/workbench/datasets/seriesData.ts";
import { openTask, task } from "../../src/workbench/datasets/taskData.ts";
import { openTexts, scan } from "../../src/workbench/datasets/texts.ts";
import { gunzipStream } from "../../src/workbench/sources/gunzip.ts";
import { pickText } from "../../src/workbench/sources/text.ts";

const [kind = "idle", path = ""] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "sluice-cost-"));
const runs = join(folder, "runs");
const quick = { cell: "lstm", hidden: 4, batch: 1, k1: 4, steps: 1 } as const;

const readers: Record<string, () => unknown> = {
	idle: () => undefined,
	weights: () => library.importRun({ file: path, runs }),
	symbols: () => library.importRun({ file: join(dirname(path), "model.safetensors"), vocabulary: path, runs }),
	series: () => openSeries(series(path, { target: "all" })),
	settings: () => readConfig(path, ["layers", "hidden"]),
	songs: () => openTask(task("music", {}, path)),
	async text() {
		const source = await openTexts([path], () => {});
		await scan(source, { split: [90, 5, 5], lossy: false }, () => {});
		await source.close();
	},
	train: () => library.train({ data: library.text(path), options: quick, engine: "reference", runs }),
	archive: () =>
		pickText(
			gunzipStream(path, (error) => library.fail("E_GZIP", { path, why: "damaged", message: error.message })),
			path,
			{ strip: 1, prefix: "", suffixes: [".txt"] },
		),
	runs: () => library.listRuns(dirname(path)),
	sample: () => library.sample({ run: path, length: 4, engine: "reference" }),
	resume: () => library.resume({ run: path, engine: "reference" }),
	diagnose: () => library.diagnose({ run: path, engine: "reference" }),
	cells: () => library.namedCells({ run: path }),
	history: () => library.diagnose({ run: path, engine: "reference" }),
};

const begun = process.cpuUsage();
let code = "read";
let message = "";
try {
	await readers[kind]!();
} catch (error) {
	code = error instanceof SluiceError ? error.code : "UNCODED";
	message = String((error as Error).stack).slice(0, 400);
}
const { user, system } = process.cpuUsage(begun);
const processorMs = Math.round((user + system) / 1000);
rmSync(folder, { recursive: true, force: true });
process.stdout.write(JSON.stringify({ code, message, processorMs, peakKiB: process.resourceUsage().maxRSS }));
process.exit(0);
