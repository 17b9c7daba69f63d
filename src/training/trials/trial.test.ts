/** A trial without files: digests of its batches, and a stop that costs no bit. */
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { engineFor } from "../../../test/conformance/fastEngine.ts";
import { openCorpus } from "../../data/corpus.ts";
import { bytesSource } from "../../data/source.ts";
import { arraysOf } from "../../data/tasks/checkTask.ts";
import { taskNamed } from "../../data/tasks/registry.ts";
import type { TaskBatch } from "../../data/tasks/task.ts";
import type { Snapshot } from "../snapshot.ts";
import { judgedByCorpus, judgedByTask } from "./judgedBy.ts";
import { planOf } from "./plan.ts";
import { type Outcome, runTrial, type Trial } from "./trial.ts";
import { type OpenTrial, watchedCorpus, watchedTask } from "./watched.ts";

const engine = engineFor("reference");
const sha256 = (...arrays: readonly ArrayBufferView[]) => {
	const hash = createHash("sha256");
	for (const { buffer, byteOffset, byteLength } of arrays) hash.update(new Uint8Array(buffer, byteOffset, byteLength));
	return hash.digest("hex");
};
const order = taskNamed("temporal-order");
const onTask = (): OpenTrial => watchedTask(order, order, sha256);
const onText = async (): Promise<OpenTrial> => {
	const text = "the gate rises, the water waits; ".repeat(60);
	const options = { unit: "byte", split: [80, 10, 10], lossy: false } as const;
	return watchedCorpus(
		await openCorpus(bytesSource("text", new TextEncoder().encode(text)), options),
		sha256,
		async () => {},
	);
};
const shared = { rates: [0.01], seeds: 1, build: engine.build };
const trialsOf = (kind: "task" | "text", remedies: string[], options: object, firstSeed = 3) =>
	planOf({ data: { kind }, ...(kind === "task" && { task: order }), ...shared, remedies, firstSeed, options }).trials;

/** Runs a trial; it stops after so many updates and continues from its snapshot, as often as it takes. */
async function run(trial: Trial, open: () => OpenTrial | Promise<OpenTrial>, every = Number.POSITIVE_INFINITY) {
	let kept: Snapshot | undefined;
	for (let stops = 0; ; stops++) {
		let now = 0;
		const host = {
			...{ engine, data: await open(), sha256, clock: () => (now += 0.06), ...(kept && { kept }) },
			async turn(_: number, snapshot: () => Snapshot) {
				const state = snapshot();
				if (Number(state.state.step) - Number(kept?.state.step ?? 0) < every) return;
				kept = structuredClone(state);
				throw new Error("stop");
			},
		};
		try {
			return { outcome: await runTrial(trial, host), stops };
		} catch (error) {
			if ((error as Error).message !== "stop") throw error;
		}
	}
}
const bitsOf = ({ seconds: _, ...outcome }: Outcome) => outcome;

describe("on a task, seed 3", () => {
	const options = { hidden: 5, batch: 3, length: "10..12", steps: 9 };

	test("every arm draws the batches whose digest an independent chain of SHA-256 gives, 9 of them", async () => {
		const batches: TaskBatch[] = [];
		const recorded = {
			...order,
			draw: (...call: Parameters<typeof order.draw>) => {
				const batch = order.draw(...call);
				batches.push(batch);
				return batch;
			},
		};
		const digests = new Set<string>();
		for (const trial of trialsOf("task", ["none", "omega", "identity", "lstm", "esn"], options)) {
			expect(trial.seed).toBe(3);
			const { outcome } = await run(trial, onTask);
			digests.add(outcome.points.at(-1)!.data);
		}
		const [none] = trialsOf("task", ["none"], options);
		const open = watchedTask(recorded, order, sha256);
		const watch = open.watch;
		const drawn: TaskBatch[] = [];
		open.watch = async (update) => {
			batches.length = 0;
			const report = await watch(update);
			drawn.push(...batches);
			return report;
		};
		await run(none!, () => open);
		const chain = drawn.reduce((before, batch) => {
			const hash = createHash("sha256").update(`${before},${batch.T},${batch.B};`);
			for (const array of arraysOf(batch))
				hash.update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
			return hash.digest("hex").slice(0, 16);
		}, "");
		expect([drawn.length, [...digests]]).toEqual([9, [chain]]);
	});

	test.each(["none", "omega", "lstm", "esn"])(
		"%s stopped every 2 updates ends with the bits of one that was never stopped",
		async (remedy) => {
			const [trial] = trialsOf("task", [remedy], options);
			const whole = await run(trial!, onTask);
			const cut = await run(trial!, onTask, 2);
			expect(cut.stops).toBeGreaterThanOrEqual(3);
			expect(bitsOf(cut.outcome)).toEqual(bitsOf(whole.outcome));
		},
	);

	test("a first seed of 2 and three seeds are 2, 3 and 4, and another seed draws other batches", async () => {
		const { trials } = planOf({
			data: { kind: "task" },
			task: order,
			...shared,
			seeds: 3,
			firstSeed: 2,
			remedies: ["none"],
			options,
		});
		expect(trials.map(({ seed }) => seed)).toEqual([2, 3, 4]);
		const ends = [];
		for (const trial of trials) ends.push((await run(trial, onTask)).outcome.points.at(-1)!.data);
		expect(new Set(ends).size).toBe(3);
	});
});

