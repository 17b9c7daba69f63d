/** Korean messages: `sluice study retry`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.study retry": "보류된 시행을 다시 시도하게 합니다",
	"arg.parked": "보류된 시행의 id나 그 앞부분. 기본값: 모두",
	"study.retried": "{study}의 시행 {count}개를 다시 시도할 수 있습니다.",
	"study.noneParked": "{study}에 보류된 시행이 없습니다.",
} as const satisfies Record<keyof typeof en, string>;
