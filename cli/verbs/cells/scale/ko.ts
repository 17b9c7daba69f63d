/** Korean messages: `sluice cells scale`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.cells scale": "유닛 하나에 수를 곱하고 같은 것을 재기",
	"flag.factor": "유닛에 곱할 수",
} as const satisfies Record<keyof typeof en, string>;
