import { expect, test } from "vitest";
import { syllablesFrom } from "./syllables.ts";
import { toAtoms } from "./units.ts";
import { Vocabulary } from "./vocabulary.ts";

test("every one of the 11,172 syllables is found at its first letter", () => {
	const points = Int32Array.from({ length: 11_172 }, (_, k) => 0xac00 + k);
	const atoms = new Int32Array(3 * points.length);
	const n = toAtoms("jamo", points, points.length, atoms);
	const letters = atoms.slice(0, n);
	const vocabulary = new Vocabulary("jamo", Int32Array.from(new Set(letters)).sort());
	vocabulary.idsInPlace(letters);
	const found = syllablesFrom(vocabulary.atoms, letters);
	expect(found.filter((point) => point > 0)).toEqual(Uint32Array.from(points));
	expect(n).toBe(399 * 2 + (11_172 - 399) * 3);
});

test("letters that form no syllable, unknown symbols and a syllable cut off by the end are none", () => {
	const points = Int32Array.from([..."가a각"].map((letter) => letter.codePointAt(0)!));
	const atoms = new Int32Array(9);
	const letters = atoms.slice(0, toAtoms("jamo", points, 3, atoms)); // ㄱㅏ a ㄱㅏㄱ
	const vocabulary = new Vocabulary(
		"jamo",
		Int32Array.from(new Set(atoms))
			.filter((atom) => atom > 0)
			.sort(),
	);
	const ids = atoms.slice(0, 6);
	vocabulary.idsInPlace(ids);
	expect(letters).toHaveLength(6);
	expect([...syllablesFrom(vocabulary.atoms, ids)]).toEqual([0xac00, 0, 0, 0xac01, 0, 0]);
	expect([...syllablesFrom(vocabulary.atoms, ids.slice(0, 5))].at(3)).toBe(0xac00);
	expect([...syllablesFrom(vocabulary.atoms, ids.slice(0, 4))].at(3)).toBe(0);
	expect([...syllablesFrom(vocabulary.atoms, Int32Array.of(-1, ids[0]!, -1, ids[1]!))]).toEqual([0, 0, 0, 0]);
});
