/**
 * The words of a report, in two languages; one missing from either does not compile. Placeholders have the form {name}.
 */

const en = {
	title: "Cells of {run}",
	facts: "{model}, step {step}; the first {symbols} symbols of {text}",
	unit: "unit",
	colours: "colours",
	karpathy: "green and blue",
	safe: "orange and blue (colour-blind safe)",
	predictions: "five most likely next symbols",
	inactive: "inactive",
	active: "active",
	likely: "red: probability of the next symbol",
	cameNext: "boxed: actual next symbol",
	save: "save as",
	place: "line {line}, column {column}",
	activePlaces: "where it is active",
	previous: "previous",
	following: "next",
	placeOf: "{n} of {all}",
	nowhere: "nowhere",
	textFigure: "The text, coloured by a unit",
	saturationFigure: "Gate saturation, one dot per unit",
	saturationHelp:
		"Fraction of the {steps} steps in which a unit is left-saturated (below 0.1) and right-saturated (above 0.9); g, n and h by absolute value. Units on the line are never in between. The ring marks the unit that colours the text.",
	keys: "Point at a symbol, or move through the text with the arrow keys.",
	left: "left-saturated (below 0.1)",
	right: "right-saturated (above 0.9)",
	gate: "gate {gate}",
	layer: "layer l{layer}",
	symbol: "symbol",
	offset: "offset",
	value: "value",
	next: "next",
	probability: "probability",
	surprise: "surprisal",
	bits: "{bits} bits",
	end: "end of the text",
	unknown: "not in the vocabulary",
	low: "low where the pattern holds",
	high: "high where the pattern holds",
	auc: "AUC {auc}",
	correlation: "r {r}",
	chance: "chance {chance}",
	script: "This report needs JavaScript. Allow the script in this page to run.",
};

export type ReportWords = { [K in keyof typeof en]: string };

const ko: ReportWords = {
	title: "{run}의 셀",
	facts: "{model}, 갱신 {step}. {text}: 앞부분 기호 {symbols}개",
	unit: "유닛",
	colours: "색",
	karpathy: "초록·파랑",
	safe: "주황·파랑(색각 이상에도 구별됨)",
	predictions: "다음 기호 예측 상위 5개",
	inactive: "비활성",
	active: "활성",
	likely: "빨강: 다음 기호의 확률",
	cameNext: "테두리: 실제 다음 기호",
	save: "저장",
	place: "{line}행 {column}열",
	activePlaces: "활성인 곳",
	previous: "이전",
	following: "다음",
	placeOf: "{all}곳 중 {n}",
	nowhere: "없음",
	textFigure: "유닛의 값으로 칠한 텍스트",
	saturationFigure: "게이트의 포화(점 하나가 유닛 하나)",
	saturationHelp:
		"{steps}스텝 중 유닛의 값이 0.1 미만(왼쪽 포화)인 비율과 0.9 초과(오른쪽 포화)인 비율입니다. g, n, h는 절댓값 기준입니다. 선 위에 있는 유닛은 중간값을 갖지 않습니다. 고리는 텍스트를 칠하는 유닛입니다.",
	keys: "기호를 가리키거나 화살표 키로 이동하면 수치를 볼 수 있습니다.",
	left: "왼쪽 포화(0.1 미만)",
	right: "오른쪽 포화(0.9 초과)",
	gate: "게이트 {gate}",
	layer: "l{layer} 층",
	symbol: "기호",
	offset: "위치",
	value: "값",
	next: "다음 기호",
	probability: "확률",
	surprise: "정보량(surprisal)",
	bits: "{bits} bits",
	end: "텍스트의 끝",
	unknown: "어휘에 없음",
	low: "패턴이 있는 곳에서 낮음",
	high: "패턴이 있는 곳에서 높음",
	auc: "AUC {auc}",
	correlation: "r {r}",
	chance: "우연 {chance}",
	script: "이 보고서는 페이지에 포함된 스크립트로 그립니다. 스크립트 실행을 허용하세요.",
};

export const REPORT_WORDS: Readonly<Record<"en" | "ko", ReportWords>> = { en, ko };

/** Replaces the placeholders. */
export function fill(words: string, values: Readonly<Record<string, string | number>>): string {
	return words.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]));
}
