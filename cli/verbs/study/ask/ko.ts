/** Korean messages: `sluice study ask`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.study ask": "--ask로 만든 스터디에 시행을 추가합니다",
	"arg.setting": "시행의 옵션. 예: lr=.003 hidden=64",
	"flag.askSeed": "시행의 시드",
	"default.askSeed": "스터디의 모든 시드",
	"study.asked": "{study}에 시행 {count}개를 추가했습니다: {ids}",
} as const satisfies Record<keyof typeof en, string>;
