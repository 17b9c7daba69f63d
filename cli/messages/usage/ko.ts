/** Korean messages: bad usage, and words used with every message. */
import type { en } from "./en.ts";

export const ko = {
	"error.label": "오류",
	"notice.label": "알림",
	"next.label": "다음",
} as const satisfies Record<keyof typeof en, string>;
