import { expect, test } from "vitest";
import { toAtoms } from "../units.ts";
import { Vocabulary } from "../vocabulary.ts";
import { unknownSymbols } from "./unknownSymbols.ts";

function jamoOf(text: string) {
	const points = Int32Array.from(text, (character) => character.codePointAt(0)!);
	const atoms = new Int32Array(3 * points.length);
	const n = toAtoms("jamo", points, points.length, atoms);
	return new Vocabulary("jamo", Int32Array.from(new Set(atoms.subarray(0, n))).sort());
}

test("of hello 가각까, a vocabulary of 가 o lacks h, e, l, a blank, the tail ㄱ and the lead ㄲ: each is named once, in order", () => {
	expect(unknownSymbols(jamoOf("가o"), "hello 가각까")).toEqual(["h", "e", "l", " ", "-ㄱ", "ㄲ-"]);
	expect(unknownSymbols(jamoOf("가o"), "o가")).toEqual([]);
	const points = new Vocabulary(
		"codepoint",
		Int32Array.from("가", (c) => c.codePointAt(0)!),
	);
	expect(unknownSymbols(points, "가각😀각\u0000")).toEqual(["각", "😀", "\\0"]);
});
