/** The words of the figure of a comparison, in both languages. Placeholders have the form {name}. */
import type { Lang } from "../../errors/define.ts";

const en = {
	title: "Remedies compared on {what}",
	description:
		"Left: validation loss against updates, median over seeds with the band between the quartiles. " +
		"Right: gradient norm by lag, relative to lag 0, median over seeds; thin before training, thick after.",
	seed: "one seed",
	seeds: "median of {count} seeds, quartiles",
	loss: "validation loss ({unit})",
	baseline: "baseline",
	reach: "thin: before training, thick: after",
	norm: "|dL/dh| k steps back, relative to lag 0",
};

export type CompareWords = { [K in keyof typeof en]: string };

const ko: CompareWords = {
	title: "{what}: 처방의 비교",
	description:
		"왼쪽은 갱신 횟수에 따른 검증 손실입니다(시드에 대한 중앙값, 띠는 사분위수 사이). " +
		"오른쪽은 시차 0과 비교한 시차별 기울기 노름입니다(시드에 대한 중앙값, 가는 선은 학습 전, 굵은 선은 학습 후).",
	seed: "시드 1개",
	seeds: "시드 {count}개의 중앙값과 사분위수",
	loss: "검증 손실({unit})",
	baseline: "기준선",
	reach: "가는 선: 학습 전, 굵은 선: 학습 후",
	norm: "k스텝 전의 |dL/dh|, 시차 0 대비",
};

export const COMPARE_WORDS: Readonly<Record<Lang, CompareWords>> = { en, ko };
