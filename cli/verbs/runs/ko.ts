/** Korean messages: `sluice runs`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.runs": "실행 목록을 보여 줍니다",
	"runs.none": "{folder}에 아직 실행이 없습니다.",
	"runs.name": "실행",
	"runs.model": "모델",
	"runs.task": "과제",
	"runs.parameters": "매개변수",
	"runs.step": "갱신",
	"runs.best": "학습 중 최저 검증 손실",
	"runs.bestTask": "오류율 {share}, {loss}",
	"runs.bestText": "{loss}(앞 {count}개)",
	"runs.state": "상태",
	"runs.size": "크기",
	"runs.parent": "갈라진 곳",
	"runs.forkedFrom": "{run}의 갱신 {update}",
	"runs.without": "{text} 없이",
	"runs.tags": "태그",
	"runs.noneTagged": "{folder}에 {tag} 태그가 붙은 실행이 없습니다.",
	"flag.onlyTag": "이 태그가 붙은 실행만 보기",
	"state.running": "학습 중",
	"state.finished": "완료",
	"state.stopped": "멈춤",
	"state.diverged": "발산",
	"state.interrupted": "중단됨",
} as const satisfies Record<keyof typeof en, string>;
