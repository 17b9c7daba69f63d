import { beforeAll, describe, expect, test } from "vitest";
import type { ModelSpec } from "../cells/layout.ts";
import { Unrolled } from "../cells/unroll.ts";
import { Weights } from "../cells/weights.ts";
import { type Corpus, openCorpus } from "../data/corpus.ts";
import { Lanes } from "../data/lanes.ts";
import { bytesSource } from "../data/source.ts";
import { RandomStream } from "../kernels/random.ts";
import { createReference } from "../kernels/reference.ts";
import { startWeights } from "../remedies/starts.ts";
import { Tbptt } from "./tbptt.ts";

const engine = createReference();
const B = 3;
let corpus: Corpus;
let spec: ModelSpec;
let weights: Weights;

beforeAll(async () => {
	const random = new RandomStream(5, "text");
	const letters = Array.from({ length: 400 }, () => "abcde"[random.below(5)]).join("");
	corpus = await openCorpus(bytesSource("letters", new TextEncoder().encode(letters)), { split: [100, 0, 0] });
	spec = { cell: "lstm", variant: "forget", layers: 2, hidden: 4, symbols: 5, dropout: 0 };
	weights = new Weights(engine, spec);
	startWeights(weights, "orthogonal", 1, new RandomStream(1, "weights"));
});

function tbptt(k1: number, k2: number, dropout = 0, random = new RandomStream(1, "dropout"), reset = 0): Tbptt {
	const lanes = new Lanes(corpus.parts.train, B);
	const model = new Weights(engine, { ...spec, dropout });
	model.flat.set(weights.flat);
	return new Tbptt(
		engine,
		model,
		lanes,
		{ batch: B, k1, k2, dropout, reset },
		{ dropout: random, weightDrop: new RandomStream(1, "weight-drop"), reset: new RandomStream(1, "reset") },
	);
}

/** Gradient of the mean loss of steps [from, to) of every lane, run from step 0, by one plain window. */
async function plain(from: number, to: number, scored: number): Promise<Float64Array> {
	const window = new Unrolled(engine, weights, { steps: to, lanes: B, training: true });
	await new Lanes(corpus.parts.train, B).next(to, window.ids, window.targets);
	window.targets.fill(-1, 0, from * B);
	const gradients = new Weights(engine, spec);
	window.forward();
	window.backward(gradients, { scale: 1 / (scored * B) });
	return gradients.flat as Float64Array;
}

function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
	let difference = 0;
	let size = 0;
	for (let i = 0; i < a.length; i++) {
		difference += (a[i]! - b[i]!) ** 2;
		size += b[i]! ** 2;
	}
	return Math.sqrt(difference / size);
}

