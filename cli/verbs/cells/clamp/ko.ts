/** Korean messages: `sluice cells clamp`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.cells clamp": "유닛 하나를 정한 값에 고정하고 손실 변화를 잽니다",
} as const satisfies Record<keyof typeof en, string>;
