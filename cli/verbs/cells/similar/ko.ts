/** Korean messages: `sluice cells similar`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.cells similar":
		"한 유닛과 비슷하게 반응하는 유닛을 찾고, 시드가 다른 실행처럼 다른 실행에서 가장 닮은 유닛을 보여 줍니다",
	"flag.similarBeside": "가장 닮은 유닛을 찾아볼 다른 실행. 여러 번 지정 가능",
	"flag.similarBest": "표에 넣을 이 실행의 유닛 수",
	"phase.similar": "유닛의 상관을 계산하는 중",
	"similar.heading": "{run}의 {unit}, 갱신 {step}, {text}: 기호 {symbols}개, {time}",
	"similar.own":
		"이 실행에서 비슷하게 반응하는 유닛: 같은 종류 {units}개 중 {shown}개, 우연 수준({chance}) 초과 {above}개",
	"similar.beside": "다른 실행에서 가장 닮은 유닛(각각 검증 손실이 가장 낮은 체크포인트)",
	"similar.run": "실행",
	"similar.seed": "시드",
	"similar.step": "갱신",
	"similar.chance": "우연 수준",
	"similar.above": "우연 수준 초과",
	"similar.of": "{units}개 중 {above}개",
	"similar.matched": "닮은 유닛 있음",
	"similar.unmatched": "없음",
	"similar.differs": "{run:은/는} 시드 말고 다음 옵션도 다릅니다: {options}.",
	"similar.explain":
		"r: 텍스트 전체에서 이 유닛과의 상관, -1부터 1까지. 모든 층에서 같은 종류의 값(c, h 또는 같은 게이트. 상대 신경망에 그런 값이 없으면 h)끼리 비교합니다. 우연 수준: 텍스트를 길이의 1/20, 2/20, ..., 19/20만큼 밀었을 때 이 유닛들 가운데 가장 큰 |r|. 우연만으로 이 값을 넘는 경우는 스무 번에 한 번입니다.",
} as const satisfies Record<keyof typeof en, string>;
