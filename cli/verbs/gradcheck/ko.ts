/** Korean messages: `sluice gradcheck`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.gradcheck": "셀의 기울기를 전방 모드 미분, 유한 차분과 견주어 검사합니다",
	"flag.thorough": "스텝을 늘리고 시드 셋으로 검사합니다. 몇 초가 아니라 몇 분 걸립니다",
	"default.all": "모두",
	"phase.gradcheck": "기울기를 검사하는 중",
	"gradcheck.cell": "셀",
	"gradcheck.check": "비교 기준",
	"gradcheck.checks": "검사 수",
	"gradcheck.error": "최대 오차",
	"gradcheck.bound": "허용 한도",
	"gradcheck.where": "최대 오차의 텐서",
	"gradcheck.ok": "검사 {count}개가 모두 맞습니다",
	"gradcheck.failed": "검사 {count}개 중 {failed}개가 맞지 않습니다",
} as const satisfies Record<keyof typeof en, string>;
