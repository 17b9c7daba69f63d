/** Weights beyond float32: refused where they enter, where they leave, and where they are read; never a silent null. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readSafetensors, writeSafetensors } from "../../interop/safetensors.ts";
import { text } from "../datasets/texts.ts";
import { evaluate } from "../readings/evaluateRun.ts";
import { predictions } from "../readings/predictions.ts";
import { sample } from "../readings/sample.ts";
import { continueRun } from "../runs/runStore.ts";
import { train } from "../sessions/train.ts";
import { exportRun, importRun } from "./exchange.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-range-"));
const runs = join(folder, "runs");
const corpus = join(folder, "text.txt");
writeFileSync(corpus, "the cat sat on the mat; the rat ate the hat\n".repeat(30));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
/** Largest float32, 3.4e38, and the float64 numbers that round to it and to infinity: half a unit in the last place on. */
const MOST = 2 ** 128 - 2 ** 104;
const FITS = 2 ** 128 - 2 ** 103 - 2 ** 90;
const BEYOND = 2 ** 128 - 2 ** 103;

beforeAll(async () => {
	const options = { steps: 2, batch: 3, k1: 5, validEvery: 2, keepLast: 1, keepBest: 0 };
	const made = { data: text(corpus), model: { hidden: 3 }, options, runs, engine: "reference" } as const;
	for (const run of ["whole", "wide", "huge"]) await train({ ...made, run });
	change("wide", "weight_ih_l0", 5, 1e200);
	change("huge", "bias_l0", undefined, 30); // h is near 1, so that every logit is the sum of 3 numbers of 3e38
	change("huge", "head.weight", undefined, 3e38);
});

function change(name: string, tensor: string, index: number | undefined, value: number): void {
	const run = continueRun(name, runs, { validate: (config) => config });
	const { snapshot, step } = run.loadNewest();
	const { data } = snapshot.tensors.find((one) => one.name === tensor)!;
	if (index === undefined) data.fill(value);
	else data[index] = value;
	run.save(snapshot, { step, keepLast: 1 });
	run.close("finished");
}

async function imported(value: number): Promise<string> {
	const file = join(folder, "changed.safetensors");
	await exportRun({ run: "whole", runs, to: "safetensors", file });
	const { readFileSync } = await import("node:fs");
	const { tensors, metadata } = readSafetensors(readFileSync(file), file);
	tensors.find(({ name }) => name === "bias_l0")!.data[4] = value;
	writeFileSync(file, writeSafetensors(tensors, metadata));
	return (await importRun({ file, runs })).run;
}

test("import refuses 1e200 and the first number that rounds to infinity, by name and index, and makes no run", async () => {
	const before = readdirSync(runs);
	for (const value of [1e200, -1e200, BEYOND])
		await expect(imported(value)).rejects.toThrow(/"bias_l0".*\[4\] = .*3\.4028235e\+?38.*E_IMPORT/);
	expect(readdirSync(runs)).toEqual(before);
	for (const value of [MOST, FITS]) expect(await imported(value)).toMatch(/changed/);
});

test("export to 3 formats refuses 1e200 by name and index, and writes 0 files", async () => {
	for (const to of ["onnx", "torch", "safetensors"] as const)
		await expect(exportRun({ run: "wide", runs, to, file: join(folder, `never.${to}`) })).rejects.toThrow(
			/"weight_ih_l0".*\[5\] = 1e\+200.*E_IMPORT/,
		);
	expect(readdirSync(folder).filter((name) => name.startsWith("never"))).toEqual([]);
});

test("a float64 checkpoint with 1e200 is read by the reference and refused by a float32 engine, by name and index", async () => {
	expect(await evaluate({ run: "wide", runs, engine: "reference" })).toMatchObject({ lossNats: expect.any(Number) });
	await expect(evaluate({ run: "wide", runs, engine: "wasm-plain" })).rejects.toThrow(
		/weight_ih_l0\[5\] is 1e\+200.*E_WEIGHT_RANGE/,
	);
});

test("finite weights whose loss is not finite: eval, predictions and sample say so instead of null or NaN", async () => {
	const request = { run: "huge", runs, engine: "wasm-plain" } as const;
	for (const reading of [evaluate, predictions, sample]) {
		await expect(reading(request as never)).rejects.toThrow(/huge.*(NaN|Infinity).*E_NOT_FINITE/);
	}
});
