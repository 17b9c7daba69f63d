/** Korean messages: what is read with a run. */
import type { en } from "./en.ts";

export const ko = {
	"eval.part": "이 실행 데이터의 {part} 부분",
	"trace.unknown": "이 실행의 어휘에 없어 미등록 기호로 읽은 기호: {count}개.",
	"part.train": "학습(train)",
	"part.valid": "검증(valid)",
	"part.test": "테스트(test)",
	"predictions.heading": "{run}, {text}: 기호 {symbols}개, {time}",
	"predictions.of": "{total}개 중 {count}",
	"ngrams.order": "차수",
	"ngrams.cut":
		"메모리에 다 들어가지 않아, n-gram은 학습 기호 {train}개 가운데 마지막 {counted}개에서 세고 평가는 {part}개 가운데 처음 {symbols}개로 했습니다.",
	"diagnose.layer": "l{layer}",
	"diagnose.saturation": "0.1 미만인 스텝과 0.9 초과인 스텝의 비율",
	"diagnose.svg": "그림: {file}",
} as const satisfies Record<keyof typeof en, string>;
