/** Which symbols of a text make one character. */
import { expect, test } from "vitest";
import { TAIL } from "./units.ts";
import { Vocabulary } from "./vocabulary.ts";
import { charactersIn } from "./wholeCharacters.ts";

const TEXT = "각 나 ㄱa한글";
const jamo = new Vocabulary("jamo", atomsOf(TEXT));

/** Ascending atoms of a text, counted here from Unicode's arithmetic. */
function atomsOf(text: string): Int32Array {
	const atoms = new Set<number>();
	for (const character of text) {
		const s = character.codePointAt(0)! - 0xac00;
		if (s < 0 || s > 11171) atoms.add(s + 0xac00);
		else {
			atoms.add(TAIL - 40 + Math.floor(s / 588)).add(TAIL - 21 + Math.floor((s % 588) / 28));
			if (s % 28 > 0) atoms.add(TAIL + (s % 28) - 1);
		}
	}
	return Int32Array.from(atoms).sort();
}

test("a syllable of 2 or 3 letters is one character, and any stretch of symbols is covered once, from every start", () => {
	const ids = jamo.encode(TEXT);
	const lengths = [3, 1, 2, 1, 1, 1, 3, 3]; // 각 나 ㄱa한글
	expect(charactersIn(jamo, ids, 0, ids.length).map(({ from, to }) => to - from)).toEqual(lengths);
	expect(charactersIn(jamo, ids, 0, ids.length).map(({ text }) => text)).toEqual([...TEXT]);
	for (let from = 0; from < ids.length; from++) {
		const some = charactersIn(jamo, ids, from, from + 1);
		expect(some).toHaveLength(1);
		expect(some[0]!.from <= from && from < some[0]!.to).toBe(true);
		expect([...TEXT]).toContain(some[0]!.text);
	}
});

test("bytes of a character of 1 to 4 bytes are one character, from every start; each invalid byte is one of its own", () => {
	const bytes = new Vocabulary("byte");
	const text = "aé한😀z";
	const ids = bytes.encode(text);
	for (let from = 0; from < ids.length; from++) {
		const found = charactersIn(bytes, ids, from, ids.length);
		const first = found[0]!;
		expect(first.from <= from && from < first.to).toBe(true);
		expect(found.map((one) => one.text).join("")).toBe([...text].slice(-found.length).join(""));
	}
	const broken = Int32Array.of(0xff, 0x80, 0x61, -1, 0xed);
	expect(charactersIn(bytes, broken, 0, 5).map((one) => one.text)).toEqual(["�", "�", "a", "�", "�"]);
});
