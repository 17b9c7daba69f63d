/** Runs with weight-drop and a mean of their weights: what readings and exports of them use, and that they resume. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readSafetensors } from "../../interop/safetensors.ts";
import { RandomStream } from "../../kernels/random.ts";
import type { GivenOptions } from "../../training/options/options.ts";
import { parseReceipt } from "../../training/receipts/receiptCodec.ts";
import { text } from "../datasets/texts.ts";
import { exportRun } from "../exchange/exchange.ts";
import { evaluate, type TextEvaluation } from "../readings/evaluateRun.ts";
import { parseConfig } from "../runs/config.ts";
import { openRun } from "../runs/runStore.ts";
import { checkReceipt, makeReceipt } from "./receipts/receipts.ts";
import { resume } from "./resume.ts";
import { train } from "./train.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-averaged-"));
const runs = join(folder, "runs");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const random = new RandomStream(5, "averaged");
const book = join(folder, "book.txt");
writeFileSync(book, Array.from({ length: 3000 }, () => "abc defg.\n"[random.below(10)]).join(""));
const common: GivenOptions = { hidden: 7, batch: 3, k1: 9, seed: 4, steps: 30, recordEvery: 0, lr: 0.05 };
const options: GivenOptions = { ...common, weightDrop: 0.3, average: "ema:0.9" };
const engine = "reference";
const newest = (run: string) => openRun(run, runs, { validate: parseConfig }).loadNewest().snapshot;
const numbers = (run: string, name: string) =>
	Float64Array.from(newest(run).tensors.find((tensor) => tensor.name === name)!.data);

beforeAll(async () => {
	const { averagedUpdates } = await train({ data: text(book), options, run: "whole", runs, engine });
	expect(averagedUpdates).toBe(30);
});

test("a run stopped in the middle and resumed has the checkpoint of the run that was not, mean and masks included", async () => {
	const stop = new AbortController();
	const onEvent = (event: { type: string; step?: number }) => {
		if (event.type === "step" && event.step === 17) stop.abort();
	};
	await train({ data: text(book), options, run: "stopped", runs, engine }, { onEvent, signal: stop.signal });
	expect(newest("stopped").state.step).toBeLessThan(30);
	await resume({ run: "stopped", runs });
	const bytes = (run: string) => newest(run).tensors.map(({ name, data }) => [name, [...data]]);
	expect(bytes("stopped")).toEqual(bytes("whole"));
	expect(newest("stopped").state.weightDropCounter).toBe(newest("whole").state.weightDropCounter);
});

test("evaluation reads the mean and says so: the loss of a run of plain weights that are the mean", async () => {
	const read = (run: string) => evaluate({ run, runs, checkpoint: "last", engine }) as Promise<TextEvaluation>;
	const averaged = await read("whole");
	expect(averaged.averagedUpdates).toBe(30);
	await train({ data: text(book), options: { ...common, steps: 0 }, run: "plain", runs, engine, from: "whole" });
	const plain = await read("plain");
	expect(plain).not.toHaveProperty("averagedUpdates");
	const best = (await evaluate({ run: "whole", runs, engine })) as TextEvaluation;
	expect(plain.lossNats).toBe(best.lossNats); // --from takes the best checkpoint
});

test("an export has the mean as its plain weights, and says how many updates it averages", async () => {
	const file = join(folder, "whole.safetensors");
	const result = await exportRun({ run: "whole", runs, to: "safetensors", file, checkpoint: "last" });
	expect(result.averagedUpdates).toBe(30);
	const { tensors } = readSafetensors(readFileSync(file), file);
	expect(tensors.map(({ name }) => name)).not.toContain("optimizer.weights");
	const found = Float64Array.from(tensors.find(({ name }) => name === "weight_hh_l0")!.data);
	expect(found).toEqual(numbers("whole", "weight_hh_l0"));
	const { length } = numbers("whole", "weight_hh_l0");
	const trained = numbers("whole", "optimizer.weights");
	const first = numbers("whole", "weight_ih_l0").length;
	expect(found).not.toEqual(trained.slice(first, first + length));
});

test("a receipt is about the trained weights: whoever trains the updates again gets their digest", async () => {
	const run = await train({ data: text(book), options, run: "receipt", runs, engine: "wasm-plain" });
	const { link, weightsSha256 } = await makeReceipt({ run: "receipt", runs });
	expect(weightsSha256).toBe(run.weightsSha256);
	const { options: certified } = parseReceipt(link);
	expect([certified.weightDrop, "average" in certified]).toEqual([0.3, false]); // a mean changes no trained weight
	expect((await checkReceipt({ receipt: link, text: book })).same).toBe(true);
});
