import { expect, test } from "vitest";
import { questionSigns } from "./questionSigns.ts";

test("3 columns are the characters of 값 a, 5 its letters and the rest, 4 are numbered", () => {
	expect(questionSigns("값 a", 3)).toEqual(["값", "␣", "a"]);
	expect(questionSigns("값 a", 5)).toEqual(["ㄱ", "ㅏ", "ㅄ", "␣", "a"]);
	expect(questionSigns("값 a", 4)).toEqual(["1", "2", "3", "4"]);
});

test("every syllable has the letters that Unicode's decomposition gives, 11,172 of them", () => {
	const compatible = (jamo: string) => {
		const code = jamo.codePointAt(0)!;
		const leads = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
		if (code < 0x1161) return leads[code - 0x1100];
		if (code < 0x11a8) return String.fromCodePoint(code - 0x1161 + 0x314f);
		return [..."ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"][code - 0x11a8];
	};
	for (let code = 0xac00; code <= 0xd7a3; code++) {
		const syllable = String.fromCodePoint(code);
		const letters = [...syllable.normalize("NFD")].map(compatible);
		expect(questionSigns(syllable, letters.length === 1 ? 2 : letters.length)).toEqual(letters);
	}
});
