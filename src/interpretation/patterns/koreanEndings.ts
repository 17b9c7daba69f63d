/**
 * Korean endings of verbs and adjectives (어미), and the endings of reported speech (인용), by the form of a word. Whole
 * syllables are marked that contain any part of the ending: 갔다, 합니다. Endings of one syllable that nouns have too
 * (-게, -지, -면, -기, -음, -ㄴ, -ㄹ) are left out, except for the few cases below.
 */
import { BIEUP, type Marks, NIEUN, RIEUL, SSANGSIOT, tailOf, vowelOf, type Word } from "./hangul.ts";

/** Endings that are marked as they are, longest first. */
const FIXED = (
	"습니다 습니까 으십시오 십시오 으세요 세요 셔요 네요 는군요 군요 거든요 잖아요 는데요 은데요 지만 는데 은데 으면서 면서 으려고 려고 " +
	"으니까 니까 도록 거나 든지 다가 자마자 더라도 더라 더니 으며 으면 는다 는지 은지 을지 지요 죠 을까요 나요 어요 아요 이에요 예요 에요 " +
	"어서 아서 어야 아야 어도 아도 을게요 던"
)
	.split(" ")
	.sort((a, b) => b.length - a.length);
/** Endings after a syllable that has the final consonant as its last part. */
const AFTER: readonly [tail: number, endings: readonly string[]][] = [
	[
		SSANGSIOT,
		[
			"다",
			"고",
			"지만",
			"는데",
			"으며",
			"으니",
			"으면",
			"어요",
			"습니다",
			"습니까",
			"던",
			"다가",
			"더니",
			"어도",
			"어서",
			"을까",
		],
	],
	[BIEUP, ["니다", "니까", "시다"]],
	[RIEUL, ["까", "까요", "수록", "게요"]],
	[NIEUN, ["데"]],
];
/** Contracted vowels before -요 and -서: ㅏ ㅐ ㅓ ㅕ ㅘ ㅙ ㅝ. */
const CONTRACTED = new Set([0, 1, 4, 6, 9, 10, 14]);
/** Syllables before -고 that are not those of a noun. */
const BEFORE_GO = "하되있없않싶같시";
const SENTENCE_END = /[.!?…"'”’」』\n]/;
const WHOLE = new Set(
	(
		"하지만 그렇지만 그런데 그래서 따라서 그러면 그러면서 그러니까 그리고 필요 중요 개요 바다 모두다 다시다 가운데 반면서 인데 한데 어서 " +
		"가다가 먼데 어제서 라면 화면 부대 대서 나서 보다가"
	).split(" "),
);

/** Marks the ending of a word. */
export function markEndings({ text, next }: Word): Marks {
	if (WHOLE.has(text) || text.length < 2) return [];
	const to = text.length;
	const at = (back: number) => text[to - back] ?? "";
	for (const [tail, endings] of AFTER) {
		for (const ending of endings) {
			const before = at(ending.length + 1);
			if (before === "" || tailOf(before) !== tail || !text.endsWith(ending)) continue;
			return [[to - ending.length - (before === "있" ? 0 : 1), to]]; // 있 is a stem
		}
	}
	const fixed = FIXED.find((ending) => text.length > ending.length && text.endsWith(ending));
	if (fixed) return [[to - fixed.length, to]];
	const contracted = tailOf(at(2)) === 0 && CONTRACTED.has(vowelOf(at(2)));
	if (contracted && (at(1) === "요" || at(1) === "서")) return [[to - 2, to]];
	if (at(1) === "다" && SENTENCE_END.test(next)) return [[to - (tailOf(at(2)) === NIEUN ? 2 : 1), to]];
	if (at(1) === "는" && (tailOf(at(2)) > 0 || /[하되]/.test(at(2)))) return [[to - 1, to]];
	if (at(1) === "고" && BEFORE_GO.includes(at(2))) return [[to - 1, to]];
	return [];
}

const REPORTED = /(?:다고|냐고|라고|자고|다며|라며|다면서|라면서|다는|라는|냐는|래요)$/;
const NOT_REPORTED = new Set(
	"나라는 바다는 보다는 자라는 모자라는 하라는듯 따라는 자고 쓰라며 노래요 빨래요 모래요".split(" "),
);

/** Marks the ending of reported speech; 고 right after a closing quote too. */
export function markQuotatives({ text, before }: Word): Marks {
	if (text === "고" && /[”"’'」』]/.test(before)) return [[0, 1]];
	if (NOT_REPORTED.has(text) || text.endsWith("보다는")) return [];
	const found = REPORTED.exec(text)?.[0];
	if (found === undefined || (found.length === text.length && before === "")) {
		const before = text.at(-3);
		const told = text.endsWith("대요") && before !== undefined && /^(?:4|20)$/.test(String(tailOf(before))); // ㄴ, ㅆ
		return told ? [[text.length - 2, text.length]] : [];
	}
	return [[text.length - found.length, text.length]];
}
