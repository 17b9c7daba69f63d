/**
 * Replay against the run itself: each run is trained twice, once keeping the checkpoint of every update, once keeping
 * only its last one, and the replay of the second is held against the checkpoints of the first.
 */
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { ModelSpec } from "../../../cells/layout.ts";
import { networkGradient } from "../../../diagnosis/tangents.ts";
import { RandomStream } from "../../../kernels/random.ts";
import type { GivenOptions } from "../../../training/options/options.ts";
import type { UpdateWindow } from "../../../training/replay/updateWindow.ts";
import type { LogLine } from "../../../training/run/logLines.ts";
import { series } from "../../datasets/seriesData.ts";
import { task } from "../../datasets/taskData.ts";
import { text } from "../../datasets/texts.ts";
import { sha256 } from "../../disk/sha256.ts";
import { parseConfig } from "../../runs/config.ts";
import { openRun } from "../../runs/runStore.ts";
import { resume } from "../resume.ts";
import { type TrainRequest, train } from "../train.ts";
import { openReplay, replay } from "./replay.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-replay-"));
const runs = join(folder, "runs");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const random = new RandomStream(5, "replay");
const letters = Array.from({ length: 2600 }, () => "abc defg.\n"[random.below(10)]).join("");
const book = join(folder, "book.txt");
writeFileSync(book, letters);
const waves = join(folder, "waves.csv");
writeFileSync(
	waves,
	`x\n${Array.from({ length: 320 }, (_, n) => Math.sin(n / 5) + random.uniform() / 9).join("\n")}\n`,
);

const STEPS = 60;
const common: GivenOptions = { hidden: 7, batch: 3, seed: 4, steps: STEPS, recordEvery: 0 };
const engine = "reference";

interface Case {
	name: string;
	data: TrainRequest["data"];
	options: GivenOptions;
	engine?: TrainRequest["engine"];
}

const CASES: Case[] = [
	{
		name: "an LSTM of 2 layers on a text, with dropout, resets, overlapping windows and early stopping",
		data: text(book),
		options: { cell: "lstm", layers: 2, dropout: 0.3, reset: 0.2, k1: 9, k2: 15, patience: 30 },
	},
	{
		name: "a GRU on a text with momentum, weight decay and windows cut in three",
		data: text(book),
		options: { cell: "gru", optimizer: "momentum", weightDecay: 1e-3, k1: 12, k2: 5, clipValue: 0.02 },
	},
	{
		name: "an RNN on a task of two lengths with Omega and truncation",
		data: task("temporal-order"),
		options: { cell: "rnn", omega: 1, length: "11..17", k1: 4, k2: 6 },
	},
	{
		name: "an LSTM on a series with L2 and rmsprop",
		data: series(waves, { target: "x" }),
		options: { cell: "lstm", l2: 1e-3, optimizer: "rmsprop", length: "20..30", patience: 0 },
	},
	{
		name: "a GRU on the task of addition, which has values, on wasm",
		data: task("addition"),
		options: { cell: "gru", length: "10..14", dropout: 0.1 },
		engine: "wasm-plain",
	},
	{
		name: "a GRU on a text with weight-drop and a mean of its weights",
		data: text(book),
		options: { cell: "gru", layers: 2, weightDrop: 0.3, average: "ema:0.9", k1: 9, k2: 15 },
		engine: "wasm-plain",
	},
	{
		name: "an LSTM on a task with weight-drop and a mean of its last weights",
		data: task("temporal-order"),
		options: { cell: "lstm", weightDrop: 0.2, average: "last:0.5", length: "11..17" },
	},
	{
		name: "an LSTM on a text with SOAP, refreshed every 3 updates",
		data: text(book),
		options: { cell: "lstm", layers: 2, optimizer: "soap", soapEvery: 3, k1: 9 },
	},
	{
		name: "a GRU on a text with blocks of units",
		data: text(book),
		options: { cell: "gru", layers: 2, hidden: 8, blocks: 2, dropout: 0.2, k1: 9 },
	},
	{ name: "an echo state network on a text", data: text(book), options: { cell: "esn", k1: 9, density: 0.5 } },
	{
		name: "an LSTM on a text with ramps of the length and of the batch",
		data: text(book),
		options: { batch: 6, rampBatch: "1:0.8", k1: 8, k2: 12, rampLength: "2:0.5", dropout: 0.2, average: "last:0.5" },
	},
];

