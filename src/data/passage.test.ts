/** What is read in the place of a passage, against the text as a string. */
import { expect, test } from "vitest";
import { openCorpus } from "./corpus.ts";
import { Lanes } from "./lanes.ts";
import { findPassage, passageIds, patched, replacedSpans, updatesReading } from "./passage.ts";
import { bytesSource } from "./source.ts";

const opened = async (text: string, unit: "byte" | "codepoint" = "codepoint") => {
	const { parts, vocabulary } = await openCorpus(bytesSource("t", new TextEncoder().encode(text)), {
		...{ unit, split: [100, 0, 0] as never },
	});
	return { part: parts.train, vocabulary };
};
const read = async ({ part, vocabulary }: Awaited<ReturnType<typeof opened>>, at = 0, n = part.symbols - at) =>
	vocabulary.decode(await part.reader(at).read(n));

test("a passage of 7 is found at its 4 places in 200,000 symbols, over the blocks of a reader too, and never within itself", async () => {
	const filler = (n: number) => "abcdefgh\n".repeat(Math.ceil(n / 9)).slice(0, n);
	const text = `${filler(65_533)}물이 열리다${filler(70_000)}물이 열리다${filler(100)}물이 열리다물이 열리다${filler(64_000)}`;
	const { part, vocabulary } = await opened(text);
	const places = [...text.matchAll(/물이 열리다/g)].map(({ index }) => index);
	expect(await findPassage(part, passageIds(vocabulary, "물이 열리다"))).toEqual(places);
	const { part: own, vocabulary: letters } = await opened("xaaaaax");
	expect(await findPassage(own, passageIds(letters, "aa"))).toEqual([1, 3]);
});

test("drawn stretches have its length, come from the text, and the passage is nowhere left; all else is as it was", async () => {
	const text = `${"the sluice opens. ".repeat(40)}SECRET 7391${" and the water waits".repeat(40)}SECRET 7391 again`;
	const whole = await opened(text);
	for (const seed of [1, 2, 3]) {
		const spans = await replacedSpans(whole.part, whole.vocabulary, { passage: "SECRET 7391", seed });
		const part = patched(whole.part, spans);
		const other = await read({ ...whole, part });
		expect(spans.map(({ at, ids }) => [at, ids.length])).toEqual(
			[...text.matchAll(/SECRET/g)].map((m) => [m.index, 11]),
		);
		expect(other).not.toContain("SECRET 7391");
		const parts = spans.map(({ at }) => other.slice(at, at + 11));
		expect(parts.every((one) => text.includes(one))).toBe(true);
		expect(other).toBe(parts.reduce((words, one) => words.replace("SECRET 7391", one), text));
		for (const [at, n] of [
			[725, 3],
			[718, 12],
			[0, 1],
			[721, 900],
		] as const)
			expect(await read({ ...whole, part }, at, n)).toBe(other.slice(at, at + n));
	}
	const twice = await replacedSpans(whole.part, whole.vocabulary, { passage: "SECRET 7391", seed: 1 });
	expect(await replacedSpans(whole.part, whole.vocabulary, { passage: "SECRET 7391", seed: 1 })).toEqual(twice);
	const same = await replacedSpans(whole.part, whole.vocabulary, { passage: "SECRET", with: "SECRET", seed: 1 });
	expect(await read({ ...whole, part: patched(whole.part, same) })).toBe(text);
});

test.each([
	["empty", { passage: "" }],
	["unknown", { passage: "한" }],
	["absent", { passage: "xyzzy the" }],
	["room", { passage: "the the th" }],
	["length", { passage: "the the th", with: "the" }],
])("it is refused: %s", async (reason, asked) => {
	const { part, vocabulary } = await opened("the the the xyz");
	await expect(replacedSpans(part, vocabulary, { seed: 1, ...asked })).rejects.toMatchObject({
		...{ code: "E_WITHOUT", params: { why: { reason } } },
	});
});

test("the updates that read a span are those whose ids or targets have one of its places, by the lanes themselves", async () => {
	const text = Array.from({ length: 231 }, (_, k) => "abcdefghij"[(k * k) % 10]).join("");
	const { part } = await opened(text);
	const [B, k1] = [3, 7];
	for (const at of [0, 5, 6, 7, 69, 75, 76, 77, 150, 224, 226]) {
		const lanes = new Lanes({ ...part, reader: counting } as typeof part, B);
		const n = lanes.stepsPerEpoch;
		const touched: number[] = [];
		const [ids, targets] = [new Int32Array(k1 * B), new Int32Array(k1 * B)];
		for (let u = 0; u < Math.floor(n / k1); u++) {
			await lanes.next(k1, ids, targets);
			if ([...ids, ...targets].some((p) => p >= at && p < at + 4)) touched.push(u);
		}
		expect([at, updatesReading([{ at, ids: { length: 4 } }], { lanes: B, n, k1 })]).toEqual([at, touched]);
	}
});

/** A reader whose symbols are their own places. */
function counting(first: number) {
	let at = first;
	return {
		read: async (n: number) => {
			at += n;
			return Int32Array.from({ length: n }, (_, k) => at - n + k);
		},
	};
}