test("on a text a truncated arm reads the same symbols as the others: one digest at each of 7 updates, and a stop keeps it", async () => {
	const options = { hidden: 5, batch: 3, k1: 16, steps: 6 };
	const trials = trialsOf("text", ["none", "truncation", "lstm", "esn"], options);
	const all = [];
	for (const trial of trials) all.push((await run(trial, onText)).outcome);
	const digests = all.map(({ points }) => points.map(({ data }) => data));
	for (const one of digests) expect(one).toEqual(digests[0]);
	expect(new Set(digests[0]).size).toBe(7);
	expect(digests[0]![0]).toBe("");
	const cut = await run(trials[1]!, onText, 2);
	expect(cut.stops).toBeGreaterThan(1);
	expect(bitsOf(cut.outcome)).toEqual(bitsOf(all[1]!));
});

test("arms with ramps of both read the same symbols in 12 updates, a quarter of them in the first half, and a stop keeps them", async () => {
	const options = { hidden: 5, batch: 4, rampBatch: "2:0.5", k1: 8, rampLength: "4:0.5", steps: 12 };
	const trials = trialsOf("text", ["none", "truncation", "gru", "esn"], options);
	const all = [];
	for (const trial of trials) all.push((await run(trial, onText)).outcome);
	const digests = all.map(({ points }) => points.map(({ data }) => data));
	for (const one of digests) expect(one).toEqual(digests[0]);
	expect(new Set(digests[0]).size).toBe(1 + 3 + 6); // 3 batches of 4 steps, in 2 updates each, then 6 whole ones
	for (const n of [0, 1]) {
		const cut = await run(trials[n]!, onText, 3);
		expect(cut.stops).toBeGreaterThan(2);
		expect(bitsOf(cut.outcome)).toEqual(bitsOf(all[n]!));
	}
});

test("soapEvery, weightDrop and a mean are those of all arms of a text and a task, of a reservoir as far as it has them: the mean changes losses alone, the others weights, and a stop keeps the mean and the eigenvectors", async () => {
	const small = { hidden: 5, batch: 4, steps: 12 };
	const soap = { ...small, optimizer: "soap" } as const;
	for (const [kind, open, remedies] of [
		["text", onText, ["none", "lstm", "esn"]],
		["task", onTask, ["none", "gru"]],
	] as const) {
		const of = async (options: object, every?: number) => {
			const all = [];
			for (const trial of trialsOf(kind, [...remedies], { ...options, ...(kind === "text" && { k1: 8 }) }))
				all.push((await run(trial, open, every)).outcome);
			return all;
		};
		const digests = (outcomes: Outcome[]) => outcomes.map(({ weightsSha256 }) => weightsSha256);
		const [plain, meant, dropped] = [await of(soap), await of({ ...soap, average: "ema:0.9" }), await of(soap)];
		expect(digests(dropped)).toEqual(digests(plain));
		expect(digests(meant)).toEqual(digests(plain));
		for (const [n, { points }] of meant.entries()) {
			expect(points.slice(0, 2)).toEqual(plain[n]!.points.slice(0, 2)); // the mean of one update is that update
			expect(points.at(-1)!.data).toBe(plain[n]!.points.at(-1)!.data);
			expect(points.at(-1)!.loss).not.toBe(plain[n]!.points.at(-1)!.loss);
		}
		const trained = remedies.filter((name) => name !== "esn").length;
		const often = digests(await of({ ...soap, soapEvery: 2 }));
		expect(often.map((digest, n) => digest !== digests(plain)[n])).toEqual(remedies.map((_, n) => n < trained));
		if (kind === "text") continue;
		const all = { ...soap, soapEvery: 2, weightDrop: 0.4, average: "poly:3" };
		const whole = await of(all);
		expect(digests(whole).filter((digest) => often.includes(digest))).toEqual([]);
		expect((await of(all, 3)).map(bitsOf)).toEqual(whole.map(bitsOf));
	}
	expect(() => trialsOf("text", ["none", "esn"], { ...small, weightDrop: 0.2 })).toThrow(/"esn".*--weight-drop 0/);
	expect(() => trialsOf("text", ["none"], { ...small, soapEvery: 2 })).toThrow(/"soapEvery" needs "optimizer" soap/);
	expect(() => trialsOf("text", ["none"], { ...small, average: "mean:2" })).toThrow(/"average"/);
});

test("a task of classes is solved at 1 % wrong and a guess costs ln 4; a text has no goal, and its symbols' frequencies cost less than ln V", async () => {
	expect(judgedByTask(order, order, { length: "10..12", byLoss: false })).toEqual({
		unit: "nats",
		goal: 0.01,
		baseline: expect.closeTo(Math.log(4), 12),
	});
	const open = await onText();
	if (open.kind !== "text") throw new Error("no text");
	const { goal, baseline } = await judgedByCorpus(open.corpus);
	expect(goal).toBeNull();
	expect(baseline).toBeLessThan(Math.log(open.corpus.vocabulary.size));
});
