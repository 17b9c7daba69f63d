/** Files: a run's report, its weights, the symbols of its text, the table of all runs. One report or export is made at a time. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fail } from "../../../src/errors/index.ts";
import { exportRun, readReservoir, readSequence, readSymbols } from "../../../src/index.ts";
import { need } from "../body.ts";
import type { FileAnswer, Handler } from "../handler.ts";
import { rowOf } from "../runIds.ts";
import type { Studio } from "../studio.ts";
import { messageIn } from "../trainings.ts";
import { csvOf } from "./csv.ts";

const MOST_MS = 10 * 60_000;
const working = new WeakSet<Studio>();

/** Calls `work` with a folder that is removed afterwards. @throws E_STUDIO_WORK while another one is at work. */
async function alone(studio: Studio, work: (folder: string) => Promise<FileAnswer>): Promise<FileAnswer> {
	if (working.has(studio)) throw fail("E_STUDIO_WORK", {});
	working.add(studio);
	const folder = mkdtempSync(join(studio.privateFolder, "file-"));
	try {
		return await work(folder);
	} finally {
		rmSync(folder, { recursive: true, force: true });
		working.delete(studio);
	}
}

/** The report is made by a process of its own, since its diagnosis computes for seconds. */
export const report: Handler = (studio, { id, query, signal }) => {
	const place = studio.ids.placeOf(id);
	const lang = query("lang") ?? studio.lang;
	need("lang", lang === "en" || lang === "ko", "en|ko");
	return alone(studio, async (folder) => {
		const file = join(folder, "report.html");
		await ended(studio.commands.program, studio.commands.report(place, file, lang as "en" | "ko"), signal);
		return { file: readFileSync(file), name: `${place.run}.html`, type: "text/html; charset=utf-8" };
	});
};

async function ended(program: string, argv: readonly string[], signal: AbortSignal): Promise<void> {
	const limit = AbortSignal.any([signal, AbortSignal.timeout(MOST_MS)]);
	const child = spawn(process.execPath, [program, ...argv], { stdio: ["ignore", "ignore", "pipe"], signal: limit });
	let errors = "";
	child.stderr.setEncoding("utf8").on("data", (text: string) => (errors = (errors + text).slice(-65_536)));
	const code = await new Promise<number | null>((resolve) => {
		child.on("error", () => resolve(null));
		child.on("close", resolve);
	});
	if (code !== 0) throw fail("E_STUDIO_PROCESS", { message: messageIn(errors) });
}

function checkpointOf(asked = "best"): "best" | "last" | number {
	need("checkpoint", /^(best|last|\d{1,15})$/.test(asked), "best|last|0..");
	return asked === "best" || asked === "last" ? asked : Number(asked);
}

function partOf(asked = "valid"): "train" | "valid" | "test" {
	need("part", /^(train|valid|test)$/.test(asked), "train|valid|test");
	return asked as "valid";
}

export const weights: Handler = (studio, { id, query }) => {
	const { run, runs } = studio.ids.placeOf(id);
	const checkpoint = checkpointOf(query("checkpoint"));
	return alone(studio, async (folder) => {
		const file = join(folder, "weights.safetensors");
		await exportRun({ run, runs, to: "safetensors", file, checkpoint });
		return { file: readFileSync(file), name: `${run}.safetensors`, type: "application/octet-stream" };
	});
};

const SYMBOLS = 1 << 20;

/** Two whole numbers, the symbols of the whole part and the index of the first; then the ids. All int32, little-endian. */
export const symbols: Handler = async (studio, { id, query }) => {
	const part = partOf(query("part"));
	const [from, count] = [query("from") ?? "0", query("count") ?? String(SYMBOLS)];
	need("from", /^\d{1,15}$/.test(from), "0..");
	need("count", /^\d{1,7}$/.test(count) && Number(count) <= SYMBOLS, `1..${SYMBOLS}`);
	const { run, runs } = studio.ids.placeOf(id);
	const request = { run, runs, part, from: Number(from), count: Number(count) };
	const read = await readSymbols(request);
	const words = Int32Array.of(read.symbols, read.from);
	const file = Buffer.concat([Buffer.from(words.buffer), Buffer.from(read.ids.buffer, 0, read.ids.byteLength)]);
	return { file, name: `${run}-${part}.i32`, type: "application/octet-stream" };
};

/** The network of an echo state network on a task or a series. */
export const reservoir: Handler = (studio, { id, query }) => {
	const { run, runs } = studio.ids.placeOf(id);
	const checkpoint = checkpointOf(query("checkpoint"));
	return alone(studio, async () => {
		const { file } = await readReservoir({ run, runs, checkpoint });
		return { file: Buffer.from(file), name: `${run}.safetensors`, type: "application/octet-stream" };
	});
};

/** The sequence that it reads. */
export const sequence: Handler = (studio, { id, query }) => {
	const { run, runs } = studio.ids.placeOf(id);
	const part = partOf(query("part"));
	return alone(studio, async () => {
		const { file } = await readSequence({ run, runs, part });
		return { file: Buffer.from(file), name: `${run}-${part}.safetensors`, type: "application/octet-stream" };
	});
};

export const runsCsv: Handler = ({ reader }) => ({
	...{ file: csvOf(reader.cards().map(rowOf)), name: "runs.csv", type: "text/csv; charset=utf-8" },
});
