/** Korean messages: `sluice resume`. */
import type { en } from "./en.ts";

export const ko = {
	"flag.resumeSteps": "전체 갱신 횟수",
	"flag.resumeEpochs": "학습 데이터를 읽는 전체 횟수(에폭)",
	"flag.resumeMinutes": "전체 학습 시간(분)",
	"default.precision": "실행의 정밀도",
	"verb.resume": "마지막 체크포인트에서 이어서 학습합니다(멈추지 않은 실행과 비트 단위까지 똑같음)",
	"default.resume": "실행의 처음부터 센 값, 기본값: 실행의 원래 분량",
	"flag.takeOver": "다른 컨테이너나 다른 컴퓨터에서 이미 끝난 프로세스의 실행을 넘겨받음",
} as const satisfies Record<keyof typeof en, string>;
