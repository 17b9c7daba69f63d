/** Korean messages: `sluice cells scale`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.cells scale": "유닛 하나의 값에 배수를 곱하고 손실 변화를 잽니다",
	"flag.factor": "유닛에 곱할 배수",
} as const satisfies Record<keyof typeof en, string>;
