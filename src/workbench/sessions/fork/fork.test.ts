/** Forks against their parents: equal bits without a change, and the first difference where a change must act. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RandomStream } from "../../../kernels/random.ts";
import type { GivenOptions } from "../../../training/options/options.ts";
import { withoutClock } from "../../../training/run/logLines.ts";
import { task } from "../../datasets/taskData.ts";
import { text } from "../../datasets/texts.ts";
import { parseConfig } from "../../runs/config.ts";
import { listRuns } from "../../runs/overview.ts";
import { openRun } from "../../runs/runStore.ts";
import { openReplay, replay } from "../replay/replay.ts";
import { resume } from "../resume.ts";
import { train } from "../train.ts";
import { forkRun } from "./fork.ts";
import { compareFutures } from "./futures.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-fork-"));
const runs = join(folder, "runs");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const random = new RandomStream(5, "fork");
const book = join(folder, "book.txt");
writeFileSync(book, Array.from({ length: 2000 }, () => "abc defg.\n"[random.below(10)]).join(""));

const options: GivenOptions = {
	...{ cell: "lstm", hidden: 6, batch: 3, k1: 8, k2: 13, dropout: 0.2, seed: 4, steps: 50, recordEvery: 0 },
	...{ optimizer: "momentum", lr: 0.1, clipNorm: 0.4, keepLast: 1, keepBest: 0, rollbacks: 0 },
};
const engine = "reference";
let digest = "";

beforeAll(async () => {
	digest = (await train({ data: text(book), options, run: "whole", runs, engine })).weightsSha256;
});

const metricsOf = (name: string) => openRun(name, runs, { validate: parseConfig }).readMetrics();

describe("without a change", () => {
	for (const update of [0, 1, 23, 49]) {
		test(`a fork at update ${update} of 50 ends with its parent's digest, and its log is the parent's line by line`, async () => {
			const forked = await forkRun({ run: "whole", runs, update, to: `same-${update}` });
			expect(forked.parent).toEqual({ run: "whole", update, change: {} });
			expect([forked.result.weightsSha256, forked.result.steps, forked.first]).toEqual([digest, 50, null]);
			expect(metricsOf(`same-${update}`).map(withoutClock)).toEqual(metricsOf("whole").map(withoutClock));
		});
	}

	test("a fork of a run on a task that will roll back at its parent's updates ends with the parent's digest and rollbacks", async () => {
		const wild: GivenOptions = {
			...{ cell: "rnn", variant: "relu", hidden: 7, batch: 3, optimizer: "sgd", schedule: "constant", warmup: 0 },
			...{ lr: 40, clipNorm: 0, length: 12, saveEvery: 4, validEvery: 1000, steps: 40, rollbacks: 30, recordEvery: 0 },
		};
		const whole = await train({ data: task("addition"), options: wild, run: "wild", runs, engine });
		expect(whole.rollbacks.length).toBeGreaterThan(1);
		for (const update of [0, whole.rollbacks.at(-1)!.to + 2]) {
			const { result, first } = await forkRun({ run: "wild", runs, update });
			expect([result.weightsSha256, first]).toEqual([whole.weightsSha256, null]);
			expect(result.rollbacks.map(({ to }) => to)).toEqual(whole.rollbacks.map(({ to }) => to));
		}
	});
});

describe("with a change", () => {
	test("another learning rate at update 20 differs first at update 21, in the first tensor; the config and the list of runs name parent and change", async () => {
		const { first, parent } = await forkRun({ run: "whole", runs, update: 20, change: { lr: 0.05 }, to: "slower" });
		expect(parent).toEqual({ run: "whole", update: 20, change: { lr: 0.05 } });
		expect(first).toMatchObject({ update: 21, tensor: "weight_ih_l0" });
		const [ours, theirs] = await Promise.all(["slower", "whole"].map((run) => replay({ run, runs, update: 21 })));
		const at = (one: typeof ours) => one!.values.weights.find(({ name }) => name === first!.tensor)!.data[first!.index];
		expect(first!.values).toEqual([at(theirs), at(ours)]);
		expect(listRuns(runs).find(({ name }) => name === "slower")!.parent).toEqual(parent);
		expect(openRun("slower", runs, { validate: parseConfig }).config.options).toMatchObject({ lr: 0.05 });
		const again = await compareFutures({ run: "whole", with: "slower", runs });
		expect(again).toEqual({ runs: ["whole", "slower"], update: 20, last: 50, first });
	});

	test("average none at update 20 of a run with a mean is recorded, evaluates the trained weights, and changes none of them", async () => {
		const meant: GivenOptions = { ...options, average: "ema:0.9", steps: 30 };
		const whole = await train({ data: text(book), options: meant, run: "meant", runs, engine });
		const { parent, result, first } = await forkRun({ run: "meant", runs, update: 20, change: { average: "none" } });
		expect([parent.change, first]).toEqual([{ average: "none" }, null]);
		expect([result.weightsSha256, whole.averagedUpdates, result.averagedUpdates]).toEqual([
			...[whole.weightsSha256, 30, undefined],
		]);
		const { config } = openRun(result.run, runs, { validate: parseConfig });
		expect([config.options, config.parent?.change]).toEqual([
			expect.not.objectContaining({ average: expect.anything() }),
			{ average: "none" },
		]);
		const plain = await train({ data: text(book), options: { ...options, steps: 30 }, run: "plain", runs, engine });
		const loss = (one: object) => (one as { lossNats: { valid: number } }).lossNats.valid;
		expect(loss(result)).toBe(loss(plain));
		expect(loss(result)).not.toBe(loss(whole));
		expect(listRuns(runs).find(({ name }) => name === result.run)!.parent!.change).toEqual({ average: "none" });
	});

	test("a clipping norm that 2 updates stay below differs first at the third, the first one whose norm is above it", async () => {
		await train({ data: text(book), options: { ...options, clipNorm: 0 }, run: "free", runs, engine });
		const free = await openReplay({ run: "free", runs });
		const norms = [0];
		for await (const { gradNorm } of free.updates(1, 50)) norms.push(gradNorm!);
		await free.close();
		const peak = norms.findIndex((norm, n) => n > 5 && norm > Math.max(norms[n - 1]!, norms[n - 2]!));
		expect(peak).toBeGreaterThan(5);
		const clipNorm = Math.max(norms[peak - 1]!, norms[peak - 2]!);
		const { first } = await forkRun({ run: "free", runs, update: peak - 3, change: { clipNorm } });
		expect(first!.update).toBe(peak);
	});

	test("horizons of 8, 10 and 20 steps instead of 13 go on from update 20; the fork of 8 reads its past into the carried state", async () => {
		for (const k2 of [8, 10, 20]) {
			const { first, result } = await forkRun({ run: "whole", runs, update: 20, change: { k2 }, to: `horizon-${k2}` });
			expect([first!.update, result.steps]).toEqual([k2 === 20 ? 22 : 21, 50]); // a longer one grows from 13 steps
			const { values } = await replay({ run: `horizon-${k2}`, runs, update: 21 });
			expect(values.windows[0]!.steps).toBe(k2 === 20 ? 13 : k2);
		}
		const [long, short] = await Promise.all(["whole", "horizon-8"].map((run) => replay({ run, runs, update: 21 })));
		expect(long!.values.windows[0]!.ids!.slice(5 * 3)).toEqual(short!.values.windows[0]!.ids);
	});

	test("a fork that is stopped and resumed ends as one that was not, keeps its first checkpoint, and replays its own updates only", async () => {
		const change = { lr: 0.05 };
		const stop = new AbortController();
		const onEvent = (event: { type: string; step?: number }) =>
			event.type === "step" && event.step === 33 && stop.abort();
		const cut = await forkRun({ run: "whole", runs, update: 20, change, to: "cut" }, { onEvent, signal: stop.signal });
		expect([cut.result.ended, cut.result.steps]).toEqual(["signal", 33]);
		const slower = openRun("slower", runs, { validate: parseConfig });
		const rest = await resume({ run: "cut", runs });
		const last = await replay({ run: "slower", runs, update: 50 });
		expect(rest.weightsSha256).toBe(last.weightsSha256);
		expect(slower.listCheckpoints().map(({ step }) => step)).toEqual([20, 50]);
		await expect(replay({ run: "slower", runs, update: 20 })).rejects.toThrow(
			/forked after update 20.*sluice replay whole.*E_REPLAY/,
		);
		const nested = await forkRun({ run: "slower", runs, update: 30 });
		expect([nested.parent.run, nested.first, nested.result.weightsSha256]).toEqual([
			"slower",
			null,
			rest.weightsSha256,
		]);
		expect(nested.result.run).toBe("slower-fork-1");
	});
});

describe("what a fork refuses", () => {
	test("options of the network, the batches, the initial weights and the optimiser, by E_FORK; the run stays as it was", async () => {
		const before = listRuns(runs).map(({ name }) => name);
		for (const change of [
			{ hidden: 9 },
			{ batch: 4 },
			{ k1: 4 },
			{ seed: 2 },
			{ init: "identity" },
			{ optimizer: "adam" },
		]) {
			const asked = forkRun({ run: "whole", runs, update: 20, change: change as GivenOptions });
			await expect(asked).rejects.toMatchObject({ code: "E_FORK", exitCode: 2 });
		}
		await expect(forkRun({ run: "whole", runs, update: 51 })).rejects.toThrow(/0 to 50.*E_OPTION/);
		await expect(forkRun({ run: "whole", runs, update: 5, change: { lr: -1 } })).rejects.toMatchObject({
			code: "E_OPTION",
		});
		expect(listRuns(runs).map(({ name }) => name)).toEqual(before);
	});

	test("a parent in a folder from elsewhere is data: a path as its name opens nothing, and a malformed one is E_RUN_FIELD", async () => {
		const file = join(runs, "slower", "config.json");
		const was = readFileSync(file, "utf8");
		const written = (parent: unknown) => {
			const config = JSON.parse(was);
			config.config.parent = parent;
			writeFileSync(file, JSON.stringify(config));
		};
		written({ run: "../../etc/passwd", update: 20, change: {} });
		expect((await replay({ run: "slower", runs, update: 21 })).from).toBe(20);
		for (const bad of [
			{ run: 5, update: 20, change: {} },
			{ run: "a".repeat(201), update: 20, change: {} },
			{ run: "whole", update: -1, change: {} },
			{ run: "whole", update: 20, change: { toString: 1 } },
			{ run: "whole", update: 20, change: { lr: { a: 1 } } },
			{ run: "whole", update: 20 },
		]) {
			written(bad);
			await expect(replay({ run: "slower", runs, update: 21 })).rejects.toMatchObject({ code: "E_RUN_FIELD" });
		}
		writeFileSync(file, was);
	});
});
