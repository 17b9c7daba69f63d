/** Korean messages: `sluice cells report`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.cells report": "유닛의 값으로 칠한 글, 다음 기호 예측, 게이트의 포화를 보여 주는 페이지 쓰기",
	"flag.units": "글을 칠할 유닛(예: l1.c.17). 첫 유닛이 처음에 보입니다",
	"default.units": "이름이 있는 유닛, 그다음 패턴마다 가장 뚜렷한 유닛",
	"page.done": "{file}: 기호 {symbols}개, {bytes}, {time}",
	"page.units": "유닛: {units}",
} as const satisfies Record<keyof typeof en, string>;
