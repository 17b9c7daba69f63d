/** Korean messages: `sluice runs restore`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.runs restore": "지운 실행을 되돌리거나 휴지통을 보여 줍니다",
	"arg.runsRestored": "되돌릴 실행. 없으면 휴지통을 보여 줌",
	"runs.restored": "{run}: 되돌렸습니다({folder})",
	"runs.binEmpty": "휴지통이 비어 있습니다.",
	"runs.binned": "지운 때",
} as const satisfies Record<keyof typeof en, string>;
