/** Korean messages: `sluice cells patch`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.cells patch": "유닛의 값을 글의 한 자리에서 다른 자리로 옮겨 예측이 어떻게 바뀌는지 보기",
	"arg.units": "유닛(l1.c.17) 또는 값 전체(l1.c)",
	"flag.patchFrom": "값을 가져올 자리: 파일(또는 train, valid, test)의 OFFSET번째(0부터) 기호를 읽는 스텝",
	"flag.patchTo": "값을 넣을 자리, 같은 식으로 적습니다",
	"flag.patchAhead": "그 뒤로 함께 견줄 스텝 수",
	"flag.patchTop": "앞뒤로 보일 가장 유력한 기호의 수",
	"flag.patchOthers": "같은 값에서 같은 수만큼 뽑아 함께 옮겨 볼 다른 유닛들의 묶음 수",
	"flag.patchWarmup": "두 자리 앞에서 0 상태로 미리 읽을 기호 수의 한도",
	"phase.patch": "두 자리까지 읽는 중",
	"patch.heading": "{run}의 {units}: {from}에서 {to:으로/로}",
	"patch.from": "가져온 곳",
	"patch.to": "넣은 곳",
	"patch.unit": "유닛",
	"patch.there": "그곳",
	"patch.here": "이곳",
	"patch.more": "... 그 밖에 {count}개",
	"patch.next": "다음 기호",
	"patch.before": "넣기 전",
	"patch.after": "넣은 뒤",
	"patch.came": "실제 다음",
	"patch.at":
		"예측이 곧바로 {nats} nats, 견준 기호 {count}개에 걸쳐 {sum} nats만큼 움직입니다(넣기 전에서 넣은 뒤로의 쿨백-라이블러 발산).",
	"patch.beside":
		"다른 유닛 묶음 {count}개는 같은 기호들에 걸쳐 평균 {mean}, 최대 {most} nats만큼 움직입니다. 이것은 {of}개 중 {rank}위입니다.",
	"patch.noOthers": "견줄 다른 유닛이 없습니다. 층에 남은 유닛이 이보다 적습니다.",
	"patch.lasts":
		"기호 {lasts}개 동안 이어지고, {after}개 뒤({symbol} 다음)에 {peak} nats로 가장 큽니다. 그 뒤로는 최댓값의 100분의 1 아래에 머뭅니다.",
	"patch.open": "견준 기호 {lasts}개가 끝날 때까지 이어지고, {after}개 뒤({symbol} 다음)에 {peak} nats로 가장 큽니다.",
	"patch.still": "아무것도 움직이지 않습니다. 두 자리의 값은 똑같이 작용합니다.",
	"patch.curve": "기호마다의 발산",
} as const satisfies Record<keyof typeof en, string>;
