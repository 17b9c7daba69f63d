/** Korean messages: `sluice study stop`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.study stop": "스터디를 멈춥니다. 시행은 체크포인트를 저장하고 모든 프로세스가 2초 안에 끝납니다",
	"study.stopped": "{study} 스터디를 멈췄습니다. 모든 작업자가 0.5초 안에 알아차립니다.",
} as const satisfies Record<keyof typeof en, string>;
