/** Korean messages: `sluice forecast`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.forecast": "시계열의 각 행과 그 뒤에 이어질 행, 또는 시퀀스의 레이블을 예측합니다(텍스트는 sluice predictions)",
	"arg.seriesFile": "학습한 시계열과 같은 열, 또는 레이블을 붙일 시퀀스의 필드가 있는 다른 파일",
	"flag.free": "마지막 행 뒤로 더 예측할 행 수(예측값을 다시 입력으로 사용)",
	"flag.forecastOut": "저장할 CSV 파일(레이블은 JSONL), 이미 있으면 덮어씀(기본값: 표준 출력)",
	"flag.forecastSvg": "저장할 SVG 파일, 이미 있으면 덮어씀: 예측과 지난 값, 잔차, 몇 행 뒤인지에 따른 오차",
	"flag.forecastPart": "이 부분의 행이나 시퀀스만: train, valid, test(기본값: 전부)",
	"flag.forecastLength": "과제: 시퀀스에서 미리 주어지는 스텝 수(기본값: 학습할 때 쓴 가장 긴 길이)",
	"flag.forecastSeed": "과제: 시퀀스의 시드(기본값 1)",
	"flag.forecastCheckpoint":
		"예측에 쓸 가중치: 검증 손실이 가장 낮은 것(best), 마지막(last) 또는 갱신 번호(기본값 best)",
	"phase.forecast": "예측하는 중",
	"forecast.heading": "{run}, 갱신 {step}, {of}: {rows}행, {time}",
	"forecast.headingLabels": "{run}, 갱신 {step}, {of}: 시퀀스 {sequences}개의 레이블, {time}",
	"forecast.free": "자기 예측만으로 이어 간 {rows}행과 실제 값의 비교",
	"forecast.out": "저장한 곳: {file}",
} as const satisfies Record<keyof typeof en, string>;
