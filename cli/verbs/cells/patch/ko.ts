/** Korean messages: `sluice cells patch`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.cells patch":
		"유닛의 값을 텍스트의 한 위치에서 다른 위치로 옮겨 넣고(patching) 예측이 어떻게 바뀌는지 보여 줍니다",
	"arg.units": "유닛(l1.c.17) 또는 값 전체(l1.c)",
	"flag.patchFrom": "값을 가져올 위치: 파일(또는 train, valid, test)의 OFFSET번째 기호를 읽는 스텝(0부터 셈)",
	"flag.patchTo": "값을 넣을 위치(--from과 같은 형식)",
	"flag.patchAhead": "값을 넣은 뒤 함께 비교할 스텝 수",
	"flag.patchTop": "넣기 전과 후에 각각 보여 줄 상위 기호의 수",
	"flag.patchOthers": "비교하려고 똑같이 옮겨 볼 다른 유닛 묶음의 수(같은 값에서 같은 개수씩 추출)",
	"flag.patchWarmup": "각 위치 앞에서 미리 읽을 기호의 최대 수(영(0) 상태에서 시작)",
	"phase.patch": "두 위치까지 읽는 중",
	"patch.heading": "{run}의 {units}: {from} 위치의 값을 {to} 위치로",
	"patch.from": "가져온 위치",
	"patch.to": "넣은 위치",
	"patch.unit": "유닛",
	"patch.there": "가져온 값",
	"patch.here": "원래 값",
	"patch.more": "... 그 밖에 {count}개",
	"patch.next": "다음 기호",
	"patch.before": "넣기 전",
	"patch.after": "넣은 뒤",
	"patch.came": "실제 다음 기호",
	"patch.at":
		"예측이 바로 다음 기호에서 {nats} nats, 비교한 기호 {count}개 전체에서 {sum} nats만큼 바뀝니다(넣기 전과 후의 쿨백-라이블러 발산).",
	"patch.beside":
		"다른 유닛 묶음 {count}개는 같은 기호들에서 예측을 평균 {mean}, 최대 {most} nats만큼 바꿉니다. 이 유닛은 {of}개 중 {rank}위입니다.",
	"patch.noOthers": "비교할 다른 유닛이 없습니다. 이 층에 남은 유닛의 수가 옮긴 유닛보다 적습니다.",
	"patch.lasts":
		"영향은 기호 {lasts}개 동안 이어지고, {after}개 뒤({symbol} 다음)에 {peak} nats로 가장 큽니다. 그 뒤로는 최댓값의 1%를 넘지 않습니다.",
	"patch.open":
		"영향은 비교한 기호 {lasts}개가 끝날 때까지 이어지고, {after}개 뒤({symbol} 다음)에 {peak} nats로 가장 큽니다.",
	"patch.still": "예측이 바뀌지 않습니다. 두 위치의 값이 하는 일이 같습니다.",
	"patch.curve": "기호별 발산",
} as const satisfies Record<keyof typeof en, string>;
