/**
 * The runs whose bits test/promises/digests.test.ts holds still. Each is driven through the public surface alone, so that
 * everything behind it may move, and each is as small as what it is there for allows.
 *
 * Every run fixes recordEvery: unless told, the recorder asks the clock how often it may measure.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import {
	type ChatReply,
	chat,
	compare,
	diagnose,
	type EngineChoice,
	esn,
	evaluate,
	explain,
	forecast,
	type GivenOptions,
	gru,
	lstm,
	type NamedPrediction,
	pairs,
	predictions,
	type ReproduceHooks,
	reproduce,
	resume,
	rnn,
	SluiceError,
	sample,
	series,
	type TrainEvent,
	type TrainRequest,
	type TrainResult,
	task,
	text,
	traceFile,
	train,
} from "../../src/index.ts";

/** Where a case works: a folder of one engine, with the text and the series in it. */
export interface Bench {
	engine: EngineChoice;
	folder: string;
}

export interface DigestCase {
	/** What is done, with its numbers; the fixture is keyed by it. */
	name: string;
	/** What is to be digested, by name. */
	run(bench: Bench): Promise<Record<string, unknown>>;
	/** No engine has a part in it: one is enough. */
	withoutEngine?: true;
}

/** What depends on the clock, the machine, the release or the number of threads. */
const UNSTEADY = new Set([
	...["at", "seconds", "elapsedSeconds", "etaSeconds", "tokensPerSecond", "sequencesPerSecond"],
	...["machine", "version", "threads"],
]);
/** What runs began to tell after the digests were made; test/cli/runs.test.ts and test/cli/chat.test.ts assert it. */
const LATER = new Set([
	...["validatedSymbols", "bestWhileTraining", "onSeries", "bestValidSymbols", "reading"],
	...["validatedSequences", "unknown", "questionSymbols", "sampling"],
]);
/** What a run reports of its learning; the others report its progress, and how often they do depends on the clock. */
const TOLD = ["start", "step", "valid", "record", "rollback", "sample", "checkpoint", "done"];
const LOGS = ["metrics", "records", "samples"] as const;
const SYMBOLS = 3600;
const ROWS = 300;
const PAIRS = 60;

/** One text for equal values: names in order, numbers to their last bit, what is unsteady left out, no folder of this call. */
export function steady(value: unknown, folder: string): string {
	const plain = (_: string, inner: unknown): unknown => {
		if (typeof inner === "number") return Number.isFinite(inner) && !Object.is(inner, -0) ? inner : `number ${inner}`;
		if (ArrayBuffer.isView(inner)) return Array.from(inner as Float64Array);
		if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return inner;
		const kept = Object.entries(inner).filter(([key, of]) => !UNSTEADY.has(key) && !LATER.has(key) && of !== undefined);
		return Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)));
	};
	return JSON.stringify(value, plain).replaceAll(folder, "");
}

/** Whole numbers below n, from a generator of three lines: data that no change of ours can move. */
function draws(seed: number): (n: number) => number {
	let state = seed;
	return (n) => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return Math.floor((state / 2 ** 32) * n);
	};
}

/** Writes the text, the series and the pairs. */
export function furnish({ folder }: Bench): void {
	const words = ["int ", "x", " = ", "(", ")", "{\n", "}\n", "; ", "가나", "안녕 ", "세계", "é", "return ", "42"];
	const [word, noise] = [draws(7), draws(11)];
	let written = "";
	while (written.length < SYMBOLS) written += words[Math.min(word(words.length), word(words.length))];
	writeFileSync(join(folder, "text.txt"), written);
	let x = 0.4;
	const rows = Array.from({ length: ROWS }, (_, row) => {
		x = 3.8 * x * (1 - x); // a logistic map: no function that two machines round differently
		return `${row},${(100 * x + noise(1000) / 500).toFixed(4)},${((row % 12) / 4).toFixed(2)}`;
	});
	writeFileSync(join(folder, "series.csv"), `${["row,level,season", ...rows].join("\n")}\n`);
	const [things, some] = [["밥", "물", "a책", "닭"], draws(5)];
	const talk = Array.from({ length: PAIRS }, () => {
		const k = some(things.length);
		return `${things[k]} ${"더".repeat(some(4))}?,${things[(k + some(2)) % 4]}!`;
	});
	writeFileSync(join(folder, "talk.csv"), `${["Q,A", ...talk].join("\n")}\n`);
}

