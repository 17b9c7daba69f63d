/** Korean messages: `sluice cells ablate`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.cells ablate": "유닛 하나를 제거(ablation)해 패턴 안팎의 손실이 얼마나 느는지 재고 다른 유닛과 비교합니다",
	"flag.ablateTo": "유닛을 고정할 값: 텍스트 전체의 평균, 0, 패턴 밖의 평균",
	"default.ablateTo": "패턴이 있으면 outside, 없으면 mean",
} as const satisfies Record<keyof typeof en, string>;
