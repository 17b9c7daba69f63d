/** Korean messages: forecasts and the readout of a reservoir. */
import type { en } from "./en.ts";

export const ko = {
	"series.rows": "{rows}행, {horizon}행 뒤 예측",
	"series.rowsAfter": "학습 부분 뒤의 {rows}행, {horizon}행 뒤 예측",
	"series.rowsTrain": "학습 부분의 {rows}행, {horizon}행 뒤 예측",
	"series.forecasts": "예측",
	"series.lastValue": "기준선: 마지막 값({horizon}행 전)",
	"series.seasonal": "기준선: 한 주기 전의 값({period}행 전)",
	"series.linear": "기준선: 선형 자기회귀({order}차)",
	"series.best":
		"검증 손실이 가장 낮은 갱신 {step}의 가중치로 쟀습니다. sluice eval과 sluice forecast도 이 가중치를 씁니다.",
	"series.noBetter": "{columns:을/를} 예측한 결과가 마지막 값보다 낫지 않습니다.",
	"series.tryChange": "--forecast value를 빼고 바뀐 양을 예측해 보세요.",
	"series.tryEcho": "에코 상태 네트워크(--cell esn)가 더 나을 수 있습니다.",
	"series.mean": "기준선: 학습 부분의 평균",
	"echo.readout":
		"출력층(readout): 릿지 계수 {ridge}, 조건수 {condition}, {rows}스텝. (1 - leak) I + leak W의 스펙트럼 반지름 {radius}",
	"echo.beta": ". 출력에 {beta:을/를} 곱한 값이 로짓입니다",
} as const satisfies Record<keyof typeof en, string>;
