/** The words of the figures of a diagnosis, in both languages. Placeholders have the form {name}. */
import type { Lang } from "../../../errors/define.ts";

const en = {
	subtitle: "{model}, step {step}, on {text} ({outcome}); {sequences}, {lags} steps back",
	partOf: "{text} of {data}",
	sequences: "{count} sequences",
	sequencesOf: "{count} sequences of length {length}",
	found: "{kind} ({layer})",
	// reach of the gradient
	lags: "Reach of the gradient: norm by lag, geometric mean over sequences",
	lagsText: "Gradient norm of one step's loss against lag, one line per layer, on a logarithmic axis.",
	horizon: "TBPTT horizon in training",
	through: "through {letter}",
	norm: "|dL/d{letter}| at t − k",
	flipped: "flipped input",
	flippedTitle: "effect of a flipped input",
	probabilityChange: "change of a probability",
	outputChange: "change of the output (standard deviations)",
	// from step to step
	triangle: "Gradient reaching each step, {layer}",
	triangleText: "Fraction of the gradient of each step's loss that reaches each earlier step, as a heat map.",
	stepReached: "step reached, 0 is the last",
	stepOfLoss: "step of the loss, 0 is the last",
	logFraction: "log₁₀ fraction",
	weights: "Gradient of the weights by step",
	weightsText: "Fraction of the gradient of each layer's matrices that comes from each unrolled step.",
	unrolled: "unrolled step, 0 is the last",
	// saturation
	saturation: "Saturation, one dot per unit",
	saturationText:
		"One panel per gate: fraction of steps below 0.1 against fraction above 0.9, one dot per unit. A unit on the diagonal is never in between.",
	gate: "gate {gate}",
	low: "fraction below 0.1",
	high: "fraction above 0.9",
	// Jacobian
	jacobian: "Jacobian of one step",
	jacobianText:
		"Jacobian of one step: singular values, eigenvalues with the unit circle, products over steps, Lyapunov exponents.",
	products: "products of steps",
	multiplied: "steps multiplied",
	largest: "largest singular value",
	// training
	history: "During training",
	historyCut: "During training, recorded to update {end} of {step}",
	historyText:
		"Reach of the gradient, spectral radius of W_hh and fraction of clipped updates against the number of updates.",
	reachCut: "reach, cut at {lags}",
	reach: "lag of 1 % (steps)",
	radius: "spectral radius of W_hh, block {block}",
	clipped: "clipped",
	clippedTitle: "clipped updates",
};

export type DiagnosisWords = { [K in keyof typeof en]: string };

const ko: DiagnosisWords = {
	subtitle: "{model}, 갱신 {step}, {text}({outcome}); {sequences}, 시차 {lags}까지",
	partOf: "{data}의 {text}",
	sequences: "시퀀스 {count}개",
	sequencesOf: "길이 {length}인 시퀀스 {count}개",
	found: "{kind}({layer})",
	lags: "기울기의 도달 거리: 시차별 기울기 노름, 시퀀스에 대한 기하 평균",
	lagsText: "한 스텝의 손실에서 나온 기울기의 노름을 시차별로 그렸습니다. 층마다 선이 하나이고 세로축은 로그입니다.",
	horizon: "학습할 때 기울기를 끊는 시차",
	through: "{letter}를 거친 기울기",
	norm: "t − k에서의 |dL/d{letter}|",
	flipped: "바꾼 입력",
	flippedTitle: "입력을 바꾼 영향",
	probabilityChange: "확률의 변화",
	outputChange: "출력의 변화(표준편차)",
	triangle: "각 스텝에 도달하는 기울기, {layer}",
	triangleText: "각 스텝의 손실에서 나온 기울기가 그 이전의 스텝마다 얼마나 도달하는지 비율을 색으로 나타냈습니다.",
	stepReached: "도달한 스텝(0이 마지막)",
	stepOfLoss: "손실이 있는 스텝(0이 마지막)",
	logFraction: "log₁₀ 비율",
	weights: "가중치 기울기의 스텝별 구성",
	weightsText: "층마다 두 가중치 행렬의 기울기 가운데 펼친 스텝 각각에서 나온 비율입니다.",
	unrolled: "펼친 스텝(0이 마지막)",
	saturation: "포화(점 하나가 유닛 하나)",
	saturationText:
		"게이트마다 패널이 하나입니다. 유닛마다 값이 0.1 미만인 스텝의 비율과 0.9 초과인 스텝의 비율을 점으로 나타냈습니다. 대각선 위의 유닛은 중간값을 갖지 않습니다.",
	gate: "게이트 {gate}",
	low: "0.1 미만인 비율",
	high: "0.9 초과인 비율",
	jacobian: "한 스텝의 야코비 행렬",
	jacobianText: "한 스텝의 야코비 행렬의 특잇값, 고윳값과 단위원, 여러 스텝의 곱, 랴푸노프 지수입니다.",
	products: "여러 스텝의 곱",
	multiplied: "곱한 스텝 수",
	largest: "최대 특잇값",
	history: "학습하는 동안",
	historyCut: "학습하는 동안(갱신 {step}회 중 {end}회까지 기록됨)",
	historyText: "갱신 횟수에 따른 기울기의 도달 거리, W_hh의 스펙트럼 반지름, 클리핑된 갱신의 비율입니다.",
	reachCut: "도달 거리, 최대 {lags}",
	reach: "1%로 줄어드는 시차(스텝)",
	radius: "W_hh의 스펙트럼 반지름, 블록 {block}",
	clipped: "클리핑",
	clippedTitle: "클리핑된 갱신",
};

export const DIAGNOSIS_WORDS: Readonly<Record<Lang, DiagnosisWords>> = { en, ko };
