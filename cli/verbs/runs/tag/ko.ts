/** Korean messages: `sluice runs tag`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.runs tag": "실행에 태그를 붙이거나 태그를 보여 줍니다",
	"arg.tags": "태그: 글자, 숫자, 점, 하이픈, 밑줄로 40자까지(글자나 숫자로 시작). 없으면 붙어 있는 태그를 보여 줌",
	"flag.removeTags": "태그를 붙이지 않고 떼기",
	"tags.are": "{run} 태그: {tags}",
	"tags.none": "{run}: 태그가 없습니다.",
} as const satisfies Record<keyof typeof en, string>;
