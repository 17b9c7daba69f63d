/** Korean messages: `sluice study resume`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.study resume": "멈췄거나 중단된 스터디를 계속합니다",
} as const satisfies Record<keyof typeof en, string>;