describe("truncated back-propagation through time", () => {
	test("a horizon of at least the steps so far gives the bits of full back-propagation", async () => {
		const full = await plain(0, 7, 7);
		for (const k2 of [7, 8, 50]) {
			const run = tbptt(7, k2);
			await run.accumulate();
			expect(run.gradients.flat).toEqual(full);
		}
	});

	test("k2 = 11 over k1 = 4: the third update is the gradient of its 4 losses through the 11 steps before its end", async () => {
		const run = tbptt(4, 11);
		await run.accumulate();
		await run.accumulate();
		expect(distance(run.gradients.flat, await plain(4, 8, 4))).toBeLessThan(1e-14);
		await run.accumulate();
		const window = new Unrolled(engine, weights, { steps: 12, lanes: B, training: true });
		await new Lanes(corpus.parts.train, B).next(12, window.ids, window.targets);
		window.forward();
		window.carry(1);
		window.ids.copyWithin(0, B);
		window.targets.copyWithin(0, B);
		window.targets.fill(-1, 0, 7 * B);
		const cut = new Weights(engine, spec);
		window.forward({ steps: 11 });
		window.backward(cut, { steps: 11, scale: 1 / (4 * B) });
		expect(distance(run.gradients.flat, cut.flat)).toBeLessThan(1e-14);
		expect(distance(run.gradients.flat, await plain(8, 12, 4))).toBeGreaterThan(1e-4);
	});

	test("cutting k1 = 12 into pieces of 1 to 12 gives bit-equal states and losses, and gradients that add up", async () => {
		const whole = tbptt(12, 12);
		await whole.accumulate();
		const states = whole.window.carried().map(({ data }) => data.slice());
		for (let k2 = 1; k2 < 12; k2++) {
			const run = tbptt(12, k2);
			await run.accumulate();
			expect(run.window.carried().map(({ data }) => data.slice())).toEqual(states);
			expect(run.lossNats).toBeCloseTo(whole.lossNats, 12);
			expect(run.scored).toBe(12 * B);
		}
		const halves = tbptt(12, 6);
		await halves.accumulate();
		const window = new Unrolled(engine, weights, { steps: 12, lanes: B, training: true });
		await new Lanes(corpus.parts.train, B).next(12, window.ids, window.targets);
		const sum = new Weights(engine, spec);
		for (let half = 0; half < 2; half++) {
			window.forward({ steps: 6 });
			window.backward(sum, { steps: 6, scale: 1 / (12 * B) });
			window.carry(6);
			window.ids.copyWithin(0, 6 * B);
			window.targets.copyWithin(0, 6 * B);
		}
		expect(distance(halves.gradients.flat, sum.flat)).toBeLessThan(1e-14);
		expect(distance(halves.gradients.flat, whole.gradients.flat)).toBeGreaterThan(1e-3);
	});

	test("a new epoch starts from a zero state and forgets the steps in reach", async () => {
		const run = tbptt(40, 60);
		await run.accumulate();
		const first = run.gradients.flat.slice();
		for (let n = 0; n < 2; n++) await run.accumulate();
		expect(run.fresh).toBe(false);
		await run.accumulate();
		expect([run.fresh, run.epoch]).toEqual([true, 1]);
		expect(run.gradients.flat).toEqual(first);
	});

	test("reset 1 starts every update from zero, 0.4 about 4 in 10 lanes, and a lane's reset leaves the others' bits", async () => {
		const always = tbptt(6, 6, 0, undefined, 1);
		await always.accumulate();
		await always.accumulate();
		const lanes = new Lanes(corpus.parts.train, B);
		const window = new Unrolled(engine, weights, { steps: 6, lanes: B, training: true });
		await lanes.next(6, window.ids, window.targets);
		await lanes.next(6, window.ids, window.targets);
		const gradients = new Weights(engine, spec);
		window.forward();
		window.backward(gradients, { scale: 1 / (6 * B) });
		expect(always.gradients.flat).toEqual(gradients.flat);

		const [some, none] = [tbptt(1, 1, 0, undefined, 0.4), tbptt(1, 1)];
		let resets = 0;
		for (let n = 0; n < 100; n++) {
			await some.accumulate();
			await none.accumulate();
			const draws = new RandomStream(1, "reset", n * B);
			for (let b = 0; b < B; b++) if (draws.uniform() < 0.4) resets++;
		}
		expect(resets).toBeGreaterThan(90);
		expect(resets).toBeLessThan(150);
		expect(some.window.carried()[0]!.data).not.toEqual(none.window.carried()[0]!.data);
	});

	test("dropout draws the same mask from the same counter and another one from the counter it leaves", async () => {
		const random = new RandomStream(1, "dropout");
		const first = tbptt(6, 6, 0.4, random);
		await first.accumulate();
		expect(random.counter).toBe((2 * 6 * B * 4) / 2);
		const again = tbptt(6, 6, 0.4);
		await again.accumulate();
		expect(again.gradients.flat).toEqual(first.gradients.flat);
		const next = tbptt(6, 6, 0.4, random);
		await next.accumulate();
		expect(distance(next.gradients.flat, first.gradients.flat)).toBeGreaterThan(1e-2);
		expect(distance(first.gradients.flat, await plain(0, 6, 6))).toBeGreaterThan(1e-2);
	});
});
