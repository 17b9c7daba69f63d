/** Ramps against plain updates: which sizes when, the same symbols in the same order, the same gradients, the same bits. */
import { expect, test } from "vitest";
import { Weights } from "../../cells/weights.ts";
import { openCorpus } from "../../data/corpus.ts";
import { Lanes } from "../../data/lanes.ts";
import { bytesSource } from "../../data/source.ts";
import { RandomStream } from "../../kernels/random.ts";
import { createReference } from "../../kernels/reference.ts";
import { DiLoCo } from "../diloco/diloco.ts";
import type { Json } from "../json.ts";
import { type GivenOptions, parseOptions } from "../options/options.ts";
import type { Snapshot } from "../snapshot.ts";
import { Tbptt } from "../tbptt.ts";
import { Trainer } from "../trainer.ts";
import { Ramps } from "./ramps.ts";
import { updatesOf } from "./readings.ts";

const engine = createReference();
const random = new RandomStream(5, "text");
const letters = Array.from({ length: 601 }, () => "abcde"[random.below(5)]).join("");
const corpus = await openCorpus(bytesSource("letters", new TextEncoder().encode(letters)), { split: [100, 0, 0] });
const usual: GivenOptions = { layers: 2, hidden: 4, batch: 6, k1: 8, steps: 100, seed: 11, reset: 0 };
const optionsOf = (raw: GivenOptions) => parseOptions({ ...usual, ...raw }, "test");
const trainer = (raw: GivenOptions) =>
	new Trainer(engine, corpus.parts.train, 5, optionsOf(raw), true, { diloco: DiLoCo });
const ramps = (raw: GivenOptions) => new Ramps(optionsOf(raw));
const copied = ({ tensors, state }: Snapshot): Snapshot => ({
	tensors: tensors.map((t) => ({ ...t, data: t.data.slice() })),
	state: JSON.parse(JSON.stringify(state)),
});

test("2:0.3 of k1 8 reads 2 steps in the first 15 of 100 updates, 4 in the next 15, then 8, and k2 11 is then 3, 6, 11", () => {
	const one = ramps({ k2: 11, rampLength: "2:0.3" });
	const sizes = Array.from({ length: 100 }, (_, n) => one.at((n + 0.5) / 100));
	for (const [k1, k2, updates] of [
		[2, 3, 15],
		[4, 6, 15],
		[8, 11, 70],
	]) {
		expect(sizes.filter((size) => size.k1 === k1 && size.k2 === k2 && size.lanes === 6).length).toBe(updates);
	}
	expect(sizes.map(({ k1 }) => k1)).toEqual(sizes.map(({ k1 }) => k1).toSorted((a, b) => a - b));
});

test.each([
	[32, "4:0.5", [4, 8, 16, 32]],
	[48, "8:0.6", [8, 16, 24, 48]],
	[9, "1:1", [1, 3, 9]],
	[7, "1:.5", [1, 7]],
	[32, "32:0.5", [32]],
] as const)(
	"a batch of %i with %s grows in the sizes %j, for equal fractions of the budget",
	(batch, rampBatch, sizes) => {
		const one = ramps({ batch, rampBatch });
		const until = Number(rampBatch.split(":")[1]);
		const growing = sizes.length - 1;
		for (const [n, size] of sizes.entries()) {
			const [from, to] =
				n < growing ? [(n * until) / growing, ((n + 1) * until) / growing] : [growing ? until : 0, 1.01];
			for (const share of [from + 1e-9, (from + to) / 2, to - 1e-9]) expect(one.at(share).lanes).toBe(size);
		}
	},
);

