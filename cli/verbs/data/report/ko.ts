/** Korean messages: `sluice data report`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.data report": "텍스트의 구성을 보여 줍니다: 기호, 줄, 중복, 학습·검증·테스트 부분 사이의 겹침",
	"phase.report": "텍스트를 읽는 중",
	"report.heading": "{text}: {bytes}, 학습용 기호 {symbols}개({split}), {time}",
	"report.alphabet": "기호 {size}종류({least}번 미만으로 나온 것 {rare}종류)",
	"report.rare": "드문 기호: {symbols}",
	"report.lines": "줄 {lines}개, 빈 줄 {empty}개. 줄마다 기호 수: 중앙값 {median}, 평균 {mean}, 최대 {longest}",
	"report.repeats": "학습 부분 안의 중복",
	"report.repeatedLines": "중복된 줄: {lines}개 가운데 {repeated}개({share}), 기호로는 {symbolShare}",
	"report.repeatedStretches": "다른 곳에도 나오는 기호 {least}개 이상의 구간: 전체 기호의 {share}",
} as const satisfies Record<keyof typeof en, string>;
