/** Korean messages: `sluice cells find`. */
import type { en } from "./en.ts";

export const ko = {
	"default.findBest": "표에는 1개, --json에는 5개",
	"verb.cells find":
		"모든 유닛 가운데 텍스트의 패턴을 따라가는 유닛을 찾아, 우연 수준·프로브·더 단순한 설명과 비교합니다",
	"flag.exact": "텍스트를 여러 레인으로 나누지 않고 처음부터 이어서 읽음(더 느림)",
	"default.cellNames": "모든 h, c, 게이트",
	"cells.heading": "{run}, {text}: 기호 {symbols}개, {time}",
	"cells.read": "유닛 {units}개. 앞의 기호 {chosen}개로 유닛을 고르고 나머지 {heldOut}개로 평가했습니다. {how}.",
	"cells.onePiece": "나누지 않고 이어서 읽음",
	"cells.lanes": "레인 {lanes}개, 레인마다 워밍업 기호 {warmup}개(--exact: 나누지 않고 읽기)",
	"cells.chosen":
		"텍스트를 보고 고른 패턴: {kinds}({lines}줄 기준). 다른 패턴은 --pattern all, 묶음(prose, c, python, markup, korean), 또는 `sluice cells patterns`의 이름으로 고르세요.",
	"cells.kindShare": "{kind} {share}",
	"cells.kind.c": "C 계열 코드",
	"cells.kind.python": "파이썬 계열 코드",
	"cells.kind.markup": "마크업",
	"cells.kind.korean": "한국어",
	"cells.kind.prose": "일반 글(코드, 마크업, 한국어의 흔적 없음)",
	"cells.degree": "정도",
	"cells.probe": "프로브",
	"cells.explain":
		"AUC: 유닛을 고르는 데 쓰지 않은 텍스트에서, 유닛 값이 패턴이 없는 곳보다 있는 곳에서 더 높을(-: 낮을) 확률. 우연: 패턴의 위치를 무작위로 옮겼을 때 같은 유닛의 AUC가 이 값을 넘는 경우는 2.5%. q: 거짓 발견율(FDR). 프로브(probe): 상태 전체의 가중합으로 맞힌 AUC. 단순 설명: 방금 읽은 기호나 줄 안의 위치만으로 맞힌 AUC.",
	"cells.explainDegree":
		"r: 정도와의 순위 상관. 정도의 구간, 우연, q는 r에 대한 값. AUC, 프로브, 단순 설명은 정도가 높은 절반을 가려내는 값.",
	"cells.nothing": "우연 수준보다 잘 따라가는 유닛(q {q} 이하)이 없는 패턴: {patterns}.",
	"cells.nothingAtAll": "찾지 못했습니다. 이 패턴들을 우연 수준보다 잘 따라가는 유닛(q {q} 이하)이 없습니다.",
} as const satisfies Record<keyof typeof en, string>;
