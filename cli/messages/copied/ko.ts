/** Korean messages: what stands in the training text too. */
import type { en } from "./en.ts";

export const ko = {
	"copied.heading": "학습 텍스트(기호 {symbols}개)와 겹치는 부분",
	"copied.what": "구간",
	"copied.sample": "생성한 글",
	"copied.valid": "검증",
	"copied.test": "테스트",
	"copied.symbols": "기호 수",
	"copied.least": "기호 {least}개 이상 겹치는 구간에 든 비율",
	"copied.longest": "가장 긴 구간의 기호 수",
	"copied.lines": "학습 부분에도 똑같이 있는 줄",
	"copied.stretch": "생성한 글에서 가장 길게 겹치는 구간: 기호 위치 {at}, 학습 텍스트의 {line}번째 줄",
	"copied.stretchAt": "생성한 글에서 가장 길게 겹치는 구간: 기호 위치 {at}, 학습 텍스트의 기호 위치 {in}",
	"copied.stretchPart": "{part} 부분에서 가장 길게 겹치는 구간: 기호 위치 {at}, 학습 부분의 기호 위치 {in}",
	"copied.cut": "학습 부분의 기호 {train}개 가운데 마지막 {searched}개에서만 찾았습니다.",
	"report.overlap": "검증·테스트 부분에서 학습 부분과 겹치는 것",
	"report.unknown": "학습 부분에 없는 기호(미등록 기호)",
} as const satisfies Record<keyof typeof en, string>;
