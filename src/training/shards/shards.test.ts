import { beforeAll, describe, expect, test } from "vitest";
import { Unrolled } from "../../cells/unroll.ts";
import { Weights } from "../../cells/weights.ts";
import { type Corpus, openCorpus } from "../../data/corpus.ts";
import { taskNamed } from "../../data/index.ts";
import { Lanes } from "../../data/lanes.ts";
import { bytesSource } from "../../data/source.ts";
import type { Floats } from "../../kernels/kernels.ts";
import { RandomStream } from "../../kernels/random.ts";
import { createReference } from "../../kernels/reference.ts";
import { type GivenOptions, parseOptions } from "../options/options.ts";
import { parseTaskOptions } from "../options/taskOptions.ts";
import type { Ranks } from "../ranks/ranks.ts";
import { TaskTrainer } from "../task/taskTrainer.ts";
import { Trainer } from "../trainer.ts";
import { Shards } from "./shards.ts";
import { branches, type Subtree, subtreesOf, sumOverTree } from "./shardTree.ts";

const engine = createReference();
const B = 12;
const T = 7;
/** Unit roundoff of float64. */
const U = 2 ** -53;
let corpus: Corpus;

beforeAll(async () => {
	const random = new RandomStream(5, "text");
	const letters = Array.from({ length: 3000 }, () => "abcde"[random.below(5)]).join("");
	corpus = await openCorpus(bytesSource("letters", new TextEncoder().encode(letters)), { split: [100, 0, 0] });
});

const usual: GivenOptions = { hidden: 5, layers: 2, batch: B, k1: T, steps: 100, seed: 11, reset: 0.2, clipNorm: 0 };
const trainer = (raw: GivenOptions) =>
	new Trainer(engine, corpus.parts.train, 5, parseOptions({ ...usual, ...raw }, "test"));
const addition = taskNamed("addition");
const ofTask = (raw: GivenOptions) =>
	new TaskTrainer(
		engine,
		addition,
		parseTaskOptions({ ...usual, k1: undefined, reset: undefined, length: 10, ...raw }, addition),
	);

async function after<T extends Trainer | TaskTrainer>(run: T, updates: number): Promise<T> {
	for (let n = 0; n < updates; n++) await run.update(n / 100);
	return run;
}

describe("the tree of shards", () => {
	test("adds 8 as ((0+1)+(2+3))+((4+5)+(6+7)) and 6 as ((0+1)+(2+3))+(4+5)", () => {
		const shown = (tree: Subtree): string => {
			if (tree.count === 1) return String(tree.from);
			const [left, right] = branches(tree);
			return `(${shown(left)}+${shown(right)})`;
		};
		expect(shown({ from: 0, count: 8 })).toBe("(((0+1)+(2+3))+((4+5)+(6+7)))");
		expect(shown({ from: 0, count: 6 })).toBe("(((0+1)+(2+3))+(4+5))");
		expect(shown({ from: 0, count: 7 })).toBe("(((0+1)+(2+3))+((4+5)+6))");
	});

	test("gives 3 ranks 4, 2 and 2 of 8 shards, and every number of ranks whole branches that cover all", () => {
		const counts = (shards: number, ranks: number) => subtreesOf(shards, ranks).map(({ count }) => count);
		expect(counts(8, 3)).toEqual([4, 2, 2]);
		expect(counts(8, 5)).toEqual([2, 2, 2, 1, 1]);
		expect(counts(12, 4)).toEqual([4, 4, 2, 2]);
		const nodes = (tree: Subtree): string[] => {
			const below = tree.count === 1 ? [] : branches(tree).flatMap(nodes);
			return [`${tree.from}+${tree.count}`, ...below];
		};
		for (let shards = 1; shards <= 20; shards++) {
			for (let ranks = 1; ranks <= shards; ranks++) {
				const parts = subtreesOf(shards, ranks);
				expect(parts.length).toBe(ranks);
				expect(parts.flatMap(({ from, count }) => Array.from({ length: count }, (_, n) => from + n))).toEqual(
					Array.from({ length: shards }, (_, n) => n),
				);
				for (const { from, count } of parts) expect(nodes({ from: 0, count: shards })).toContain(`${from}+${count}`);
			}
		}
	});

	test("9 ranks of 8 shards are refused with E_RANKS", () => {
		const ranks: Ranks = { rank: 0, size: 9, exchange() {}, place: (rank) => ({ rank, host: "", pid: 0 }) };
		expect(() => new Shards(engine, trainer({}).spec, 8, ranks)).toThrow(expect.objectContaining({ code: "E_RANKS" }));
	});
});

