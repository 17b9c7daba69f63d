/** The Korean patterns against sentences labelled by hand: [ ] encloses what a reader would mark. */
import { describe, expect, test } from "vitest";
import { toAtoms } from "../../data/units.ts";
import { Labels } from "./pattern.ts";
import { PATTERNS } from "./registry.ts";

const named = (name: string) => PATTERNS.find((pattern) => pattern.name === name)!;

function labelsOf(name: string, text: string, symbols = (_: number) => 1): number[] {
	const points = Array.from(text, (c) => c.codePointAt(0)!);
	const labels = new Labels(
		[named(name)],
		points.reduce((sum, point) => sum + symbols(point), 0),
	);
	for (const point of points) labels.push(point, symbols(point));
	return [...labels.tracks[0]!];
}
/** The sentence with [ ] around what the pattern marks. */
function marked(name: string, text: string): string {
	const labels = labelsOf(name, `${text}\n`);
	return [...text]
		.map((c, k) => `${labels[k] && !labels[k - 1] ? "[" : ""}${c}${labels[k] && !labels[k + 1] ? "]" : ""}`)
		.join("");
}

const jamo = (point: number) => toAtoms("jamo", Int32Array.of(point), 1, new Int32Array(3));
const bytes = (point: number) => new TextEncoder().encode(String.fromCodePoint(point)).length;

describe("a final consonant is labelled at the symbol that shows it, in each unit of text:", () => {
	test.each([
		["code points", () => 1, "10100"],
		["jamo", jamo, "00100001" + "00" + "0"],
		["bytes", bytes, "001000001" + "000" + "0"],
	] as const)("%s", (_, symbols, wanted) => {
		expect(labelsOf("ko.final", "한그글수\n", symbols).join("")).toBe(wanted);
	});
});

/** Sentences by pattern: those marked as by hand, and those where the hand and the program are known to differ. */
const labelled: Record<string, { right: string[]; known: [hand: string, program: string][] }> = {
	"ko.particle": {
		right: [
			"철수[가] 학교[에서] 영희[를] 만났다.",
			"우리[는] 어제 서울[에] 갔습니다.",
			"책[은] 책상 위[에] 있고 연필[은] 가방[에] 있다.",
			"나[의] 친구[와] 동생[이] 공원[으로] 걸어갔다.",
			"집[에서는] 조용히 말해요.",
			"아침[부터] 저녁[까지] 비[가] 내렸다.",
			"선생님[께서] 학생[에게] 사과[를] 주셨다.",
			"PC[를] 켜고 3월[에] 샀다.",
			"“가자”[는] 말[을] 들었다.",
			"친구[한테서] 편지[도] 받았다.",
			"서울[로] 가는 기차[보다] 버스[가] 싸다.",
			"나이 많은 고양이[가] 사이[로] 가는 사람[이] 보인다.",
			"그 사람[만] 빵[과] 우유[를] 먹는다.",
			"물[조차] 없었지만 밥[마저] 버렸다.",
		],
		known: [
			["원숭이 한 마리[가] 운다.", "원숭[이] 한 마리[가] 운다."], // 원숭이 is a noun
			["길[이] 멀다.", "길이 멀다."], // 길이 also is a length
			["너[랑] 나[랑] 놀자.", "너랑 나랑 놀자."], // -랑 is left out: 사랑, 자랑
		],
	},
	"ko.ending": {
		right: [
			"나는 밥을 먹[었다].",
			"우리는 어제 서울에 [갔습니다].",
			"지금 [갑니다].",
			"비가 오[지만] 우산이 없[습니다].",
			"밥을 먹[으면서] 책을 [봐요].",
			"내일 같이 [갈까요]?",
			"노래를 하[는] 사람이 있[다].",
			"자고 있[는] 아이를 보[네요].",
			"일찍 일어[나서] 운동을 [해요].",
			"천천히 드[세요].",
			"비가 [온다].",
			"하늘이 푸르[다].",
			"읽[는] 책이 재미있[어요].",
			"늦[으니까] 빨리 가[려고] [했다].",
		],
		known: [
			["예쁘[게] 웃[는] 아이.", "예쁘게 웃[는] 아이."], // -게 is left out
			["가[면] 된[다].", "가면 [된다]."], // -면 is left out: 화면, 라면
			["바다를 보[고] 싶[다].", "바다를 보고 싶[다]."], // 보고 may be a report
			["할머니가 주[신] 떡.", "할머니가 주신 떡."], // -ㄴ is left out
			["오렌지가요 비싸네.", "오렌지[가요] 비싸네."], // 가요 may be a form of 가다
		],
	},
	"ko.quotative": {
		right: [
			"그는 온[다고] 말했다.",
			"누가 먹[냐고] 물었다.",
			"“좋아”[라고] 대답했다.",
			"“가자”[고] 했다.",
			"밥을 먹[자고] 했다.",
			"학생이[라며] 웃었다.",
			"비가 온[다는] 소식을 들었다.",
			"철수[라는] 아이가 있다.",
			"그 사람이 간[대요].",
			"나라는 작고 바다는 넓다.",
			"커피보다는 차가 좋다.",
		],
		known: [
			["파라는 시들었다.", "파[라는] 시들었다."], // a noun in -라 with 는
		],
	},
	"ko.honorific": {
		right: [
			"선생[님께서] 오[셨]다.",
			"할머니가 책을 읽[으시]고 웃[으셨]다.",
			"어디 가[십]니까?",
			"안녕히 가[세]요.",
			"아버지는 방에 [계시]다.",
			"천천히 [드시]고 가[시]지요.",
			"[말씀] [드렸]다.",
			"도시는 크고 택시는 비싸다.",
			"다시 오며 잠시 쉬었다.",
			"문을 두드리고 함께 걸었다.",
			"손[님]을 [모시]고 갔다.",
			"그 분은 하[신] 일이 많다.",
		],
		known: [
			["아버지 [진지] [잡수세]요.", "아버지 진지 [잡수세]요."], // 진지 also is serious
			["이 가시는 아프다.", "이 가[시]는 아프다."], // a thorn, or a form of 가다
		],
	},
};

for (const [name, { right, known }] of Object.entries(labelled)) {
	describe(`${name} marks what the hand did`, () => {
		test.each(right)("%s", (sentence) => {
			expect(marked(name, sentence.replace(/[[\]]/g, ""))).toBe(sentence);
		});
		test.each(known)("but of %s it makes %s", (hand, program) => {
			expect(marked(name, hand.replace(/[[\]]/g, ""))).toBe(program);
		});
	});
}

test("quotation holds inside every kind of Korean quotation mark, the opening one included", () => {
	const inside = (text: string) => labelsOf("ko.quotation", text).join("");
	expect(inside('가 “나” ‘다’ 「라」『마』 "바" 사')).toBe("0011001100110110011000");
	expect(inside("“가 ‘나’ 다” 라")).toBe("11111111000");
	expect(inside("it's 5' ‘가\n\n나")).toBe("0000000011100");
});

test("a word of several symbols per syllable is marked in all of them, also when its end comes later", () => {
	expect(labelsOf("ko.particle", "집에 ", jamo).join("")).toBe("000110");
	expect(labelsOf("ko.particle", "집에 ", bytes).join("")).toBe("0001110");
	expect(labelsOf("ko.particle", "집에").join("")).toBe("00"); // the word has not ended
	expect(
		labelsOf("ko.particle", `${"가".repeat(100_000)}를 집을 `)
			.slice(-5)
			.join(""),
	).toBe("00010".slice(0, 5));
});