/** Digests of the weights after every update of a run that kept all of them, by update. */
function digestsOf(name: string): Map<number, string> {
	const run = openRun(name, runs, { validate: parseConfig });
	return new Map(
		run.listCheckpoints().map(({ step }) => {
			const { tensors } = run.loadStep(step).snapshot;
			const trained = tensors.filter(({ name }) => name === "optimizer.weights"); // of a run that averages
			const weights = trained.length > 0 ? trained : tensors.filter((t) => /^(weight|bias|head)/.test(t.name));
			return [step, sha256(...weights.map(({ data }) => data))];
		}),
	);
}

const every = { saveEvery: 1, keepLast: 1000 };
const drawn = (last: number) => {
	const updates = Array.from({ length: last }, (_, n) => n + 1);
	return Array.from({ length: 20 }, () => updates.splice(random.below(updates.length), 1)[0]!);
};

for (const [n, { name, data, options, engine: on = engine }] of CASES.entries()) {
	test(`20 random updates of ${name} have the digests that they had, and the lines that were logged`, async () => {
		const [whole, sparse] = [`whole-${n}`, `sparse-${n}`];
		await train({ data, options: { ...common, ...options, ...every }, run: whole, runs, engine: on } as TrainRequest);
		const rest = { ...common, ...options, keepLast: 1, keepBest: 0 };
		await train({ data, options: rest, run: sparse, runs, engine: on } as TrainRequest);
		const had = digestsOf(whole);
		expect(had.size).toBe(STEPS + 1);
		const sparseRun = openRun(sparse, runs, { validate: parseConfig });
		const lines = sparseRun.readMetrics();
		const kept = sparseRun.listCheckpoints().map(({ step }) => step);
		expect(kept.length).toBeLessThan(3);
		const runReplay = await openReplay({ run: sparse, runs });
		expect([runReplay.first, runReplay.last]).toEqual([0, STEPS]);
		const initial = await runReplay.at(0);
		expect([initial.weightsSha256, initial.loss, initial.values.windows]).toEqual([had.get(0), null, []]);
		for (const update of drawn(STEPS)) {
			const one = await runReplay.at(update);
			const from = Math.max(0, ...kept.filter((step) => step < update));
			expect([one.update, one.from, one.weightsSha256]).toEqual([update, from, had.get(update)]);
			expect(one.logged.differs).toBeNull();
		}
		for (const update of [1, 23, STEPS]) {
			const { weightsSha256, logged } = await replay({ run: sparse, runs, update });
			expect([weightsSha256, logged.differs]).toEqual([had.get(update), null]);
			const from = Math.max(0, ...kept.filter((step) => step < update));
			expect(logged.lines).toBe(Math.floor(update / 10) - Math.floor(from / 10));
		}
		await expectLine(runReplay, lines);
		await runReplay.close();
	});
}

/** The line of update 30 is the mean of ten updates, computed here from the ten. */
async function expectLine(runReplay: Awaited<ReturnType<typeof openReplay>>, lines: LogLine[]): Promise<void> {
	const line = lines.find(({ step, gradNorm }) => step === 30 && gradNorm !== undefined)!;
	let [loss, gradNorm, clipped] = [0, 0, 0];
	for await (const one of runReplay.updates(21, 30)) {
		loss += one.loss!;
		gradNorm += one.gradNorm!;
		clipped += one.clipped ? 1 : 0;
		if (one.update === 30) expect(one.lr).toBe(line.lr);
	}
	expect([loss / 10, gradNorm / 10, clipped]).toEqual([line.lossNats ?? line.loss, line.gradNorm, line.clipped]);
}

