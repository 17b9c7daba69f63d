/** Korean messages: `sluice diagnose`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.diagnose": "기울기가 얼마나 멀리 거슬러 올라가는지, 무엇이 문제이고 어떻게 고칠지 보여 줍니다",
	"flag.diagnoseSteps": "거슬러 올라가며 살펴볼 스텝 수",
	"flag.diagnoseSequences": "평균 곡선을 구하는 데 쓸 시퀀스의 수",
	"flag.diagnoseLength": "과제, 시계열: 시퀀스의 길이(스텝) 또는 범위",
	"flag.dial": "진단 대신 W_hh의 한 블록에 W_rec 다이얼을 적용함. 예: radius=1.2,block=f",
	"flag.plane": "진단 대신 가중치를 지나는 평면 위를 클리핑하며, 또 하지 않고 내려감. 예: x=0.5,lr=2",
	"flag.cut": "진단 대신 한 구간의 기울기에서 호를 자르고 갱신해 봄. 예: horizon=8,lr=0.1",
	"flag.failOn": "이 가운데 하나라도 발견되면 종료 코드 4로 끝냄. 예: vanishing,exploding",
	"default.longest": "학습할 때 쓴 가장 긴 길이",
	"default.lags": "텍스트 200, 과제 1000, 시퀀스가 더 짧으면 그만큼",
	"phase.diagnose": "진단하는 중",
	"diagnose.heading": "{run}, 갱신 {step}, {text}: 시퀀스 {count}개, 시차 {lags}까지, {time}",
	"diagnose.headingTask": "{run}, 갱신 {step}, {text}: 길이 {length}인 시퀀스 {count}개, 시차 {lags}까지, {time}",
	"diagnose.unknown": "기호의 {share}는 이 실행의 어휘에 없는 미등록 기호라서, 나머지 기호의 손실만 썼습니다",
	"diagnose.curve": "시차별 |dL/d{which}|, l{layer}, 시차 0 대비",
	"diagnose.triangle": "각 스텝의 손실(행)에서 나온 기울기가 {count}스텝 중 어느 스텝(열)까지 거슬러 올라가는지",
	"diagnose.triangleLast":
		"손실(마지막 스텝에만 있음)에서 나온 기울기가 마지막 {count}스텝 중 어디까지 거슬러 올라가는지",
	"diagnose.paths": "경로: {lag}스텝을 거슬러 올라간 기울기의 {share}는 {way}만, {rest}는 W_hh를 거침",
	"diagnose.jacobian": "한 스텝의 야코비 행렬(Jacobian)",
	"diagnose.jacobianFacts": "최대 특잇값 {norm}, 랴푸노프 지수(스텝당 nats) {nats}",
	"diagnose.matrices": ". W_hh의 스펙트럼 반지름과 최대 특잇값: {matrix}",
	"diagnose.bound": "(최대 특잇값이 {bound} 미만이면 반드시 소실)",
	"diagnose.estimated":
		"~ 표시는 반복법으로 구한 근삿값입니다. 상태가 {size}차원이라 정확히 구하려면 스텝마다 메모리 {bytes}, 연산 {operations}번이 필요합니다.",
	"diagnose.weights":
		"W_hh 기울기의 구성({layer}): 마지막 스텝 {last}, 그 앞 8스텝 {eight}, {count}스텝 중 가장 오래된 스텝 {oldest}",
	"diagnose.history":
		"학습하는 동안(갱신 {from}~{to}): 도달 거리 {reach}스텝, W_hh의 스펙트럼 반지름({block}) {radius}, 클리핑 {clipped}",
	"diagnose.historyEnds": "(갱신 {step}회 중 {last}회까지만 기록됨. 더 자주 기록하려면 --record-every)",
	"diagnose.memory": "기억(스텝): 기울기가 1%로 줄어드는 시차 {gradient}, 입력을 바꾼 영향이 출력에 남는 범위 {input}",
	"diagnose.failed": "발견된 문제: {kinds}",
	"echo.heading": "{run}, 갱신 {step}: {of}의 {steps}스텝, {time}",
	"echo.headingPart": "{run}, 갱신 {step}: {of} 부분 끝까지 {steps}스텝, {time}",
	"echo.exploding":
		"상태에 준 변화가 사라지지 않으므로(스텝당 {nats} nats) 상태가 초기 상태에 좌우됩니다. W의 스펙트럼 반지름은 {radius}입니다.",
	"echo.saturated":
		"전체 유닛과 스텝의 {share}에서 |tanh|가 0.9를 넘어 입력을 잘 구별하지 못합니다. 입력 가중치의 범위는 {scale}까지입니다.",
	"echo.healthy": "상태에 준 변화가 {steps}스텝 뒤 1%로 줄고(스텝당 {nats} nats), 포화된 유닛이 적습니다.",
	"echo.memory": "기억 용량: 유닛 {units}개 중 {total}, 시차 1~{delays}",
	"echo.lyapunov": "랴푸노프 지수 {nats} nats/스텝. 상태에 준 변화는 {steps}스텝 뒤 1%로 줄어듦",
	"echo.matrix": "W: 스펙트럼 반지름 {radius}, 최대 특잇값 {norm}. 유닛이 포화된 스텝의 비율 {saturated}",
	"finding.vanishing": "기울기 소실",
	"finding.vanishing.text":
		"{lag}스텝을 거슬러 올라가면 기울기가 1% 아래로 줄고, {at}스텝에서는 처음의 {ratio}배입니다.",
	"finding.exploding": "기울기 폭발",
	"finding.exploding.text": "{lag}스텝을 거슬러 올라가는 동안 기울기가 {ratio}배로 커집니다.",
	"finding.overflow.text": "{step}스텝 뒤에는 상태 자체가 유한하지 않습니다(NaN 또는 무한대).",
	"finding.matrix": "W_hh의 스펙트럼 반지름은 {radius}, 최대 특잇값은 {norm}입니다.",
	"finding.saturated": "포화",
	"finding.saturated.text": "스텝의 {share}에서 |{where}| 값이 0.9를 넘어 tanh가 기울기를 거의 전달하지 않습니다.",
	"finding.saturated.sigmoid":
		"스텝의 {share}에서 h 값이 0.1 미만이거나 0.9를 넘어 sigmoid가 기울기를 거의 전달하지 않습니다.",
	"finding.dead": "죽은 유닛",
	"finding.dead.text": "유닛의 {share}에서 게이트 {where} 값이 늘 0.1보다 작습니다.",
	"finding.dead.relu": "유닛({where})의 {share}가 거의 모든 스텝에서 0입니다.",
	"finding.truncated": "기울기 절단",
	"finding.truncated.text": "학습은 기울기를 {horizon}스텝에서 끊는데, 그 지점에 아직 {share}가 남아 있습니다.",
	"finding.clipped": "잦은 클리핑",
	"finding.clipped.text":
		"갱신의 {share}에서 기울기가 노름 {limit}에서 클리핑되어, 기울기의 원래 크기가 갱신에 반영되지 않습니다.",
	"finding.clipped.value": "갱신의 {share}에서 원소가 {limit}에서 클리핑되어, 기울기와 다른 방향으로 갱신되었습니다.",
	"finding.clipped.both":
		"갱신의 {share}가 클리핑되었습니다. 전체의 {cut}는 원소 값 {value}에서, 나머지는 노름 {limit}에서 클리핑되었습니다.",
	"finding.ruined.text":
		"기울기 클리핑 없이 학습한 끝에 손실이 {loss}로, 입력을 보지 않는 예측({baseline})보다 나빠졌습니다.",
	"finding.noAction.solved": "과제를 이미 풀었으므로 조치가 필요 없습니다.",
	"finding.noAction.usual": "흔한 일이므로 조치가 필요 없습니다.",
	"finding.noAction.follows": "다른 문제에 따른 결과입니다.",
	"outcome.loss": "손실 {loss}(기준선 {baseline})",
	"outcome.wrong": "틀린 시퀀스 {share}",
	"outcome.solved": "과제를 풂",
	"outcome.learned": "기준선보다 나음",
	"outcome.ignorant": "기준선보다 낫지 않음(1% 이상 낮지 않음)",
	"outcome.ruined": "기준선보다 나쁨(25% 이상 높음)",
	"finding.healthy": "정상",
	"finding.healthy.text": "기울기는 {lag}스텝을 거슬러 올라가면 1%로 줄고, 한쪽으로 포화된 게이트가 없습니다.",
	"finding.healthy.far": "살펴본 범위 끝까지 기울기가 1%를 넘고, 한쪽으로 포화된 게이트가 없습니다.",
} as const satisfies Record<keyof typeof en, string>;
