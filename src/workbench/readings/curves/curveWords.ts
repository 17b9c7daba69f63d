/** The words of the figure of curves. Placeholders have the form {name}. */
import type { Lang } from "../../../errors/define.ts";

const en = {
	title: "Training of {runs}",
	loss: "Loss, thin in training and thick in validation",
	training: "training",
	validation: "validation",
	errors: "Error rate in validation",
	reach: "Reach of the gradient",
	norm: "Gradient norm before clipping",
	clipped: "Updates that were clipped",
	rate: "Learning rate",
	lossAxis: "loss ({unit})",
	errorAxis: "error rate (%)",
	reachAxis: "reach (steps back)",
	normAxis: "gradient norm",
	clippedAxis: "clipped (%)",
	rateAxis: "learning rate",
	best: "best: {loss} at {step}",
	description: "{title}, by the number of updates: {runs}.",
	layer: "{run}, l{layer}",
};

export type CurveWords = { [K in keyof typeof en]: string };

const ko: CurveWords = {
	title: "{runs}의 학습 과정",
	loss: "손실(가는 선은 학습, 굵은 선은 검증)",
	training: "학습",
	validation: "검증",
	errors: "검증 오류율",
	reach: "기울기의 도달 거리",
	norm: "클리핑 전 기울기 노름",
	clipped: "클리핑된 갱신",
	rate: "학습률",
	lossAxis: "손실({unit})",
	errorAxis: "오류율(%)",
	reachAxis: "도달 거리(스텝)",
	normAxis: "기울기 노름",
	clippedAxis: "클리핑된 비율(%)",
	rateAxis: "학습률",
	best: "최저 {loss}(갱신 {step})",
	description: "갱신 횟수에 따른 {title}: {runs}.",
	layer: "{run}, l{layer}",
};

export const CURVE_WORDS: Readonly<Record<Lang, CurveWords>> = { en, ko };
