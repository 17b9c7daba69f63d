/** Blocks of units in training: initial weights, what is never trained, resumes, and what refuses them. */
import { describe, expect, test } from "vitest";
import { defineCell } from "../cells/own/ownCell.ts";
import { clearOutside, firstOutside, ownColumns } from "../cells/unitBlocks.ts";
import { Weights } from "../cells/weights.ts";
import { openCorpus } from "../data/corpus.ts";
import { bytesSource } from "../data/source.ts";
import { taskNamed } from "../data/tasks/registry.ts";
import { SluiceError } from "../errors/index.ts";
import { RandomStream } from "../kernels/random.ts";
import { createReference } from "../kernels/reference.ts";
import { STARTS, startWeights } from "../remedies/starts.ts";
import { type GivenOptions, modelOf, parseOptions } from "./options/options.ts";
import { parseTaskOptions } from "./options/taskOptions.ts";
import type { Snapshot } from "./snapshot.ts";
import { Trainer } from "./trainer.ts";
import { planOf } from "./trials/plan.ts";

const engine = createReference();
const random = new RandomStream(5, "text");
const letters = Array.from({ length: 900 }, () => "abcde"[random.below(5)]).join("");
const corpus = await openCorpus(bytesSource("letters", new TextEncoder().encode(letters)), { split: [100, 0, 0] });
const [H, K] = [6, 3];
const usual: GivenOptions = { hidden: H, blocks: K, batch: 6, k1: 7, steps: 20, seed: 11 };
const trainer = (raw: GivenOptions = {}) =>
	new Trainer(engine, corpus.parts.train, 5, parseOptions({ ...usual, ...raw }, "test"));
const stored = ({ tensors, state }: Snapshot): Snapshot => ({
	tensors: tensors.map((t) => ({ ...t, data: t.data.slice() })),
	state: JSON.parse(JSON.stringify(state)),
});

async function trained(run: Trainer, updates = 20): Promise<Trainer> {
	for (let n = run.step; n < updates; n++) await run.update((n + 0.5) / 20);
	return run;
}

describe.each([
	{ layers: 2, weightDecay: 0.01, l1: 1e-3, l2: 1e-3, clipNorm: 0.1 },
	{ cell: "gru", weightDrop: 0.3, average: "ema:0.8", optimizer: "rmsprop" },
	{ cell: "gru", variant: "reset-before", optimizer: "momentum", shards: 2 },
	{ cell: "rnn", omega: 2, optimizer: "sgd" },
	{ cell: "rnn", omega: 2, omegaForm: "authors", optimizer: "adamw" },
	{ cell: "lstm", variant: "peephole", optimizer: "soap", soapEvery: 3, layers: 2 },
	{ cell: "gru", optimizer: "soap", soapEvery: 1 },
] as GivenOptions[])("%o", (raw) => {
	test("after 20 updates what is outside the blocks is exactly 0, in R, its gradient and its moments, and all else was trained", async () => {
		const run = trainer(raw);
		const start = run.weights.flat.slice();
		await trained(run);
		const { m, v } = run.updates.optimizer;
		for (const { name, offset, length } of run.weights.specs) {
			const of = (flat: { subarray(from: number, to: number): ArrayLike<number> }) =>
				flat.subarray(offset, offset + length);
			const arrays = [run.weights.flat, run.gradients.flat, m, v, run.updates.averaged.flat].filter(
				(one) => one !== undefined,
			);
			if (!name.startsWith("weight_hh")) continue;
			expect(arrays.map((flat) => firstOutside(of(flat), H, K))).toEqual(arrays.map(() => -1));
			const inside = Array.from({ length }, (_, at) => at).filter((at) => {
				const [from, to] = ownColumns(Math.floor(at / H), H, K);
				return at % H >= from && at % H < to;
			});
			expect(inside.length).toBe(length / K);
			expect(inside.filter((at) => run.weights.flat[offset + at] === start[offset + at])).toEqual([]);
		}
	});

	test("put back after 13 of 20 updates, it ends with the bits of the undisturbed run", async () => {
		const [calm, first, second] = [await trained(trainer(raw)), await trained(trainer(raw), 13), trainer(raw)];
		await second.restore(stored(first.snapshot()));
		expect(stored((await trained(second)).snapshot())).toEqual(stored(calm.snapshot()));
	});
});

test("one block is what there is without the option: the same options and bits", async () => {
	const [one, none] = [trainer({ blocks: 1 }), trainer({ blocks: undefined })];
	expect(one.options).toEqual(none.options);
	expect(Object.keys(one.spec)).toEqual(Object.keys(none.spec));
	expect((await trained(one, 3)).weights.flat).toEqual((await trained(none, 3)).weights.flat);
});

test("a checkpoint with a number outside the blocks is refused by its row and column", async () => {
	const run = await trained(trainer(), 2);
	const snapshot = stored(run.snapshot());
	snapshot.tensors.find(({ name }) => name === "weight_hh_l0")!.data[3 * H + 5] = 0.5;
	const params = { what: "weight_hh_l0[3,5]", why: { reason: "outside", blocks: K, got: "0.5" } };
	await expect(trainer().restore(snapshot)).rejects.toMatchObject({ code: "E_SHAPE", params });
	expect(() => Weights.of(engine, run.spec, snapshot.tensors)).toThrow(
		"weight_hh_l0[3,5] must be 0: it is outside the 3 blocks of units, got 0.5.",
	);
});

