/** Korean messages: `sluice eval`. */
import type { en } from "./en.ts";

export const ko = {
	"flag.evalLength": "과제: 시퀀스의 길이(스텝), 또는 배치마다 길이를 뽑을 범위",
	"verb.eval": "파일, 학습에 쓴 데이터의 한 부분, 또는 과제의 새 시퀀스로 실행을 평가합니다",
	"flag.sequences": "과제: 평가할 시퀀스의 수",
	"default.trained": "학습할 때와 같음",
	"default.sequences": "1000, 개수가 정해진 데이터는 전부",
	"flag.evalExact":
		"텍스트: 첫 기호부터 상태를 이어 가며 한 번에 읽음. 없으면 기호 5120개가 넘는 텍스트를 최대 32개 레인으로 나누어 영 상태에서 워밍업 기호 256개를 읽은 뒤 평가하고, 맨 앞 기호 16384개는 두 방법으로 읽어 비교",
	"eval.onePiece": "상태를 이어 가며 한 번에 읽었습니다.",
	"eval.lanes": "레인 {lanes}개로 나누어 읽었고, 레인마다 워밍업 기호 {warmup}개를 먼저 읽었습니다.",
	"eval.compared": "맨 앞 기호 {count}개에서 레인은 {lanes} nats, 한 번에 읽으면 {exact} nats입니다.",
	"eval.heading": "{run}, {text}: 기호 {symbols}개, {time} 걸림",
	"eval.headingSeries": "{run}, 갱신 {step}, {task}, {of}: {time} 걸림",
	"eval.headingTask": "{run}, 갱신 {step}, {task}: 길이 {length}인 시퀀스 {count}개, {time} 걸림",
	"eval.unknown": "기호 {count}개({share})는 이 실행의 어휘에 없어 미등록 기호로 읽었습니다.",
} as const satisfies Record<keyof typeof en, string>;
