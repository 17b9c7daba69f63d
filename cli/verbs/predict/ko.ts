/** Korean messages: `sluice predict`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.predict": "시계열 예측하기: 파일의 행들과 그 끝을 넘은 행들 (글은 sluice predictions)",
	"arg.seriesFile": "실행이 학습한 시계열과 같은 열이 있는 다른 파일",
	"flag.free": "마지막 행을 넘어 이어 갈 행 수. 예측한 값으로 다음 행을 예측합니다",
	"flag.predictOut": "쓸 CSV 파일. 있으면 바꿉니다 (기본값: 표준 출력)",
	"flag.predictPart": "이 부분의 행만: train, valid, test (기본값: 모든 행)",
	"flag.predictLength": "과제: 시퀀스에서 알고 있는 스텝 수 (기본값: 학습한 가장 긴 길이)",
	"flag.predictSeed": "과제: 시퀀스의 시드 (기본값 1)",
	"flag.predictCheckpoint": "예측에 쓸 가중치: 검증이 가장 좋은 것, 마지막 것, 또는 스텝 (기본값 best)",
	"phase.predict": "예측하는 중",
	"predict.heading": "{run}, 스텝 {step}, {of}: {rows}행, {time}",
	"predict.free": "알고 있는 값과 견준 이어 가기 {rows}행",
	"predict.out": "{file}에 썼습니다",
} as const satisfies Record<keyof typeof en, string>;
