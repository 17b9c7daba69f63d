/** Encoder-decoders on pairs of questions and answers, from `train` to `chat`, on real folders. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ATTENTIONS } from "../../cells/layout.ts";
import type { GivenOptions } from "../../training/options/options.ts";
import type { TaskResult, TrainEvent } from "../../training/run/events.ts";
import { openPairs, pairs } from "../datasets/pairData.ts";
import { type ExchangeFormat, exportRun, importRun } from "../exchange/exchange.ts";
import { withPairModel } from "../models/pairModel.ts";
import { chat } from "../readings/chat/chat.ts";
import { type ChatPhase, evaluateChat } from "../readings/chat/evaluateChat.ts";
import { diagnose } from "../readings/diagnosis/diagnose.ts";
import { evaluate, type TaskRunEvaluation } from "../readings/evaluateRun.ts";
import type { PairStepResult } from "../readings/pairs/pairReading.ts";
import { explain } from "../readings/stepReading.ts";
import { resume } from "./resume.ts";
import { type TrainRequest, train } from "./train.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-encoder-pairs-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const common = { runs: join(folder, "runs"), threads: 1 };
const file = join(folder, "colours.csv");
const colours = ["빨강", "파랑", "노랑", "a흰색"] as const;
const options: GivenOptions = { model: "encoder-decoder", hidden: 16, batch: 6, lr: 0.02, seed: 3 };
const data = () => pairs(file, { question: "Q", answer: "A" });

/** 120 questions of 5 to 7 characters that name one of four colours; the answer is its first character, or two. */
beforeAll(() => {
	const rows = Array.from({ length: 120 }, (_, n) => {
		const colour = colours[n % 4]!;
		return `${colour} ${"ㅋ".repeat(n % 3)}${n}?,${colour.slice(0, 1 + (n % 2))}!`;
	});
	writeFileSync(file, `Q,A\r\n${rows.join("\r\n")}\r\n`);
});

const code = (work: Promise<unknown>) =>
	work.then(
		() => "none",
		(error) => error.code,
	);

test.each(ATTENTIONS)(
	"attention %s: stopped and resumed, a run on pairs ends as the undisturbed one; its validation loss is that of answerNats to 1e-5, in nats per symbol of the answers and their ends",
	async (attention) => {
		const request = (run: string): TrainRequest => ({
			...{ ...common, data: data(), run, options: { ...options, attention, steps: 30, saveEvery: 7 } },
		});
		const calm = (await train(request(`calm-${attention}`))) as TaskResult;
		const stop = new AbortController();
		const onEvent = (event: TrainEvent) => event.type === "step" && event.step >= 13 && stop.abort();
		const cut = await train(request(`cut-${attention}`), { onEvent, signal: stop.signal });
		expect([cut.ended, cut.steps < 30]).toEqual(["signal", true]);
		const again = (await resume({ ...common, run: `cut-${attention}` })) as TaskResult;
		expect([again.weightsSha256, again.loss]).toEqual([calm.weightsSha256, calm.loss]);
		const { valid } = (await openPairs(data())).parts;
		const { set, members } = valid!;
		await withPairModel({ ...common, run: calm.run, checkpoint: "last" }, {}, async ({ replies, vocabulary }) => {
			const asked = Array.from(members, (n) => ({
				question: vocabulary.encode(set.questions[n]!),
				answer: vocabulary.encode(set.answers[n]!),
			}));
			const scored = asked.reduce((sum, { answer }) => sum + answer.length + 1, 0);
			const nats = replies.answerNats(asked).reduce((a, b) => a + b, 0);
			expect(Math.abs(nats / scored / calm.loss.valid! - 1)).toBeLessThan(1e-5);
		});
	},
);

test("3 shards of a batch of 6 unequal pairs give the loss of the batch as a whole to 1e-5", async () => {
	const request = (shards?: number): TrainRequest => ({
		...{ ...common, data: data(), run: `shards-${shards ?? "none"}` },
		options: { ...options, steps: 5, attention: "general", ...(shards && { shards }) },
	});
	const [whole, cut] = [await train(request()), await train(request(3))] as TaskResult[];
	expect(Math.abs(whole!.loss.valid! / cut!.loss.valid! - 1)).toBeLessThan(1e-5);
});

