/** Korean messages: `sluice data ngrams`. */
import type { en } from "./en.ts";

export const ko = {
	"flag.ngramsPart": "예측할 부분. n-gram은 학습 부분에서 셈",
	"verb.data ngrams": "n-gram 모델의 예측 성능을 차수별로 잽니다(수정 Kneser-Ney, 신경망 없음)",
	"phase.ngrams": "n-gram을 세는 중",
	"ngrams.heading":
		"{text}의 {part} 부분: 기호 {symbols}개. n-gram은 학습 부분의 기호 {counted}개({kinds}종류)에서 셌습니다. {time}",
	"ngrams.distinct": "n-gram 수",
	"ngrams.unknown": "학습 부분에 없어 평가에서 뺀 기호: {count}개.",
	"ngrams.best": "최저: {order}차, {nats} nats, {bits} bits",
} as const satisfies Record<keyof typeof en, string>;