describe("the gradient of a batch in shards", () => {
	test.each([{}, { dropout: 0.3 }, { dropout: 0.3, k1: 5, k2: 12 }, { dropout: 0.3, k1: 12, k2: 5 }])(
		"one shard gives the bits of no shards over 20 updates: %o",
		async (raw) => {
			const whole = await after(trainer(raw), 20);
			const one = await after(trainer({ ...raw, shards: 1 }), 20);
			expect(one.snapshot()).toEqual(whole.snapshot());
		},
	);

	test("one shard of a task's batch gives the bits of no shards, with dropout and truncation", async () => {
		for (const raw of [{}, { dropout: 0.3 }, { dropout: 0.3, k1: 4, k2: 6 }]) {
			const whole = await after(ofTask(raw), 10);
			expect((await after(ofTask({ ...raw, shards: 1 }), 10)).snapshot()).toEqual(whole.snapshot());
		}
	});

	test.each([2, 3, 4, 12])(
		"%i shards: every element is that of the whole batch within 2 n u sum |terms|",
		async (shards) => {
			for (const raw of [{}, { k1: 5, k2: 12 }, { k1: 12, k2: 5 }] as GivenOptions[]) {
				const whole = await after(trainer({ ...raw, lr: 0 }), 3);
				const cut = await after(trainer({ ...raw, lr: 0, shards }), 3);
				const most = await sizes({ ...raw, lr: 0 }, 3);
				const terms = 12 * B; // steps and lanes of the longest window
				let different = 0;
				for (const [i, g] of whole.gradients.flat.entries()) {
					const difference = Math.abs(g - cut.gradients.flat[i]!);
					expect(difference).toBeLessThanOrEqual(2 * terms * U * most[i]!);
					if (difference > 0) different++;
				}
				expect(different).toBeGreaterThan(0); // another order of the sums, or nothing was cut
				expect(Math.abs(cut.lossSmoothNats - whole.lossSmoothNats)).toBeLessThan(3 * terms * U * whole.lossSmoothNats);
			}
		},
	);

	test("a task in 4 shards has the whole batch's gradient within 1e-14 of its norm", async () => {
		for (const raw of [{}, { k1: 4, k2: 6 }]) {
			const whole = await after(ofTask({ ...raw, lr: 0 }), 2);
			const cut = await after(ofTask({ ...raw, lr: 0, shards: 4 }), 2);
			const norm = Math.hypot(...whole.gradients.flat);
			expect(Math.hypot(...whole.gradients.flat.map((g, i) => g - cut.gradients.flat[i]!))).toBeLessThan(1e-14 * norm);
		}
	});

	test("12 shards give the bits of their separate gradients added by the tree, and not those of another order", async () => {
		const own = await separate(12, 4);
		const sum = (i: number) => sumOverTree({ from: 0, count: 12 }, (s) => own[s]![i]!);
		const cut = await after(trainer({ shards: 12, reset: 0, lr: 0 }), 4);
		expect([...cut.gradients.flat]).toEqual(own[0]!.map((_, i) => sum(i)));
		const inOrder = own[0]!.map((_, i) => own.reduce((total, shard) => total + shard[i]!, 0));
		expect(inOrder).not.toEqual([...cut.gradients.flat]);
	});

	test("the sum is the exact one, of integers that no order can change, within depth u sum |terms|", async () => {
		const own = await separate(12, 4);
		const cut = await after(trainer({ shards: 12, reset: 0, lr: 0 }), 4);
		const fixed = (x: number) => BigInt(Math.round(x * 2 ** 70 * 2 ** -18)) << 18n; // below 2^52 for |x| < 1
		for (const [i, g] of cut.gradients.flat.entries()) {
			const exact = own.reduce((total, shard) => total + fixed(shard[i]!), 0n);
			const most = own.reduce((total, shard) => total + Math.abs(shard[i]!), 0);
			const asFloat = Number(exact) / 2 ** 70;
			expect(Math.abs(g - asFloat)).toBeLessThanOrEqual(4 * U * most + 13 * 2 ** -52);
		}
	});

	test("a resumed run of shards ends with the bits of the undisturbed one, whether windows overlap or not", async () => {
		for (const raw of [{}, { k1: 5, k2: 12 }, { cell: "esn", layers: 1, dropout: 0, density: 1 } as const]) {
			const options = { dropout: 0.3, shards: 4, ...raw };
			const calm = await after(trainer(options), 30);
			const first = await after(trainer(options), 20);
			const { tensors, state } = first.snapshot();
			const second = trainer(options);
			await second.restore({
				tensors: tensors.map((tensor) => ({ ...tensor, data: tensor.data.slice() })),
				state: JSON.parse(JSON.stringify(state)),
			});
			for (let n = 20; n < 30; n++) await second.update(n / 100);
			expect(second.snapshot()).toEqual(calm.snapshot());
		}
	});
});

