/** Korean messages: `sluice study watch`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.study watch": "다른 곳에서 실행 중인 스터디를 지켜봅니다. Ctrl-C는 지켜보기만 끝냅니다",
} as const satisfies Record<keyof typeof en, string>;
