/** The symbols of a question as they are written above attention: its characters, or the letters of its syllables. */

const LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
const TAILS = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ";
const VOWELS = 0x314f;
const FIRST = 0xac00;

/** @param many columns of the weights; characters are taken if they are as many, else letters, else numbers from 1. */
export function questionSigns(question: string, many: number): string[] {
	const characters = [...question];
	const letters = characters.flatMap(lettersOf);
	const found = [characters, letters].find(({ length }) => length === many);
	return found?.map((sign) => (sign === " " ? "␣" : sign)) ?? Array.from({ length: many }, (_, n) => String(n + 1));
}

function lettersOf(character: string): string[] {
	const at = character.codePointAt(0)! - FIRST;
	if (at < 0 || at >= 19 * 21 * 28) return [character];
	const tail = at % 28;
	const vowel = String.fromCodePoint(VOWELS + (Math.floor(at / 28) % 21));
	return [LEADS[Math.floor(at / 588)]!, vowel, ...(tail > 0 ? [TAILS[tail - 1]!] : [])];
}