const BASE = { batch: 4, k1: 8, steps: 40, seed: 3, recordEvery: 0, validEvery: 10 };
const TASK_BASE: GivenOptions = {
	hidden: 7,
	batch: 5,
	length: "10..16",
	steps: 40,
	seed: 3,
	recordEvery: 0,
	validEvery: 10,
};

const onText = (bench: Bench, unit: "byte" | "codepoint" | "jamo" = "codepoint") =>
	text(join(bench.folder, "text.txt"), { unit, split: [80, 10, 10] });
const onSeries = (bench: Bench) => series(join(bench.folder, "series.csv"), { target: "level", forecast: "value" });
const where = ({ engine, folder }: Bench) => ({ runs: join(folder, "runs"), engine, threads: 1 });

/** What a run left behind and told. */
function facts(result: TrainResult, events: readonly TrainEvent[]) {
	const logs = LOGS.map((log) => {
		const lines = readFileSync(join(result.folder, `${log}.jsonl`), "utf8").split("\n");
		return [log, lines.filter((line) => line !== "").map((line) => JSON.parse(line))];
	});
	return {
		...{ weights: result.weightsSha256, result },
		...(Object.fromEntries(logs) as Record<(typeof LOGS)[number], Record<string, unknown>[]>),
		checkpoints: readdirSync(join(result.folder, "checkpoints")).sort(),
		events: events.filter(({ type }) => TOLD.includes(type)),
	};
}

async function trained(bench: Bench, run: string, request: TrainRequest) {
	const events: TrainEvent[] = [];
	const result = await train({ ...where(bench), run, ...request }, { onEvent: (event) => events.push(event) });
	return facts(result, events);
}

/** Stops a run at the first event that `at` is true of, and resumes it. */
async function cutAndResumed(bench: Bench, run: string, request: TrainRequest, at: (event: TrainEvent) => boolean) {
	const stop = new AbortController();
	const onEvent = (event: TrainEvent) => at(event) && stop.abort();
	const cut = await train({ ...where(bench), run, ...request }, { onEvent, signal: stop.signal });
	expect(cut.ended).toBe("signal");
	const events: TrainEvent[] = [];
	return facts(await resume({ ...where(bench), run }, { onEvent: (event) => events.push(event) }), events);
}

/** What two runs share, of which one was cut. */
const shared = ({ result, events: _, checkpoints: _2, ...logs }: ReturnType<typeof facts>) =>
	steady({ ...result, run: "", folder: "", ...logs }, "/");

const RICH = { ...BASE, k1: 9, k2: 14, dropout: 0.2, clipNorm: 0.5, recordEvery: 8, validEvery: 15, forgetBias: 1.5 };
const richLstm = (bench: Bench) => ({
	data: onText(bench, "byte"),
	model: lstm({ layers: 2, hidden: 9 }),
	options: RICH,
});
const omegaRnn: GivenOptions = { hidden: 9, omega: 2, omegaForm: "paper", clipNorm: 1, optimizer: "sgd", lr: 0.05 };

