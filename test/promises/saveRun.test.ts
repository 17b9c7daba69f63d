/** Runs saved from a program's own loop, opened by every function that takes a run. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Unrolled } from "../../src/cells/unroll.ts";
import { Weights } from "../../src/cells/weights.ts";
import { openCorpus } from "../../src/data/corpus.ts";
import { bytesSource } from "../../src/data/source.ts";
import { taskNamed } from "../../src/data/tasks/registry.ts";
import * as library from "../../src/index.ts";
import { RandomStream } from "../../src/kernels/random.ts";
import { createReference } from "../../src/kernels/reference.ts";
import { startWeights } from "../../src/remedies/starts.ts";
import { EchoTrainer } from "../../src/training/echo/echoTrainer.ts";
import { parseEchoOptions } from "../../src/training/echo/parseEchoOptions.ts";
import { parseOptions } from "../../src/training/options/options.ts";
import { parseTaskOptions } from "../../src/training/options/taskOptions.ts";
import { TaskTrainer } from "../../src/training/task/taskTrainer.ts";
import { Trainer } from "../../src/training/trainer.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-saved-"));
const runs = join(folder, "runs");
const place = { runs, engine: "reference" } as const;
const file = join(folder, "text.txt");
const letters = 'the "cat" sat on the mat; the "rat" ate the hat\n'.repeat(120);
const text = library.text(file);
const engine = createReference();
const V = new Set(letters).size;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Weights trained by hand: 30 steps of plain descent on windows of one lane. */
function byHand(): Weights {
	const weights = new Weights(engine, {
		cell: "gru",
		variant: "reset-after",
		layers: 2,
		hidden: 6,
		symbols: V,
		dropout: 0,
	});
	startWeights(weights, "default", 0, new RandomStream(5, "weights"));
	const gradients = new Weights(engine, weights.spec);
	const window = new Unrolled(engine, weights, { steps: 16, lanes: 1, training: true });
	const known = [...new Set(letters)].sort();
	for (let n = 0; n < 30; n++) {
		for (let t = 0; t < 16; t++) {
			window.ids[t] = known.indexOf(letters[16 * n + t]!);
			window.targets[t] = known.indexOf(letters[16 * n + t + 1]!);
		}
		window.forward();
		gradients.flat.fill(0);
		window.backward(gradients, { scale: 1 / 16 });
		for (let j = 0; j < weights.flat.length; j++) weights.flat[j]! -= 0.5 * gradients.flat[j]!;
	}
	return weights;
}

const options = { cell: "lstm", hidden: 5, batch: 3, k1: 7, lr: 0.02, steps: 20, seed: 4, recordEvery: 0 } as const;
/** A trainer after `steps` of 20 updates of the schedule of train(). */
async function trained(steps: number): Promise<Trainer> {
	const corpus = await openCorpus(bytesSource("text", new TextEncoder().encode(letters)), { split: [90, 5, 5] });
	const trainer = new Trainer(engine, corpus.parts.train, corpus.vocabulary.size, parseOptions(options));
	while (trainer.step < steps) await trainer.update((trainer.step + 0.5) / 20);
	return trainer;
}

beforeAll(() => writeFileSync(file, letters));

describe("weights of a loop of one's own on a text", () => {
	const unit = "l1.h.2";
	const run = { ...place, run: "hand" };

	test("saveRun tells the run, its folder, 30 updates, the parameters and their digest; the overview shows the loss", async () => {
		const weights = byHand();
		const saved = await library.saveRun({ model: weights, data: text, step: 30, validLoss: 2.5, run: "hand", runs });
		expect(saved).toEqual({
			...{ run: "hand", folder: join(runs, "hand"), step: 30, parameters: weights.flat.length },
			weightsSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
		});
		const [overview] = library.listRuns(runs);
		expect(overview).toMatchObject({
			model: "gru reset-after 2x6",
			step: 30,
			bestValidLossNats: 2.5,
			state: "finished",
		});
	});

	/** Each function that reads a run on text, and a fact of its result. */
	const READINGS: [name: string, call: () => Promise<unknown>, fact: object][] = [
		["evaluate", () => library.evaluate(run), { step: 30, symbols: expect.any(Number) }],
		["sample", () => library.sample({ ...run, length: 12 }), { symbols: 12, step: 30 }],
		["sample copied", () => library.sample({ ...run, length: 60, copied: true }), { copied: expect.anything() }],
		["diagnose", () => library.diagnose({ ...run, lags: 10 }), { step: 30, history: [] }],
		["predictions", () => library.predictions({ ...run, limit: 60 }), { step: 30 }],
		["explain", () => library.explain({ ...run, step: 20 }), { step: 20 }],
		["traceFile", () => library.traceFile({ ...run, names: ["l0.h"], out: join(folder, "t.npz") }), { step: 30 }],
		[
			"findCells",
			() => library.findCells({ ...run, part: "train", patterns: ["quotes"], names: ["l1.h"] }),
			{ step: 30 },
		],
		["showCell", () => library.showCell({ ...run, unit, patterns: ["quotes"] }), { step: 30 }],
		["similarCells", () => library.similarCells({ ...run, part: "train", unit, limit: 2048 }), { step: 30 }],
		["intervene", () => library.intervene({ ...run, part: "train", unit, others: 2 }), { step: 30 }],
		["nameCell", () => library.nameCell({ ...run, unit, name: "mine" }), { run: "hand" }],
		["cellHistory", () => library.cellHistory({ ...run, part: "train", unit, pattern: "quotes" }), { run: "hand" }],
		["reportCells", () => library.reportCells({ ...run, html: join(folder, "r.html"), units: [unit] }), { step: 30 }],
		["analyse", () => library.analyse({ ...run, orders: "1..3" }), { step: 30 }],
		[
			"exportRun",
			() => library.exportRun({ run: "hand", runs, to: "torch", file: join(folder, "w.safetensors") }),
			{ step: 30 },
		],
	];
	test.each(READINGS)("%s reads it", async (_, call, fact) => {
		expect(await call()).toMatchObject(fact);
	});

	test("the loss of evaluate is that of the same weights in the loop of the program, within 1e-12", async () => {
		const weights = byHand();
		const corpus = await openCorpus(bytesSource("text", new TextEncoder().encode(letters)), { split: [90, 5, 5] });
		const { valid } = corpus.parts;
		const ids = await valid.reader(0).read(valid.symbols);
		const window = new Unrolled(engine, weights, { steps: ids.length - 1, lanes: 1, training: false });
		window.ids.set(ids.subarray(0, -1));
		window.targets.set(ids.subarray(1));
		window.forward();
		const { lossNats, scored } = window.loss();
		const found = (await library.evaluate(run)) as library.TextEvaluation;
		expect(found.symbols).toBe(scored);
		expect(Math.abs(found.lossNats! - lossNats / scored)).toBeLessThan(1e-12);
	});

	test("train goes on from it; resume refuses with E_RUN_WEIGHTS and the command that trains on", async () => {
		const more = await library.train({ ...place, from: "hand", options: { steps: 2, batch: 2, k1: 8 }, run: "more" });
		expect(more).toMatchObject({ steps: 2, parameters: byHand().flat.length });
		await expect(library.resume({ ...place, run: "hand" })).rejects.toThrow(
			/E_RUN_WEIGHTS\): sluice train --from hand$/,
		);
	});
});

