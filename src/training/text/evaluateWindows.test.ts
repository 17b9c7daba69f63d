import { describe, expect, test } from "vitest";
import type { ModelSpec } from "../../cells/layout.ts";
import { Unrolled } from "../../cells/unroll.ts";
import { Weights } from "../../cells/weights.ts";
import { openCorpus } from "../../data/corpus.ts";
import { bytesSource } from "../../data/source.ts";
import { RandomStream } from "../../kernels/random.ts";
import { createReference } from "../../kernels/reference.ts";
import { startWeights } from "../../remedies/starts.ts";
import { evaluateWindows, windowsIn } from "./evaluateWindows.ts";

const engine = createReference();
const spec: ModelSpec = { cell: "lstm", variant: "forget", layers: 2, hidden: 4, symbols: 5, dropout: 0 };
const weights = new Weights(engine, spec);
startWeights(weights, "orthogonal:1", 1, new RandomStream(1, "weights"));
const random = new RandomStream(2, "text");
const letters = Array.from({ length: 1000 }, () => "abcde"[random.below(5)]).join("");
const encode = (text: string) => new TextEncoder().encode(text);
const { vocabulary } = await openCorpus(bytesSource("letters", encode("abcde")), { split: [100, 0, 0] });
const partOf = async (text: string) =>
	(await openCorpus(bytesSource("text", encode(text)), { split: [100, 0, 0], vocabulary })).parts.train;

/** Sum of the losses of windows of `size`, each by a pass of its own from a zero state. */
function sumOf(text: string, size: number, windows: number): number {
	const ids = vocabulary.encode(text);
	let sum = 0;
	for (let at = 0; at < windows * size; at += size) {
		const window = new Unrolled(engine, weights, { steps: size, lanes: 1 });
		window.ids.set(ids.subarray(at, at + size));
		window.targets.set(ids.subarray(at + 1, at + size + 1));
		window.forward();
		sum += window.loss().lossNats;
	}
	return sum;
}

describe("loss over separate windows", () => {
	test.each([
		[1, 999],
		[7, 142],
		[70, 14], // longer than a pass of 64 steps
		[333, 3],
		[999, 1],
	])("of %i symbols is the mean over the %i whole windows, each from a zero state, to 1e-13", async (size, windows) => {
		const part = await partOf(letters);
		expect(windowsIn(part, size)).toBe(windows);
		const got = await evaluateWindows(engine, weights, part, size);
		expect(got.symbols).toBe(size * windows);
		expect(Math.abs(got.lossNats! / (sumOf(letters, size, windows) / (size * windows)) - 1)).toBeLessThan(1e-13);
	});

	test("has no window in a text of the window's length: the last symbol has no next one", async () => {
		const part = await partOf("abcde");
		expect(windowsIn(part, 5)).toBe(0);
		expect(await evaluateWindows(engine, weights, part, 5)).toEqual({ symbols: 0, lossNats: null, unknownSymbols: 0 });
	});

	test("counts unknown symbols and does not score them", async () => {
		const got = await evaluateWindows(engine, weights, await partOf("abxdeab"), 3);
		expect([got.symbols, got.unknownSymbols]).toEqual([6, 1]);
	});

	test("says how far it is after each pass, and stops at a signal", async () => {
		const part = await partOf(letters);
		const seen: number[] = [];
		const onProgress = (done: number, total: number) => void seen.push(done / total);
		await evaluateWindows(engine, weights, part, 100, { onProgress });
		expect(seen).toEqual([64 / 100, 1]); // 9 windows in 9 lanes
		const signal = AbortSignal.abort(new Error("stopped"));
		await expect(evaluateWindows(engine, weights, part, 100, { signal })).rejects.toThrow("stopped");
	});
});
