/** Korean messages: `sluice predictions`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.predictions":
		"텍스트의 위치마다 무엇을 예측했고 어디서 확신하고도 틀렸는지 보여 줍니다(시계열은 sluice forecast)",
	"flag.top": "위치마다 보여 줄 상위 기호의 수",
	"flag.sure": "확신한 오답의 기준: 틀린 예측의 확률이 이 값 이상",
	"phase.predictions": "예측하는 중",
	"predictions.summary":
		"기호당 {nats} nats({bits} bits). 정확도 {right}, 실제 다음 기호가 상위 {top}개에 든 비율 {inTop}. 확신한 오답(다른 기호의 확률이 {sure} 이상): {wrong}개, {share}.",
	"predictions.at": "위치",
	"predictions.came": "실제",
	"predictions.bits": "bits",
	"predictions.top": "예측(확률순)",
	"predictions.worst": "가장 확신한 오답",
	"predictions.said": "예측 {said} {share}, 실제 {came}",
	"flag.against": "같은 텍스트에서 기호마다 비교할 실행. 같은 실행이어도 됨",
	"flag.againstCheckpoint": "--against의 체크포인트: best, last 또는 갱신 번호",
	"flag.againstPattern": "--against와 함께: 안팎의 차이를 따로 더할 패턴",
	"flag.againstUnits":
		"--against와 함께: 차이를 설명하는 유닛을 찾으려고 평균에 고정해 볼 더 나은 실행의 유닛 수. 유닛마다 텍스트를 한 번 읽음",
	"flag.againstPlaces": "--against와 함께: 방향마다 보여 줄 위치의 수",
	"default.best": "best",
	"default.noUnits": "0, 없음",
	"default.places": "10",
	"phase.against": "비교하는 중",
	"against.heading": "{run}, {other}: {text}에서 비교. 기호 {symbols}개, {time} 걸림",
	"against.symbols": "기호",
	"against.gain": "차이",
	"against.inside": "{pattern} 안",
	"against.outside": "밖",
	"against.all": "전체",
	"against.left": "두 어휘에 모두 있지 않은 기호 {count}개는 비교하지 않았습니다.",
	"against.better": "{run}: 더 잘 예측한 위치",
	"against.worse": "{other}: 더 잘 예측한 위치",
	"against.units": "{run}: 없애면 차이가 되돌아오는 유닛(전체 {of}개 중 {measured}개를 재고 {shown}개를 보임)",
	"against.unit": "유닛",
	"against.rise": "증가, nats",
	"against.share": "차이에 대한 비율",
	"against.correlation": "r",
	"against.riseOutside": "밖",
} as const satisfies Record<keyof typeof en, string>;