const TEXTS: DigestCase[] = [
	{
		name: "text: lstm, bytes, 2 layers of 9, dropout .2, norm clipped at .5, k1 9 below k2 14, a record every 8 steps",
		async run(bench) {
			const found = await trained(bench, "rich", richLstm(bench));
			expect([found.records.length, found.result.clippedShare > 0]).toEqual([6, true]);
			return found;
		},
	},
	{
		name: "text: gru, reset after, code points, 2 layers, dropout .3, values clipped at .02, rmsprop, 2 steps of decay",
		async run(bench) {
			const options: GivenOptions = {
				...BASE,
				dropout: 0.3,
				clipValue: 0.02,
				optimizer: "rmsprop",
				schedule: "step",
				decays: 2,
			};
			const model = gru({ layers: 2, hidden: 8, variant: "reset-after" });
			const found = await trained(bench, "gru-after", { data: onText(bench), model, options });
			expect(found.metrics.some(({ cut }) => Number(cut) > 0)).toBe(true);
			return found;
		},
	},
	{
		name: "text: gru, reset before, jamo, k2 5 below k1 11, momentum at a constant rate, resets .3, start glorot",
		run: (bench) =>
			trained(bench, "gru-before", {
				data: onText(bench, "jamo"),
				model: gru({ hidden: 9, variant: "reset-before" }),
				options: {
					...{ ...BASE, k1: 11, k2: 5, optimizer: "momentum", lr: 0.1, schedule: "constant", reset: 0.3 },
					...{ init: "glorot", forgetBias: 1 },
				},
			}),
	},
	{
		name: "text: rnn with Omega 2 by the paper, sgd, cosine with a warmup of .2",
		run: (bench) =>
			trained(bench, "omega", {
				data: onText(bench),
				model: rnn(),
				options: { ...BASE, ...omegaRnn, warmup: 0.2, recordEvery: 20 },
			}),
	},
	{
		name: "text: rnn, relu, start identity, adamw with decay .01, L1 and L2 on the weights, values clipped at .1",
		run: (bench) =>
			trained(bench, "relu", {
				data: onText(bench),
				model: rnn({ hidden: 9, variant: "relu" }),
				options: {
					...{ ...BASE, optimizer: "adamw", weightDecay: 0.01, l1: 1e-4, l2: 1e-3, clipValue: 0.1 },
					...{ init: "identity", beta1: 0.8, beta2: 0.95, eps: 1e-6 },
				},
			}),
	},
	{
		name: "text: lstm with peepholes, chrono forget bias to 20, adam, 1.5 epochs",
		async run(bench) {
			const { steps: _, ...options } = BASE;
			const model = lstm({ hidden: 8, variant: "peephole" });
			const epochs: GivenOptions = { ...options, epochs: 1.5, forgetBias: "chrono:20", batch: 16 };
			return trained(bench, "peephole", { data: onText(bench), model, options: epochs });
		},
	},
	{
		name: "text: lstm of 1997 and with coupled gates, 20 steps each",
		async run(bench) {
			const of = (variant: "1997" | "coupled") =>
				trained(bench, `lstm-${variant}`, {
					...{ data: onText(bench), model: lstm({ hidden: 7, variant }), options: { ...BASE, steps: 20 } },
				});
			return { first: await of("1997"), second: await of("coupled") };
		},
	},
	{
		name: "text: patience 2 ends a run at too high a rate early; the best 3 and the newest 2 checkpoints are kept",
		async run(bench) {
			const kept = { keepBest: 3, keepLast: 2, saveEvery: 7, validEvery: 5, patience: 2, steps: 300, lr: 0.2 };
			const options = { ...BASE, ...kept };
			const found = await trained(bench, "patience", { data: onText(bench), model: lstm({ hidden: 8 }), options });
			expect(found.result.ended).toBe("early-stop");
			return found;
		},
	},
	{
		name: "text: a rate far too high: 2 rollbacks, and on to the last of 60 steps",
		async run(bench) {
			const found = await trained(bench, "rollbacks", wild(bench));
			expect([found.result.rollbacks.length, found.result.steps]).toEqual([2, 60]);
			return found;
		},
	},
	{
		name: "text: the same rate with 1 rollback allowed ends as diverged",
		async run(bench) {
			const { options, ...request } = wild(bench);
			const ending = trained(bench, "diverged", { ...request, options: { ...options, rollbacks: 1 } });
			const error = await ending.then(
				() => new Error("the run did not diverge"),
				(thrown: unknown) => thrown,
			);
			if (!(error instanceof SluiceError)) throw error;
			expect(error.code).toBe("E_DIVERGED");
			const path = join(bench.folder, "runs", "diverged", "metrics.jsonl");
			const lines = readFileSync(path, "utf8").trim().split("\n");
			return { error: error.params, metrics: lines.map((line) => JSON.parse(line)) };
		},
	},
	{
		name: "text: 15 steps from the best weights of another run, with its options but the rate and dropout",
		async run(bench) {
			const { steps: _, ...options } = BASE;
			const first = { data: onText(bench), model: gru({ hidden: 8 }), options: { ...options, steps: 20 } };
			await trained(bench, "first", first);
			return trained(bench, "second", { from: "first", options: { steps: 15, lr: 0.03, dropout: 0.1 } });
		},
	},
	{
		name: "text: lstm of 128 units in 32 lanes, 4 steps: 2 threads give the bits of 1",
		async run(bench) {
			const options = { ...BASE, batch: 32, k1: 12, steps: 4, validEvery: 4 };
			const of = (run: string, threads: number) =>
				trained(bench, run, { data: onText(bench), model: lstm({ hidden: 128 }), options, threads });
			const two = await of("two-threads", 2);
			if (bench.engine !== "reference") expect((await of("one-thread", 1)).weights).toBe(two.weights);
			return two;
		},
	},
];

