/** Korean messages: `sluice study list`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.study list": "스터디 목록을 보여 줍니다",
	"studies.none": "{folder}에 아직 스터디가 없습니다.",
	"studies.name": "스터디",
	"studies.data": "데이터",
	"studies.search": "탐색",
	"studies.trials": "시행",
	"studies.best": "최저 손실",
	"studies.state": "상태",
} as const satisfies Record<keyof typeof en, string>;
