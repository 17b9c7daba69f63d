/** Korean messages: `sluice cells name`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.cells name": "유닛에 이름과 증거를 붙입니다. 이름은 실행과 함께 저장되고 내보낸 파일에도 들어갑니다",
	"arg.cellName": "이름(1~80자)",
	"arg.evidence": "--pattern 패턴을 찾아볼 텍스트, 없으면 이 실행 데이터의 한 부분",
	"flag.namePattern": "유닛이 따라가는 패턴. 텍스트에서 평가한 결과를 이름과 함께 저장",
	"flag.remove": "유닛의 이름을 삭제",
	"names.named": '{run}의 {unit}에 "{name}" 이름을 붙였습니다.',
	"names.renamed": '{run}의 {unit}에 "{name}" 이름을 붙였습니다. 이전 이름: "{before}".',
	"names.removed": '{run}의 {unit}에서 "{name}" 이름을 지웠습니다.',
	"names.evidence": "{pattern}: {score}, q {q}. {text}에서 유닛을 고르는 데 쓰지 않은 기호 {symbols}개로 평가했습니다.",
	"names.area": "AUC {figure}",
	"names.degree": "r {r}, AUC {auc}",
	"names.figure": "{value}({low}~{high}, 우연 {chance})",
	"names.weak": "q가 0.05를 넘거나 점수가 우연 수준을 넘지 못하므로 증거가 되지 않습니다.",
} as const satisfies Record<keyof typeof en, string>;
