import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { ngrams } from "./ngrams.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-ngrams-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const write = (name: string, text: string | Uint8Array) => {
	writeFileSync(join(folder, name), text);
	return join(folder, name);
};

test("a text that repeats one line costs under 0.01 nats a symbol at order 8, and its order 1 is the entropy of its letters", async () => {
	const line = "abcdefgh\n";
	const result = await ngrams({ texts: [write("loop.txt", line.repeat(1000))], split: [90, 10, 0], orders: "1..8" });
	expect(result).toMatchObject({
		vocabulary: 9,
		trainSymbols: 8100,
		countedSymbols: 8100,
		symbols: 899,
		unknownSymbols: 0,
	});
	expect(result.orders.map(({ order }) => order)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
	expect(result.orders[0]!.lossNats).toBeCloseTo(Math.log(9), 3);
	expect(result.orders[7]!.lossNats).toBeLessThan(0.01);
	expect(result.orders[7]!.ngrams).toBe(9);
	for (const { lossNats, bitsPerSymbol } of result.orders) expect(bitsPerSymbol).toBe(lossNats! / Math.LN2);
});

test("symbols that the training part lacks are counted and not scored; jamo cost two or three symbols a character", async () => {
	const text = `${"물이 흐른다. ".repeat(60)}물이 Q 흐른다. `;
	const path = write("water.txt", text);
	const told: [number, number][] = [];
	const jamo = await ngrams(
		{ texts: [path], unit: "jamo", split: "95/5/0", orders: 3 },
		{ onProgress: (done, total) => told.push([done, total]) },
	);
	expect(jamo.unknownSymbols).toBe(1);
	expect(jamo.orders.map(({ order }) => order)).toEqual([3]);
	const [{ bitsPerCharacter, bitsPerSymbol }] = jamo.orders as [(typeof jamo.orders)[0]];
	expect(bitsPerCharacter! / bitsPerSymbol!).toBeGreaterThan(1.5);
	expect(told[0]![0]).toBe(0);
	expect(told.at(-1)![0]).toBe(told.at(-1)![1]);
	const bytes = await ngrams({ texts: [path], unit: "byte", split: "95/5/0", orders: 3 });
	expect([bytes.vocabulary, bytes.unknownSymbols]).toEqual([256, 0]);
});

test.each([
	[{ orders: "0..3" }, "the form N or A..B, with numbers from 1 to 64"],
	[{ orders: "4..3" }, "the form N or A..B, with numbers from 1 to 64"],
	[{ orders: 65 }, "the form N or A..B, with numbers from 1 to 64"],
	[{ split: "100/0/0" }, "at least 2"],
	[{ part: "test" as const, split: "90/10/0" }, "at least 2"],
	[{ order: 3 }, '"orders"'],
])("%j is refused with what was wanted: %s", async (request, wanted) => {
	const texts = [write("plain.txt", "one two three four five six seven\n".repeat(9))];
	await expect(ngrams({ texts, ...request })).rejects.toThrow(wanted);
});