test("shards that do not divide the batch, or with Omega, are refused with E_OPTION and the next number that fits", () => {
	const refused = (raw: GivenOptions, why: object) =>
		expect(() => parseOptions({ ...usual, ...raw })).toThrow(
			expect.objectContaining({ code: "E_OPTION", params: expect.objectContaining({ option: "shards", why }) }),
		);
	refused({ shards: 5 }, { reason: "divisor", of: "batch", whole: 12, got: 5 });
	refused({ shards: 4, cell: "rnn", omega: 2 }, { reason: "together", with: "omega" });
	expect(() => parseOptions({ ...usual, shards: 5 })).toThrow("got 5, the next one is 4");
});

test("a value that is not finite is named by its place in the whole batch, in shards as without", async () => {
	const found = [undefined, 1, 3, 12].map(async (shards) => {
		const run = await after(trainer({ shards, reset: 0 }), 2);
		const { tensors, state } = run.snapshot();
		const state0 = tensors.find(({ name }) => name === "state.l1.h")!;
		const data = state0.data.slice();
		data[9 * 5 + 3] = Number.NaN;
		await run.restore({ tensors: tensors.map((tensor) => (tensor === state0 ? { ...tensor, data } : tensor)), state });
		return run.findDivergence();
	});
	for (const divergence of await Promise.all(found))
		expect(divergence).toMatchObject({ tensor: "l1.h", index: 9 * 5 + 3, value: Number.NaN });
});

/** Gradients of each shard after some updates with weights that never change, each by a plain window of its lanes. */
async function separate(shards: number, updates: number): Promise<number[][]> {
	const { weights, spec } = trainer({});
	const lanes = B / shards;
	const windows = Array.from(
		{ length: shards },
		() => new Unrolled(engine, weights, { steps: T, lanes, training: true }),
	);
	const reader = new Lanes(corpus.parts.train, B);
	const [ids, targets] = [new Int32Array(T * B), new Int32Array(T * B)];
	let found: number[][] = [];
	for (let n = 0; n < updates; n++) {
		await reader.next(T, ids, targets);
		found = windows.map((window, s) => {
			for (let row = 0; row < T * lanes; row++) {
				const at = Math.floor(row / lanes) * B + s * lanes + (row % lanes);
				window.ids[row] = ids[at]!;
				window.targets[row] = targets[at]!;
			}
			const gradients = new Weights(engine, spec);
			window.forward();
			window.backward(gradients, { scale: 1 / (T * B) });
			window.carry();
			return [...gradients.flat];
		});
	}
	return found;
}

/** Sum of the absolute values of the terms of each element of the gradient, measured on the windows of one run. */
async function sizes(raw: GivenOptions, updates: number): Promise<Float64Array> {
	const run = await after(trainer(raw), updates - 1);
	const most = new Weights(engine, run.spec);
	const H = run.spec.hidden;
	run.observe((window, steps) => {
		const again = new Weights(engine, run.spec);
		const deltas = window.layers.map(() => ({
			h: engine.floats(window.T * B * H),
			gates: engine.floats(window.T * B * 4 * H),
		}));
		const dlogits = window.logits.slice();
		// the head's gradient is in `logits`; a second backward pass gives the deltas of every step
		window.forward({ steps });
		window.backward(again, { steps, scale: 1 / (run.options.k1 * B), deltas });
		addTerms(most.tensor("head.weight"), dlogits, window.layers.at(-1)!.h.subarray(B * H), { rows: steps * B, H });
		addTerms(most.tensor("head.bias"), dlogits, undefined, { rows: steps * B, H });
		for (const [l, { gates }] of deltas.entries()) {
			const own = most.layer(l);
			addTerms(own.b, gates, undefined, { rows: steps * B, H });
			addTerms(own.w_hh, gates, window.layers[l]!.h, { rows: steps * B, H });
			if (l > 0) addTerms(own.w_ih, gates, window.layers[l - 1]!.h.subarray(B * H), { rows: steps * B, H });
			else
				for (let n = 0; n < steps * B; n++)
					for (let i = 0; i < 4 * H; i++) own.w_ih[i * 5 + window.ids[n]!]! += Math.abs(gates[n * 4 * H + i]!);
		}
	});
	await run.update(0);
	return most.flat as Float64Array;
}

/** Adds |dy_i x_j| of every row to sum[i,j], or |dy_i| to sum[i]. */
function addTerms(sum: Floats, dy: Floats, x: Floats | undefined, { rows, H }: { rows: number; H: number }): void {
	const width = x ? sum.length / H : sum.length;
	for (let n = 0; n < rows; n++) {
		for (let i = 0; i < width; i++) {
			const size = Math.abs(dy[n * width + i]!);
			if (!x) sum[i]! += size;
			else for (let j = 0; j < H; j++) sum[i * H + j]! += size * Math.abs(x[n * H + j]!);
		}
	}
}
