/** Korean messages: `sluice data report`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.data report": "글이 무엇으로 되어 있는지: 기호, 줄, 되풀이되는 것, 부분끼리 겹치는 것",
	"phase.report": "글을 읽는 중",
	"report.heading": "{text}: {bytes}, 학습할 기호 {symbols}개({split}), {time}",
	"report.alphabet": "기호 {size}종류, 그 가운데 {least}번 미만으로 나온 것 {rare}종류",
	"report.rare": "드문 것: {symbols}",
	"report.lines": "줄 {lines}개, 빈 줄 {empty}개. 기호 수는 중앙값 {median}, 평균 {mean}, 최대 {longest}",
	"report.repeats": "학습 부분 안에서 되풀이되는 것",
	"report.repeatedLines":
		"줄: {lines}개 가운데 {repeated}개가 앞에 이미 나왔습니다({share}). 줄에 든 기호의 {symbolShare}",
	"report.repeatedStretches": "다른 곳에도 있는 {least}개 이상 이어진 구간: 기호의 {share}",
} as const satisfies Record<keyof typeof en, string>;
