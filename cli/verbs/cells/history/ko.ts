/** Korean messages: `sluice cells history`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.cells history": "남아 있는 체크포인트마다 한 유닛이 패턴을 따라가는 정도, 다른 실행에도 그런 유닛이 자랐는지",
	"flag.historyPattern":
		"점수를 매길 패턴: `sluice cells patterns`의 이름, in:/re/flags, at:/re/ 또는 after:/re/. 기본값은 유닛 이름의 패턴, 없으면 가장 뚜렷한 것",
	"flag.historySvg": "그림을 쓸 파일",
	"flag.beside": "이 패턴을 따라가는 유닛을 찾아볼 다른 실행. 여러 번 쓸 수 있습니다",
	"phase.history": "체크포인트 읽기",
	"history.heading": "{run}의 {unit}, {pattern}, {text}: 기호 {symbols}개, {time}",
	"history.clearest":
		"가장 좋은 체크포인트에서 가장 뚜렷하게 따라가는 것은 {pattern}입니다. 다른 것은 --pattern으로 고릅니다.",
	"history.step": "스텝",
	"history.loss": "검증 손실",
	"history.best": "가장 뚜렷",
	"history.leftOut": "체크포인트 {count}개 가운데 {shown}개. --json에는 모두 있습니다.",
	"history.since": "{step}스텝부터는 모든 체크포인트에서 우연을 넘습니다({pattern} 패턴이 있는 곳에서 {direction}).",
	"history.lost": "가장 새로운 체크포인트({newest}스텝)에서 우연을 넘지 않습니다.",
	"history.beside": "다른 실행, 저마다 가장 좋은 체크포인트에서",
	"history.run": "실행",
	"history.found": "우연을 넘음",
	"history.of": "{units}개 중 {found}개",
	"history.too": "여기에도 자람",
	"history.weaker": "더 약한 것뿐",
	"history.none": "자라지 않음",
	"history.few":
		"남아 있는 체크포인트: {count}개. --save-every N --keep-last 100으로 학습하면 갱신 N번마다 하나씩 100개까지 남습니다.",
	"history.explain":
		"고르는 데 쓰지 않은 절반의 글에서 잰 AUC이며 가장 새로운 체크포인트의 방향을 따릅니다. 0.5보다 작으면 반대 방향입니다. 위의 선은 0.5에서 1까지입니다. q: 같은 종류의 유닛 전체에 걸친 값. 가장 뚜렷: 그 가운데 다른 절반에서 가장 뚜렷한 유닛과, 이 절반에서의 점수.",
	"history.explainDegree":
		"r: 고르는 데 쓰지 않은 절반의 글에서 잰 정도와의 순위 상관이며 가장 새로운 체크포인트의 방향을 따릅니다. 0보다 작으면 반대 방향입니다. 위의 선은 0에서 1까지입니다. q: 같은 종류의 유닛 전체에 걸친 값. 가장 뚜렷: 그 가운데 다른 절반에서 가장 뚜렷한 유닛과, 이 절반에서의 점수.",
} as const satisfies Record<keyof typeof en, string>;
