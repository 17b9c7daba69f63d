import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SEPARATOR } from "../../data/pairs/pairMarks.ts";
import type { TaskBatch } from "../../data/tasks/task.ts";
import { networkGradient } from "../../diagnosis/tangents.ts";
import { createReference } from "../../kernels/reference.ts";
import { parseTaskOptions } from "../../training/options/taskOptions.ts";
import type { TaskResult, TrainEvent } from "../../training/run/events.ts";
import { TaskTrainer } from "../../training/task/taskTrainer.ts";
import { compare } from "../comparisons/compare.ts";
import { openPairs, pairs } from "../datasets/pairData.ts";
import { exportRun, importRun } from "../exchange/exchange.ts";
import { diagnose } from "../readings/diagnosis/diagnose.ts";
import { evaluate, type TaskRunEvaluation } from "../readings/evaluateRun.ts";
import { sample } from "../readings/sample.ts";
import { parseConfig } from "../runs/config.ts";
import { listRuns } from "../runs/overview.ts";
import { openRun } from "../runs/runStore.ts";
import { resume } from "./resume.ts";
import { train } from "./train.ts";

let runs = "";
let file = "";
const engine = "reference" as const;
const gru = { cell: "gru", hidden: 12, batch: 5, lr: 0.02, seed: 3 } as const;
const colours = ["빨강", "파랑", "노랑"] as const;

/** 90 questions of three kinds, each of which names a colour; the answer repeats its first syllable. */
beforeAll(() => {
	runs = mkdtempSync(join(tmpdir(), "sluice-pair-runs-"));
	file = join(runs, "colours.csv");
	const rows = Array.from({ length: 90 }, (_, n) => `${colours[n % 3]} ${n}?,${colours[n % 3]![0]}!`);
	writeFileSync(file, `Q,A\r\n${rows.join("\r\n")}\r\n`);
});
afterAll(() => rmSync(runs, { recursive: true, force: true }));

const data = () => pairs(file, { question: "Q", answer: "A" });

test("the gradient of a pair batch is that of forward mode within 1e-12: lstm of 2 layers, 3 pairs of 9 to 13 steps, the loss on their answers alone", async () => {
	const odd = join(runs, "odd.csv");
	writeFileSync(odd, "Q,A\nabcabc,cb\nba,ccab\ncabbac,aabca\n");
	const { train: task } = (await openPairs(pairs(odd, { question: "Q", answer: "A", split: "100/0/0" }))).parts;
	let batch: TaskBatch | undefined;
	const watched = { ...task, draw: (...call: Parameters<typeof task.draw>) => (batch = task.draw(...call)) };
	const raw = { cell: "lstm", layers: 2, hidden: 4, batch: 3, dropout: 0, clipNorm: 0, steps: 1, seed: 7 } as const;
	const trainer = new TaskTrainer(createReference(), watched, parseTaskOptions(raw, task));
	const weights = Float64Array.from(trainer.weights.flat);
	const { loss } = trainer.update(0);
	const { T, B, ids, targets } = batch!;
	const scored = targets!.filter((id) => id >= 0).length;
	const zeros = () => Array.from({ length: 2 }, () => new Float64Array(B * 4));
	const point = { spec: trainer.spec, T, B, weights, scale: 1 / scored, ids: ids!, h0: zeros(), c0: zeros() };
	const wanted = networkGradient({ ...point, targets: targets!, dropout: undefined });
	expect(loss).toBeCloseTo(wanted.loss, 13);
	const found = trainer.gradients;
	let largest = 0;
	for (const { name } of found.specs) {
		const ours = found.tensor(name);
		const theirs = wanted.tensors.get(name)!;
		for (let i = 0; i < ours.length; i++) {
			expect(Math.abs(ours[i]! - theirs[i]!)).toBeLessThan(1e-12);
			largest = Math.max(largest, Math.abs(theirs[i]!));
		}
	}
	expect(largest).toBeGreaterThan(0.01);
	// the mask bites: scored on the questions too, the loss is another
	const all = targets!.map((id, n) => (id >= 0 || n + B >= T * B ? id : ids![n + B]!));
	const whole = { ...point, scale: 1 / all.filter((id) => id >= 0).length };
	expect(Math.abs(networkGradient({ ...whole, targets: all, dropout: undefined }).loss - loss)).toBeGreaterThan(1e-3);
});