/** Plain descent at a rate that twice, as it rises, drives the loss beyond all bounds: at step 20 and at 50. */
function wild(bench: Bench) {
	const rising: GivenOptions = { optimizer: "sgd", lr: 200, clipNorm: 0, schedule: "constant", warmup: 0.5 };
	const options = { ...BASE, steps: 60, saveEvery: 10, ...rising };
	return { data: onText(bench), model: rnn({ hidden: 8, variant: "relu" as const }), options };
}

const TASKS: DigestCase[] = [
	{
		name: "task: temporal order of 10 to 16 steps, lstm, 2 layers, dropout .1, a record every 10 steps",
		run: (bench) =>
			trained(bench, "order-lstm", {
				data: task("temporal-order"),
				model: lstm({ layers: 2, dropout: 0.1 }),
				options: { ...TASK_BASE, recordEvery: 10 },
			}),
	},
	{
		name: "task: temporal order, rnn with Omega 2 by the paper, and by the authors with their shrinking",
		async run(bench) {
			const of = (omegaForm: "paper" | "authors", more: object) =>
				trained(bench, `order-${omegaForm}`, {
					...{ data: task("temporal-order"), model: rnn({ hidden: 8 }) },
					options: { ...TASK_BASE, ...omegaRnn, omegaForm, ...more },
				});
			const authors = await of("authors", { init: "smart-tanh:1.6", lr: 0.5 });
			return { paper: await of("paper", {}), authors };
		},
	},
	{
		name: "task: addition of 10 to 16 steps, gru, L2 on the recurrent weights, adam with a warmup of .1",
		run: (bench) =>
			trained(bench, "addition", {
				data: task("addition"),
				model: gru({ hidden: 8 }),
				options: { ...TASK_BASE, l2: 0.01, penalize: "recurrent", warmup: 0.1 },
			}),
	},
	{
		name: "task: embedded Reber strings, each output yes or no, lstm of 1997",
		run: (bench) =>
			trained(bench, "reber", {
				data: task("reber"),
				model: lstm({ hidden: 7, variant: "1997" }),
				options: { ...TASK_BASE, length: undefined, steps: 20 },
			}),
	},
	{
		name: "task: temporal order of 10 to 12 steps ends as soon as 3 in 10 sequences or fewer are wrong",
		async run(bench) {
			const goal = { stopAtError: 0.3, steps: 200, validEvery: 5 };
			const options = { ...TASK_BASE, length: "10..12", batch: 10, lr: 0.1, ...goal };
			const found = await trained(bench, "goal", {
				data: task("temporal-order"),
				model: lstm({ hidden: 10 }),
				options,
			});
			expect(found.result.ended).toBe("goal");
			return found;
		},
	},
	{
		name: "task: addition at a rate far too high: rolled back, and on to the last of 40 steps",
		async run(bench) {
			const options: GivenOptions = { ...TASK_BASE, optimizer: "sgd", lr: 30, clipNorm: 0, rollbacks: 12 };
			const model = rnn({ hidden: 7, variant: "relu" });
			const found = await trained(bench, "addition-wild", { data: task("addition"), model, options });
			expect(found.result.rollbacks.length).toBeGreaterThan(0);
			expect(found.result.steps).toBe(40);
			return found;
		},
	},
	{
		name: "task: 10 steps from the weights of another run on another task",
		async run(bench) {
			const options = { ...TASK_BASE, steps: 15 };
			await trained(bench, "task-first", { data: task("addition"), model: rnn({ hidden: 7 }), options });
			return trained(bench, "task-second", {
				data: task("multiplication"),
				from: "task-first",
				options: { steps: 10 },
			});
		},
	},
];

