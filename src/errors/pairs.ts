/** Errors of files of questions and answers, and of runs trained on them. */
import { define, pairs } from "./define.ts";
import { quote } from "./quote.ts";

const PARTS = pairs({ train: ["training", "학습"], valid: ["validation", "검증"], test: ["test", "테스트"] });

export const pairErrors = {
	E_PAIRS_PART: define<{ name: string; part: keyof typeof PARTS; questions: number; split: string }>({
		exit: 2,
		en: (p) =>
			`${p.name} has ${p.questions} different questions, and the ${PARTS[p.part][0]} part gets none of them with --split ${p.split}. Give more pairs, or another --split.`,
		ko: (p) =>
			`${p.name}: 서로 다른 질문이 ${p.questions}개뿐이라 --split ${p.split}에서 ${PARTS[p.part][1]} 부분에 질문이 하나도 없습니다. 쌍을 더 넣거나 --split을 바꾸세요.`,
	}),
	E_CHAT_PAIRS: define<{ name: string; pairs: number }>({
		exit: 2,
		en: (p) =>
			`${p.name}: the ${p.pairs} pairs to measure have fewer than 3 different answers with different questions, so no answer can be compared with others. Choose another part with --part, or more pairs.`,
		ko: (p) =>
			`${p.name}: 잴 쌍 ${p.pairs}개에 질문이 서로 다른 대답이 3개보다 적어 다른 대답과 비교할 수 없습니다. --part로 다른 부분을 고르거나 쌍을 더 넣으세요.`,
	}),
	/** `next`: a command that fits the run. */
	E_NO_PAIRS: define<{ run: string; next: string }>({
		exit: 2,
		en: (p) =>
			`the run ${quote(p.run)} was not trained on pairs of questions and answers. Train one with sluice train pairs:FILE.csv --question COLUMN --answer COLUMN, or try ${p.next}.`,
		ko: (p) =>
			`${quote(p.run)} 실행은 질문과 대답의 쌍으로 학습하지 않았습니다. sluice train pairs:FILE.csv --question COLUMN --answer COLUMN으로 학습시키거나 다음을 써 보세요: ${p.next}`,
	}),
};
