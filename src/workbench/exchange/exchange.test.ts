import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { readSafetensors, writeSafetensors } from "../../interop/safetensors.ts";
import type { GivenOptions } from "../../training/options/options.ts";
import { text } from "../datasets/texts.ts";
import { type EvaluateRequest, evaluate, type TextEvaluation } from "../readings/evaluateRun.ts";
import { sample } from "../readings/sample.ts";
import { listRuns } from "../runs/overview.ts";
import { openRun } from "../runs/runStore.ts";
import { resume } from "../sessions/resume.ts";
import { train } from "../sessions/train.ts";
import { type ExchangeFormat, exportRun, importRun } from "./exchange.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-exchange-"));
const at = (name: string) => join(folder, name);
const runs = at("runs");
const engine = "reference";
const corpus = at("text.txt");
writeFileSync(corpus, "the cat sat on the mat; 가나다 the rat ate the hat\n".repeat(30));
const settings = { steps: 12, batch: 3, k1: 5, lr: 0.02, saveEvery: 4, keepLast: 5, seed: 4 };
const from = (run: string) => openRun(run, runs, { validate: (config) => config });

const measured = async (request: EvaluateRequest) => (await evaluate(request)) as TextEvaluation;

beforeAll(async () => {
	const models: Record<string, GivenOptions> = {
		l: { cell: "lstm", hidden: 4, layers: 2 },
		p: { cell: "lstm", hidden: 4, variant: "peephole" },
		g: { cell: "gru", hidden: 5 },
	};
	for (const [run, model] of Object.entries(models))
		await train({ data: text(corpus), model, options: settings, run, runs, engine });
	await train({
		data: text(corpus, { unit: "byte" }),
		model: { cell: "rnn", hidden: 4 },
		options: settings,
		run: "bytes",
		runs,
		engine,
	});
	await train({
		data: text(corpus, { unit: "jamo" }),
		model: { cell: "rnn", hidden: 4 },
		options: settings,
		run: "jamo",
		runs,
		engine,
	});
});

describe("a run sent out and brought back", () => {
	const cases: [run: string, to: ExchangeFormat][] = [
		...(["safetensors", "torch", "onnx"] as const).map((to): [string, ExchangeFormat] => ["l", to]),
		...([
			["g", "torch"],
			["p", "onnx"],
			["bytes", "torch"],
			["jamo", "safetensors"],
		] as [string, ExchangeFormat][]),
	];
	test.each(cases)(
		"%s by way of %s has the same loss within 1e-6, writes the same text, and needs no vocabulary",
		async (run, to) => {
			const file = at(`${run}-${to}.${to === "onnx" ? "onnx" : "safetensors"}`);
			const sent = await exportRun({ run, runs, to, file });
			const got = await importRun({ file, runs });
			expect(got).toMatchObject({ layout: to, model: sent.model, symbols: sent.symbols, parameters: sent.parameters });
			const want = await measured({ run, runs, texts: [corpus], engine });
			const have = await measured({ run: got.run, runs, texts: [corpus], engine });
			expect(Math.abs(have.lossNats! - want.lossNats!)).toBeLessThan(1e-6);
			const asked = { prompt: "the ", length: 40, temperature: 0, runs, engine } as const;
			expect((await sample({ run: got.run, ...asked })).text).toBe((await sample({ run, ...asked })).text);
			expect(listRuns(runs).find(({ name }) => name === got.run)).toMatchObject({ step: 0, state: "finished" });
		},
	);

	test("keeps its weights bit for bit through safetensors and torch, in float64", async () => {
		for (const to of ["safetensors", "torch"] as const) {
			const file = at(`bits-${to}.safetensors`);
			await exportRun({ run: "l", runs, to, file, checkpoint: "last" });
			const { run } = await importRun({ file, runs });
			const weights = from("l")
				.loadNewest()
				.snapshot.tensors.filter((t) => !/^(optimizer|state)\./.test(t.name));
			expect(from(run).loadNewest().snapshot.tensors).toEqual(weights);
		}
	});

	test("is the checkpoint that was asked for: best, last, or of a step; one that is not there is E_CHECKPOINT_NONE", async () => {
		const file = at("step.safetensors");
		const steps = async (checkpoint: "best" | "last" | number) =>
			(await exportRun({ run: "l", runs, to: "safetensors", file, checkpoint })).step;
		expect([await steps("last"), await steps(8)]).toEqual([12, 8]);
		expect(await steps("best")).toBe(from("l").loadBest().step);
		await expect(steps(100)).rejects.toThrow(/step 100.*E_CHECKPOINT_NONE/);
	});

	test("replaces a file whole: a folder in its place is refused, and no temporary file is left", async () => {
		mkdirSync(at("out/sub"), { recursive: true });
		const file = at("out/model.safetensors");
		for (let n = 0; n < 2; n++) await exportRun({ run: "l", runs, to: "torch", file });
		await expect(exportRun({ run: "l", runs, to: "torch", file: at("out/sub") })).rejects.toThrow(/E_EXPORT_PLACE/);
		await expect(exportRun({ run: "p", runs, to: "torch", file })).rejects.toThrow(/--to onnx.*E_EXPORT_FORM/);
		expect(readdirSync(at("out"))).toEqual(["model.safetensors", "sub"]);
		expect(readSafetensors(readFileSync(file), "a").tensors.length).toBe(10);
	});
});

