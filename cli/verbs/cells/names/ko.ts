/** Korean messages: `sluice cells names`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.cells names": "이름이 있는 유닛의 목록",
	"names.none": "{run:은/는} 이름 붙은 유닛이 없습니다.",
	"names.name": "이름",
	"names.text": "검증한 글",
} as const satisfies Record<keyof typeof en, string>;
