/** Korean messages: `sluice cells history`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.cells history":
		"체크포인트마다 유닛이 패턴을 따라가는 정도를 보여 주고, 다른 실행에도 그런 유닛이 있는지 찾습니다",
	"flag.historyPattern":
		"점수를 매길 패턴: `sluice cells patterns`의 이름, in:/정규식/플래그, at:/정규식/, after:/정규식/. 기본값은 유닛 이름에 적힌 패턴, 없으면 가장 잘 따라가는 패턴",
	"flag.historySvg": "그림을 저장할 SVG 파일",
	"flag.beside": "같은 패턴을 따라가는 유닛을 찾아볼 다른 실행. 여러 번 지정 가능",
	"phase.history": "체크포인트를 읽는 중",
	"history.heading": "{run}의 {unit}, {pattern} 패턴, {text}: 기호 {symbols}개, {time}",
	"history.clearest":
		"검증 손실이 가장 낮은 체크포인트에서 이 유닛이 가장 잘 따라가는 패턴은 {pattern}입니다. 다른 패턴은 --pattern으로 고르세요.",
	"history.step": "갱신",
	"history.loss": "검증 손실",
	"history.best": "최고 유닛",
	"history.leftOut": "체크포인트 {count}개 가운데 {shown}개만 표에 넣었습니다. --json에는 모두 나옵니다.",
	"history.since":
		"갱신 {step}부터는 모든 체크포인트에서 우연 수준보다 높습니다({pattern} 패턴이 있는 곳에서 값이 {direction}).",
	"history.lost": "최신 체크포인트(갱신 {newest})에서는 우연 수준을 넘지 못합니다.",
	"history.beside": "다른 실행(각각 검증 손실이 가장 낮은 체크포인트)",
	"history.run": "실행",
	"history.found": "우연 수준 초과",
	"history.of": "{units}개 중 {found}개",
	"history.too": "비슷한 유닛 있음",
	"history.weaker": "더 약한 유닛만 있음",
	"history.none": "없음",
	"history.few":
		"남아 있는 체크포인트: {count}개. --save-every N --keep-last 100으로 학습하면 갱신 N회마다 하나씩 최대 100개를 남깁니다.",
	"history.explain":
		"AUC: 유닛을 고르는 데 쓰지 않은 절반의 텍스트에서, 최신 체크포인트의 방향을 기준으로 잰 값. 0.5보다 작으면 반대 방향입니다. 위의 막대는 0.5부터 1까지입니다. q: 같은 종류의 유닛 전체를 놓고 계산한 값. 최고 유닛: 다른 절반에서 점수가 가장 높은 유닛과, 이 절반에서의 그 점수.",
	"history.explainDegree":
		"r: 유닛을 고르는 데 쓰지 않은 절반의 텍스트에서, 최신 체크포인트의 방향을 기준으로 잰 정도와의 순위 상관. 0보다 작으면 반대 방향입니다. 위의 막대는 0부터 1까지입니다. q: 같은 종류의 유닛 전체를 놓고 계산한 값. 최고 유닛: 다른 절반에서 점수가 가장 높은 유닛과, 이 절반에서의 그 점수.",
} as const satisfies Record<keyof typeof en, string>;
