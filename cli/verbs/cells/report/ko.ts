/** Korean messages: `sluice cells report`. */
import type { en } from "./en.ts";

export const ko = {
	"flag.reportLimit": "텍스트 처음부터 보여 줄 기호의 수",
	"verb.cells report": "유닛의 값으로 칠한 텍스트, 다음 기호 예측, 게이트의 포화를 보여 주는 페이지를 만듭니다",
	"flag.units": "텍스트를 칠할 유닛(예: l1.c.17). 첫 유닛이 맨 먼저 표시됨",
	"default.units": "이름을 붙인 유닛, 다음은 패턴마다 가장 잘 따라가는 유닛",
	"page.done": "{file}: 기호 {symbols}개, {bytes}, {time}",
	"page.units": "유닛: {units}",
} as const satisfies Record<keyof typeof en, string>;
