/** The mean of the weights: its numbers, what reads it, and that the training continues without it. */
import { describe, expect, test } from "vitest";
import { openCorpus } from "../../data/corpus.ts";
import { bytesSource } from "../../data/source.ts";
import { taskNamed } from "../../data/tasks/registry.ts";
import type { SluiceError } from "../../errors/index.ts";
import { RandomStream } from "../../kernels/random.ts";
import { createReference } from "../../kernels/reference.ts";
import { type GivenOptions, parseOptions } from "../options/options.ts";
import { parseTaskOptions } from "../options/taskOptions.ts";
import { withWindow } from "../replay/shorterWindow.ts";
import type { Snapshot } from "../snapshot.ts";
import { TaskTrainer } from "../task/taskTrainer.ts";
import { evaluate } from "../text/evaluate.ts";
import { TextSubject } from "../text/textSubject.ts";
import { Trainer } from "../trainer.ts";
import { parseAverage } from "./weightAverage.ts";

const engine = createReference();
const random = new RandomStream(5, "text");
const letters = Array.from({ length: 900 }, () => "abcde"[random.below(5)]).join("");
const corpus = await openCorpus(bytesSource("letters", new TextEncoder().encode(letters)), { split: [70, 30, 0] });
const usual: GivenOptions = { hidden: 4, batch: 3, k1: 7, steps: 20, seed: 11 };
const trainer = (raw: GivenOptions) =>
	new Trainer(engine, corpus.parts.train, 5, parseOptions({ ...usual, ...raw }, "test"));
const stored = ({ tensors, state }: Snapshot): Snapshot => ({
	tensors: tensors.map((t) => ({ ...t, data: t.data.slice() })),
	state: JSON.parse(JSON.stringify(state)),
});
const named = ({ tensors }: Snapshot, names: readonly string[]) =>
	Float64Array.from(names.flatMap((name) => [...tensors.find((t) => t.name === name)!.data]));
const largest = (a: ArrayLike<number>, b: ArrayLike<number>) =>
	Math.max(...Array.from(a, (v, k) => Math.abs(v - b[k]!)));

/** Trains `updates` of 20 and returns the weights after each. */
async function trained(run: Trainer, updates = 20): Promise<Float64Array[]> {
	const all: Float64Array[] = [];
	for (let n = run.step; n < updates; n++) {
		await run.update((n + 0.5) / 20);
		all.push(Float64Array.from(run.weights.flat));
	}
	return all;
}