describe("initial weights", () => {
	const started = (init: string, blocks: number | undefined, hidden: number, seed = 3) => {
		const weights = new Weights(engine, modelOf(parseOptions({ hidden, blocks, steps: 1 }), 5));
		startWeights(weights, init, 1, new RandomStream(seed, "start"));
		return weights.tensor("weight_hh_l0"); // [4H,H]
	};
	/** Block k of gate q, [H/K,H/K]. */
	const blockOf = (r: ArrayLike<number>, q: number, k: number, size: number, blocks: number) =>
		Array.from({ length: size * size }, (_, at) => {
			const [i, j] = [Math.floor(at / size), at % size];
			return r[((q * blocks + k) * size + i) * size * blocks + k * size + j]!;
		});

	test.each(Object.keys(STARTS))("%s: each block is drawn as a network of its own size, and all else is 0", (init) => {
		const [size, blocks] = [20, 3];
		const r = started(init, blocks, size * blocks);
		expect(firstOutside(r, size * blocks, blocks)).toBe(-1);
		const all = Array.from({ length: 4 * blocks }, (_, n) =>
			blockOf(r, Math.floor(n / blocks), n % blocks, size, blocks),
		);
		const spread = (x: ArrayLike<number>) => Math.sqrt(Array.from(x).reduce((sum, v) => sum + v * v, 0) / x.length);
		const alone = started(init, undefined, size, 4);
		const pooled = spread(all.flat());
		expect(pooled / spread(alone)).toBeGreaterThan(0.8);
		expect(pooled / spread(alone)).toBeLessThan(1.25);
		if (init !== "identity") expect(new Set(all.map((block) => block.join())).size).toBe(all.length);
		if (init !== "orthogonal") return;
		for (const block of all)
			for (let i = 0; i < size; i++)
				for (let j = 0; j < size; j++) {
					let dot = 0;
					for (let k = 0; k < size; k++) dot += block[i * size + k]! * block[j * size + k]!;
					expect(Math.abs(dot - (i === j ? 1 : 0))).toBeLessThan(1e-12);
				}
	});

	test("glorot: the limit is that of a block, sqrt(6 / (20 + 20)) for 60 units in 3", () => {
		const most = Math.max(...started("glorot", 3, 60).map(Math.abs));
		expect(most).toBeLessThanOrEqual(Math.sqrt(6 / 40));
		expect(most).toBeGreaterThan(0.99 * Math.sqrt(6 / 40));
	});
});

describe("refused", () => {
	const why = (given: () => unknown) => {
		try {
			given();
			return undefined;
		} catch (error) {
			if (!(error instanceof SluiceError)) throw error;
			const { option, why: { reason } = { reason: "" } } = error.params as { option: string; why?: { reason: string } };
			return [error.code, option, reason].join(" ");
		}
	};
	const own = defineCell({ name: "leaky", equations: ["a = tanh(W x + R h' + b)", "h = 0.9 * h' + 0.1 * a"] });

	test("a number of units that K does not divide, with the nearest two that it does", () => {
		expect(() => parseOptions({ hidden: 50, blocks: 4 }, "train")).toThrow(
			'"blocks" 4 needs "hidden" to be a multiple of 4, got 50; the nearest: 48 or 52',
		);
		expect(() => parseOptions({ hidden: 3, blocks: 4 }, "train")).toThrow("got 3; the nearest: 4");
		for (const blocks of [0, 2.5, 16385, -2]) expect(why(() => parseOptions({ blocks }))).toBe("E_OPTION blocks whole");
	});

	test("echo state networks, cells given by equations and encoder-decoders", () => {
		expect(why(() => parseOptions({ cell: "esn", blocks: 2 }))).toBe("E_OPTION blocks onlyFor");
		expect(why(() => parseOptions({ cell: own, blocks: 2 }))).toBe("E_OPTION blocks onlyFor");
		expect(() => parseOptions({ cell: own, blocks: 2 }, "train")).toThrow(
			'"blocks" is for the cells rnn, lstm and gru; this run has a cell given by equations',
		);
		const pairs = (raw: GivenOptions) => parseTaskOptions(raw, taskNamed("reversal"));
		expect(why(() => pairs({ model: "encoder-decoder", blocks: 2 }))).toBe("E_OPTION blocks together");
		expect(why(() => pairs({ model: "encoder-decoder", blocks: 1 }))).toBeUndefined();
		expect(pairs({ blocks: 2 }).blocks).toBe(2);
	});

	test("by the kernels: blocks that do not divide H", () => {
		expect(
			() =>
				new Weights(engine, { cell: "rnn", variant: "tanh", blocks: 4, symbols: 5, hidden: 6, layers: 1, dropout: 0 }),
		).toThrow("--blocks is 0, expected a whole number from 1 to 6");
	});
});

test("a comparison gives its blocks to every trained cell, and leaves them out of a reservoir", () => {
	const data = { kind: "text" } as never;
	const { trials } = planOf({
		...{ data, remedies: ["clip", "lstm", "esn"], rates: [0.01], seeds: 1, build: "reference" },
		options: { hidden: 8, blocks: 4, steps: 3 },
	});
	expect(trials.map(({ options }) => options.blocks)).toEqual([4, 4, undefined]);
});

test("clearing outside leaves the blocks as they are", () => {
	const r = Float64Array.from({ length: 2 * 16 }, (_, n) => n + 1); // G = 2, H = 4, K = 2
	clearOutside(r, 4, 2);
	const half = [1, 2, 0, 0, 5, 6, 0, 0, 0, 0, 11, 12, 0, 0, 15, 16];
	expect([...r]).toEqual([...half, ...half.map((x) => x && x + 16)]);
});
