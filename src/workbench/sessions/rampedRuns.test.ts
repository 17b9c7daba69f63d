/** Runs with ramps: they resume, fork, replay and are certified bit for bit; what is left of their time is right. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { RandomStream } from "../../kernels/random.ts";
import type { GivenOptions } from "../../training/options/options.ts";
import { parseReceipt } from "../../training/receipts/receiptCodec.ts";
import type { TrainEvent } from "../../training/run/events.ts";
import { task } from "../datasets/taskData.ts";
import { text } from "../datasets/texts.ts";
import { parseConfig } from "../runs/config.ts";
import { openRun } from "../runs/runStore.ts";
import { forkRun } from "./fork/fork.ts";
import { checkReceipt, makeReceipt } from "./receipts/receipts.ts";
import { openReplay } from "./replay/replay.ts";
import { replayWithout } from "./replay/without.ts";
import { resume } from "./resume.ts";
import { train } from "./train.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-ramped-"));
const runs = join(folder, "runs");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const random = new RandomStream(5, "ramped");
const book = join(folder, "book.txt");
writeFileSync(
	book,
	`${Array.from({ length: 2000 }, () => "abc defg.\n"[random.below(10)]).join("")}${"abcde".repeat(99)}`,
);
const options: GivenOptions = {
	...{ hidden: 6, batch: 6, rampBatch: "2:0.6", k1: 8, k2: 12, rampLength: "2:0.5", dropout: 0.2, seed: 4, steps: 50 },
	...{ recordEvery: 0, lr: 0.05, rollbacks: 0 },
};
const engine = "wasm-plain";
let digest = "";
let tokens = 0;
const events: (TrainEvent & { type: "step" })[] = [];

beforeAll(async () => {
	const onEvent = (event: TrainEvent) => void (event.type === "step" && events.push(event));
	const result = await train({ data: text(book), options, run: "whole", runs, engine }, { onEvent });
	digest = result.weightsSha256;
	tokens = "tokens" in result ? result.tokens : 0;
});

const stateOf = (run: string) => openRun(run, runs, { validate: parseConfig }).loadNewest().snapshot.state;

test("50 updates read 12 x 2 x 2, 3 x 4 x 2, 10 x 4 x 3, 6 x 8 x 3 and 19 x 8 x 6 symbols, lane by lane in whole rounds", () => {
	// by the budget 12.5 updates of (2 lanes, 2 steps), 12.5 of (., 4): 2 lanes until 0.3, 3 until 0.6; a round begun is finished
	const sizes = [
		...[...Array(12)].map(() => 2 * 2),
		...[...Array(3)].map(() => 4 * 2),
		...[...Array(10)].map(() => 4 * 3),
	];
	const rest = [...[...Array(6)].map(() => 8 * 3), ...[...Array(19)].map(() => 8 * 6)];
	expect(tokens).toBe([...sizes, ...rest].reduce((sum, size) => sum + size, 0));
});

test("a run stopped within a round, in each size, and resumed ends with the digest of the run that was not", async () => {
	for (const [n, at] of [7, 14, 20, 28, 40].entries()) {
		const stop = new AbortController();
		const onEvent = (event: TrainEvent) => void (event.type === "step" && event.step === at && stop.abort());
		const run = `stopped-${n}`;
		await train({ data: text(book), options, run, runs, engine }, { onEvent, signal: stop.signal });
		expect([stateOf(run).step, stateOf(run).round !== undefined]).toEqual([at, at < 30]);
		expect((await resume({ run, runs })).weightsSha256).toBe(digest);
	}
});

test("the time left counts symbols: after the ramp's half of the updates, by the symbols read, not by the updates", () => {
	const { etaSeconds, elapsedSeconds, progress } = events[24]!;
	expect(progress).toBe(0.5);
	// of the budget .25 (1/3 x 1/4), .05 (1/3 x 1/2), .2 (1/2 x 1/2), .1 (1/2), .4: read by then .25 / 12 + .05 / 6 + .2 / 4
	const [read, all] = [0.25 / 12 + 0.05 / 6 + 0.2 / 4, 0.25 / 12 + 0.05 / 6 + 0.2 / 4 + 0.1 / 2 + 0.4];
	expect(etaSeconds! / elapsedSeconds).toBeCloseTo((all - read) / read, 9);
	expect(events.at(-1)!.etaSeconds).toBe(0);
});

test("a fork at any update ends with its parent's digest; the ramps cannot change, nor k2 shrink within a round", async () => {
	for (const update of [0, 1, 13, 20, 30]) {
		const { result, first } = await forkRun({ run: "whole", runs, update, to: `fork-${update}` });
		expect([update, result.weightsSha256, first]).toEqual([update, digest, null]);
	}
	const change = (update: number, change: GivenOptions) => forkRun({ run: "whole", runs, update, change, to: "no" });
	for (const given of [{ rampBatch: "1:0.6" }, { rampLength: "4:0.5" }, { rampBatch: "2:0.7" }] as const)
		await expect(change(13, given)).rejects.toMatchObject({ code: "E_FORK", params: { why: "data" } });
	await expect(change(13, { k2: 2 })).rejects.toMatchObject({ code: "E_FORK", params: { option: "k2", why: "round" } });
	const { first } = await forkRun({ run: "whole", runs, update: 31, change: { k2: 10 }, to: "shorter" });
	expect(first!.update).toBe(32);
});

test("a run of minutes replays each update in the size that the clock gave it: symbols, loss and digest as logged", async () => {
	const minutes: GivenOptions = { ...options, steps: undefined, minutes: 0.03, rampBatch: "1:0.9", keepLast: 1 };
	const { weightsSha256, steps } = await train({ data: text(book), options: minutes, run: "timed", runs, engine });
	expect(steps).toBeGreaterThan(20);
	const replayed = await openReplay({ run: "timed", runs });
	const lanes = new Set<number>();
	for (const update of [1, 2, 10, Math.floor(steps / 2), steps - 1, steps]) {
		const { values, logged } = await replayed.at(update);
		lanes.add(values.windows[0]!.lanes);
		expect([update, logged.differs]).toEqual([update, null]);
	}
	expect((await replayed.at(steps)).weightsSha256).toBe(weightsSha256);
	expect(lanes.has(1) && lanes.size > 1).toBe(true);
	await replayed.close();
});

test("a passage replaced by itself changes no bit, and other symbols there change the weights", async () => {
	const passage = "abcdeabcdeabcde";
	const part = { run: "whole", runs, without: passage.slice(0, 6) };
	const same = await replayWithout({ ...part, with: passage.slice(0, 6) });
	expect([same.after.weightsSha256, same.before.weightsSha256]).toEqual([digest, digest]);
	expect(same.updates).toBeGreaterThan(2);
	expect((await replayWithout(part)).after.weightsSha256).not.toBe(digest);
});

test("a receipt holds the ramps, and whoever trains the updates again gets the run's digest", async () => {
	const { link, weightsSha256 } = await makeReceipt({ run: "whole", runs });
	expect(weightsSha256).toBe(digest);
	expect(parseReceipt(link).options).toMatchObject({ rampBatch: "2:0.6", rampLength: "2:0.5" });
	expect((await checkReceipt({ receipt: link, text: book })).same).toBe(true);
});

test("a run from another one has its ramps, unless k1 or the batch is another; a task refuses them", async () => {
	const from = (more: GivenOptions, run: string) =>
		train({ data: text(book), options: { ...more, steps: 2 }, from: "whole", run, runs, engine });
	await from({}, "same");
	await from({ k1: 9 }, "longer");
	await from({ batch: 5, rampBatch: "1:0.5" }, "fewer");
	const ramps = (run: string) => {
		const { rampLength, rampBatch } = openRun(run, runs, { validate: parseConfig }).config.options as GivenOptions;
		return [rampLength, rampBatch];
	};
	expect(["same", "longer", "fewer"].map(ramps)).toEqual([
		["2:0.5", "2:0.6"],
		[undefined, "2:0.6"],
		["2:0.5", "1:0.5"],
	]);
	const asked = train({ data: task("temporal-order"), options: { rampBatch: "2:0.5", steps: 1 }, run: "task", runs });
	await expect(asked).rejects.toMatchObject({ code: "E_OPTION", params: { option: "rampBatch" } });
});
