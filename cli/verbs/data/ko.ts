/** Korean messages: the verbs about texts. */
import type { en } from "./en.ts";

export const ko = {
	"verb.data": "텍스트 카탈로그",
	"data.unpinned": "sha256 고정 안 됨",
} as const satisfies Record<keyof typeof en, string>;