test("k1 64 with 16:0.5 and a batch of 32 with 8:0.25 read 0.648 of the symbols without ramps, as 1000 updates add up to within 1e-12", () => {
	const one = ramps({ batch: 32, k1: 64, rampLength: "16:0.5", rampBatch: "8:0.25" });
	const N = 1000;
	let sum = 0;
	for (let n = 0; n < N; n++) {
		const { lanes, k1 } = one.at((n + 0.5) / N);
		sum += (lanes * k1) / (32 * 64);
		expect(Math.abs(one.work((n + 1) / N) - sum / N)).toBeLessThan(1e-12);
	}
	// (k1, lanes) is (1/4, 1/4) and (1/4, 1/2) for an eighth each, (1/2, 1) for a quarter, then (1, 1)
	expect(one.work(1)).toBeCloseTo(0.125 / 16 + 0.125 / 8 + 0.25 / 2 + 0.5, 12);
	expect(ramps({}).work(0.3)).toBe(0.3);
});

test.each([
	[{ rampLength: "3:0.5" }, "rampLength", "divisor"],
	[{ rampBatch: "12:0.5" }, "rampBatch", "divisor"],
	...[
		"4",
		"4:",
		":0.5",
		"4:0",
		"4:1.1",
		"0:0.5",
		"-2:0.5",
		"4:1e-1",
		"4:0.5:1",
		"2.5:0.5",
		"99999999:0.5",
		" 4:0.5",
	].map((given) => [{ rampLength: given }, "rampLength", "form"]),
	[{ rampBatch: "2:0.5", shards: 3 }, "rampBatch", "together"],
	[{ rampBatch: "2:0.5", syncEvery: 3 }, "rampBatch", "together"],
	[{ rampLength: 4 }, "rampLength", "type"],
] as [GivenOptions, string, string][])("%j is refused with E_OPTION: %s, %s", (raw, option, reason) => {
	expect(() => optionsOf(raw)).toThrow(
		expect.objectContaining({
			code: "E_OPTION",
			params: expect.objectContaining({ option, why: expect.objectContaining({ reason }) }),
		}),
	);
});

/** Symbols and targets by lane, as updates read them: [B] lists. */
async function read(raw: GivenOptions, updates: number) {
	const run = trainer({ lr: 0, ...raw });
	const lanes = Array.from({ length: 6 }, () => [] as number[]);
	run.onBatch = (ids, targets) => {
		for (let n = 0; n < ids.length; n++) lanes[n % 6]!.push(ids[n]!, targets[n]!);
	};
	let scored = 0;
	const reports = [];
	for (let n = 0; n < updates; n++) reports.push(await run.update((n + 0.5) / updates));
	for (const { length } of lanes) scored += length / 2;
	return { lanes, scored, tokens: run.tokens, reports, run };
}

test("40 updates with 2:0.5 of k1 8 and 3:0.5 of 6 lanes read 1140 symbols, every lane in the order of 24 whole ones, and end the epoch at step 94 of 100", async () => {
	const whole = await read({}, 40);
	const ramped = await read({ rampLength: "2:0.5", rampBatch: "3:0.5" }, 40);
	// 10 updates of 2 steps, 10 of 4 steps, of 3 lanes each; 20 of 8 steps of 6 lanes
	expect(ramped.tokens).toBe(10 * 2 * 3 + 10 * 4 * 3 + 20 * 8 * 6);
	expect([ramped.scored, whole.tokens]).toEqual([ramped.tokens, 40 * 8 * 6]);
	// 30 steps in 20 updates, then 8 steps each up to 94, where another 8 are not left
	for (const [b, lane] of ramped.lanes.entries())
		expect(lane.slice(0, 2 * 94)).toEqual(whole.lanes[b]!.slice(0, 2 * 94));
	expect(ramped.reports.map(({ epoch }) => epoch).indexOf(1)).toBe(28);
});

