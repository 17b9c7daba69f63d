/** Predictions next to an n-gram model: its bits are those of ngrams(), and a limit changes none of them. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { text } from "../datasets/texts.ts";
import { train } from "../sessions/train.ts";
import { ngrams } from "./ngrams.ts";
import { type NamedPrediction, type PredictionsRequest, predictions } from "./predictions.ts";

const folder = mkdtempSync(join(tmpdir(), "sluice-predictions-"));
const at = (name: string) => join(folder, name);
const place = { run: "b", runs: at("runs"), engine: "reference" as const };
const line = 'if (open) { run(water[3], "gate"); }\n';
const book = `${line.repeat(60)}the keeper waits.\n${line.repeat(20)}water the gate, run.\n`;

beforeAll(async () => {
	writeFileSync(at("book.txt"), book);
	writeFileSync(at("other.txt"), `wide ω (x) "gate"\n${line}`);
	const data = text(at("book.txt"), { split: "80/10/10" });
	await train({ data, model: { cell: "gru", hidden: 4 }, options: { steps: 5, batch: 4, k1: 8, seed: 2 }, ...place });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function read(request: Partial<PredictionsRequest>) {
	const positions: NamedPrediction[] = [];
	const result = await predictions({ ...place, ...request }, { onPrediction: (one) => void positions.push(one) });
	return { result, bits: positions.map(({ ngramBits }) => ngramBits) };
}

test("the bits of order 5 have the mean of ngrams() on the same part; the first 40 symbols alone have the same bits", async () => {
	const { result, bits } = await read({ part: "test", ngrams: 5 });
	const { orders } = await ngrams({ texts: [at("book.txt")], split: "80/10/10", part: "test", orders: 5 });
	const bitsPerSymbol = orders[0]!.bitsPerSymbol!;
	expect(result.ngram!.order).toBe(5);
	expect(result.ngram!.bits).toBeCloseTo(bitsPerSymbol, 12);
	expect(bits.reduce((sum, one) => sum! + one!, 0)! / bits.length).toBeCloseTo(bitsPerSymbol, 12);
	expect((await read({ part: "test", ngrams: 5, limit: 40 })).bits).toEqual(bits.slice(0, 39));
	expect((await read({ part: "test" })).bits).toEqual(bits.map(() => undefined));
});

test("counted on the run's own text by name they are the same for another text; an unknown symbol has none", async () => {
	writeFileSync(at("train.txt"), Buffer.from(book).subarray(0, Math.floor(0.8 * book.length)));
	const own = await read({ texts: [at("other.txt")], ngrams: 3 });
	const named = await read({ texts: [at("other.txt")], ngrams: 3, countOn: [at("train.txt")] });
	expect(named.bits).toEqual(own.bits);
	expect(own.bits[4]).toBeNull(); // ω
	await expect(read({ ngrams: 0 })).rejects.toThrow("E_OPTION");
});