const noisy = { hidden: 24, seed: 5, leak: 0.6, density: 0.3, stateNoise: 1e-3 };

const SERIES: DigestCase[] = [
	{
		name: "series: lstm on 240 rows of a noisy logistic map, its errors on the test part, all its forecasts and 8 rows beyond",
		async run(bench) {
			const options = { ...TASK_BASE, length: "12..20", batch: 4, recordEvery: 20 };
			const found = await trained(bench, "rows", { data: onSeries(bench), model: lstm({ hidden: 8 }), options });
			const asked = { ...where(bench), run: "rows" };
			const tested = await evaluate({ ...asked, part: "test" });
			const ahead = series(join(bench.folder, "series.csv"), {
				target: "all",
				horizon: 1,
				split: "70/20/10",
				forecast: "value",
			});
			await trained(bench, "all-columns", {
				data: ahead,
				model: gru({ hidden: 6 }),
				options: { ...options, steps: 20 },
			});
			const free = await forecast({ ...where(bench), run: "all-columns", free: 8 });
			return { ...found, tested, forecasts: await forecast(asked), free };
		},
	},
	{
		name: "series: echo state network of 24 units, leak .6, state noise .001, its forecasts and 8 rows beyond",
		async run(bench) {
			const data = series(join(bench.folder, "series.csv"), { target: "level", inputs: "level", forecast: "value" });
			const found = await trained(bench, "echo", { data, options: esn(noisy) });
			return { ...found, forecasts: await forecast({ ...where(bench), run: "echo", free: 8 }) };
		},
	},
	{
		name: "task: echo state networks on temporal order (classes), NARMA (values) and Mackey-Glass (fed back)",
		async run(bench) {
			const of = (name: string, more: object) =>
				trained(bench, `echo-${name}`, { data: task(name), options: esn({ hidden: 20, batch: 6, steps: 4, ...more }) });
			return {
				classes: await of("temporal-order", { length: "10..16" }),
				values: await of("narma-10", { length: "20..30" }),
				fedBack: await of("mackey-glass-17", { length: "50", feedback: 0.1, ridge: 1e-6, washout: 20 }),
			};
		},
	},
];

