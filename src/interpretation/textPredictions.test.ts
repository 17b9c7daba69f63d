/** Predictions compared with logits and softmax written out; clamps through the hooks. */
import { expect, test } from "vitest";
import { cellNamed, ids, modelOf, V } from "../../test/conformance/smallModels.ts";
import { clampHooks, parseClamp } from "./clamp.ts";
import { runWithHooks } from "./hooks.ts";
import { textOf } from "./stream.ts";
import { type Prediction, PredictionCount, predictions } from "./textPredictions.ts";

async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
	const found: T[] = [];
	for await (const one of stream) found.push(one);
	return found;
}

const model = modelOf(cellNamed("gru reset-after"));

test("every symbol but the first has its probability, surprise, rank and the likeliest three", async () => {
	const logits = runWithHooks(model, ids, {}).get("logits")!;
	const found = await all(predictions(model, textOf(ids), { top: 3 }));
	expect(found.map(({ at }) => at)).toEqual([1, 2, 3, 4, 5, 6]);
	for (const { at, id, probability, nats, bits, rank, top } of found) {
		const weight = [...logits.subarray((at - 1) * V, at * V)].map(Math.exp);
		const sum = weight.reduce((a, b) => a + b, 0);
		const order = [...weight.keys()].sort((a, b) => weight[b]! - weight[a]!);
		expect(id).toBe(ids[at]);
		expect(top.map((one) => one.id)).toEqual(order.slice(0, 3));
		for (const one of top) expect(one.probability).toBeCloseTo(weight[one.id]! / sum, 14);
		if (id < 0) {
			expect([probability, nats, bits, rank]).toEqual([null, null, null, null]);
			continue;
		}
		expect(probability).toBeCloseTo(weight[id]! / sum, 14);
		expect(nats).toBeCloseTo(-Math.log(weight[id]! / sum), 14);
		expect(bits).toBeCloseTo(-Math.log2(weight[id]! / sum), 14);
		expect(rank).toBe(order.indexOf(id));
	}
});

test("a surprise beyond the smallest number is still a number: 800 nats", async () => {
	const sharp = modelOf(cellNamed("rnn tanh"));
	sharp.weights.tensor("head.weight").fill(0);
	sharp.weights.tensor("head.bias").set([0, 0, 800, 0, 0, 0]);
	const [first, second] = await all(predictions(sharp, textOf(Int32Array.from([1, 5, 2]))));
	expect([first!.probability, first!.nats, first!.rank]).toEqual([0, 800, 1]);
	expect([second!.probability, second!.nats, second!.rank]).toEqual([1, 0, 0]);
});

test("the summary counts right, in top and surely wrong, keeps the surest, and takes unknown symbols apart", () => {
	const one = (at: number, rank: number | null, p: number): Prediction => ({
		...{ at, id: rank === null ? -1 : 0, rank, nats: rank === null ? null : 2, bits: null, probability: null },
		top: [
			{ id: 1, probability: p },
			{ id: 2, probability: 0 },
		],
	});
	const count = new PredictionCount({ sure: 0.8, keep: 2 });
	for (const [at, [rank, p]] of [
		[0, 0.99],
		[1, 0.85],
		[5, 0.95],
		[2, 0.9],
		[3, 0.5],
		[null, 0.99],
	].entries())
		count.add(one(at, rank as number | null, p as number));
	const { symbols, unknownSymbols, nats, right, inTop, surelyWrong } = count.summary;
	expect({ symbols, unknownSymbols, nats, right, inTop }).toEqual({
		...{ symbols: 6, unknownSymbols: 1, nats: 2, right: 1 / 5, inTop: 2 / 5 },
	});
	expect(surelyWrong).toMatchObject({ sure: 0.8, count: 3, share: 3 / 5 });
	expect(surelyWrong.worst.map(({ at }) => at)).toEqual([2, 3]);
	expect(new PredictionCount().summary).toMatchObject({ symbols: 0, nats: null, right: null });
});

test("clamped units stand at their values in every step, the others are what follows", () => {
	const { spec } = model.weights;
	const hooks = clampHooks(
		["l0.h.2=1", " l1.gate.z.0 = -0.5", "l0.h.4=0", "l0.h.2=0.25"].map((c) => parseClamp(spec, c)),
	);
	const found = runWithHooks(model, ids, hooks, { names: ["l0.h", "l1.gate.z"] });
	for (let t = 0; t < ids.length; t++) {
		expect([...found.get("l0.h")!.subarray(t * 5, t * 5 + 5)].filter((_, k) => k === 2 || k === 4)).toEqual([0.25, 0]);
		expect(found.get("l1.gate.z")![t * 5]).toBe(-0.5);
	}
});

test("what is no clamp is an error with an example", () => {
	const { spec } = model.weights;
	for (const clamp of ["l0.h.2", "l0.h.2=", "l0.h.2=one", "l0.h.2=Infinity", "l0.h.2=1=2"])
		expect(() => parseClamp(spec, clamp), clamp).toThrow(/UNIT=VALUE.*E_CLAMP/);
	expect(() => parseClamp(spec, "l0.h.5=1")).toThrow(/index 5.*0 to 4/);
	expect(() => parseClamp(spec, "l0.c.1=1")).toThrow("E_HOOK_NAME");
});
