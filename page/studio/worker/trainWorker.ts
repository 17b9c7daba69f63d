/** The worker that trains in the page: the engine, the loop and the numbers of `sluice train`. */
import { openEngine } from "../../../src/browser/engine.ts";
import { type TrainRequest, train } from "../../../src/browser/trainInPage.ts";
import type { Weights } from "../../../src/cells/weights.ts";
import { openCorpus } from "../../../src/data/corpus.ts";
import { frequencyLoss } from "../../../src/data/frequencyLoss.ts";
import { bytesSource } from "../../../src/data/source.ts";
import { DEFAULT_SPLIT, parseSplit } from "../../../src/data/split.ts";
import { taskNamed } from "../../../src/data/tasks/registry.ts";
import { parseUnit } from "../../../src/data/units.ts";
import type { TrainEvent } from "../../../src/training/run/events.ts";
import { copyOf, MemoryKeeper } from "../../../src/training/run/memoryKeeper.ts";
import type { Snapshot } from "../../../src/training/snapshot.ts";
import type { Line } from "../../../studio/wire.ts";
import { WASM } from "../ownFiles.ts";
import { failureOf } from "./failureOf.ts";
import { Frames } from "./frames.ts";
import type { ForeignOrder, JudgeOrder, News, Order, PageData, TrainOrder } from "./messages.ts";
import { spawnThread } from "./spawnThread.ts";
import { reservoirSpectrum, spectrumOf } from "./spectrum.ts";

const say = (news: News, transfer: Transferable[] = []) => postMessage(news, { transfer });
let stop: AbortController | undefined;

addEventListener("message", ({ data }: MessageEvent<Order>) => {
	if (data.type === "stop") stop?.abort();
	else if (data.type === "train") void run(data);
	else void answer(data).catch((error) => say({ type: "failed", ...failureOf(error) }));
});

/** What is asked before a training: whether it is refused, and which options it has. */
async function answer(order: JudgeOrder | ForeignOrder): Promise<void> {
	const { foreignTo, judge } = await import("./judge.ts");
	const data = readData(order.data);
	if (order.type === "foreign") return say({ type: "foreign", names: foreignTo(data, order.cell) });
	await judge(data, order.options);
	say({ type: "judged" });
}

async function run({ data, options, build, threads, from, until }: TrainOrder): Promise<void> {
	stop = new AbortController();
	const keeper = new MemoryKeeper({ keepLast: 8 });
	const frames = new Frames(say);
	let sample = "";
	let weights: Weights | undefined;
	try {
		const engine = await openEngine({ wasm: WASM, build, spawn: spawnThread, ...(threads && { threads }) });
		keep(keeper, frames, {
			record: (step) => weights && frames.spectrum(spectrumOf(weights, step)),
			checkpoint: (snapshot, step) => frames.spectrum(reservoirSpectrum(snapshot, step, options.leak)),
		});
		const read = readData(data);
		const facts = await factsOf(read);
		const onEvent = (event: TrainEvent) => {
			if (event.type === "start") say({ type: "started", ...startedOf(event, facts) });
			if (event.type === "step") frames.step(event);
			if (event.type === "fit") frames.fit(event);
			if (event.type === "step" && event.step >= (until ?? Number.POSITIVE_INFINITY)) stop?.abort();
			if (event.type === "done") sample = event.sample;
		};
		const onWeights = (given: Weights) => (weights = given);
		const request = {
			engine,
			data: readData(data),
			options,
			keeper,
			onEvent,
			onWeights,
			signal: stop.signal,
			...(from && { from }),
		};
		const { result } = await train(request);
		frames.flush();
		say({ type: "ended", result, snapshot: keeper.newest!.snapshot, sample });
	} catch (error) {
		frames.flush();
		say({ type: "failed", ...failureOf(error) });
	}
}

/** The data with what the page knows as words only. @throws E_SPLIT, E_UNIT. */
function readData(data: PageData): TrainRequest["data"] {
	if (!("text" in data)) return data;
	const { text, unit, split } = data;
	return { text, ...(unit && { unit: parseUnit(unit) }), ...(split && { split: parseSplit(split) }) };
}

interface Heard {
	record(step: number): void;
	checkpoint(snapshot: Snapshot, step: number): void;
}

/** Tells each logged line to the page, as well as keeping it. */
function keep(keeper: MemoryKeeper, frames: Frames, heard: Heard): void {
	const { metric, sample, record, checkpoint } = keeper;
	keeper.checkpoint = (snapshot, step, validLoss, goodStep) => {
		heard.checkpoint(snapshot, step);
		frames.flush();
		say({ type: "checkpoint", step, snapshot: copyOf(snapshot) }); // its arrays are the engine's own memory, which is shared
		return checkpoint.call(keeper, snapshot, step, validLoss, goodStep);
	};
	keeper.metric = (line) => {
		metric.call(keeper, line);
		frames.line("metrics", line as Line);
	};
	keeper.sample = (line) => {
		sample.call(keeper, line);
		frames.line("samples", line as Line);
	};
	keeper.record = (line) => {
		record.call(keeper, line);
		frames.line("records", line as Line);
		heard.record(line.step);
	};
}

interface Facts {
	/** Loss of predicting each symbol of the validation text by its frequency; undefined for other data. */
	frequencyLoss?: number;
	/** Whether wrong sequences say how well it does: hardly any of a series or of a head of yes and no is without a fault. */
	byErrors: boolean;
}

/** Symbols that the baseline of a text is measured on, as many as `sluice diagnose` takes. */
const BASELINE_SYMBOLS = 1 << 16;

/** What the page compares a run with, measured as `sluice diagnose` does. */
async function factsOf(data: TrainRequest["data"]): Promise<Facts> {
	if ("series" in data) return { byErrors: false };
	if ("task" in data) {
		const task = typeof data.task === "string" ? taskNamed(data.task, data.taskOptions ?? {}) : data.task;
		return { byErrors: task.head !== "binary" };
	}
	const { text, unit = "codepoint", split = DEFAULT_SPLIT } = data;
	const source = bytesSource("text", new TextEncoder().encode(text as string));
	const { parts, vocabulary } = await openCorpus(source, { unit, split, lossy: false });
	const { valid } = parts;
	if (valid.symbols === 0) return { byErrors: false };
	const loss = await frequencyLoss(valid, valid, vocabulary.size, BASELINE_SYMBOLS);
	return { byErrors: false, frequencyLoss: loss };
}

function startedOf(event: Extract<TrainEvent, { type: "start" }>, { frequencyLoss: baseline, byErrors }: Facts) {
	const { parameters, build, threads, seed, fromStep, options } = event;
	const shared = { parameters, build, threads, seed, fromStep, options, byErrors };
	if ("symbols" in event) return { ...shared, baseline: baseline ?? null, lossUnit: "nats", symbols: event.symbols };
	return { ...shared, baseline: event.baseline, lossUnit: event.lossUnit };
}