describe("an imported run", () => {
	test("trains on from its weights with any text, and is refused by name where a text of its own is needed", async () => {
		await exportRun({ run: "l", runs, to: "torch", file: at("own.safetensors") });
		const { run } = await importRun({ file: at("own.safetensors"), run: "mine", runs });
		const next = /mine was imported and has no training text. Give one \(E_RUN_NO_TEXT\): sluice \w+ /;
		await expect(train({ from: run, runs, engine })).rejects.toThrow(next);
		await expect(resume({ run, runs, engine })).rejects.toThrow(next);
		expect(from(run).readState()).toBe("finished");
		await expect(measured({ run, runs, engine })).rejects.toThrow(/sluice eval mine FILE/);
		const more = await train({ data: text(corpus), from: run, options: settings, run: "more", runs, engine });
		const { lossNats } = await measured({ run: "mine", runs, texts: [corpus], engine });
		expect(more.steps).toBe(12);
		expect((await measured({ run: "more", runs, texts: [corpus], engine })).lossNats).toBeLessThan(lossNats!);
	});

	test("is refused under a name that is taken, and leaves nothing where its file is bad", async () => {
		await expect(importRun({ file: at("own.safetensors"), run: "l", runs })).rejects.toThrow(/E_RUN_EXISTS/);
		const before = readdirSync(runs);
		writeFileSync(at("cut.safetensors"), readFileSync(at("own.safetensors")).subarray(0, 900));
		await expect(importRun({ file: at("cut.safetensors"), runs })).rejects.toThrow(/E_WEIGHTS_CUT/);
		await expect(importRun({ file: at("nowhere"), runs })).rejects.toThrow(/E_DISK_MISSING/);
		await expect(importRun({ file: folder, runs })).rejects.toThrow(/E_FILE_KIND/);
		expect(readdirSync(runs)).toEqual(before);
	});
});

describe("a file without symbols", () => {
	const bare = at("bare.safetensors");
	const symbols = () => [...new Set(readFileSync(corpus, "utf8"))].sort();
	const loss = async (run: string) => (await measured({ run, runs, texts: [corpus], engine })).lossNats;

	test("takes them from the text it was trained on, or from a list in any order of ids", async () => {
		await exportRun({ run: "l", runs, to: "torch", file: bare });
		writeFileSync(bare, writeSafetensors(readSafetensors(readFileSync(bare), "a").tensors));
		const want = await loss("l");
		const byText = await importRun({ file: bare, vocabulary: corpus, runs });
		expect(await loss(byText.run)).toBe(want);

		// The same model with its ids in reverse order.
		const { tensors } = readSafetensors(readFileSync(bare), "a");
		const V = symbols().length;
		const reversed = tensors.map((t) => {
			const width =
				t.name === "weight_ih_l0" ? 1 : t.name === "head.weight" ? t.shape[1]! : t.name === "head.bias" ? 1 : 0;
			if (width === 0) return t;
			const data = t.data.slice();
			for (let at = 0; at < data.length; at++) {
				const block = Math.floor(at / (V * width)) * V * width;
				const k = Math.floor((at - block) / width);
				data[at] = t.data[block + (V - 1 - k) * width + (at % width)]!;
			}
			return { ...t, data };
		});
		writeFileSync(at("reversed.safetensors"), writeSafetensors(reversed));
		writeFileSync(at("symbols.json"), JSON.stringify(symbols().reverse()));
		const byList = await importRun({ file: at("reversed.safetensors"), vocabulary: at("symbols.json"), runs });
		expect(await loss(byList.run)).toBe(want);
	});

	test("is refused without them, with another number of them, or with a list that is none", async () => {
		const refuse = async (message: RegExp, more: { vocabulary?: string; unit?: "byte" } = {}) =>
			expect(importRun({ file: bare, runs, ...more })).rejects.toThrow(message);
		await refuse(/does not name the symbols.*--vocabulary FILE.*E_IMPORT_VOCABULARY/);
		await refuse(/got 256, expected V = \d+/, { unit: "byte" });
		const list = async (json: unknown, message: RegExp) => {
			writeFileSync(at("list.json"), JSON.stringify(json));
			await refuse(message, { vocabulary: at("list.json") });
		};
		await list(["a", "b"], /number of symbols differs \(got 2, expected V =/);
		await list(["a", "b", "a"], /"a" \(id \d\).*E_IMPORT_VOCABULARY/);
		await list(["a", "bc"], /"bc" \(id 1\)/);
		await list(["a", 7], /7 \(id 1\)/);
		await list([], /got \[\]/);
		await list({ a: 1 }, /E_VOCABULARY/);
		await expect(importRun({ file: at("l-torch.safetensors"), vocabulary: corpus, runs })).rejects.toThrow(
			/has its own symbols.*E_IMPORT_VOCABULARY/,
		);
	});
});
