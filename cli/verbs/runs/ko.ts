/** Korean messages: `sluice runs`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.runs": "실행 목록을 보여 줍니다",
	"runs.none": "{folder}: 아직 실행이 없습니다.",
	"runs.name": "실행",
	"runs.model": "모델",
	"runs.task": "과제",
	"runs.parameters": "매개변수",
	"runs.step": "스텝",
	"runs.best": "최고 검증 손실",
	"runs.bestTask": "{share} 틀림, {loss}",
	"runs.state": "상태",
	"runs.size": "크기",
	"state.running": "실행 중",
	"state.finished": "끝남",
	"state.stopped": "멈춤",
	"state.diverged": "발산함",
	"state.interrupted": "중단됨",
} as const satisfies Record<keyof typeof en, string>;
