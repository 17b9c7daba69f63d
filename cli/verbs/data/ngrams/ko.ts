/** Korean messages: `sluice data ngrams`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.data ngrams": "n-gram이 글을 얼마나 예측하는지: 모든 차수의 수정 Kneser-Ney, 신경망 없음",
	"phase.ngrams": "n-gram 세는 중",
	"ngrams.heading": "{text}의 {part} 부분: 기호 {symbols}개. n-gram은 {counted}개({kinds}종류)에서 셌습니다. {time}",
	"ngrams.distinct": "n-gram 수",
	"ngrams.unknown": "학습 부분에 없어 점수에서 뺀 기호: {count}개.",
	"ngrams.best": "가장 낮은 것: {order}차, {nats} nats, {bits}비트",
} as const satisfies Record<keyof typeof en, string>;