test("a colour's first syllable is answered from the question: below 0.1 nats per symbol on 9 + 9 held-out questions after 200 updates", async () => {
	const events: TrainEvent[] = [];
	const result = await train(
		{ data: data(), options: { ...gru, steps: 200 }, run: "colours", runs, engine },
		{ onEvent: (event) => events.push(event) },
	);
	expect(result).toMatchObject({ task: "colours.csv:Q>A", pairs: true, validSequences: 9, lossUnit: "nats" });
	expect(result.loss.valid).toBeLessThan(0.1);
	expect(events.find(({ type }) => type === "start")).toMatchObject({ pairs: true });
	const tested = (await evaluate({ run: "colours", part: "test", runs, engine })) as TaskRunEvaluation;
	expect(tested.sequences).toBe(9);
	expect(tested.loss).toBeLessThan(0.1);
	expect(listRuns(runs).find(({ name }) => name === "colours")).toMatchObject({ task: "colours.csv:Q>A" });
	const other = join(runs, "other.csv");
	writeFileSync(other, "A,Q\n빨!,빨강 7?\n");
	const on = (await evaluate({ run: "colours", texts: [other], runs, engine })) as TaskRunEvaluation;
	expect([on.file, on.sequences, on.part]).toEqual([other, 1, null]);
});

test("stopped by a signal after an update and resumed, it ends with the weights of one never stopped", async () => {
	const options = { ...gru, steps: 9, dropout: 0.2, layers: 2 };
	const whole = await train({ data: data(), options, run: "whole", runs, engine });
	const stop = new AbortController();
	const onEvent = (event: TrainEvent) => event.type === "step" && stop.abort();
	const cut = await train({ data: data(), options, run: "cut", runs, engine }, { onEvent, signal: stop.signal });
	expect([cut.ended, cut.steps < 9]).toEqual(["signal", true]);
	const resumed = (await resume({ run: "cut", runs, engine })) as TaskResult;
	expect([resumed.weightsSha256, resumed.loss]).toEqual([whole.weightsSha256, whole.loss]);
	const kept = readFileSync(file, "utf8");
	writeFileSync(file, kept.replace("빨!", "파!"));
	await expect(resume({ run: "cut", options: { steps: 10 }, runs, engine } as never)).rejects.toMatchObject({
		code: "E_FILE_CHANGED",
	});
	writeFileSync(file, kept);
});

test("each validation answers the same validation question, of stack and encoder-decoder, and at the end; 4 answers or none: the same bits of weights, optimiser and streams after 12 updates of dropout", async () => {
	const { parts } = await openPairs(data());
	const { set, members } = parts.valid!;
	for (const more of [
		{ dropout: 0.3, layers: 2 },
		{ model: "encoder-decoder", attention: "dot" },
	] as const) {
		const name = "model" in more ? "pair" : "stack";
		const trained = async (run: string, validEvery: number) => {
			const samples: { step: number; text: string }[] = [];
			let last = "";
			const options = { ...gru, ...more, steps: 12, validEvery, keepLast: 9 };
			const onEvent = (event: TrainEvent) => {
				if (event.type === "sample") samples.push({ step: event.step, text: event.text });
				if (event.type === "done") last = event.sample;
			};
			const result = (await train({ data: data(), options, run, runs, engine }, { onEvent })) as TaskResult;
			const { snapshot } = openRun(run, runs, { validate: parseConfig }).loadNewest();
			const { progress: _, ...state } = snapshot.state;
			return { result, samples, last, state: JSON.stringify(state) };
		};
		const often = await trained(`${name}-often`, 3);
		const never = await trained(`${name}-never`, 100);
		expect(often.samples.map(({ step }) => step)).toEqual([3, 6, 9, 12]);
		expect(never.samples).toEqual([]);
		for (const { text } of often.samples) expect(text.startsWith(`${set.questions[members[0]!]} → `)).toBe(true);
		expect([often.last, never.last]).toEqual([often.samples[3]!.text, often.samples[3]!.text]);
		expect([often.result.weightsSha256, often.state]).toEqual([never.result.weightsSha256, never.state]);
		const kept = readFileSync(join(runs, `${name}-often`, "samples.jsonl"), "utf8")
			.trim()
			.split("\n");
		expect(kept.map((line) => JSON.parse(line).text)).toEqual(often.samples.map(({ text }) => text));
	}
});

