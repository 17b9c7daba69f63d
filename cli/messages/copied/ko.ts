/** Korean messages: what stands in the training text too. */
import type { en } from "./en.ts";

export const ko = {
	"copied.heading": "학습한 글의 기호 {symbols}개에서 베낀 것",
	"copied.what": "구간",
	"copied.sample": "쓴 글",
	"copied.valid": "검증 글",
	"copied.test": "시험 글",
	"copied.symbols": "기호",
	"copied.least": "{least}개 이상 이어진 구간에 든 비율",
	"copied.longest": "가장 긴 구간의 기호 수",
	"copied.lines": "통째로 있는 줄",
	"copied.stretch": "쓴 글에서 가장 긴 구간. 기호 위치 {at}부터, 학습한 글의 {line}번째 줄부터:",
	"copied.stretchAt": "쓴 글에서 가장 긴 구간. 기호 위치 {at}부터, 학습한 글의 기호 위치 {in}부터:",
	"copied.stretchPart": "{part} 부분에서 가장 긴 구간. 기호 위치 {at}부터, 학습 부분의 기호 위치 {in}부터:",
	"copied.cut": "찾은 범위: 학습 부분의 기호 {train}개 가운데 마지막 {searched}개.",
	"report.overlap": "학습에 쓰지 않은 부분에서, 학습 부분에도 있는 것",
	"report.unknown": "학습 부분에 없는 기호",
} as const satisfies Record<keyof typeof en, string>;
