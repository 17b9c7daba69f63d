/** Korean messages: `sluice predictions`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.predictions":
		"텍스트의 위치마다 무엇을 예측했고 어디서 확신하고도 틀렸는지 보여 줍니다(시계열은 sluice forecast)",
	"flag.top": "위치마다 보여 줄 상위 기호의 수",
	"flag.sure": "확신한 오답의 기준: 틀린 예측의 확률이 이 값 이상",
	"flag.ngramsOrder": "학습 부분에서 센 이 차수의 n-gram 모델이 내는 bits도 출력",
	"predictions.ngrams": "{order}차 n-gram: 기호당 {bits} bits",
	"phase.predictions": "예측하는 중",
	"predictions.summary":
		"기호당 {nats} nats({bits} bits). 정확도 {right}, 실제 다음 기호가 상위 {top}개에 든 비율 {inTop}. 확신한 오답(다른 기호의 확률이 {sure} 이상): {wrong}개, {share}.",
	"predictions.at": "위치",
	"predictions.came": "실제",
	"predictions.bits": "bits",
	"predictions.top": "예측(확률순)",
	"predictions.worst": "가장 확신한 오답",
	"predictions.said": "예측 {said} {share}, 실제 {came}",
} as const satisfies Record<keyof typeof en, string>;
