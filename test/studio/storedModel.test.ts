/** The weights that come with the page: opened as a worker opens them, they have the loss that the stored run ended with. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openModel } from "../../page/studio/worker/openModel.ts";
import { openCorpus } from "../../src/data/corpus.ts";
import { kneserNey } from "../../src/data/ngrams/kneserNey.ts";
import { suffixTable } from "../../src/data/ngrams/suffixTable.ts";
import { bytesSource } from "../../src/data/source.ts";
import { DEFAULT_SPLIT } from "../../src/data/split.ts";
import { createReference } from "../../src/kernels/reference.ts";
import { evaluate } from "../../src/training/text/evaluate.ts";
import { STUDIO } from "../browser/serve.ts";

const STORED = join(import.meta.dirname, "../../page/studio/stored");
const fileOf = (name: string) => readFileSync(join(STORED, name));

test("the stored weights open from one file, in half of their width, and their loss on the validation text is within 1% of the stored run's", async () => {
	const engine = createReference();
	const bytes = fileOf("first.safetensors");
	const { weights, vocabulary } = openModel(engine, Uint8Array.from(bytes).buffer);
	const numbers = weights.specs.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
	expect(bytes.length).toBeLessThan(2 * numbers + 4000);
	const text = bytesSource("c.txt", readFileSync(join(STUDIO, "texts/c.txt")));
	const { parts } = await openCorpus(text, { unit: "codepoint", split: DEFAULT_SPLIT, lossy: false, vocabulary });
	const { lossNats, unknownSymbols } = await evaluate(engine, weights, parts.valid);
	const { metrics, steps } = JSON.parse(fileOf("first.json").toString());
	const last = metrics.findLast((line: { validLossNats?: number }) => line.validLossNats !== undefined);
	expect([last.step, unknownSymbols]).toEqual([steps, 0]);
	expect(Math.abs(lossNats! / last.validLossNats - 1)).toBeLessThan(0.01);
});

test("the stored Korean network reads letters of the stored text; on its validation part it costs at most 2.25 bits a letter, n-grams of order 3 more", async () => {
	const engine = createReference();
	const { weights, vocabulary } = openModel(engine, Uint8Array.from(fileOf("korean.safetensors")).buffer);
	expect(vocabulary.unit).toBe("jamo");
	expect(readFileSync(join(STUDIO, "texts/ko.txt"))).toEqual(fileOf("korean.txt"));
	const { parts } = await openCorpus(bytesSource("ko.txt", fileOf("korean.txt")), { unit: "jamo", vocabulary });
	const { lossNats } = await evaluate(engine, weights, parts.valid);
	expect(lossNats! / Math.LN2).toBeLessThan(2.25);
	const read = (part: typeof parts.valid) => part.reader(0).read(part.symbols);
	const [train, valid] = [await read(parts.train), await read(parts.valid)];
	const { table, matches } = suffixTable(train, vocabulary.size, valid);
	for (const { order, probabilities } of kneserNey(table, valid, matches, 3)) {
		const nats = probabilities.subarray(1).reduce((sum, p) => sum - Math.log(p), 0) / (valid.length - 1);
		if (order === 3) expect(nats).toBeGreaterThan(lossNats!);
	}
});
