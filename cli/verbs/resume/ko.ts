/** Korean messages: `sluice resume`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.resume": "실행의 마지막 체크포인트에서 비트 하나 다르지 않게 이어 갑니다",
	"default.resume": "실행의 처음부터 셈, 기본값: 실행의 원래 분량",
} as const satisfies Record<keyof typeof en, string>;
