/** Korean messages: `sluice diagnose`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.diagnose": "기울기가 얼마나 멀리 닿는지, 무엇이 문제이고 어떻게 고칠지 보기",
	"flag.diagnoseSteps": "거슬러 살펴볼 스텝 수",
	"flag.diagnoseSequences": "곡선을 평균할 시퀀스 수",
	"flag.diagnoseLength": "과제, 시계열: 시퀀스의 스텝 수, 또는 범위",
	"flag.failOn": "이 가운데 하나라도 나오면 종료 코드 4. 예: vanishing,exploding",
	"default.longest": "학습한 가장 긴 길이",
	"default.lags": "텍스트 200, 과제 1000; 시퀀스가 더 짧으면 그만큼",
	"phase.diagnose": "진단하는 중",
	"diagnose.heading": "{run}, {step}스텝, {text}: 시퀀스 {count}개, {lags}스텝 전까지, {time}",
	"diagnose.headingTask": "{run}, {step}스텝, {text}: 길이 {length} 시퀀스 {count}개, {lags}스텝 전까지, {time}",
	"diagnose.unknown": "기호의 {share}는 이 실행의 어휘에 없어, 나머지의 비용만 봅니다",
	"diagnose.curve": "지연별 |dL/d{which}|, {layer}층, 지연 0 대비",
	"diagnose.triangle": "비용(행)이 {count}스텝 중 어느 스텝(열)에 닿는지",
	"diagnose.triangleLast": "비용이 마지막 {count}스텝 중 어디에 닿는지; 비용은 마지막 스텝에만 있음",
	"diagnose.paths": "경로: {lag}스텝 전 기울기의 {share} {way}로만, {rest} W_hh를 거침",
	"diagnose.jacobian": "스텝 야코비안",
	"diagnose.jacobianFacts":
		"최대 특잇값 {norm}, 랴푸노프 지수 {nats} nats/스텝, W_hh의 스펙트럼 반지름과 최대 특잇값: {matrix}",
	"diagnose.bound": "({bound} 미만이면 반드시 소실)",
	"diagnose.estimated":
		"~는 반복법으로 구한 값: 상태가 수 {size}개라 모두 구하려면 스텝마다 {bytes}, 연산 {operations}번이 듭니다.",
	"diagnose.weights":
		"W_hh의 기울기({layer}): 마지막 스텝에서 {last}, 그 앞 8스텝에서 {eight}, {count}스텝 가운데 가장 오래된 스텝에서 {oldest}",
	"diagnose.history":
		"학습하는 동안({from}~{to}스텝): 도달 {reach}스텝, W_hh의 스펙트럼 반지름({block}) {radius}, 클리핑 {clipped}",
	"diagnose.memory": "기억: 기울기가 1%로 줄기까지 {gradient}스텝, 입력을 바꾸면 출력이 달라지는 범위 {input}스텝",
	"diagnose.failed": "발견: {kinds}",
	"echo.heading": "{run}, 스텝 {step}: {of}의 {steps}스텝, {time}",
	"echo.headingPart": "{run}, 스텝 {step}: {of} 부분 끝까지 {steps}스텝, {time}",
	"echo.exploding":
		"상태의 변화가 사라지지 않아(스텝당 {nats} nats) 상태가 처음에 달려 있습니다. W의 스펙트럼 반지름은 {radius}입니다.",
	"echo.saturated":
		"유닛과 스텝의 {share}에서 |tanh|가 0.9를 넘어 입력을 잘 구별하지 못합니다. 입력 가중치는 {scale}까지입니다.",
	"echo.healthy": "상태의 변화가 {steps}스텝 뒤 1%로 줄고(스텝당 {nats} nats), 포화된 유닛이 적습니다.",
	"echo.memory": "기억: 유닛 {units}개 가운데 {total}개 몫, 지연 1부터 {delays}까지",
	"echo.lyapunov": "랴푸노프 지수 {nats} nats/스텝. 변화가 {steps}스텝 뒤 1%",
	"echo.matrix": "W: 스펙트럼 반지름 {radius}, 가장 큰 특잇값 {norm}. 유닛이 포화된 스텝 {saturated}",
	"finding.vanishing": "기울기 소실",
	"finding.vanishing.text": "{lag}스텝 전부터 기울기가 1% 아래이고, {at}스텝 전에는 처음의 {ratio}배입니다.",
	"finding.exploding": "기울기 폭발",
	"finding.exploding.text": "{lag}스텝 전까지 기울기가 {ratio}배로 커집니다.",
	"finding.overflow.text": "{step}스텝 뒤 상태 자체가 유한한 수가 아닙니다.",
	"finding.matrix": "W_hh의 스펙트럼 반지름 {radius}, 최대 특잇값 {norm}.",
	"finding.saturated": "포화",
	"finding.saturated.text": "스텝의 {share}에서 |{where}| 값이 0.9를 넘어 tanh가 기울기를 거의 전하지 않습니다.",
	"finding.saturated.sigmoid":
		"스텝의 {share}에서 h 값이 0.1 미만이거나 0.9를 넘어 sigmoid가 기울기를 거의 전하지 않습니다.",
	"finding.dead": "죽은 유닛",
	"finding.dead.text": "유닛의 {share}에서 게이트 {where} 값이 늘 0.1보다 작습니다.",
	"finding.dead.relu": "유닛({where})의 {share}가 거의 모든 스텝에서 꺼져 있습니다.",
	"finding.truncated": "잘린 기울기",
	"finding.truncated.text": "학습은 {horizon}스텝에서 기울기를 자르는데, 그 지점에 아직 {share} 남아 있습니다.",
	"finding.clipped": "잦은 클리핑",
	"finding.clipped.text": "업데이트의 {share}가 노름 {limit}에서 잘려, 기울기 크기가 의미를 잃었습니다.",
	"finding.clipped.value": "업데이트의 {share}에서 성분이 {limit}에서 잘려, 기울기와 다른 방향으로 갔습니다.",
	"finding.clipped.both":
		"업데이트의 {share}가 클리핑되었습니다. 전체의 {cut}는 값 {value}에서, 나머지는 노름 {limit}에서 잘렸습니다.",
	"finding.healthy": "정상",
	"finding.healthy.text": "기울기는 {lag}스텝 전에야 1%로 줄고, 멈춘 게이트가 없습니다.",
	"finding.healthy.far": "살펴본 끝까지 기울기가 1%보다 크고, 멈춘 게이트가 없습니다.",
} as const satisfies Record<keyof typeof en, string>;