test("with dot attention it answers 4 colours from their questions after 300 updates: below 0.1 nats per symbol, question gain above 0, chat right, progress of both phases", async () => {
	const trained = (await train({
		...{ ...common, data: data(), run: "colours", options: { ...options, attention: "dot", steps: 300 } },
	})) as TaskResult;
	expect(trained).toMatchObject({ task: "colours.csv:Q>A", pairs: true, validSequences: 12, lossUnit: "nats" });
	const tested = (await evaluate({ ...common, run: "colours", part: "test" })) as TaskRunEvaluation;
	expect([tested.sequences, tested.loss < 0.1]).toEqual([12, true]);
	const phases: [ChatPhase, number, number][] = [];
	const onProgress = (done: number, total: number, phase: ChatPhase) => void phases.push([phase, done, total]);
	const heard = await evaluateChat({ ...common, run: "colours", part: "train" }, { onProgress });
	expect([heard.questionGain.low > 0, heard.pickOf10, heard.validShare]).toEqual([true, 1, 1]);
	expect(phases.findLast(([phase]) => phase === "score")).toEqual(["score", 96 * 7, 96 * 7]);
	expect(phases.findLast(([phase]) => phase === "reply")).toEqual(["reply", 96, 96]);
	const questions = ["파랑 7?", "a흰색 5?", ""];
	const { turns } = await chat(
		{ ...common, run: "colours", temperature: 0 },
		{ nextQuestion: async (n) => questions[n] },
	);
	expect(turns[0]!.text).toMatch(/^파랑?!$/);
	const { attention } = turns[1]!;
	expect([attention!.question, attention!.reply.at(-1)]).toEqual([[..."a흰색 5?"], "END"]);
	for (const row of attention!.weights) expect(row.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
	expect(turns[2]!.attention!.question).toEqual([""]);
}, 60_000);

test("a verdict that asks for sampling reports its progress too, and a signal ends it", async () => {
	const dull = join(folder, "dull.csv");
	const words = ["응", "아니", "글쎄", "왜"];
	const rows = Array.from({ length: 80 }, (_, n) => `${"가나다라"[n % 4]},${words[n % 4]} ${(n * 37) % 101}`);
	writeFileSync(dull, `Q,A\n${rows.join("\n")}\n`);
	const talk = pairs(dull, { question: "Q", answer: "A", split: "100/0/0" });
	await train({ ...common, data: talk, run: "dull", options: { ...options, attention: "dot", steps: 200 } });
	const seen = new Set<ChatPhase>();
	const asked = { ...common, run: "dull", part: "train" } as const;
	const { verdict, remedy } = await evaluateChat(asked, { onProgress: (_, __, phase) => void seen.add(phase) });
	expect([verdict, remedy !== null]).toEqual(["dull", true]);
	expect([...seen]).toEqual(["score", "reply", "remedy"]);
	const stop = new AbortController();
	const onProgress = (_: number, __: number, phase: ChatPhase) => phase === "remedy" && stop.abort();
	await expect(evaluateChat(asked, { onProgress, signal: stop.signal })).rejects.toThrow(/abort/i);
}, 60_000);

test("trace shows a pair of a part in words: its jamo, weights that add up to 1, the gradient split, and the picture with joined syllables", async () => {
	const svg = join(folder, "pair.svg");
	const asked = { ...common, run: "colours", step: 2, part: "test", svg, lang: "ko" } as const;
	const found = (await explain(asked)) as PairStepResult;
	const { parts } = await openPairs(data());
	const n = parts.test!.members[2]!;
	const { questions, answers, lines } = parts.test!.set;
	expect(found.pair).toMatchObject({ part: "test", line: lines[n], question: questions[n], answer: answers[n] });
	const { symbols } = found.pair!;
	expect(symbols.answer.at(-1)).toBe("END");
	expect([symbols.question.length, symbols.answer.length]).toEqual([found.question.length, found.answer.length]);
	expect(found.weights.map((row) => [row.length, Math.abs(row.reduce((a, b) => a + b, 0) - 1) < 1e-5])).toEqual(
		found.answer.map(() => [found.question.length, true]),
	);
	expect(found.gradient.throughAttention).toHaveLength(found.question.length);
	const drawn = readFileSync(svg, "utf8");
	for (const text of [questions[n]![0]!, "끝", "어텐션 가중치"]) expect(drawn).toContain(`>${text}<`);
	expect(await code(explain({ ...asked, step: 12 }))).toBe("E_SIZE");
	expect(await code(explain({ ...asked, part: "all" as never }))).toBe("E_OPTION");
	const none = (await explain({ ...common, run: "calm-none", step: 0 })) as PairStepResult;
	expect([none.pair!.part, none.weights]).toEqual(["valid", []]);
	expect(await code(explain({ ...common, run: "calm-none", step: 0, svg }))).toBe("E_OPTION");
});

test("safetensors and npz are written; diagnose, other formats and records are refused by name, and so are 2 layers and dropout", async () => {
	expect(await code(diagnose({ ...common, run: "colours" }))).toBe("E_MODEL_USE");
	const written = (to: ExchangeFormat) =>
		exportRun({ runs: common.runs, run: "colours", to, file: join(folder, `a.${to}`) });
	for (const to of ["safetensors", "npz"] as const) expect((await written(to)).model).toContain("encoder-decoder dot");
	for (const to of ["safetensors", "npz"])
		await expect(importRun({ runs: common.runs, file: join(folder, `a.${to}`) })).rejects.toThrow(
			/task of questions and answers is missing.*E_IMPORT/s,
		);
	for (const to of ["onnx", "torch", "keras"] as const)
		expect([to, await code(written(to))]).toEqual([to, "E_EXPORT_FORM"]);
	const refused = (more: GivenOptions) =>
		code(train({ ...common, data: data(), options: { ...options, steps: 1, ...more }, run: "refused" }));
	expect(await refused({ layers: 2 })).toBe("E_OPTION");
	expect(await refused({ dropout: 0.1 })).toBe("E_OPTION");
	expect(await refused({ recordEvery: 5 })).toBe("E_MODEL_USE");
});
