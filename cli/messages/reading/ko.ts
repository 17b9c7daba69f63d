/** Korean messages: what is read with a run. */
import type { en } from "./en.ts";

export const ko = {
	"eval.part": "학습에 쓴 자료의 {part} 부분",
	"trace.unknown": "실행의 어휘에 없어 모르는 것으로 읽은 기호: {count}개.",
	"predictions.heading": "{run}, {text}: 기호 {symbols}개, {time}",
	"predictions.of": "{total} 가운데 {count}",
	"ngrams.order": "차수",
	"ngrams.cut":
		"메모리에 다 들어가지 않아, 학습 기호 {train}개 가운데 마지막 {counted}개에서 세고 {part}개 가운데 처음 {symbols}개로 쟀습니다.",
	"diagnose.layer": "{layer}층",
	"diagnose.saturation": ".1 미만과 .9 초과 스텝의 비율",
	"diagnose.svg": "그림: {file}",
} as const satisfies Record<keyof typeof en, string>;
