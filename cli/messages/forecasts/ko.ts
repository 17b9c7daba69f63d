/** Korean messages: forecasts and the readout of a reservoir. */
import type { en } from "./en.ts";

export const ko = {
	"series.rows": "{rows}행, {horizon}행 뒤 예측",
	"series.forecasts": "예측",
	"series.lastValue": "기준선: 마지막 값({horizon}행 전)",
	"series.mean": "기준선: 학습 부분의 평균",
	"echo.readout":
		"출력층(readout): 릿지 계수 {ridge}, 조건수 {condition}, {rows}스텝. (1 - leak) I + leak W의 스펙트럼 반지름 {radius}",
	"echo.beta": ". 출력에 {beta:을/를} 곱한 값이 로짓입니다",
} as const satisfies Record<keyof typeof en, string>;
