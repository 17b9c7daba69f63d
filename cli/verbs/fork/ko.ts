/** Korean messages: `sluice fork`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.fork": "다른 실행의 어느 갱신에서든 갈라져, 옵션 일부를 바꾼 새 실행을 학습시킵니다",
	"flag.fromUpdate": "두 실행이 함께 갖는 갱신 횟수",
	"default.parent": "원래 실행의 값",
	"default.fork": "RUN-fork-N, 비어 있는 첫 N",
	"fork.heading": "{run}: {parent} 실행의 갱신 {update} 뒤에서 갈라짐, 바꾼 것: {change}",
	"fork.nothing": "없음",
	"fork.first":
		"처음 달라진 갱신은 {update}입니다. {tensor}[{index}] 값이 {ours}이고 {parent} 실행에서는 {theirs}입니다.",
	"fork.same": "차이가 없습니다. 두 실행이 모두 갖는 마지막 갱신까지 가중치가 전부 같습니다.",
} as const satisfies Record<keyof typeof en, string>;
