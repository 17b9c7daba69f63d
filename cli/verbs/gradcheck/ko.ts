/** Korean messages: `sluice gradcheck`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.gradcheck": "셀의 역전파 기울기를 순방향 모드 미분, 유한 차분과 비교해 검사합니다",
	"flag.thorough": "스텝을 늘리고 시드 3개로 검사(몇 초 대신 몇 분 걸림)",
	"default.all": "모두",
	"phase.gradcheck": "기울기를 검사하는 중",
	"gradcheck.cell": "셀",
	"gradcheck.check": "비교 기준",
	"gradcheck.checks": "검사 수",
	"gradcheck.error": "최대 오차",
	"gradcheck.bound": "허용 한도",
	"gradcheck.where": "오차가 최대인 텐서",
	"gradcheck.kind.layer/forward-mode": "층: 순방향 모드",
	"gradcheck.kind.layer/differences": "층: 유한 차분",
	"gradcheck.kind.network/forward-mode": "신경망: 순방향 모드",
	"gradcheck.kind.network/differences": "신경망: 유한 차분",
	"gradcheck.kind.lags/forward-mode": "시차: 순방향 모드",
	"gradcheck.ok": "검사 {count}개를 모두 통과했습니다",
	"gradcheck.failed": "검사 {count}개 중 {failed}개를 통과하지 못했습니다",
} as const satisfies Record<keyof typeof en, string>;
