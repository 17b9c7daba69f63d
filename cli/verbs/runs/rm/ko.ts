/** Korean messages: `sluice runs rm`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.runs rm": "실행을 휴지통으로 옮깁니다. 30일 동안 되돌릴 수 있습니다",
	"arg.runsRemoved": "지울 실행",
	"runs.removed": "{run}: 휴지통으로 옮겼습니다({folder})",
} as const satisfies Record<keyof typeof en, string>;