describe("the history of a run", () => {
	const odd: GivenOptions = { ...common, cell: "lstm", k1: 9, dropout: 0.2, steps: 40 };

	test("a run resumed from 40 to 70 updates took the schedule of 40 first: 20 updates of both halves have their digests", async () => {
		for (const [run, more] of [
			["kept", every],
			["resumed", { keepLast: 1, keepBest: 0 }],
		] as const) {
			await train({ data: text(book), options: { ...odd, ...more }, run, runs, engine });
			await resume({ run, runs, options: { steps: 70 } });
		}
		const had = digestsOf("kept");
		const runReplay = await openReplay({ run: "resumed", runs });
		for (const update of [40, 41, ...drawn(70).slice(2)]) {
			const one = await runReplay.at(update);
			expect([update, one.weightsSha256]).toEqual([update, had.get(update)]);
			expect(one.logged.differs).toBeNull();
		}
		await runReplay.close();
	});

	test("a run that diverged and rolled back: 20 updates before and after have the digests and the halved rate", async () => {
		const wild: GivenOptions = {
			...{ ...common, cell: "rnn", variant: "relu", optimizer: "sgd", schedule: "constant", warmup: 0 },
			...{ lr: 40, clipNorm: 0, length: 12, saveEvery: 4, validEvery: 1000, steps: 40, rollbacks: 30 },
		} as GivenOptions;
		const data = task("addition");
		const whole = await train({ data, options: { ...wild, keepLast: 1000 }, run: "wild", runs, engine });
		await train({ data, options: { ...wild, keepLast: 1, keepBest: 0 }, run: "tamed", runs, engine });
		expect(whole.rollbacks.length).toBeGreaterThan(1);
		const had = digestsOf("wild");
		const runReplay = await openReplay({ run: "tamed", runs });
		let compared = 0;
		for (const update of drawn(40)) {
			const one = await runReplay.at(update);
			expect(one.logged.differs).toBeNull();
			const halved = whole.rollbacks.filter(({ to }) => to < update).length;
			expect(one.lr).toBe(40 * 0.5 ** halved);
			if (!had.has(update)) continue;
			compared++;
			expect(one.weightsSha256).toBe(had.get(update));
		}
		for (const update of had.keys()) {
			compared++;
			expect((await runReplay.at(update)).weightsSha256).toBe(had.get(update));
		}
		expect(compared).toBeGreaterThan(10);
		await runReplay.close();
	});

	test("the update at which a run without rollbacks diverged is computed again up to the first number that is not finite", async () => {
		const wild = {
			...common,
			cell: "rnn",
			variant: "relu",
			optimizer: "sgd",
			lr: 1e6,
			clipNorm: 0,
			validEvery: 1000,
		} as GivenOptions;
		const options: GivenOptions = { ...wild, length: 12, rollbacks: 0, keepLast: 1 };
		const failed = train({ data: task("addition"), options, run: "lost", runs, engine });
		const { step, tensor, index } = (await failed.catch((error) => error.params)) as Record<string, unknown>;
		const { update, divergence, values } = await replay({ run: "lost", runs, update: step as number });
		expect([update, divergence]).toMatchObject([step, { kind: "not-finite", tensor, index }]);
		expect(values.windows).toHaveLength(1);
	});

	test("a run of --minutes logged where the clock put it: its last update is computed again with equal bits", async () => {
		const options: GivenOptions = { ...odd, steps: undefined, minutes: 0.02, keepLast: 1, keepBest: 0 };
		const { steps, weightsSha256 } = await train({ data: text(book), options, run: "timed", runs, engine });
		const again = await replay({ run: "timed", runs, update: steps });
		expect(steps).toBeGreaterThan(10);
		expect(again.weightsSha256).toBe(weightsSha256);
		const lines = Math.floor(steps / 10) - Math.floor(again.from / 10); // a save may fall just before the end
		expect([again.logged.differs, again.logged.lines]).toEqual([null, lines]);
	});

	test("stepping back by one from update 60 computes at most 1 update, and one step forward computes 1", async () => {
		const runReplay = await openReplay({ run: "sparse-0", runs });
		const computed: number[] = [];
		const onProgress = (done: number) => computed.push(done);
		await runReplay.at(58);
		for (const update of [59, 60, 59, 58]) await runReplay.at(update, { onProgress });
		expect(computed).toEqual([]); // each was one update, with nothing before it
		await runReplay.close();
	});
});