test("the best validation says on how many of the pairs it was measured: the first 200 of 300, the closing one on all; the overview and eval mark pairs", async () => {
	const many = join(runs, "many.csv");
	const rows = Array.from({ length: 600 }, (_, n) => `${colours[n % 3]} ${n}?,${colours[n % 3]![0]}!`);
	writeFileSync(many, `Q,A\n${rows.join("\n")}\n`);
	const half = pairs(many, { question: "Q", answer: "A", split: "50/50/0" });
	const result = await train({ data: half, options: { ...gru, steps: 4, validEvery: 2 }, run: "many", runs, engine });
	expect([result.validSequences, result.best!.validatedSequences]).toEqual([300, 200]);
	expect(listRuns(runs).find(({ name }) => name === "many")).toMatchObject({ pairs: true });
	expect(await evaluate({ run: "many", runs, engine })).toMatchObject({ pairs: true, sequences: 300 });
});

test("wasm-plain and native give the reference's losses of 8 updates within 1e-4, and the native weights of 1 and 2 threads are the same bits", async () => {
	const options = { ...gru, hidden: 33, steps: 8, dropout: 0.2 };
	const trained = (run: string, of: "reference" | "wasm-plain" | "native", threads = 1) =>
		train({ data: data(), options, run, runs, engine: of, threads });
	const reference = await trained("as-reference", "reference");
	for (const of of ["wasm-plain", "native"] as const) {
		const { loss } = await trained(`as-${of}`, of);
		expect(Math.abs(loss.valid! - reference.loss.valid!)).toBeLessThan(1e-4);
	}
	const one = await trained("one", "native", 1);
	const two = await trained("two", "native", 2);
	expect(two.weightsSha256).toBe(one.weightsSha256);
});

test("an exported run is a language model: imported again, it answers after a question and U+001F; diagnose and compare take pairs", async () => {
	const out = join(runs, "colours.safetensors");
	await exportRun({ run: "colours", runs, to: "safetensors", file: out });
	await importRun({ file: out, run: "again", runs });
	const mark = String.fromCodePoint(SEPARATOR);
	const { text } = await sample({ run: "again", runs, engine, prompt: `파랑 4?${mark}`, length: 4, temperature: 0 });
	expect(text).toBe("파!\u001e");
	const found = await diagnose({ run: "colours", runs, engine, part: "test" });
	expect(found).toMatchObject({ data: "colours.csv:Q>A", source: { words: [`pairs:${file}`] } });
	const options = { hidden: 5, steps: 3, batch: 3 };
	const { kind } = await compare({
		...{ data: data(), remedies: ["none", "lstm"], seeds: 1, options, out: join(runs, "compared"), engine, workers: 1 },
	} as never);
	expect(kind).toBe("pairs");
});

test("esn, --length and stopping at other data are refused by name", async () => {
	const refused = (options: object) => train({ data: data(), options: { ...gru, steps: 1, ...options }, runs, engine });
	await expect(refused({ cell: "esn" })).rejects.toMatchObject({ code: "E_OPTION", params: { option: "cell" } });
	await expect(refused({ length: 5 })).rejects.toMatchObject({ code: "E_OPTION", params: { option: "length" } });
	await expect(sample({ run: "colours", runs, engine })).rejects.toMatchObject({
		code: "E_RUN_TASK",
		message: expect.stringContaining("sluice chat colours"),
	});
});
