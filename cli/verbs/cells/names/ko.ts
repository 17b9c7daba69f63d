/** Korean messages: `sluice cells names`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.cells names": "이름을 붙인 유닛의 목록을 보여 줍니다",
	"names.none": "{run}에는 이름을 붙인 유닛이 없습니다.",
	"names.name": "이름",
	"names.text": "평가한 텍스트",
} as const satisfies Record<keyof typeof en, string>;