describe("the mean of the weights", () => {
	test("ema:0.75 is the mean of the first 4 updates, then keeps 3/4 at each, within 1e-15; training is unchanged", async () => {
		const [run, plain] = [trainer({ average: "ema:0.75" }), trainer({})];
		const all = await trained(run);
		expect(await trained(plain)).toEqual(all);
		const mean = new Float64Array(all[0]!.length);
		for (const [n, w] of all.entries())
			for (let p = 0; p < w.length; p++)
				mean[p] = n < 4 ? (n * mean[p]! + w[p]!) / (n + 1) : 0.75 * mean[p]! + 0.25 * w[p]!;
		expect(largest(run.updates.averaged.flat, mean)).toBeLessThan(1e-15);
		expect(run.updates.averagedUpdates).toBe(20);
	});

	test("last:0.3 is the plain mean of the last 6 of 20 updates, within 1e-15, and the trained weights before them", async () => {
		const run = trainer({ average: "last:0.3" });
		const first = await trained(run, 14);
		expect(run.updates.averaged).toBe(run.weights);
		expect(run.updates.averagedUpdates).toBe(0);
		const last = await trained(run);
		expect([first.length, last.length]).toEqual([14, 6]);
		const mean = last[0]!.map((_, p) => last.reduce((sum, w) => sum + w[p]!, 0) / 6);
		expect(largest(run.updates.averaged.flat, mean)).toBeLessThan(1e-15);
	});

	test("poly:3 gives update k of 20 the weight k (k+1) (k+2), over their sum, within 1e-14", async () => {
		const run = trainer({ average: "poly:3" });
		const all = await trained(run);
		const shares = all.map((_, k) => (k + 1) * (k + 2) * (k + 3));
		const sum = shares.reduce((a, b) => a + b);
		const mean = all[0]!.map((_, p) => all.reduce((a, w, k) => a + (shares[k]! / sum) * w[p]!, 0));
		expect(largest(run.updates.averaged.flat, mean)).toBeLessThan(1e-14);
	});

	test("last:F begins anew if a longer budget puts the run back before its last fraction", async () => {
		const run = trainer({ average: "last:0.3" });
		await trained(run);
		await run.update(0.5);
		expect(run.updates.averaged).toBe(run.weights);
	});

	test("is what the subject evaluates and writes: the numbers of a model with the mean as its weights", async () => {
		const run = trainer({ average: "ema:0.9", lr: 0.05 });
		await trained(run);
		const subject = new TextSubject(run, corpus);
		const got = await subject.evaluate({ size: 1000 });
		const { valid } = corpus.parts;
		expect(got.loss).toBe((await evaluate(engine, run.updates.averaged, valid, {})).lossNats);
		const raw = (await evaluate(engine, run.weights, valid, {})).lossNats!;
		expect(Math.abs(got.loss! - raw)).toBeGreaterThan(1e-4);
		const [mean, written] = [run.updates.averaged.flat.slice(), subject.write(60)];
		run.weights.flat.set(mean);
		expect(new TextSubject(run, corpus).write(60)).toBe(written);
	});

	test("is what a checkpoint has by the layout's names; the trained weights are in optimizer.weights", async () => {
		const run = trainer({ average: "ema:0.9" });
		await trained(run, 9);
		const snapshot = run.snapshot();
		const names = run.weights.specs.map(({ name }) => name);
		expect(named(snapshot, names)).toEqual(Float64Array.from(run.updates.averaged.flat));
		expect(named(snapshot, ["optimizer.weights"])).toEqual(Float64Array.from(run.weights.flat));
		expect(snapshot.state.averagedUpdates).toBe(9);
		const before = trainer({ average: "last:0.1" });
		await trained(before, 9);
		expect(before.snapshot().tensors.map(({ name }) => name)).not.toContain("optimizer.weights");
	});

	test.each(["ema:0.9", "last:0.5", "poly:8"] as const)(
		"%s: put back after 13 of 20 updates, the run ends with the bits of the undisturbed one, mean included",
		async (average) => {
			const [calm, first, second] = [trainer({ average }), trainer({ average }), trainer({ average })];
			await trained(calm);
			await trained(first, 13);
			await second.restore(stored(first.snapshot()));
			await trained(second);
			expect(stored(second.snapshot())).toEqual(stored(calm.snapshot()));
		},
	);

	test("a run without it continues from the trained weights of a checkpoint that has a mean", async () => {
		const [run, plain] = [trainer({ average: "ema:0.9" }), trainer({})];
		await trained(run, 13);
		await plain.restore(stored(run.snapshot()));
		expect(plain.weights.flat).toEqual(run.weights.flat);
		expect(plain.snapshot().state).not.toHaveProperty("averagedUpdates");
		await trained(run);
		await trained(plain);
		expect(plain.weights.flat).toEqual(run.weights.flat);
	});

	test("a fork with a shorter window reads its past with the trained weights, not with their mean", async () => {
		const options = { k1: 5, k2: 12, reset: 0 };
		const [run, plain] = [trainer({ ...options, average: "ema:0.9" }), trainer(options)];
		await trained(run, 13);
		await trained(plain, 13);
		const [a, b] = [run, plain].map((from) => {
			const shorter = parseOptions({ ...usual, ...options, k2: 8 }, "test");
			return stored(withWindow(engine, stored(from.snapshot()), shorter, 5));
		});
		expect(named(a!, ["state.l0.h"])).toEqual(named(b!, ["state.l0.h"]));
	});

	test("on a task too, the mean is what is evaluated, and a resumed run ends with the same bits", async () => {
		const task = taskNamed("addition");
		const given = { hidden: 5, batch: 4, length: "10..14", steps: 20, lr: 0.1, average: "ema:0.8" } as const;
		const open = () => new TaskTrainer(engine, task, parseTaskOptions(given, task));
		const [calm, first, second] = [open(), open(), open()];
		for (let n = 0; n < 20; n++) calm.update(n / 20);
		for (let n = 0; n < 11; n++) first.update(n / 20);
		second.restore(stored(first.snapshot()));
		for (let n = 11; n < 20; n++) second.update(n / 20);
		expect(stored(second.snapshot())).toEqual(stored(calm.snapshot()));
		const loss = (await calm.evaluate({ sequences: 40 })).loss;
		calm.weights.flat.fill(0);
		expect((await calm.evaluate({ sequences: 40 })).loss).toBe(loss);
	});

	test.each([
		"0.9",
		"ema",
		"ema:1",
		"ema:0",
		"last:0",
		"last:1.1",
		"mean:0.5",
		"ema:0.9x",
		" ema:0.9",
		"ema:-0.1",
		"poly",
		"poly:-1",
		"poly:1001",
	])("%j is rejected with all forms", (given) => {
		let error: SluiceError | undefined;
		try {
			parseOptions({ average: given as "ema:0.9" });
		} catch (thrown) {
			error = thrown as SluiceError;
		}
		expect(error?.code).toBe("E_OPTION");
		expect(error?.message).toContain("ema:0.999");
		expect(error?.message).toContain("last:0.2");
		expect(error?.message).toContain("poly:8");
	});

	test("takes ema:.5, last:1, last:0.2 and poly:8 as numbers, and not with syncEvery", () => {
		expect(parseAverage("ema:.5", "test")).toEqual({ decay: 0.5, from: 0, eta: 0 });
		expect(parseAverage("last:1", "test")).toEqual({ decay: 1, from: 0, eta: 0 });
		expect(parseAverage("poly:8", "test")).toEqual({ decay: 1, from: 0, eta: 8 });
		expect(parseAverage("last:0.2", "test")).toEqual({ decay: 1, from: 0.8, eta: 0 });
		expect(() => parseOptions({ average: "ema:0.9", syncEvery: 5 })).toThrow(
			'"average" cannot be combined with "syncEvery"',
		);
	});
});
