/** Training that exchanges weights every K updates: against loops written out here, in float64. */
import { expect, test } from "vitest";
import { taskNamed } from "../../src/data/index.ts";
import { RandomStream } from "../../src/kernels/random.ts";
import { createReference } from "../../src/kernels/reference.ts";
import { DiLoCo } from "../../src/training/diloco/diloco.ts";
import type { GivenOptions } from "../../src/training/options/options.ts";
import { parseTaskOptions } from "../../src/training/options/taskOptions.ts";
import type { Ranks } from "../../src/training/ranks/ranks.ts";
import { TaskTrainer } from "../../src/training/task/taskTrainer.ts";
import { trainInThreads } from "./ranksInThreads.ts";

const addition = taskNamed("addition");
const usual: GivenOptions = {
	...{
		hidden: 5,
		layers: 2,
		batch: 12,
		length: "10..13",
		k1: 4,
		k2: 6,
		dropout: 0.3,
		steps: 100,
		seed: 11,
		clipNorm: 0.1,
	},
};
const random = new RandomStream(5, "text");
const text = Array.from({ length: 3000 }, () => "abcde"[random.below(5)]).join("");
const onText: GivenOptions = { ...usual, length: undefined, k1: 5, k2: 12, reset: 0.2 };

/** N trainers of one process that never exchange: each trains on the lanes of its rank. */
function apart(N: number): TaskTrainer[] {
	const options = parseTaskOptions({ ...usual, syncEvery: 1e9 }, addition);
	return Array.from({ length: N }, (_, rank) => {
		const exchange = () => {
			throw new Error("an exchange");
		};
		const ranks: Ranks = { rank, size: N, exchange, place: (of) => ({ rank: of, host: "", pid: 0 }) };
		return new TaskTrainer(createReference(), addition, options, true, { ranks, diloco: DiLoCo });
	});
}

test("K = 1 with outer SGD of rate 1 and momentum 0 is plain averaging: 3 ranks end with the bits of 3 trainers averaged by hand after each of 6 updates", async () => {
	const threads = await trainInThreads(3, {
		options: { ...usual, syncEvery: 1, outerLr: 1, outerMomentum: 0 },
		updates: 6,
	});
	const hand = apart(3);
	for (let n = 0; n < 6; n++) {
		const theta = hand[0]!.weights.flat.slice();
		for (const trainer of hand) trainer.update(n / 100);
		for (const [i, t] of theta.entries()) {
			const w = hand.map(({ weights }) => weights.flat[i]!);
			const mean = t - (t - w[0]! + (t - w[1]!) + (t - w[2]!)) / 3;
			// differences, their sum and the mean are rounded 7 times
			expect(Math.abs(mean - (w[0]! + w[1]! + w[2]!) / 3)).toBeLessThan(7 * 2 ** -53 * 2 * Math.max(1, Math.abs(t)));
			for (const { weights } of hand) weights.flat[i] = mean;
		}
	}
	for (const { weights } of threads) expect([...weights]).toEqual([...hand[0]!.weights.flat]);
});

test("every 4 of 12 updates, with rate 0.7 and Nesterov momentum 0.9: 2 ranks end with the bits of the outer loop written out", async () => {
	const threads = await trainInThreads(2, { options: { ...usual, syncEvery: 4 }, updates: 12 });
	const hand = apart(2);
	const theta = hand[0]!.weights.flat.slice();
	const b = new Float64Array(theta.length);
	for (let n = 0; n < 12; n++) {
		for (const trainer of hand) trainer.update(n / 100);
		if (n % 4 !== 3) continue;
		for (const [i, t] of theta.entries()) {
			const delta = (t - hand[0]!.weights.flat[i]! + (t - hand[1]!.weights.flat[i]!)) / 2;
			b[i] = 0.9 * b[i]! + delta;
			theta[i] = t - 0.7 * (delta + 0.9 * b[i]!);
			for (const { weights } of hand) weights.flat[i] = theta[i]!;
		}
	}
	for (const { weights } of threads) expect([...weights]).toEqual([...theta]);
	expect(hand[0]!.updates.optimizer.m).not.toEqual(hand[1]!.updates.optimizer.m); // each rank has its own
});

test.each([2, 3])(
	"%i ranks that exchange every 4 updates send a quarter of the bytes of every update: 2 (n - 1) / n of the weights and 24 bytes to each, per exchange",
	async (N) => {
		const sent = async (syncEvery: number) => {
			const results = await trainInThreads(N, { options: { ...usual, syncEvery }, updates: 12 });
			return { of: results.map((result) => result.sent), P: results[0]!.weights.length };
		};
		const [every, fourth] = [await sent(1), await sent(4)];
		for (const [rank, { bytes, messages }] of fourth.of.entries()) {
			expect(every.of[rank]).toEqual({ bytes: 4 * bytes, messages: 4 * messages });
			const own = Math.floor(((rank + 1) * fourth.P) / N) - Math.floor((rank * fourth.P) / N);
			expect(bytes).toBe(3 * (8 * (fourth.P - own) + 8 * (N - 1) * own + 24 * (N - 1)));
			expect(messages).toBe(3 * 3 * (N - 1));
		}
	},
);

