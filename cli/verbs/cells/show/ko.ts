/** Korean messages: `sluice cells show`. */
import type { en } from "./en.ts";

export const ko = {
	"flag.showBest": "보여 줄 패턴, 구간, 기호의 수",
	"verb.cells show": "유닛 하나를 요약합니다: 값의 분포, 값이 가장 큰 곳, 다음 기호에 주는 영향, 따라가는 패턴",
	"phase.show": "유닛의 값을 읽는 중",
	"show.heading": "{run}의 {unit}, 갱신 {step}, {text}: 기호 {symbols}개, {time}",
	"show.values": "값의 분포",
	"show.moments": "평균 {mean}, 표준편차 {deviation}; 분위수: {quantiles}",
	"show.saturation.gate": "기호의 {low}에서 닫혀 있고({below} 미만), {high}에서 열려 있습니다({above} 초과).",
	"show.saturation.tanh":
		"기호의 {low}에서 아래쪽으로({below} 미만), {high}에서 위쪽으로({above} 초과) 포화되어 있습니다.",
	"show.saturation.cell":
		"tanh c가 기호의 {low}에서 아래쪽으로(c가 {below} 미만), {high}에서 위쪽으로(c가 {above} 초과) 포화되어 있습니다.",
	"show.saturation.relu": "기호의 {low}에서 0입니다.",
	"show.high": "값이 가장 높은 곳",
	"show.low": "값이 가장 낮은 곳",
	"show.readout": "다음 기호에 주는 영향(출력층의 가중치로만 계산): {unit} 값이 {low}(1%)에서 {high}(99%)로 바뀔 때",
	"show.clamp": "다음 기호에 주는 영향: 모든 스텝에서 {unit} 값을 {low}(1%) 대신 {high}(99%)에 고정할 때",
	"show.raised": "확률이 오른 기호",
	"show.lowered": "확률이 내린 기호",
	"show.whenLow": "낮을 때",
	"show.whenHigh": "높을 때",
	"show.nats": "변화(nats)",
	"show.moves":
		"기호 {steps}개에 대한 다음 기호의 평균 확률과, 그 로그의 평균 변화입니다. 예측 분포는 평균 {nats} nats만큼 바뀝니다(쿨백-라이블러 발산).",
	"show.tracks": "따라가는 패턴",
	"show.found":
		"텍스트의 절반에서 고르고 나머지 절반에서 평가: 패턴 {judged}개 가운데 {found}개가 우연 수준보다 높습니다(q {q} 이하).",
	"show.nothing": "찾지 못했습니다. 패턴 {judged}개 가운데 우연 수준보다 잘 따라가는 것(q {q} 이하)이 없습니다.",
	"show.short": "패턴은 기호가 2048개 이상일 때 평가합니다.",
} as const satisfies Record<keyof typeof en, string>;
