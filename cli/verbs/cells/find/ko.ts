/** Korean messages: `sluice cells find`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.cells find": "실행의 모든 유닛에서 글의 패턴을 따라가는 것을 찾아, 우연, 프로브, 다른 설명과 견주기",
	"flag.exact": "글을 나란한 레인 대신 한 줄로 읽습니다. 더 느립니다",
	"default.cellNames": "모든 h, c, 게이트",
	"cells.heading": "{run}, {text}: 기호 {symbols}개, {time}",
	"cells.read": "유닛 {units}개. 앞의 기호 {chosen}개로 고르고 나머지 {heldOut}개로 검증했습니다. {how}.",
	"cells.onePiece": "한 줄로 읽음",
	"cells.lanes": "레인 {lanes}개, 저마다 예열 기호 {warmup}개(--exact: 한 줄로 읽기)",
	"cells.degree": "정도",
	"cells.probe": "프로브",
	"cells.explain":
		"AUC: 고르는 데 쓰지 않은 글에서, 패턴이 있는 곳의 유닛 값이 없는 곳보다 높은(-: 낮은) 비율. 우연: 패턴을 밀어 맞출 때 같은 유닛이 2.5%만 넘는 값. q: 거짓 발견율. 프로브: 상태 전체의 가중합. 다른 설명: 방금 읽은 기호나 줄 안의 자리만으로 맞힌 값.",
	"cells.explainDegree":
		"r: 정도와의 순위 상관이며 그 우연 수준이 옆에 있습니다. 여기서 AUC는 정도가 가운데보다 높은 곳을 가리는 값입니다.",
	"cells.nothing": "우연을 넘는 것(q {q} 이하)을 찾지 못한 패턴: {patterns}.",
	"cells.nothingAtAll": "찾은 것이 없습니다. 이 패턴들을 우연 이상으로(q {q} 이하) 따라가는 유닛이 없습니다.",
	"cells.skipped": "검증하지 않은 패턴: {patterns}.",
	"cells.never": "{pattern} (한쪽 절반에 한 번도 없음)",
	"cells.always": "{pattern} (한쪽 절반에 늘 있음)",
	"cells.rare": "{pattern} (한쪽 절반에 8번 미만)",
} as const satisfies Record<keyof typeof en, string>;