test.each([{ k2: 8 }, { k2: 11 }, { k2: 3 }])(
	"with weights that stay, the groups' gradients add up to that of the whole batch within 1e-14, and the states to its bits: %j",
	async (raw) => {
		const [whole, groups] = [
			trainer({ ...raw, lr: 0, clipNorm: 0 }),
			trainer({ ...raw, lr: 0, clipNorm: 0, rampBatch: "2:1" }),
		];
		for (let round = 0; round < 3; round++) {
			const { lossNats } = await whole.update(0);
			const sum = new Float64Array(whole.weights.flat.length);
			let loss = 0;
			for (let group = 0; group < 3; group++) {
				const report = await groups.update(0);
				loss += report.lossNats / 3;
				for (const [n, g] of groups.gradients.flat.entries()) sum[n]! += g / 3;
			}
			const scale = Math.hypot(...(whole.gradients.flat as Float64Array));
			const off = Math.hypot(...sum.map((g, n) => g - whole.gradients.flat[n]!));
			expect(off / scale).toBeLessThan(1e-14);
			expect(Math.abs(loss - lossNats)).toBeLessThan(1e-14 * 10);
			const states = ({ tensors }: Snapshot) => tensors.filter(({ name }) => name.startsWith("state."));
			expect(states(copied(groups.snapshot()))).toEqual(states(copied(whole.snapshot())));
			expect(groups.snapshot().state).toMatchObject(
				(({ cursor, history, epoch, tokens }) => ({ cursor, history, epoch, tokens }))(whole.snapshot().state),
			);
		}
	},
);

test("an update of 4 lanes of 4 steps has the bits of a plain run of k1 = 4 over these 4 lanes, from the same states", async () => {
	const run = trainer({ batch: 8, lr: 0, rampBatch: "4:1", rampLength: "4:1", dropout: 0.3, clipNorm: 0 });
	const part = corpus.parts.train;
	const lanes = new Lanes(part, 8);
	const [ids, targets] = [new Int32Array(4 * 8), new Int32Array(4 * 8)];
	await lanes.next(4, ids, targets);
	for (const group of [0, 1]) {
		await run.update(0);
		const weights = new Weights(engine, run.spec);
		weights.flat.set(run.weights.flat);
		const own = (all: Int32Array) => all.filter((_, n) => Math.floor((n % 8) / 4) === group);
		const read = {
			next: async (_: number, to: Int32Array, wanted: Int32Array) => {
				to.set(own(ids));
				wanted.set(own(targets));
				return { fresh: true, epoch: 0 };
			},
		} as unknown as Lanes;
		const stream = (purpose: string) => new RandomStream(11, purpose);
		const dropout = stream("dropout");
		dropout.counter = group * (Number(run.snapshot().state.dropoutCounter) / (group + 1));
		const streams = { dropout, weightDrop: stream("weight-drop"), reset: stream("reset") };
		const plain = new Tbptt(engine, weights, read, { batch: 4, k1: 4, k2: 4, dropout: 0.3 }, streams);
		await plain.accumulate();
		expect(run.gradients.flat).toEqual(plain.gradients.flat);
	}
});

const BOTH: GivenOptions[] = [
	{ rampBatch: "1:0.7", rampLength: "2:0.5" },
	{ rampBatch: "2:0.9", k2: 11, dropout: 0.3, reset: 0.3, weightDrop: 0.2, average: "ema:0.9" },
	{ rampBatch: "3:0.6", rampLength: "2:0.8", k2: 3, cell: "gru" },
	{ rampBatch: "2:0.9", rampLength: "4:0.3", k2: 13, cell: "rnn", omega: 1, optimizer: "momentum" },
	{ rampLength: "2:0.8", k2: 11, shards: 3, dropout: 0.2 },
	{ rampLength: "2:0.8", syncEvery: 4, dropout: 0.2 },
];

test.each(BOTH)(
	"put back after any of 50 updates, within a round and across sizes, it ends with the same bits: %j",
	async (raw) => {
		const after = async (run: Trainer, from: number) => {
			for (let n = from; n < 50; n++) await run.update((n + 0.5) / 50);
			return copied(run.snapshot());
		};
		const calm = trainer(raw);
		const saves: Snapshot[] = [];
		for (let n = 0; n < 50; n++) {
			saves.push(copied(calm.snapshot()));
			await calm.update((n + 0.5) / 50);
		}
		const end = copied(calm.snapshot());
		const odd = trainer(raw); // one trainer put back and forth, and a new one each
		for (const n of [31, 2, 17, 45, 0, 9, 24]) {
			await odd.restore(saves[n]!);
			expect(await after(odd, n)).toEqual(end);
		}
		for (const [n, save] of saves.entries()) {
			if (n % 3 > 0) continue;
			const fresh = trainer(raw);
			await fresh.restore(save);
			expect(await after(fresh, n)).toEqual(end);
		}
		expect(saves.some(({ state }) => state.round !== undefined)).toBe(raw.rampBatch !== undefined);
	},
);

