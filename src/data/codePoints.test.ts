import { expect, test } from "vitest";
import { openCorpus } from "./corpus.ts";
import { bytesSource } from "./source.ts";
import type { Unit } from "./units.ts";

async function charactersOf(bytes: Uint8Array, unit: Unit) {
	const corpus = await openCorpus(bytesSource("text", bytes), { unit, split: [100, 0, 0] });
	const { train } = corpus.parts;
	const found: [number, number][] = [];
	for await (const { points, symbols, n } of train.points())
		for (let i = 0; i < n; i++) found.push([points[i]!, symbols[i]!]);
	expect(found.reduce((sum, [, symbols]) => sum + symbols, 0)).toBe(train.symbols);
	return found;
}
const utf8 = (text: string) => new TextEncoder().encode(text);

test("every character comes with its symbols: bytes, parts of a syllable, or one", async () => {
	expect(await charactersOf(utf8("aé각가"), "codepoint")).toEqual([
		[0x61, 1],
		[0xe9, 1],
		[0xac01, 1],
		[0xac00, 1],
	]);
	expect(await charactersOf(utf8("aé각가ㄱ"), "jamo")).toEqual([
		[0x61, 1],
		[0xe9, 1],
		[0xac01, 3],
		[0xac00, 2],
		[0x3131, 1],
	]);
	expect(await charactersOf(utf8("aé각😀"), "byte")).toEqual([
		[0x61, 1],
		[0xe9, 2],
		[0xac01, 3],
		[0x1f600, 4],
	]);
});

test("bytes that are no UTF-8 are U+FFFD for the unit byte, and no byte is lost, across the blocks of 64 KiB too", async () => {
	expect(await charactersOf(Uint8Array.from([0xff, 0x61, 0xe2, 0x82, 0x28, 0xf0, 0x9f]), "byte")).toEqual([
		...[
			[0xfffd, 1],
			[0x61, 1],
			[0xfffd, 2],
			[0x28, 1],
			[0xfffd, 2],
		],
	]);
	const found = await charactersOf(utf8("한".repeat(50_001)), "byte");
	expect(found.length).toBe(50_001);
	expect(found.every(([point, symbols]) => point === 0xd55c && symbols === 3)).toBe(true);
});
