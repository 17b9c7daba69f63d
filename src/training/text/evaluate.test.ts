import { describe, expect, test } from "vitest";
import type { ModelSpec } from "../../cells/layout.ts";
import { Unrolled } from "../../cells/unroll.ts";
import { Weights } from "../../cells/weights.ts";
import { openCorpus } from "../../data/corpus.ts";
import { bytesSource } from "../../data/source.ts";
import { RandomStream } from "../../kernels/random.ts";
import { createReference } from "../../kernels/reference.ts";
import { startWeights } from "../../remedies/starts.ts";
import { evaluate } from "./evaluate.ts";
import { sample } from "./sampling.ts";

const engine = createReference();
const spec: ModelSpec = { cell: "gru", variant: "reset-after", layers: 2, hidden: 4, symbols: 5, dropout: 0 };
const weights = new Weights(engine, spec);
startWeights(weights, "orthogonal:0.5", 0, new RandomStream(1, "weights"));
const random = new RandomStream(2, "text");
const letters = Array.from({ length: 1000 }, () => "abcde"[random.below(5)]).join("");
const vocabulary = (await openCorpus(bytesSource("letters", new TextEncoder().encode("abcde")), { split: [100, 0, 0] }))
	.vocabulary;

async function partOf(text: string) {
	const source = bytesSource("text", new TextEncoder().encode(text));
	return (await openCorpus(source, { split: [100, 0, 0], vocabulary })).parts.train;
}

describe("evaluation", () => {
	test("in one lane it is the mean loss of one long window, to 1e-14", async () => {
		const ids = vocabulary.encode(letters);
		const window = new Unrolled(engine, weights, { steps: 999, lanes: 1 });
		window.ids.set(ids.subarray(0, 999));
		window.targets.set(ids.subarray(1));
		window.forward();
		const expected = window.loss().lossNats / 999;
		const got = await evaluate(engine, weights, await partOf(letters), { lanes: 1 });
		expect(got.symbols).toBe(999);
		expect(Math.abs(got.lossNats! / expected - 1)).toBeLessThan(1e-14);
	});

	test("in 7 lanes every symbol is scored once, and warm-up brings the loss within 1e-6 of one lane", async () => {
		const part = await partOf(letters);
		const whole = await evaluate(engine, weights, part, { lanes: 1 });
		const lanes = await evaluate(engine, weights, part, { lanes: 7, warmup: 100 });
		expect(lanes.symbols).toBe(999);
		expect(Math.abs(lanes.lossNats! - whole.lossNats!)).toBeLessThan(1e-6);
		const cold = await evaluate(engine, weights, part, { lanes: 7, warmup: 1 });
		expect(Math.abs(cold.lossNats! - whole.lossNats!)).toBeGreaterThan(1e-6);
	});

	test("unknown symbols are counted, not scored, and nothing fails", async () => {
		const got = await evaluate(engine, weights, await partOf("abxde\u{1F600}ab"));
		expect(got).toEqual({ symbols: 7, lossNats: expect.any(Number), unknownSymbols: 2 });
		expect(Number.isFinite(got.lossNats)).toBe(true);
		expect(await evaluate(engine, weights, await partOf("xyz"))).toEqual({
			symbols: 2,
			lossNats: null,
			unknownSymbols: 2,
		});
	});

	test("a text of one symbol has nothing to predict: 0 symbols", async () => {
		expect((await evaluate(engine, weights, await partOf("a"))).symbols).toBe(0);
	});
});

describe("sampling", () => {
	const draw = (options: Parameters<typeof sample>[3], prompt: ArrayLike<number> = [0, 1]) => [
		...sample(engine, weights, prompt, options),
	];

	test("2,000 symbols at temperature 1 appear as often as the model says, within 4 standard errors", () => {
		const drawn = draw({ length: 2000, seed: 9 });
		const expected = drawn.map((s) => s.probability);
		for (let id = 0; id < 5; id++) {
			const count = drawn.filter((s) => s.id === id).length;
			const mean = drawn.reduce((sum, s) => sum + s.top.find((t) => t.id === id)!.probability, 0);
			expect(Math.abs(count - mean)).toBeLessThan(4 * Math.sqrt(mean));
		}
		expect(expected.every((p) => p > 0 && p < 1)).toBe(true);
	});

	test("temperature 0, top-k 1 and a tiny top-p all take the likeliest every time", () => {
		for (const options of [{ temperature: 0 }, { topK: 1 }, { topP: 1e-9 }]) {
			expect(draw({ length: 50, ...options }).every((s) => s.id === s.top[0]!.id)).toBe(true);
		}
	});

	test("top-p keeps the fewest symbols whose probabilities reach P", () => {
		for (const s of draw({ length: 200, topP: 0.5 })) {
			let mass = 0;
			const kept: number[] = [];
			for (const t of s.top) {
				kept.push(t.id);
				if ((mass += t.probability) >= 0.5) break;
			}
			expect(kept).toContain(s.id);
		}
	});

	test("the same seed writes the same text, an empty or unknown prompt is read as nothing", () => {
		expect(draw({ length: 30, seed: 4 })).toEqual(draw({ length: 30, seed: 4 }));
		expect(draw({ length: 30, seed: 4 })).not.toEqual(draw({ length: 30, seed: 5 }));
		expect(draw({ length: 30 }, [])).toEqual(draw({ length: 30 }, [-1]));
	});
});
