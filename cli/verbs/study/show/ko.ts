/** Korean messages: `sluice study show`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.study show": "스터디의 설정과 손실, 작업자를 보여 줍니다",
} as const satisfies Record<keyof typeof en, string>;
