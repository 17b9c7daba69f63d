/** Korean messages: the verbs about texts. */
import type { en } from "./en.ts";

export const ko = {
	"verb.data": "내려받을 수 있는 텍스트의 카탈로그를 보고, 텍스트를 점검합니다",
	"data.unpinned": "sha256이 정해지지 않음",
} as const satisfies Record<keyof typeof en, string>;
