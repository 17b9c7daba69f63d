/** Korean messages: `sluice data get`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.data get": "텍스트를 내려받고 sha256으로 검증합니다",
	"arg.name": "카탈로그에 있는 텍스트의 이름(@는 생략 가능)",
	"data.got": "{name}: {bytes}, {hash}",
} as const satisfies Record<keyof typeof en, string>;