/** Trains on pairs, and answers two questions. */
async function talked(bench: Bench, run: string, options: GivenOptions) {
	const data = pairs(join(bench.folder, "talk.csv"), { question: "Q", answer: "A" });
	const common: GivenOptions = {
		hidden: 7,
		batch: 5,
		steps: 30,
		seed: 3,
		recordEvery: 0,
		validEvery: 10,
		saveEvery: 7,
	};
	const found = await trained(bench, run, { data, options: { ...common, ...options } });
	const nextQuestion = async (turn: number) => ["밥 더?", "닭 x?"][turn];
	const { turns } = await chat({ ...where(bench), run, length: 20 }, { nextQuestion });
	return { ...withoutReplies(found), turns: turns.map(asDigested) };
}

/** Replies to a validation question came after the digests; src/workbench/sessions/pairRuns.test.ts asserts them. */
function withoutReplies(found: ReturnType<typeof facts>): ReturnType<typeof facts> {
	expect(found.samples.map(({ step }) => step)).toEqual([10, 20, 30]);
	const events = found.events.filter(({ type }) => type !== "sample");
	return { ...found, samples: [], events: events.map((one) => (one.type === "done" ? { ...one, sample: "" } : one)) };
}

/** A reply as it was when the digests were taken: without what was added to it since. */
const asDigested = ({ question, text, nats, cut, unknownSymbols, seed, temperature, ...rest }: ChatReply) => ({
	...{ question, text, nats, cut, unknownSymbols, seed, temperature },
	symbols: rest.symbols.map(({ text, label, id, probability, nats, top }) => ({
		...{ text, label, id, probability, nats },
		top: top.map((one) => ({ text: one.text, probability: one.probability })),
	})),
	attention: rest.attention,
	inTraining: rest.inTraining,
});

const attended = (attention: GivenOptions["attention"]): GivenOptions => ({ model: "encoder-decoder", attention });

const TALKS: DigestCase[] = [
	{
		name: "pairs: a language model of 2 layers of gru, dropout .2, and its replies",
		run: (bench) => talked(bench, "talk-language", { cell: "gru", layers: 2, dropout: 0.2 }),
	},
	{
		name: "pairs: an encoder-decoder of lstm without attention, in 2 shards, and its replies",
		run: (bench) => talked(bench, "talk-none", { ...attended("none"), cell: "lstm", batch: 6, shards: 2 }),
	},
	{
		name: "pairs: encoder-decoders with additive, dot and general attention, their replies and where they looked",
		async run(bench) {
			const additive = await talked(bench, "talk-additive", { ...attended("additive"), attentionUnits: 5 });
			const dot = await talked(bench, "talk-dot", { ...attended("dot"), cell: "gru" });
			const general = await talked(bench, "talk-general", { ...attended("general"), cell: "rnn" });
			const looked = await explain({ ...where(bench), run: "talk-dot", step: 1 });
			expect(dot.turns.every(({ attention }) => attention!.weights.length > 0)).toBe(true);
			return { additive, dot, general, looked };
		},
	},
];

const RESUMED: DigestCase[] = [
	{
		name: "resume: a text's run stopped at step 17 of 40 and resumed ends with the weights and the lines of one never stopped",
		async run(bench) {
			const calm = await trained(bench, "calm", richLstm(bench));
			const at = (event: TrainEvent) => event.type === "step" && event.step === 17;
			const resumed = await cutAndResumed(bench, "cut", richLstm(bench), at);
			expect(shared(resumed)).toBe(shared(calm));
			return resumed;
		},
	},
	{
		name: "resume: a run stopped between its 2 rollbacks and resumed ends the same",
		async run(bench) {
			const calm = await trained(bench, "wild-calm", wild(bench));
			const resumed = await cutAndResumed(bench, "wild-cut", wild(bench), ({ type }) => type === "rollback");
			expect(shared(resumed)).toBe(shared(calm));
			return resumed;
		},
	},
	{
		name: "resume: a task's run stopped at its 2nd validation and resumed ends the same",
		async run(bench) {
			const request = {
				data: task("temporal-order"),
				model: rnn(),
				options: { ...TASK_BASE, omega: 1, dropout: 0.2, recordEvery: 15 },
			};
			const calm = await trained(bench, "task-calm", request);
			const at = (event: TrainEvent) => event.type === "valid" && event.step === 20;
			const resumed = await cutAndResumed(bench, "task-cut", request, at);
			expect(shared(resumed)).toBe(shared(calm));
			return resumed;
		},
	},
	{
		name: "resume: an echo state network stopped at its start and resumed has the readout of one never stopped",
		async run(bench) {
			const request = { data: onSeries(bench), options: esn(noisy) };
			const calm = await trained(bench, "echo-calm", request);
			const resumed = await cutAndResumed(bench, "echo-cut", request, ({ type }) => type === "start");
			expect(shared(resumed)).toBe(shared(calm));
			return resumed;
		},
	},
];

