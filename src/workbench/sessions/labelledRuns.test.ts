import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { RandomStream } from "../../kernels/random.ts";
import type { TaskResult, TrainEvent } from "../../training/run/events.ts";
import { compare } from "../comparisons/compare.ts";
import { labelled } from "../datasets/labelledData.ts";
import { exportRun } from "../exchange/exchange.ts";
import { diagnose } from "../readings/diagnosis/diagnose.ts";
import { evaluate, type TaskRunEvaluation } from "../readings/evaluateRun.ts";
import { predictLabels } from "../readings/predictLabels.ts";
import { listRuns } from "../runs/overview.ts";
import { resume } from "./resume.ts";
import { train } from "./train.ts";

let runs = "";
let first = "";
let parity = "";
const engine = "reference" as const;
const gru = { cell: "gru", hidden: 11, batch: 7, lr: 0.02, seed: 3 } as const;

/** 150 words of a, b, c whose label is their first letter; and 150 lists of bits with the parity so far at each step. */
beforeAll(() => {
	runs = mkdtempSync(join(tmpdir(), "sluice-labelled-runs-"));
	const random = new RandomStream(9, "words");
	const words = Array.from({ length: 150 }, () =>
		Array.from({ length: 1 + random.below(7) }, () => "abc"[random.below(3)]!).join(""),
	);
	first = join(runs, "first.jsonl");
	parity = join(runs, "parity.jsonl");
	writeFileSync(first, words.map((text) => `${JSON.stringify({ text, label: `is ${text[0]}` })}\n`).join(""));
	const bits = words.map((word) => Array.from(word, (letter) => Number(letter === "a")));
	const sums = (x: number[]) => x.map((_, t) => x.slice(0, t + 1).reduce((a, b) => a ^ b, 0));
	writeFileSync(parity, bits.map((x) => `${JSON.stringify({ x, y: sums(x) })}\n`).join(""));
});
afterAll(() => rmSync(runs, { recursive: true, force: true }));

const words = () => labelled(first, { text: "text", label: "label" });
const evaluated = async (request: object) =>
	(await evaluate({ runs, engine, ...request } as never)) as TaskRunEvaluation;

test("the first symbol as the label: 100 % of 15 + 15 held-out words, baseline and interval in train and in eval from disk", async () => {
	const data = words();
	const result = await train({ data, options: { ...gru, steps: 150 }, run: "first", runs, engine });
	expect(result.labels).toMatchObject({ per: "sequence", labels: 15, accuracy: 1, macroF1: 1, unknownSymbols: 0 });
	expect(result.labels!.majority.accuracy).toBeLessThan(0.7);
	expect(result.errorShare).toBe(0);
	const valid = await evaluated({ run: "first", checkpoint: "last" });
	expect(valid.labels).toEqual(result.labels);
	const tested = await evaluated({ run: "first", part: "test" });
	expect(tested.labels!.interval![0]).toBeCloseTo(1 / (1 + 1.959963984540054 ** 2 / 15), 12);
	expect(tested).toMatchObject({ part: "test", sequences: 15, wrong: 0, length: "1..7" });
	expect(listRuns(runs).find(({ name }) => name === "first")).toMatchObject({ task: "first.jsonl:label" });
});

test("the parity at each step: 100 % of every label per step of the test part, and no sequence wrong", async () => {
	const data = labelled(parity, { text: "x", label: "y" });
	await train({ data, options: { ...gru, steps: 500 }, run: "parity", runs, engine });
	const { labels, wrong } = await evaluated({ run: "parity", part: "test" });
	expect(labels).toMatchObject({ per: "step", accuracy: 1, macroF1: 1, interval: null });
	expect(labels!.labels).toBeGreaterThan(15);
	expect(wrong).toBe(0);
});

test("a half-trained run's accuracy, F1 and confusion table are those counted from its predicted labels, in a part and in another file", async () => {
	await train({ data: words(), options: { ...gru, steps: 12 }, run: "half", runs, engine });
	for (const asked of [{ part: "train" as const }, { file: first }]) {
		const { predictions } = await predictLabels({ run: "half", runs, engine, ...asked });
		const of = "file" in asked ? { texts: [asked.file] } : asked;
		const { labels, errorShare, sequences } = await evaluated({ run: "half", ...of });
		expect(predictions).toHaveLength(sequences);
		const count = (a: string, p: string) =>
			predictions.filter(({ actual, label }) => actual === a && label === p).length;
		const classes = ["is a", "is b", "is c"];
		expect(labels!.confusion).toEqual(classes.map((a) => classes.map((p) => count(a, p))));
		const right = predictions.filter(({ actual, label }) => actual === label).length;
		expect(labels!.accuracy).toBe(right / sequences);
		expect(labels!.accuracy).toBeCloseTo(1 - errorShare, 14);
		expect(right).toBeLessThan(sequences);
		const f1s = classes.map((k) => {
			const wrong = predictions.filter(({ actual, label }) => (actual === k) !== (label === k)).length;
			return (2 * count(k, k)) / (2 * count(k, k) + wrong);
		});
		expect(labels!.macroF1).toBeCloseTo(f1s.reduce((a, b) => a + b, 0) / 3, 14);
	}
});

