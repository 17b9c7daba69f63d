/** Korean messages: `sluice report`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.report": "실행 하나를 HTML 파일로 정리합니다. 학습 과정, 진단, 생성한 글, 이름을 붙인 셀, 설정, 다이제스트",
	"flag.reportHtml": "저장할 파일",
	"default.reportHtml": "실행 이름.html",
	"phase.runReport": "진단 중",
	"runReport.saved": "저장했습니다: {file}({bytes})",
	"runReport.undiagnosedPair": "진단은 싣지 못했습니다. `diagnose`는 인코더-디코더를 지원하지 않습니다.",
	"runReport.undiagnosed": "진단은 싣지 못했습니다. {why}",
} as const satisfies Record<keyof typeof en, string>;