test("a snapshot whose round no ramp of the run has is refused with E_SNAPSHOT, and one beyond the epoch with E_CURSOR", async () => {
	const run = trainer({ rampBatch: "2:1", rampLength: "4:1", k2: 11 });
	await run.update(0);
	const good = copied(run.snapshot());
	expect(good.state.round).toEqual({ lanes: 2, k1: 4, k2: 6, done: 1 });
	for (const bad of [
		{ lanes: 4 },
		{ lanes: 0 },
		{ k1: 9 },
		{ k1: 0 },
		{ k2: 12 },
		{ k2: "6" },
		{ done: 3 },
		{ done: 0 },
	]) {
		const state = { ...good.state, round: { ...(good.state.round as object), ...bad } as unknown as Json };
		await expect(run.restore({ ...good, state })).rejects.toMatchObject({ code: "E_SNAPSHOT" });
	}
	for (const round of [null, 3, [1], "x", {}])
		await expect(run.restore({ ...good, state: { ...good.state, round } })).rejects.toMatchObject({
			code: "E_SNAPSHOT",
		});
	const state = { ...good.state, cursor: { epoch: 0, step: 99 } };
	await expect(run.restore({ ...good, state })).rejects.toMatchObject({ code: "E_CURSOR" });
	await run.restore(good);
	await run.update(0);
});

test("5 epochs with 1:0.5 of a batch of 6 are the updates that read 5 times the 6 x 96 symbols of an epoch, within one batch", async () => {
	const options: GivenOptions = { rampBatch: "1:0.5", epochs: 5, steps: undefined };
	const run = trainer(options);
	const updates = Math.round(5 * run.stepsPerEpoch);
	for (let n = 0; n < updates; n++) await run.update((n + 0.5) / updates);
	expect(Math.abs(run.tokens - 5 * 12 * 8 * 6)).toBeLessThanOrEqual(8 * 6);
	expect(trainer({ epochs: 5, steps: undefined }).stepsPerEpoch).toBe(12);
});

test("the updates that read a passage are those whose batches have one of its symbols, marked by hand over 4 epochs", async () => {
	const raw: GivenOptions = { rampBatch: "2:0.6", rampLength: "2:0.4", lr: 0 };
	const run = trainer(raw);
	const updates = 120;
	const places = [3, 99, 255, 399, 597].map((at) => ({ at, ids: { length: 5 } }));
	const marked = new Set(places.flatMap(({ at }) => [0, 1, 2, 3, 4].map((k) => at + k)));
	const wanted: number[] = [];
	for (let n = 0; n < updates; n++) {
		const before = run.snapshot().state;
		await run.update((n + 0.5) / updates);
		const after = run.snapshot().state;
		const { lanes, k1, done } = (after.round ?? before.round ?? { ...run.ramps.at((n + 0.5) / updates), done: 1 }) as {
			lanes: number;
			k1: number;
			done: number;
		};
		const end = (after.cursor as { step: number }).step + (after.round ? k1 : 0);
		const group = after.round ? done - 1 : 6 / lanes - 1;
		for (let b = group * lanes; b < (group + 1) * lanes; b++)
			if (Array.from({ length: k1 + 1 }, (_, k) => b * 100 + end - k1 + k).some((p) => marked.has(p))) {
				wanted.push(n + 1);
				break;
			}
	}
	expect(Number(run.snapshot().state.epoch)).toBeGreaterThan(3);
	const share = (update: number) => (update - 0.5) / updates;
	expect(updatesOf(run.ramps, { places, n: 100, last: updates, share })).toEqual(wanted);
	expect(wanted.length).toBeGreaterThan(20);
});
