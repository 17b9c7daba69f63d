/**
 * Korean particles (조사) by the form of a word: a noun, then one to three particles that agree with its final
 * consonant. There is no dictionary, so a word that merely ends like that is marked too; the most frequent are listed.
 */
import { type Marks, RIEUL, tailOf, type Word } from "./hangul.ts";

/** What the syllable before a particle must have: any, a final consonant, none; ㄹ counts as none for 로. */
type Agrees = "any" | "closed" | "open" | "ro" | "euro";

const OUTER: Readonly<Record<Agrees, string>> = {
	any: "에 에서 에게 에게서 께 께서 한테 한테서 의 도 만 까지 부터 조차 마저 처럼 보다 만큼 마다 밖에 대로 뿐 에다 에다가",
	closed: "은 이 을 과 이나 이랑 이라도 이야말로",
	open: "는 가 를 와 라도 야말로",
	ro: "로 로서 로써",
	euro: "으로 으로서 으로써",
};
const INNER =
	"에 에서 에게 에게서 께 께서 한테 한테서 로 로서 으로 으로서 만 까지 부터 조차 마저 보다 처럼 만큼 밖에 대로 뿐";

/** Words that end like a particle and have none. */
const WHOLE = new Set(
	(
		"많은 작은 좋은 높은 낮은 깊은 넓은 같은 젊은 늙은 짧은 검은 붉은 밝은 얇은 굵은 옳은 않은 얻은 받은 먹은 읽은 앉은 입은 죽은 남은 " +
		"있을 없을 않을 같을 좋을 먹을 받을 많이 높이 깊이 길이 넓이 먹이 같이 굳이 일찍이 없이 끝없이 틀림없이 놀이 고양이 호랑이 어린이 젊은이 늙은이 " +
		"바로 서로 새로 따로 스스로 때로 별로 홀로 그대로 제대로 함부로 저절로 대로 실제로 정도 제도 태도 온도 속도 시도 지도 의도 각도 강도 " +
		"고도 농도 밀도 빈도 용도 포도 기도 파도 그래도 아마도 아직도 회의 의의 주의 정의 합의 논의 동의 문의 강의 예의 편의 결의 항의 건의 거의 " +
		"휴가 누군가 어딘가 들어가 나가 올라가 돌아가 내려가 결과 효과 성과 통과 하지만 그렇지만 불만 하나를 함께 그와 나와 들어와 돌아와 바라보다 " +
		"가는 오는 보는 주는 사는 자는 쓰는 두는 크는 서는 지는 내는 치는 타는 파는 하는 되는 나는듯"
	).split(" "),
);
/** Verb stems before 는, which is an ending there. */
const VERBS =
	/(?:하|되|모르|부르|흐르|다니|만드|버리|드리|기다리|느끼|지키|생기|나오|나가|[어아려러와]가|[어아려러와]오|[어아]보|[어아]주)$/;

const particles = (Object.entries(OUTER) as [Agrees, string][])
	.flatMap(([agrees, list]) => list.split(" ").map((text) => ({ text, agrees })))
	.sort((a, b) => b.text.length - a.text.length);
const inner = new Set(INNER.split(" "));

/** Marks the particles at the end of a word. */
export function markParticles({ text, before }: Word): Marks {
	if (WHOLE.has(text)) return [];
	let start = text.length;
	for (let depth = 0; depth < 3; depth++) {
		const stem = text.slice(0, start);
		const found = particles.find(
			(one) => (depth === 0 || inner.has(one.text)) && stem.endsWith(one.text) && follows(one, stem, before),
		);
		if (!found || (depth > 0 && WHOLE.has(stem))) break;
		start -= found.text.length;
	}
	return start < text.length ? [[start, text.length]] : [];
}

function follows({ text, agrees }: { text: string; agrees: Agrees }, word: string, before: string): boolean {
	const noun = word.slice(0, word.length - text.length);
	if (noun === "") return before !== "";
	if (text === "는" && VERBS.test(noun)) return false;
	if (text === "만" && noun.endsWith("지")) return false; // -지만
	const tail = tailOf(noun.at(-1)!);
	switch (agrees) {
		case "any":
			return true;
		case "closed":
			return tail > 0;
		case "open":
			return tail === 0;
		case "ro":
			return tail === 0 || tail === RIEUL;
		case "euro":
			return tail > 0 && tail !== RIEUL;
	}
}