describe("values and refusals", () => {
	test("the batch of update 2 is the text's own: lane b of 3 goes on where update 1 ended, and its losses give the loss", async () => {
		const [one, two] = [
			await replay({ run: "sparse-1", runs, update: 1 }),
			await replay({ run: "sparse-1", runs, update: 2 }),
		];
		const perLane = Math.floor((Math.floor(letters.length * 0.9) - 1) / 3);
		expect(one.batch).toEqual([0, 1, 2].map((b) => letters.slice(b * perLane, b * perLane + 5)));
		expect(two.batch).toEqual([0, 1, 2].map((b) => letters.slice(b * perLane + 12, b * perLane + 17)));
		expect(two.values.windows.map(({ steps, lanes }) => [steps, lanes])).toEqual([
			[5, 3],
			[5, 3],
			[2, 3],
		]);
		const losses = two.values.windows.flatMap((window) => [...window.losses]);
		expect(losses.reduce((sum, loss) => sum + loss, 0) / 36).toBeCloseTo(two.lossNats!, 12);
		const norm = Math.sqrt(two.values.gradients.flatMap((t) => [...t.data]).reduce((sum, g) => sum + g * g, 0));
		expect(norm).toBeCloseTo(two.gradNorm!, 12);
		expect(sha256(...two.values.weights.map(({ data }) => data))).toBe(two.weightsSha256);
		const [first] = two.values.windows;
		expect(first!.layers[0]!.h).toHaveLength(6 * 3 * 7);
		expect(first!.layers[0]!.gates).toHaveLength(5 * 3 * 3 * 7);
	});

	test("the gradient of each state, tensor and step is that of forward mode: update 2 of a plain cell on a text, to 1e-10", async () => {
		const options = { ...common, cell: "rnn", k1: 8, k2: 8, steps: 3, keepLast: 1, keepBest: 0 };
		await train({ data: text(book, { unit: "codepoint" }), options, run: "plain", runs, engine } as TrainRequest);
		const [one, two] = [
			await replay({ run: "plain", runs, update: 1 }),
			await replay({ run: "plain", runs, update: 2 }),
		];
		const [{ steps: T, lanes: B, ids, targets, layers }] = two.values.windows as [UpdateWindow];
		const [{ h, dh, log10Dh }] = layers as [UpdateWindow["layers"][0]];
		const before = new Map(one.values.weights.map(({ name, data }) => [name, data]));
		const V = before.get("head.bias")!.length;
		const H = 7;
		const point = {
			...{ spec: { cell: "rnn", variant: "tanh", symbols: V, hidden: H, layers: 1, dropout: 0 } as ModelSpec, B },
			...{ scale: 1 / (T * B), weights: Float64Array.from([...before.values()].flatMap((data) => [...data])) },
		};
		const c0 = [new Float64Array(B * H)];
		const from = (t: number) => {
			const h0 = [Float64Array.from(h.slice(t * B * H, (t + 1) * B * H))];
			return networkGradient({ ...point, T: T - t, ids: ids!.slice(t * B), targets: targets.slice(t * B), h0, c0 })
				.tensors;
		};
		/** The part of dL/dh_t that step t's own loss has: W' (softmax(W h_t + b) - target) / (T B). */
		const own = (t: number, b: number): number[] => {
			const [w, bias] = [before.get("head.weight")!, before.get("head.bias")!];
			const state = Array.from({ length: H }, (_, k) => h[((t + 1) * B + b) * H + k]!);
			const y = Array.from(bias, (one, v) => state.reduce((sum, x, k) => sum + w[v * H + k]! * x, one));
			const sum = y.reduce((all, one) => all + Math.exp(one), 0);
			const d = y.map((one, v) => (Math.exp(one) / sum - (v === targets[t * B + b] ? 1 : 0)) / (T * B));
			return state.map((_, k) => d.reduce((all, one, v) => all + one * w[v * H + k]!, 0));
		};
		for (let t = 0; t < T; t++) {
			const later = t < T - 1 ? from(t + 1).get("l0.h")! : new Float64Array(B * H);
			const want = Array.from(later, (part, n) => part + own(t, Math.floor(n / H))[n % H]!);
			const size = Math.hypot(...want);
			const got = dh!.slice(t * B * H, (t + 1) * B * H);
			expect(Math.hypot(...want.map((x, n) => x - got[n]!))).toBeLessThanOrEqual(1e-10 * size);
			expect(Math.abs(log10Dh![t]! - Math.log10(size))).toBeLessThan(1e-10);
		}
		const tensors = from(0);
		expect(two.tensors.map(({ name }) => name)).toEqual(two.values.gradients.map(({ name }) => name));
		for (const { name, norm, largest, clippedShare } of two.tensors) {
			const want = tensors.get(name)!;
			expect(Math.abs(norm / Math.hypot(...want) - 1)).toBeLessThan(1e-10);
			expect(Math.abs(largest.value)).toBeCloseTo(Math.max(...want.map(Math.abs)), 12);
			expect(clippedShare).toBe(0);
		}
		expect([two.layers[0]!.log10Dh, two.layers[0]!.log10Dc, two.clipScale]).toEqual([[...log10Dh!], undefined, 1]);
	});

	test("an echo state network has no gradient of its states, and update 0 none at all", async () => {
		const none = await replay({ run: "sparse-0", runs, update: 0 });
		expect([none.layers, none.tensors, none.clipScale]).toEqual([[], [], 1]);
		const echo = await replay({
			run: `sparse-${CASES.findIndex(({ options }) => options.cell === "esn")}`,
			runs,
			update: 2,
		});
		expect([echo.layers, "dh" in echo.values.windows[0]!.layers[0]!]).toEqual([[], false]);
	});

	test("another engine build is told, and the first line that differs is named with both numbers", async () => {
		const notices: unknown[] = [];
		const onEvent = (event: { type: string; notice?: { code?: string } }) => {
			if (event.type === "notice")
				notices.push(event.notice?.code, /is replayed on "wasm simd"/.test(String(event.notice)));
		};
		const one = await replay({ run: "sparse-0", runs, update: 60, engine: "wasm-plain" }, { onEvent });
		expect(notices).toEqual(["E_BUILD", true]);
		expect([one.build, one.runBuild]).toEqual(["wasm simd", "reference float64"]);
		expect(one.logged.differs).toMatchObject({ update: 10 });
	});

	test("what cannot be replayed is refused by code: an echo state network, a run begun from another, an update beyond the last, a changed text", async () => {
		await train({
			data: task("mackey-glass-17"),
			options: { cell: "esn", hidden: 20, steps: 1 },
			run: "echo",
			runs,
			engine,
		});
		await expect(replay({ run: "echo", runs, update: 1 })).rejects.toMatchObject({ code: "E_REPLAY" });
		await train({ from: "sparse-1", options: { steps: 5, keepLast: 1, keepBest: 0 }, run: "child", runs, engine });
		await expect(replay({ run: "child", runs, update: 2 })).rejects.toThrow(
			/initial weights came from.*from 6 on.*E_REPLAY/,
		);
		await expect(replay({ run: "sparse-1", runs, update: 61 })).rejects.toThrow(/0 to 60.*61.*E_OPTION/);
		const was = readFileSync(book);
		appendFileSync(book, "x");
		await expect(replay({ run: "sparse-1", runs, update: 1 })).rejects.toMatchObject({ code: "E_FILE_CHANGED" });
		writeFileSync(book, was);
	});
});
