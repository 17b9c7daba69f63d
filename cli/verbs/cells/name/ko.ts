/** Korean messages: `sluice cells name`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.cells name": "유닛에 이름과 증거를 붙이기. 실행 옆에 두고 내보낼 때도 함께 갑니다",
	"arg.cellName": "이름, 1~80자",
	"arg.evidence": "--pattern 패턴을 찾아 볼 글. 없으면 실행이 학습한 글의 한 부분",
	"flag.namePattern": "유닛이 따라가는 패턴. 글에서 찾아 본 결과를 이름과 함께 둡니다",
	"flag.remove": "유닛의 이름을 지웁니다",
	"names.named": '{run}의 {unit} 이름은 "{name}"입니다.',
	"names.renamed": '{run}의 {unit} 이름은 "{name}"입니다. 앞의 이름: "{before}".',
	"names.removed": '{run}의 {unit}에서 이름 "{name}"을 지웠습니다.',
	"names.evidence":
		"{pattern}: AUC {auc}({low}~{high}), 우연 {chance}, q {q}. {text} 글에서 고르는 데 쓰지 않은 기호 {symbols}개로 검증했습니다.",
	"names.weak": "q가 0.05를 넘으므로 증거가 되지 못합니다.",
} as const satisfies Record<keyof typeof en, string>;
