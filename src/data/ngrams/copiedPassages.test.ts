import { expect, test } from "vitest";
import { RandomStream } from "../../kernels/random.ts";
import { copiedFrom, repeatedIn } from "./copiedPassages.ts";
import { suffixTable } from "./suffixTable.ts";

const ids = (text: string) => Int32Array.from(text, (letter) => (letter === "?" ? -1 : letter.charCodeAt(0) - 97));
const drawn = (n: number, kinds: number, random: RandomStream) =>
	Int32Array.from({ length: n }, () => random.below(kinds) - 1);

/** Returns true if the `length` symbols from s on occur in the text, at another position than `but`. */
function stands(text: Int32Array, other: Int32Array, s: number, length: number, but = -1): boolean {
	for (let i = 0; i + length <= text.length; i++) {
		if (i === but) continue;
		let k = 0;
		while (k < length && other[s + k]! >= 0 && text[i + k] === other[s + k]) k++;
		if (k === length) return true;
	}
	return false;
}

/** Symbols of from..to in pieces of exactly `least` symbols that occur in the text. */
function covered(
	text: Int32Array,
	other: Int32Array,
	[from, to]: [number, number],
	least: number,
	self = false,
): number {
	const inside = new Set<number>();
	for (let s = from; s + least <= to; s++)
		if (stands(text, other, s, least, self ? s : -1)) for (let k = 0; k < least; k++) inside.add(s + k);
	return inside.size;
}

test("of zzcabczabz in abcabd, counted by hand: cab is the longest, at 2 there and at 2 here; 6 of 10 in stretches from 1 on, 4 from 3 on", () => {
	const { table, matches } = suffixTable(ids("abcabd"), 26, ids("zzcabczabz"));
	expect(copiedFrom(table, matches, [0, 10], [1, 2, 3, 4])).toEqual({
		symbols: 10,
		longest: { length: 3, at: 2, in: 2 },
		covered: [
			{ least: 1, symbols: 6, share: 0.6 },
			{ least: 2, symbols: 6, share: 0.6 },
			{ least: 3, symbols: 4, share: 0.4 },
			{ least: 4, symbols: 0, share: 0 },
		],
	});
});

test("a range is looked at alone: a stretch ends with it, a symbol that is unknown ends it too, and nothing has no longest", () => {
	const { table, matches } = suffixTable(ids("abcdef"), 26, ids("abcd?cdef"));
	expect(copiedFrom(table, matches, [0, 3], [2])).toMatchObject({ longest: { length: 3, at: 0, in: 0 } });
	expect(copiedFrom(table, matches, [5, 9], [2])).toMatchObject({ symbols: 4, longest: { length: 4, at: 0, in: 2 } });
	expect(copiedFrom(table, matches, [4, 5], [1])).toEqual({
		...{ symbols: 1, longest: null },
		covered: [{ least: 1, symbols: 0, share: 0 }],
	});
	expect(copiedFrom(table, matches, [4, 4], [1])).toEqual({
		...{ symbols: 0, longest: null },
		covered: [{ least: 1, symbols: 0, share: 0 }],
	});
});

test("abcxabcyaaaa repeats abc twice and aaa upon itself: 10 of 12 symbols from 1 and from 3 on, none from 4 on", () => {
	const { table } = suffixTable(ids("abcxabcyaaaa"), 26);
	expect(repeatedIn(table, [1, 3, 4]).map(({ symbols }) => symbols)).toEqual([10, 10, 0]);
});

test("40 random texts of 2 to 4 symbols, unknown ones among them: longest and shares are those of every piece tried everywhere", () => {
	const random = new RandomStream(11, "copied");
	for (let round = 0; round < 40; round++) {
		const kinds = 3 + random.below(3);
		const [text, other] = [drawn(1 + random.below(40), kinds, random), drawn(1 + random.below(40), kinds, random)];
		const from = random.below(other.length);
		const to = from + random.below(other.length - from + 1);
		const { table, matches } = suffixTable(text, kinds - 1, other);
		const found = copiedFrom(table, matches, [from, to], [1, 2, 3, 5]);
		for (const { least, symbols } of found.covered) expect(symbols).toBe(covered(text, other, [from, to], least));
		let longest = 0;
		while (covered(text, other, [from, to], longest + 1) > 0) longest++;
		expect(found.longest?.length ?? 0).toBe(longest);
		if (found.longest) {
			const { length, at, in: place } = found.longest;
			expect([...other.subarray(from + at, from + at + length)]).toEqual([...text.subarray(place, place + length)]);
		}
		for (const { least, symbols } of repeatedIn(table, [1, 2, 4]))
			expect(symbols).toBe(covered(text, text, [0, text.length], least, true));
	}
});
