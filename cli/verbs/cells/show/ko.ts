/** Korean messages: `sluice cells show`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.cells show": "유닛 하나의 페이지: 값의 분포, 가장 센 곳, 다음 기호에 주는 영향, 따라가는 것",
	"phase.show": "유닛 읽기",
	"show.heading": "{run}의 {unit}, {step}스텝, {text}: 기호 {symbols}개, {time}",
	"show.values": "값",
	"show.moments": "평균 {mean}, 표준편차 {deviation}; 분위수: {quantiles}",
	"show.saturation.gate": "기호의 {low}에서 닫혀 있고({below} 미만), {high}에서 열려 있습니다({above} 초과)",
	"show.saturation.tanh": "기호의 {low}에서 아래로({below} 미만), {high}에서 위로({above} 초과) 포화됩니다",
	"show.saturation.cell":
		"tanh c가 기호의 {low}에서 아래로(c가 {below} 미만), {high}에서 위로(c가 {above} 초과) 포화됩니다",
	"show.saturation.relu": "기호의 {low}에서 0입니다",
	"show.high": "가장 높은 곳",
	"show.low": "가장 낮은 곳",
	"show.readout": "다음 기호, 출력층의 가중치만으로: {unit} 값이 {low}(1%) 대신 {high}(99%)일 때",
	"show.clamp": "다음 기호, 모든 스텝에서 {unit} 값을 {low}(1%) 대신 {high}(99%)에 고정할 때",
	"show.raised": "오른 기호",
	"show.lowered": "내린 기호",
	"show.whenLow": "낮을 때",
	"show.whenHigh": "높을 때",
	"show.nats": "변화(nats)",
	"show.moves":
		"기호 {steps}개에 걸친 다음 기호의 평균 확률과 그 로그의 평균 변화. 예측은 평균 {nats} nats만큼 움직입니다(쿨백-라이블러 발산).",
	"show.tracks": "따라가는 것",
	"show.found":
		"글의 절반에서 고르고 다른 절반에서 검증: 패턴 {judged}개 가운데 {found}개가 우연을 넘습니다(q {q} 이하).",
	"show.nothing": "찾은 것이 없습니다. 패턴 {judged}개 가운데 우연 이상으로(q {q} 이하) 따라가는 것이 없습니다.",
	"show.short": "패턴은 기호가 2048개 이상일 때 검증합니다.",
} as const satisfies Record<keyof typeof en, string>;
