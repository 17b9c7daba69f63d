/** Korean messages: `sluice data get`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.data get": "텍스트를 내려받아 검증합니다",
	"arg.name": "카탈로그의 텍스트 이름 (@는 붙여도 되고 빼도 됩니다)",
	"data.got": "{name}: {bytes}, {hash}",
} as const satisfies Record<keyof typeof en, string>;