/** A comparison in this thread, its outcomes apart from its rows. */
async function compared(bench: Bench, name: string, request: Omit<Parameters<typeof compare>[0], "out" | "engine">) {
	const out = join(bench.folder, name);
	const { trials, rows, best, rates, goal } = await compare(
		{ ...request, out, engine: bench.engine },
		{ oneThread: true },
	);
	return { weights: trials.map(({ weightsSha256 }) => weightsSha256), trials, rows, best, rates, goal };
}

const COMPARED: DigestCase[] = [
	{
		name: "compare: clip+omega, lstm and esn on temporal order, 2 seeds, 30 updates",
		run: (bench) =>
			compared(bench, "order", {
				...{ task: "temporal-order", remedies: ["clip+omega", "lstm", "esn"], seeds: 2, rates: [0.05] },
				options: { hidden: 6, batch: 5, length: "10..16", steps: 30 },
			}),
	},
	{
		name: "compare: none, clip and gru on a text, 2 seeds, 24 updates",
		run: (bench) =>
			compared(bench, "text", {
				...{ data: onText(bench), remedies: ["none", "clip", "gru"], seeds: 2, rates: [0.02] },
				options: { hidden: 6, batch: 4, k1: 8, steps: 24 },
			}),
	},
];

const REPRODUCED: DigestCase[] = [
	{
		name: "reproduce: bifurcation, the figures of its rows to their last bit",
		withoutEngine: true,
		async run(bench) {
			const { rows } = await reproduce({ name: "bifurcation", out: join(bench.folder, "out") }, { oneThread: true });
			const figure = (value: unknown) => (typeof value === "object" ? null : value); // a phrase may be reworded
			return { rows: rows.map(({ ours, published, holds }) => [figure(ours), figure(published), holds]) };
		},
	},
	{
		name: "reproduce: 2 runs on tasks as the reproductions make them, 60 updates, looked at every 20",
		async run(bench) {
			const found: unknown[] = [];
			const known = [ownReproduction(bench.engine, found)];
			const request = { name: "two-runs", out: join(bench.folder, "out") };
			await reproduce(request, { known, oneThread: true });
			expect(found).toHaveLength(2);
			return { runs: found };
		},
	},
];

/** A reproduction of two short runs on tasks, which leaves what they give in `found`. */
function ownReproduction(engine: EngineChoice, found: unknown[]): NonNullable<ReproduceHooks["known"]>[number] {
	const title = { en: "two runs", ko: "실행 둘" };
	const looks = { updates: 60, every: 20, look: 40, test: 60, side: 20, allowed: 0, lengths: ["10", "12..20"] };
	const request = (name: string, options: Record<string, string | number>) => ({
		...{ task: name, ...looks },
		options: { hidden: 8, batch: 6, length: "10..14", seed: 4, ...options },
	});
	const order = request("temporal-order", { cell: "rnn", optimizer: "sgd", lr: 0.1, omega: 1, omegaForm: "paper" });
	const addition = { ...request("addition", { cell: "lstm", lr: 0.02 }), inputGateBias: new Array(8).fill(-1) };
	return {
		...{ name: "two-runs", title, shows: title, seeds: { quick: 1, full: 1 }, revision: 1 },
		async run({ jobs }) {
			const job = (key: string, given: typeof order) => ({ key, job: "task-run", request: given, engine });
			found.push(...(await jobs([job("order", order), job("addition", addition)])));
			return { rows: [], figures: () => [] };
		},
	};
}

