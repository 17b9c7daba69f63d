/** The words of the figures of an echo state network's diagnosis, in both languages. Placeholders have the form {name}. */
import type { Lang } from "../../../errors/define.ts";

const en = {
	subtitle:
		"esn, {units} units, spectral radius {radius}, leak {leak}, step {step}, {driven}, readout from {rows} rows, ridge {ridge}",
	driven: "{steps} steps of {of}",
	drivenPart: "{steps} steps up to the end of {of}",
	change: "Decay of a perturbation of the state",
	changeText: "Size of a random perturbation of the state against lag, geometric mean, on a logarithmic axis.",
	perturbation: "perturbation of the state",
	gone: "0 at lag {lag}",
	atExponent: "at the largest Lyapunov exponent",
	size: "size of the perturbation, relative to lag 0",
	memory: "Memory capacity {total} of at most {units}",
	memoryText: "Squared correlation of the input k steps back with a readout trained on it, by delay.",
	activation: "Activation: {share} % beyond ±0.9",
	activationText: "Fraction of units and steps by the value of the tanh; beyond 0.9 a unit is saturated.",
	share: "fraction of units and steps",
	spectra: "Spectra of one step",
	spectraText: "Eigenvalues of one step without input in the complex plane, singular values, Lyapunov exponents.",
	ofW: "eigenvalues of W, unit circle",
	leaky: "eigenvalues with leak, unit circle",
	singular: "singular values, Jacobian of the last step",
};

export type EchoWords = { [K in keyof typeof en]: string };

const ko: EchoWords = {
	subtitle:
		"esn, 유닛 {units}개, 스펙트럼 반지름 {radius}, 누설률 {leak}, 갱신 {step}, {driven}, {rows}행에 맞춘 출력층, 릿지 계수 {ridge}",
	driven: "{of}의 {steps}스텝",
	drivenPart: "{of} 끝까지 {steps}스텝",
	change: "상태에 준 변화의 감쇠",
	changeText: "상태에 준 무작위 변화의 크기를 시차별로 그렸습니다. 기하 평균이고 세로축은 로그입니다.",
	perturbation: "상태에 준 변화",
	gone: "시차 {lag}에서 0",
	atExponent: "최대 랴푸노프 지수에 따른 변화",
	size: "변화의 크기, 시차 0 대비",
	memory: "기억 용량 {total}(최대 {units})",
	memoryText: "k스텝 전의 입력과, 그 입력에 맞춘 출력층의 상관을 제곱한 값을 시차별로 그렸습니다.",
	activation: "활성값: {share}%가 ±0.9 밖",
	activationText: "유닛과 스텝을 tanh 값에 따라 나눈 비율입니다. 0.9를 넘으면 포화입니다.",
	share: "유닛과 스텝의 비율",
	spectra: "한 스텝의 스펙트럼",
	spectraText: "입력이 없는 한 스텝의 고윳값(복소평면), 특잇값, 랴푸노프 지수입니다.",
	ofW: "W의 고윳값과 단위원",
	leaky: "누설을 포함한 고윳값과 단위원",
	singular: "특잇값, 마지막 스텝의 야코비 행렬",
};

export const ECHO_WORDS: Readonly<Record<Lang, EchoWords>> = { en, ko };