test.each([
	{ what: "a task", job: {} },
	{ what: "a text with overlapping windows", job: { text } },
])(
	"on 3 ranks, $what: saved after 6, 8 and 9 of 14 updates and restored, all states end with the bits of the undisturbed run",
	async ({ job }) => {
		const options = { ...("text" in job ? onText : usual), syncEvery: 4 };
		const calm = await trainInThreads(3, { ...job, options, updates: 14 });
		for (const saved of [6, 8, 9]) {
			const [first] = await trainInThreads(3, { ...job, options, updates: saved });
			const again = await trainInThreads(3, { ...job, options, snapshot: first!.snapshot!, updates: 14 });
			for (const [rank, { weights }] of calm.entries()) expect([...again[rank]!.weights]).toEqual([...weights]);
			expect(again[0]!.snapshot).toEqual(calm[0]!.snapshot);
		}
		expect(calm[0]!.snapshot!.state.diloco).toEqual({ ranks: 3, equal: false });
	},
);

test("2 and 3 ranks end with other weights; the same number ends with the same", async () => {
	const ended = async (N: number) => {
		const [first] = await trainInThreads(N, { options: { ...onText, syncEvery: 4 }, text, updates: 8 });
		return [...first!.weights];
	};
	const [two, three, again] = [await ended(2), await ended(3), await ended(2)];
	expect(again).toEqual(two);
	expect(three).not.toEqual(two);
});

test("a run that ends after 6 updates exchanges once more, and continues from there with the bits of what it saved", async () => {
	const options = { ...usual, syncEvery: 4 };
	const [ended] = await trainInThreads(2, { options, updates: 6, finish: true });
	const [open] = await trainInThreads(2, { options, updates: 6 });
	expect([...ended!.weights]).not.toEqual([...open!.weights]);
	expect(ended!.snapshot!.state.diloco).toEqual({ ranks: 2, equal: true });
	const go = async () => await trainInThreads(2, { options, updates: 9, snapshot: ended!.snapshot! });
	const [one, two] = [await go(), await go()];
	expect([...one[1]!.weights]).toEqual([...two[1]!.weights]);
});

test("another number of ranks, and a checkpoint without the state of the ranks, are rejected", async () => {
	const options = { ...usual, syncEvery: 4 };
	const [first] = await trainInThreads(2, { options, updates: 6 });
	const { tensors, state } = first!.snapshot!;
	const codes = async (N: number, snapshot = { tensors, state }) =>
		(await trainInThreads(N, { options, updates: 7, snapshot })).map(({ error }) => error);
	expect(await codes(3)).toEqual(["E_RANKS", "E_RANKS", "E_RANKS"]);
	expect(await codes(1)).toEqual(["E_RANKS"]);
	const { diloco: _, ...bare } = state;
	expect(await codes(2, { tensors, state: bare })).toEqual(["E_SNAPSHOT", "E_SNAPSHOT"]);
	const lacking = tensors.filter(({ name }) => name !== "rank1.weights" && name !== "outer.momentum");
	expect(await codes(2, { tensors: lacking, state })).toEqual(["E_SNAPSHOT", "E_SNAPSHOT"]);
	expect((await trainInThreads(5, { options, updates: 1 })).map(({ error }) => error)).toEqual(
		Array(5).fill("E_RANKS"),
	);
});

test("a trainer that was given nothing to exchange weights with, as in a page, rejects the option with E_RANKS", () => {
	const options = parseTaskOptions({ ...usual, syncEvery: 4 }, addition);
	expect(() => new TaskTrainer(createReference(), addition, options)).toThrow(
		expect.objectContaining({ code: "E_RANKS", params: { why: "here" } }),
	);
});

test("a rank that diverges between two exchanges is named on all ranks at the next one", async () => {
	const faults = [{ on: 1, before: 2, element: 3, value: Number.NaN }];
	const results = await trainInThreads(2, { options: { ...usual, syncEvery: 4 }, updates: 8, faults });
	expect(results[0]!.divergence).toMatchObject({ step: 2, tensor: "weight_ih_l0", index: 3, value: Number.NaN });
});

test("a rank whose weights are not those of the others after an exchange is named at the next one", async () => {
	const faults = [{ on: 1, before: 5, element: 3, value: 0.25 }];
	const results = await trainInThreads(2, { options: { ...usual, syncEvery: 4 }, updates: 8, faults });
	for (const { error, message } of results) {
		expect(error).toBe("E_RANK_DIFFERS");
		expect(message).toMatch(/rank 1 .*has other weights than rank 0/);
	}
});