describe("a trainer in a loop of one's own", () => {
	test("saved after 8 of 20 updates and resumed it ends with the bits of train(), and so does one saved after 20", async () => {
		const whole = await library.train({ ...place, data: text, options, run: "whole" });
		const eight = await library.saveRun({ model: await trained(8), data: text, run: "eight", runs });
		expect(eight.step).toBe(8);
		const resumed = await library.resume({ ...place, run: "eight" });
		expect([resumed.steps, resumed.weightsSha256]).toEqual([20, whole.weightsSha256]);
		const twenty = await library.saveRun({ model: await trained(20), data: text, run: "twenty", runs });
		expect(twenty.weightsSha256).toBe(whole.weightsSha256);
	});

	test("on a task, and a reservoir: evaluate, diagnose and forecast read them; a task of one's own is passed again", async () => {
		const task = taskNamed("mackey-glass-17");
		const own = new TaskTrainer(engine, task, parseTaskOptions({ hidden: 5, batch: 3, length: 20, steps: 4 }, task));
		for (let n = 0; n < 4; n++) own.update((n + 0.5) / 4);
		const echo = new EchoTrainer(
			engine,
			task,
			parseEchoOptions({ hidden: 20, length: 60, steps: 3, ridge: 1e-6 }, task),
		);
		for (let n = 0; n < 3; n++) await echo.update();
		for (const [run, model, data] of [
			["named", own, library.task("mackey-glass-17")],
			["mine", own, task],
			["reservoir", echo, library.task("mackey-glass-17")],
		] as const) {
			const saved = await library.saveRun({ model, data, run, runs });
			expect(saved.step).toBe(model.step);
			const again = run === "mine" ? { task } : {};
			const request = { ...place, run, ...again };
			expect(await library.evaluate({ ...request, sequences: 5 })).toMatchObject({ step: saved.step, sequences: 5 });
			expect(await library.diagnose({ ...request })).toMatchObject({ step: saved.step });
			expect((await library.forecast({ ...request, free: 3, length: 40 })).rows.length).toBeGreaterThan(3);
			expect((await library.resume({ ...request })).steps).toBe(saved.step);
		}
	});
});

describe("what saveRun refuses, before there is a folder", () => {
	const REFUSED: [what: string, request: () => Promise<object> | object, wanted: RegExp][] = [
		["weights of another vocabulary", () => ({ model: small(V + 1) }), /inputs = 15, expected 14.*E_MODEL_DATA/],
		[
			"weights with another head",
			() => ({ model: small(6), data: library.task("temporal-order") }),
			/outputs = 6, expected 4.*E_MODEL_DATA/,
		],
		[
			"options that the model contradicts",
			() => ({ model: small(V), options: { hidden: 9 } }),
			/"hidden".*3.*E_OPTION/,
		],
		["options of a trainer", async () => ({ model: await trained(0), options: { lr: 1 } }), /plain weights.*E_OPTION/],
		[
			"the step of a trainer",
			async () => ({ model: await trained(0), step: 3 }),
			/"step" is for plain weights.*E_OPTION/,
		],
		["what is no model", () => ({ model: {} }), /"model" must be an object such as Weights.*E_OPTION/],
		["a negative loss", () => ({ model: small(V), validLoss: -1 }), /"validLoss".*E_OPTION/],
		["a misspelt key", () => ({ model: small(V), names: "x" }), /"names" is not an option.*E_OPTION/],
	];
	const small = (symbols: number) =>
		new Weights(engine, { cell: "rnn", variant: "tanh", layers: 1, hidden: 3, symbols, dropout: 0 });

	test.each(REFUSED)("%s", async (_, make, wanted) => {
		const request = { data: text, run: "refused", runs, ...(await make()) } as library.SaveRunRequest;
		await expect(library.saveRun(request)).rejects.toThrow(wanted);
		expect(existsSync(join(runs, "refused"))).toBe(false);
	});

	test("a name that is taken is E_RUN_EXISTS", async () => {
		const request = { model: small(V), data: text, run: "taken", runs };
		await library.saveRun(request);
		await expect(library.saveRun(request)).rejects.toThrow(/E_RUN_EXISTS/);
	});
});
