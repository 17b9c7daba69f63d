/** Korean particles after a variable: the form follows the last sound, so digits are taken as they are read aloud. */
import { josa } from "es-hangul";

const DIGITS = ["영", "일", "이", "삼", "사", "오", "육", "칠", "팔", "구"];

/** Latin words that end in l, m, n or ng close with a consonant in Korean too; the others are taken as open. */
const LETTERS: Readonly<Record<string, string>> = { l: "일", m: "삼", n: "산" };

/** `particle("3", "을/를")` is "3을" (삼을), `particle("파일", "을/를")` is "파일을". */
export function particle(word: string, pair: string): string {
	const last = word.at(-1) ?? "";
	const sound = word.endsWith("ng") ? "강" : (DIGITS[Number.parseInt(last, 10)] ?? LETTERS[last] ?? last);
	return word + josa.pick(sound, pair as Parameters<typeof josa.pick>[1]);
}
