/** Runs with blocks of units: they resume, fork, replay and are certified bit for bit; exports and imports keep the blocks. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parameterCount } from "../../cells/layout.ts";
import { firstOutside } from "../../cells/unitBlocks.ts";
import { readOwn, writeOwn } from "../../interop/portable.ts";
import { readSafetensors, writeSafetensors } from "../../interop/safetensors.ts";
import { RandomStream } from "../../kernels/random.ts";
import type { GivenOptions } from "../../training/options/options.ts";
import { parseReceipt } from "../../training/receipts/receiptCodec.ts";
import type { TrainEvent } from "../../training/run/events.ts";
import { task } from "../datasets/taskData.ts";
import { text } from "../datasets/texts.ts";
import { exportRun, importRun } from "../exchange/exchange.ts";
import { evaluate } from "../readings/evaluateRun.ts";
import { parseConfig } from "../runs/config.ts";
import { listRuns } from "../runs/overview.ts";
import { openRun } from "../runs/runStore.ts";
import { forkRun } from "./fork/fork.ts";
import { checkReceipt, makeReceipt } from "./receipts/receipts.ts";
import { openReplay } from "./replay/replay.ts";
import { resume } from "./resume.ts";
import { train } from "./train.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-blocked-"));
const runs = join(folder, "runs");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const random = new RandomStream(5, "blocked");
const book = join(folder, "book.txt");
writeFileSync(book, Array.from({ length: 3000 }, () => "abc defg.\n"[random.below(10)]).join(""));
const options: GivenOptions = { hidden: 12, blocks: 3, layers: 2, batch: 5, k1: 8, dropout: 0.2, seed: 4, steps: 30 };
const engine = "wasm-plain";
let digest = "";

beforeAll(async () => {
	digest = (await train({ data: text(book), options, run: "whole", runs, engine })).weightsSha256;
	await train({ data: text(book), options: { ...options, cell: "gru", layers: 1 }, run: "gru", runs, engine });
});

const tensorsOf = (run: string) => openRun(run, runs, { validate: parseConfig }).loadNewest().snapshot.tensors;
const optionsOf = (run: string) => openRun(run, runs, { validate: parseConfig }).config.options as GivenOptions;

test("a checkpoint has the whole matrices with zeros outside the blocks, and the list of runs counts what is learned", () => {
	const matrices = tensorsOf("whole").filter(({ name }) => name.startsWith("weight_hh"));
	expect(matrices.map(({ shape, data }) => [shape, firstOutside(data, 12, 3)])).toEqual([
		[[48, 12], -1],
		[[48, 12], -1],
	]);
	const { parameters, model } = listRuns(runs).find(({ name }) => name === "whole")!;
	const symbols = tensorsOf("whole").find(({ name }) => name === "head.bias")!.data.length;
	const dense = parameterCount({ cell: "lstm", variant: "forget", symbols, hidden: 12, layers: 2, dropout: 0 });
	expect([parameters, model]).toEqual([dense - 2 * 48 * 8, "lstm 2x12, 3 blocks"]);
});

test("stopped after 11 of 30 updates and resumed, it ends with the digest of the run that was not", async () => {
	const stop = new AbortController();
	const onEvent = (event: TrainEvent) => void (event.type === "step" && event.step === 11 && stop.abort());
	await train({ data: text(book), options, run: "stopped", runs, engine }, { onEvent, signal: stop.signal });
	expect((await resume({ run: "stopped", runs })).weightsSha256).toBe(digest);
});

test("a fork ends with its parent's digest, and cannot change the blocks", async () => {
	const { result, first } = await forkRun({ run: "whole", runs, update: 13, to: "fork" });
	expect([result.weightsSha256, first]).toEqual([digest, null]);
	for (const blocks of [1, 2, 4])
		await expect(forkRun({ run: "whole", runs, update: 13, change: { blocks }, to: "no" })).rejects.toMatchObject({
			...{ code: "E_FORK", params: { option: "blocks", why: "shape" } },
		});
});

test("updates replay as logged; a receipt names the blocks, and whoever trains it again gets the digest", async () => {
	const replayed = await openReplay({ run: "whole", runs });
	expect((await replayed.at(30)).weightsSha256).toBe(digest);
	await replayed.close();
	const { link, weightsSha256 } = await makeReceipt({ run: "whole", runs });
	expect([weightsSha256, parseReceipt(link).options.blocks]).toEqual([digest, 3]);
	expect((await checkReceipt({ receipt: link, text: book })).same).toBe(true);
});

test("a run from another one has its blocks, and begins with its weights", async () => {
	await train({ data: text(book), options: { steps: 0 }, from: "whole", run: "from", runs, engine });
	expect(optionsOf("from").blocks).toBe(3);
	const asked = train({
		data: text(book),
		options: { blocks: 2, steps: 0 },
		from: "whole",
		run: "other",
		runs,
		engine,
	});
	await expect(asked).rejects.toMatchObject({ code: "E_SHAPE", params: { why: { reason: "outside" } } });
});

test.each([
	["whole", "safetensors", "blocks.safetensors"],
	["whole", "npz", "blocks.npz"],
	["whole", "torch", "blocks.pt.safetensors"],
	["whole", "onnx", "blocks.onnx"],
	["whole", "keras", "blocks.keras"],
	["gru", "onnx", "gru.onnx"],
	["gru", "torch", "gru.safetensors"],
] as const)("%s as %s: the import has its blocks, its matrices and its loss", async (run, to, name) => {
	const file = join(folder, name);
	await exportRun({ run, runs, to, file, checkpoint: "last" });
	const imported = `${run}-${to}`;
	await importRun({ file, run: imported, runs });
	expect(optionsOf(imported).blocks).toBe(3);
	const matrix = (of: string) => tensorsOf(of).find((tensor) => tensor.name === "weight_hh_l0")!.data;
	expect([...matrix(imported)]).toEqual([...matrix(run)]);
	const loss = async (of: string) => {
		const found = await evaluate({ run: of, runs, checkpoint: "last", texts: [book] });
		return "lossNats" in found ? (found.lossNats ?? Number.NaN) : Number.NaN;
	};
	expect(await loss(imported)).toBeCloseTo(await loss(run), 5);
});

test("a file whose notes and matrices disagree is refused: a number outside the blocks, and blocks that no model has", async () => {
	const file = join(folder, "changed.safetensors");
	await exportRun({ run: "whole", runs, to: "safetensors", file });
	const model = readOwn(readFileSync(file), file);
	expect(model.spec.blocks).toBe(3);
	const noted = { ...model, tensors: model.tensors.map((tensor) => ({ ...tensor, data: tensor.data.slice() })) };
	noted.tensors.find((tensor) => tensor.name === "weight_hh_l1")!.data[11] = 1;
	writeFileSync(file, writeOwn(noted));
	await expect(importRun({ file, runs, run: "no" })).rejects.toMatchObject({
		...{ code: "E_SHAPE", params: { what: `${file}: weight_hh_l1[0,11]`, why: { reason: "outside" } } },
	});
	const { tensors, metadata } = readSafetensors(writeOwn(model), file);
	for (const blocks of [0, 1, 5, 2.5, -3, "3", null]) {
		const notes = { ...metadata, "sluice.model": JSON.stringify({ ...JSON.parse(metadata["sluice.model"]!), blocks }) };
		expect(() => readOwn(writeSafetensors(tensors, notes), file)).toThrow("sluice.model");
	}
});

test("a task trains in blocks too", async () => {
	const given: GivenOptions = { hidden: 8, blocks: 4, cell: "rnn", length: "10..12", batch: 4, steps: 12, omega: 1 };
	await train({ data: task("temporal-order"), options: given, run: "task", runs, engine });
	expect(firstOutside(tensorsOf("task").find(({ name }) => name === "weight_hh_l0")!.data, 8, 4)).toBe(-1);
});
