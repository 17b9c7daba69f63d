/** The weights that come with the page: those that the page's own training ends with, bit for bit, and what they show at once. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Weights } from "../../src/cells/weights.ts";
import { openCorpus } from "../../src/data/corpus.ts";
import { kneserNey } from "../../src/data/ngrams/kneserNey.ts";
import { suffixTable } from "../../src/data/ngrams/suffixTable.ts";
import { bytesSource } from "../../src/data/source.ts";
import { DEFAULT_SPLIT } from "../../src/data/split.ts";
import { readOwn } from "../../src/interop/portable.ts";
import { createReference } from "../../src/kernels/reference.ts";
import { evaluate } from "../../src/training/text/evaluate.ts";
import { sha256 } from "../../src/workbench/disk/sha256.ts";
import { STUDIO } from "../browser/serve.ts";
import { past, pressWhen, Studio } from "./builtPage.ts";
import { openStored } from "./storedNetwork.ts";

const STORED = join(import.meta.dirname, "../../page/studio/stored");
const fileOf = (name: string) => readFileSync(join(STORED, name));
const stored = JSON.parse(fileOf("first.json").toString());

test("the stored weights have the stored run's digest, and its loss on the validation text within 1 in 100,000", async () => {
	const { spec, tensors, vocabulary } = readOwn(fileOf("first.safetensors"), "first.safetensors");
	expect(sha256(...tensors.map(({ data }) => data))).toBe(stored.weightsSha256);
	const engine = createReference();
	const text = bytesSource("c.txt", readFileSync(join(STUDIO, "texts/c.txt")));
	const { parts } = await openCorpus(text, { unit: "codepoint", split: DEFAULT_SPLIT, vocabulary: vocabulary! });
	const { lossNats, unknownSymbols } = await evaluate(engine, Weights.of(engine, spec, tensors), parts.valid);
	const last = stored.metrics.findLast((line: { validLossNats?: number }) => line.validLossNats !== undefined);
	expect([last.step, unknownSymbols]).toEqual([stored.steps, 0]);
	expect(Math.abs(lossNats! / last.validLossNats - 1)).toBeLessThan(1e-5); // float32 against float64
});

const found = await Studio.found("the stored network");

describe.skipIf("missing" in found)("on a first visit", () => {
	let studio: Studio;
	beforeAll(async () => {
		studio = await Studio.open(found);
	});
	afterAll(() => studio?.close());

	test.each(["text", "cell"])(
		"%s shows the stored network without training, with its digest and its commands",
		async (view) => {
			const { page, complaints, close } = await studio.page(
				{ hash: `/${view}`, reducedMotion: "reduce" },
				".provenance",
			);
			expect(await page.locator(".provenance").textContent()).toContain(`weights ${stored.weightsSha256.slice(0, 8)}`);
			expect(await page.locator(".model-bar").textContent()).toContain("update 2,000");
			const commands = await page
				.locator(view === "text" ? ".command pre" : ".cell-command pre")
				.first()
				.textContent();
			expect(commands).toMatch(/^npx sluice train sluice-c\.txt .*--steps 2000 .*\n?npx sluice \w+/s);
			expect(complaints).toEqual([]);
			await close();
		},
	);

	test("the page's own network is opened by its button while it trains, and a choice of one's own is never shown as the stored one", async () => {
		const { page, close } = await studio.page({ hash: "/cell" }, ".provenance");
		await pressWhen(page, { button: ".model-bar button" }); // its end has the stored weights
		await expect.poll(() => page.locator(".provenance").textContent()).not.toContain(stored.weightsSha256.slice(0, 8));
		await close();
		const other = await studio.page({ hash: "/train?hidden=8&k2=8&batch=4&steps=900000" });
		await past(other.page, 20);
		await other.page.getByRole("navigation").getByRole("link", { name: "Cell" }).click();
		await other.page.locator(".provenance").waitFor();
		expect(await other.page.locator(".provenance").textContent()).toContain("1x8");
		await other.close();
	});
});

test("the stored Korean network reads letters of the stored text; on its validation part it costs at most 2.25 bits a letter, n-grams of order 3 more", async () => {
	const engine = createReference();
	const { weights, vocabulary } = openStored(engine, "korean.safetensors");
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
