/** Korean messages: `sluice data list`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.data list": "@NAME으로 쓸 수 있는 텍스트의 목록을 보여 줍니다",
	"data.here": "내려받음",
	"data.away": "내려받지 않음",
} as const satisfies Record<keyof typeof en, string>;