test("padding changes nothing: a word's probability is the same alone and next to longer words, and its file's own is not needed", async () => {
	const kept = readFileSync(first);
	const lone = join(runs, "lone.jsonl");
	const both = join(runs, "both.jsonl");
	writeFileSync(lone, '{"text":"ab"}\n');
	writeFileSync(both, '{"text":"ab"}\n\n{"text":"cabbacab","label":"is c"}\n');
	rmSync(first);
	const out = join(runs, "labels.jsonl");
	const [one] = (await predictLabels({ run: "half", runs, engine, file: lone })).predictions;
	const { predictions } = await predictLabels({ run: "half", runs, engine, file: both, out });
	expect(predictions[0]).toEqual({ ...one!, line: 1 });
	expect(predictions[1]).toMatchObject({ line: 3, actual: "is c" });
	expect(predictions[0]).not.toHaveProperty("actual");
	expect(
		readFileSync(out, "utf8")
			.trimEnd()
			.split("\n")
			.map((line) => JSON.parse(line)),
	).toEqual(predictions);
	writeFileSync(first, kept);
});

test("stopped by a signal after an update and resumed, it ends with the weights of one never stopped; a changed file is refused", async () => {
	const options = { ...gru, steps: 9, dropout: 0.2, layers: 2 };
	const whole = await train({ data: words(), options, run: "whole", runs, engine });
	const stop = new AbortController();
	const onEvent = (event: TrainEvent) => event.type === "step" && stop.abort();
	const cut = await train({ data: words(), options, run: "cut", runs, engine }, { onEvent, signal: stop.signal });
	expect(cut.ended).toBe("signal");
	expect(cut.steps).toBeLessThan(9);
	const resumed = (await resume({ run: "cut", runs, engine })) as TaskResult;
	expect(resumed.weightsSha256).toBe(whole.weightsSha256);
	expect(resumed.labels).toEqual(whole.labels);
	const kept = readFileSync(first, "utf8");
	writeFileSync(first, kept.replace("is a", "is b"));
	await expect(resume({ run: "cut", options: { steps: 10 }, runs, engine } as never)).rejects.toMatchObject({
		code: "E_FILE_CHANGED",
	});
	writeFileSync(first, kept);
});

test("an echo state network of 5 lanes reads the last of up to 7 symbols from its state: 100 %, unlabelled lines too, and it resumes", async () => {
	const last = join(runs, "last.jsonl");
	const rows = readFileSync(first, "utf8")
		.trimEnd()
		.split("\n")
		.map((line) => JSON.parse(line) as { text: string });
	writeFileSync(last, rows.map(({ text }) => `${JSON.stringify({ text, label: text.at(-1) })}\n`).join(""));
	const options = { cell: "esn", hidden: 23, batch: 5, steps: 60, density: 0.3, seed: 2 } as const;
	const data = labelled(last, { text: "text", label: "label" });
	const result = await train({ data, options, run: "echo", runs, engine });
	const { labels } = await evaluated({ run: "echo", part: "train" });
	expect(labels).toMatchObject({ labels: 120, accuracy: 1 });
	const { predictions } = await predictLabels({ run: "echo", runs, engine, file: join(runs, "lone.jsonl") });
	expect(predictions[0]).toMatchObject({ line: 1, label: "b" });
	expect(predictions[0]!.probability).toBeGreaterThan(1 / 3);
	const again = (await resume({ run: "echo", runs, engine })) as TaskResult;
	expect([again.weightsSha256, again.labels]).toEqual([result.weightsSha256, result.labels]);
});

test("diagnose and compare take labelled sequences; export, --length, --from of another shape and other runs' labels are refused by code", async () => {
	const found = await diagnose({ run: "first", runs, engine, part: "test" });
	expect(found).toMatchObject({
		data: "first.jsonl:label",
		source: { words: [first], options: { text: "text", label: "label" } },
	});
	const out = join(runs, "compared");
	const options = { hidden: 5, steps: 3, batch: 3 };
	const { kind, rows } = await compare({
		data: words(),
		remedies: ["none", "lstm"],
		seeds: 1,
		options,
		out,
		engine,
		workers: 1,
	} as never);
	expect([kind, rows.map(({ remedy }) => remedy)]).toEqual(["labelled", ["none", "lstm"]]);
	await expect(
		exportRun({ run: "first", runs, file: join(runs, "a.onnx"), to: "onnx" } as never),
	).rejects.toMatchObject({
		code: "E_RUN_TASK",
	});
	const long = { ...gru, steps: 1, length: 5 };
	await expect(train({ data: words(), options: long, runs, engine })).rejects.toMatchObject({
		code: "E_OPTION",
		params: { option: "length" },
	});
	await expect(evaluated({ run: "first", sequences: 3 })).rejects.toMatchObject({ params: { option: "sequences" } });
	await expect(predictLabels({ run: "first", runs, engine, part: "train", file: first })).rejects.toMatchObject({
		params: { option: "part" },
	});
});
