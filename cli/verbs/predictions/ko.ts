/** Korean messages: `sluice predictions`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.predictions": "글의 자리마다 무엇을 예상했고 어디서 확신하고 틀렸는지 보기 (시계열은 sluice predict)",
	"flag.top": "자리마다 보일 가장 유력한 기호의 수",
	"flag.sure": "가장 유력한 기호의 확률이 이 값 이상인데 빗나가면 확신하고 틀린 것으로 셉니다",
	"phase.predictions": "예측하는 중",
	"predictions.summary":
		"기호당 {nats} nats({bits} 비트). 가장 유력한 기호가 온 비율 {right}, 유력한 {top}개 가운데 온 비율 {inTop}. 확신하고 틀림(다른 기호에 {sure} 이상): {wrong}개, {share}.",
	"predictions.at": "자리",
	"predictions.came": "온 기호",
	"predictions.bits": "비트",
	"predictions.top": "유력한 기호",
	"predictions.worst": "가장 확신하고 틀린 자리",
	"predictions.said": "예상 {said} {share}, 실제 {came}",
} as const satisfies Record<keyof typeof en, string>;
