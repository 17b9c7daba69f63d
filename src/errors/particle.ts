/** Korean particles after a variable: the form follows the last sound, so digits are taken as they are read aloud. */

const DIGITS = ["영", "일", "이", "삼", "사", "오", "육", "칠", "팔", "구"];

/** Latin words that end in l, m, n or ng close with a consonant in Korean too; the others are taken as open. */
const LETTERS: Readonly<Record<string, string>> = { l: "일", m: "삼", n: "산" };

/** Placeholders of the usage lines that are read as Korean words: 파일, 네임, 오프셋, 유닛. */
const WORDS: Readonly<Record<string, string>> = { FILE: "일", NAME: "임", OFFSET: "셋", UNIT: "닛" };

/** Quotes and brackets are not read aloud. */
const SILENT = /["'`)\]}]+$/;

/** `particle("3", "을/를")` is "3을" (삼을), `particle("파일", "으로/로")` is "파일로". The form after a consonant comes first. */
export function particle(word: string, pair: string): string {
	const [closed = "", open = ""] = pair.split("/");
	const heard = word.replace(SILENT, "");
	const last = heard.at(-1) ?? "";
	const digit = DIGITS[Number.parseInt(last, 10)];
	const letter = heard.endsWith("ng") ? "강" : LETTERS[last.toLowerCase()];
	const sound = WORDS[heard.split(/[^A-Z]/).at(-1)!] ?? digit ?? letter ?? last;
	const code = (sound.codePointAt(0) ?? 0) - 0xac00;
	const final = code >= 0 && code < 11172 ? code % 28 : 0; // 8 is ㄹ
	return word + (final === 0 || (final === 8 && closed === "으로") ? open : closed);
}
