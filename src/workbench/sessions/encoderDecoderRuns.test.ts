/** Encoder-decoders on tasks of questions and answers, from `train` to `evaluate`, on real folders. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { ATTENTIONS } from "../../cells/layout.ts";
import type { GivenOptions } from "../../training/options/options.ts";
import type { TaskResult, TrainEvent } from "../../training/run/events.ts";
import { withoutClock } from "../../training/run/logLines.ts";
import { task } from "../datasets/taskData.ts";
import { exportRun } from "../exchange/exchange.ts";
import { diagnose } from "../readings/diagnosis/diagnose.ts";
import { evaluate, type TaskRunEvaluation } from "../readings/evaluateRun.ts";
import type { PairStepResult } from "../readings/pairs/pairReading.ts";
import { explain } from "../readings/stepReading.ts";
import { resume } from "./resume.ts";
import { type TrainRequest, train } from "./train.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-pairs-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const runs = join(folder, "runs");
const common = { runs, threads: 1 };
const small: GivenOptions = {
	...{ model: "encoder-decoder", hidden: 12, batch: 6, length: "3..6", lr: 0.01, seed: 3, saveEvery: 7 },
};

const metrics = (run: string) =>
	readFileSync(join(runs, run, "metrics.jsonl"), "utf8")
		.trim()
		.split("\n")
		.map((line) => withoutClock(JSON.parse(line)));

async function stopped(request: TrainRequest, at: number) {
	const controller = new AbortController();
	const onEvent = (event: TrainEvent) => {
		if (event.type === "step" && event.step === at) controller.abort("SIGTERM");
	};
	await train(request, { onEvent, signal: controller.signal });
}

const code = (work: Promise<unknown>) =>
	work.then(
		() => "none",
		(error) => error.code,
	);

test.each(ATTENTIONS)(
	"attention %s: stopped after 13 of 30 updates and resumed, a run ends as the undisturbed one, in all but the clock",
	async (attention) => {
		const cell = attention === "dot" ? "gru" : "lstm";
		const data = task("reversal:values=5");
		const options: GivenOptions = { ...small, attention, cell, steps: 30, validEvery: 10 };
		const calm = await train({ ...common, data, options, run: `calm-${attention}` });
		await stopped({ ...common, data, options, run: `cut-${attention}` }, 13);
		const {
			seconds: _,
			sequencesPerSecond: __,
			...again
		} = (await resume({ ...common, run: `cut-${attention}` })) as TaskResult;
		expect(calm).toMatchObject({ ...again, run: calm.run, folder: calm.folder });
		expect(metrics(`cut-${attention}`)).toEqual(metrics(calm.run));
		expect(calm.validSequences).toBe(1000);
	},
);

test("copying 4 symbols of 4 is solved with dot attention in at most 1500 updates: exact match on 1000 fresh sequences", async () => {
	const options: GivenOptions = {
		...{ ...small, attention: "dot", hidden: 32, batch: 32, length: 4, steps: 1500, validEvery: 50, stopAtError: 0 },
	};
	const result = (await train({
		...common,
		data: task("copy-sequence:values=4"),
		options,
		run: "solved",
	})) as TaskResult;
	expect([result.ended, result.errorShare! < 0.01]).toEqual(["goal", true]);
	const measured = (await evaluate({ ...common, run: "solved", sequences: 500 })) as TaskRunEvaluation;
	expect(measured).toMatchObject({ sequences: 500, lossUnit: "nats", baseline: Math.log(4) });
	expect(measured.errorShare).toBeLessThan(0.02);
});

test("trace shows a sequence: 4 rows of weights that add up to 1, every symbol right, the gradient by lag, and the picture in either language", async () => {
	const svg = join(folder, "attention.svg");
	const asked = { ...common, run: "solved", step: 3, svg, lang: "ko" } as const;
	const found = (await explain(asked)) as PairStepResult;
	expect(found).toMatchObject({ run: "solved", step: 3, attention: "dot", exact: true, svg });
	expect(found.answer).toEqual(found.question);
	expect(found.weights.map((row) => [row.length, Math.abs(row.reduce((a, b) => a + b, 0) - 1) < 1e-5])).toEqual(
		new Array(4).fill([4, true]),
	);
	expect(found.gradient.lags).toEqual([4, 5, 6, 7]);
	expect(readFileSync(svg, "utf8")).toMatch(/<title>어텐션 가중치/);
	expect(await explain({ ...asked, step: 4 })).not.toMatchObject({ question: found.question });
	expect(await code(explain({ ...asked, back: 3 }))).toBe("E_OPTION");
	expect(await code(explain({ ...common, run: "calm-none", step: 0, svg }))).toBe("E_OPTION");
	expect(((await explain({ ...common, run: "calm-none", step: 0 })) as PairStepResult).weights).toEqual([]);
});

test("3 shards of a batch of 6 give the loss of the batch as a whole to 1e-5", async () => {
	const request = (shards?: number): TrainRequest => ({
		...{ ...common, data: task("reversal"), run: `shards-${shards ?? "none"}` },
		options: { ...small, steps: 5, attention: "general", ...(shards && { shards }) },
	});
	const [whole, cut] = [await train(request()), await train(request(3))] as TaskResult[];
	expect(Math.abs(whole!.loss.valid! / cut!.loss.valid! - 1)).toBeLessThan(1e-5);
});

test("other tasks, texts, more layers, dropout, truncation and records are refused by name, and so is ONNX", async () => {
	const on = (name: string, more: GivenOptions) =>
		code(train({ ...common, data: task(name), options: { ...small, steps: 1, ...more }, run: "refused" }));
	expect(await on("copying", {})).toBe("E_OPTION");
	for (const more of [
		{ layers: 2 },
		{ dropout: 0.1 },
		{ k2: 4 },
		{ attention: "dot", attentionUnits: 4 },
		{ cell: "esn" },
	])
		expect([more, await on("reversal", more as GivenOptions)]).toEqual([more, "E_OPTION"]);
	expect(await on("reversal", { recordEvery: 5 })).toBe("E_MODEL_USE");
	expect(await on("reversal", { model: undefined, attention: "dot" } as unknown as GivenOptions)).toBe("E_OPTION");
	expect(await code(exportRun({ runs, run: "solved", to: "onnx", file: join(folder, "a.onnx") }))).toBe(
		"E_EXPORT_FORM",
	);
	expect(await code(diagnose({ ...common, run: "solved" }))).toBe("E_MODEL_USE");
});
