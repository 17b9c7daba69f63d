/**
 * Korean honorifics (높임) by the form of a word: -(으)시- and what it is contracted into, the particles 께서 and 께, -님,
 * and verbs and nouns that honour. How polite a sentence is to its listener (-습니다, -요) is not part of it.
 */
import type { Marks, Word } from "./hangul.ts";

/** Nouns and adverbs whose last syllable looks like -시-. */
const NOT_SI = /(?:도|표|다|역|무|제|지|실|감|당|즉|동|임|수|전|택|접|잠|혹|일|게|명|중|개|응|경|예|과|암|몹|드)시$/;
const FORMS: readonly RegExp[] = [
	/(?<=.)(?:으시|시)(?=고|며|면|지|죠|는|던|거|겠|네|니|기|길|오|다|어|었|더|게)/g,
	/(?<=.)(?:으셨|셨)/g,
	/(?<=.)(?:으셔|셔)(?=요|서|도|야|$)/g,
	/(?<=.)(?:으세|세)(?=요)/g,
	/(?<=.)(?:으십|십)(?=니다|니까|시오)/g,
	/(?<=[하오가주보되])(?:으신|신|실)(?=$|다|지|데|까|게)|(?<=.)으(?:신|실)(?=$|다|지|데|까|게)/g,
	/께서|(?<=.)께$|(?<=.)님/g,
	/계(?:시|신|실|셨|셔|십)|드(?:시|셨|셔|십)(?=.)|잡수|주무(?:시|셨|셔|신|십)|말씀|여(?:쭈|쭙|쭤)|뵙|뵈|뵐|모(?:시|셨|셔|신|십)(?=.)|연세|성함|생신|^댁/g,
	/(?<![두엎건구])드(?:리|립|렸|린|릴|려)/g,
];
const NOT = /^(?:함께|다함께)$|^세요/;

/** Marks the honorific parts of a word. */
export function markHonorifics({ text }: Word): Marks {
	if (NOT.test(text)) return [];
	return FORMS.flatMap((form) =>
		[...text.matchAll(form)].flatMap(({ index, 0: found }): [number, number][] => {
			const to = index + found.length;
			if (found === "시" && NOT_SI.test(text.slice(0, to)) && !/^드시|^계시/.test(text.slice(Math.max(0, to - 2))))
				return [];
			return [[index, to]];
		}),
	);
}
