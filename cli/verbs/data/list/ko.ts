/** Korean messages: `sluice data list`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.data list": "@NAME으로 쓸 수 있는 텍스트 목록을 보여 줍니다",
	"data.here": "받아 둠",
	"data.away": "아직 받지 않음",
} as const satisfies Record<keyof typeof en, string>;