/** A trained run on the text, made anew for each reading so that each stands alone. */
async function reading(bench: Bench, run: string) {
	await trained(bench, run, { ...richLstm(bench), options: { ...RICH, steps: 25 } });
	return { ...where(bench), run };
}

const READINGS: DigestCase[] = [
	{
		name: "readings: evaluation of a text's 3 parts and of a file, of a task's fresh sequences",
		async run(bench) {
			const asked = await reading(bench, "evaluated");
			const parts: unknown[] = [];
			for (const part of ["train", "valid", "test"] as const) parts.push(await evaluate({ ...asked, part }));
			const file = await evaluate({ ...asked, texts: [join(bench.folder, "text.txt")], checkpoint: "last" });
			await trained(bench, "evaluated-task", { data: task("addition"), model: gru(), options: TASK_BASE });
			const fresh = { run: "evaluated-task", sequences: 60, seed: 9, length: "12..30" };
			return { parts, file, fresh: await evaluate({ ...where(bench), ...fresh }) };
		},
	},
	{
		name: "readings: 120 symbols written from seed 5, at temperature .8 of the 6 likeliest, greedily, with a unit clamped",
		async run(bench) {
			const asked = { ...(await reading(bench, "written")), prompt: "int ", length: 120, seed: 5 };
			const drawn: unknown[] = [];
			const narrow = await sample({ ...asked, temperature: 0.8, topK: 6 }, { onSymbol: (one) => void drawn.push(one) });
			const wide = await sample({ ...asked, topP: 0.9 });
			const greedy = await sample({ ...asked, temperature: 0 });
			return { narrow, drawn, wide, greedy, clamped: await sample({ ...asked, clamp: ["l1.h.2=1"] }) };
		},
	},
	{
		name: "readings: diagnoses of runs on a text, a task and a series with an echo state network",
		async run(bench) {
			const ofText = await diagnose({ ...(await reading(bench, "diagnosed")), lags: 20, sequences: 4 });
			const model = rnn({ hidden: 6 });
			await trained(bench, "diagnosed-task", { data: task("temporal-order"), model, options: TASK_BASE });
			const ofTask = await diagnose({ ...where(bench), run: "diagnosed-task", lags: 12, sequences: 4 });
			await trained(bench, "diagnosed-echo", { data: onSeries(bench), options: esn(noisy) });
			return { ofText, ofTask, ofEcho: await diagnose({ ...where(bench), run: "diagnosed-echo" }) };
		},
	},
	{
		name: "readings: predictions of 80 symbols, one step taken apart, and traces of 4 values as CSV and NPZ",
		async run(bench) {
			const asked = await reading(bench, "traced");
			const each: NamedPrediction[] = [];
			const onPrediction = (one: NamedPrediction) => void each.push(one);
			const summed = await predictions({ ...asked, limit: 80, top: 3 }, { onPrediction });
			const step = await explain({ ...asked, step: 20, layer: 1, ahead: 6 });
			const files = ["csv", "npz"].map((kind) => join(bench.folder, `trace.${kind}`));
			const names = ["l0.h", "l1.gate.f", "l1.c.2", "l0.tanh_c"];
			for (const out of files) await traceFile({ ...asked, part: "test", names, out });
			const [csv, npz] = files.map((file) => readFileSync(file).toString("base64"));
			return { each, summed, step, csv, npz };
		},
	},
];

export const CASES: readonly DigestCase[] = [
	...[...TEXTS, ...TASKS, ...SERIES, ...TALKS, ...RESUMED],
	...[...COMPARED, ...REPRODUCED, ...READINGS],
];
