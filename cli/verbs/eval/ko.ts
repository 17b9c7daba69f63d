/** Korean messages: `sluice eval`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.eval": "파일, 학습에 쓴 텍스트의 한 부분, 또는 과제의 새 시퀀스에서 실행의 성적을 잽니다",
	"flag.sequences": "과제: 풀어 볼 시퀀스 수",
	"default.trained": "실행을 학습한 대로",
	"default.sequences": "1000개, 끝이 있는 자료는 모두",
	"eval.heading": "{run:으로/로} 읽은 {text}: 기호 {symbols}개, {time} 걸림",
	"eval.headingSeries": "{run}, 스텝 {step}, {task}의 {of}, {time}",
	"eval.headingTask": "{run}, {step}스텝, 과제 {task}: 길이 {length}의 시퀀스 {count}개, {time} 걸림",
	"eval.unknown": "기호 {count}개({share})는 이 실행의 어휘에 없어 미등록 기호로 읽었습니다.",
} as const satisfies Record<keyof typeof en, string>;
