/**
 * Words that several figures share, in both languages, so that one quantity has one word. The words of a single figure
 * are in a file beside it. A word missing from either language does not compile.
 */
import type { Lang } from "../../errors/define.ts";
import type { LossUnit } from "../../training/task/lossUnit.ts";

const en = {
	updates: "updates",
	lag: "lag k (steps)",
	delay: "delay k (steps)",
	fraction: "fraction",
	errorRate: "error rate",
	nats: "nats",
	"squared error": "squared error",
	natsPerStep: "nats per step",
	natsPerSymbol: "nats per symbol",
	spectralRadius: "spectral radius",
	eigenvalues: "eigenvalues, unit circle",
	real: "real part",
	imaginary: "imaginary part",
	rank: "rank",
	singularValue: "singular value",
	singularValues: "singular values",
	lyapunov: "Lyapunov exponents",
	inputBack: "r² of the input k steps back",
	train: "train",
	valid: "valid",
	test: "test",
	vanishing: "vanishing",
	exploding: "exploding",
	saturated: "saturated",
	dead: "dead",
	truncated: "truncated",
	clipped: "clipped",
	healthy: "healthy",
	solved: "solved: no action",
	learned: "learned",
	ignorant: "ignorant",
	ruined: "ruined",
};

export type FigureWords = { [K in keyof typeof en]: string };

const ko: FigureWords = {
	updates: "갱신 횟수",
	lag: "시차 k(스텝)",
	delay: "시차 k(스텝)",
	fraction: "비율",
	errorRate: "오류율",
	nats: "nats",
	"squared error": "제곱 오차",
	natsPerStep: "스텝당 nats",
	natsPerSymbol: "기호당 nats",
	spectralRadius: "스펙트럼 반지름",
	eigenvalues: "고윳값과 단위원",
	real: "실수부",
	imaginary: "허수부",
	rank: "순위",
	singularValue: "특잇값",
	singularValues: "특잇값",
	lyapunov: "랴푸노프 지수",
	inputBack: "k스텝 전 입력의 r²",
	train: "학습(train) 부분",
	valid: "검증(valid) 부분",
	test: "테스트(test) 부분",
	vanishing: "기울기 소실",
	exploding: "기울기 폭발",
	saturated: "포화",
	dead: "죽은 유닛",
	truncated: "기울기 절단",
	clipped: "잦은 클리핑",
	healthy: "정상",
	solved: "과제를 풂: 조치 불필요",
	learned: "기준선보다 나음",
	ignorant: "기준선보다 낫지 않음",
	ruined: "기준선보다 나쁨",
};

export const FIGURE_WORDS: Readonly<Record<Lang, FigureWords>> = { en, ko } satisfies Record<
	Lang,
	Record<LossUnit, string>
>;

/** Whether `text` names a part of a run's own data. */
const isPart = (text: string) => text === "train" || text === "valid" || text === "test";

/** The name of a part of a run's own data; any other text is the name of a file and stays as it is. */
export const partWord = (text: string, lang: Lang): string => (isPart(text) ? FIGURE_WORDS[lang][text] : text);
