/** Korean messages: `sluice cells ablate`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.cells ablate": "유닛 하나를 없애고 패턴 안팎의 손실이 얼마나 느는지, 다른 유닛들과 견주어 재기",
	"flag.ablateTo": "유닛을 고정할 값: 글 전체의 평균, 0, 또는 패턴 바깥의 평균",
} as const satisfies Record<keyof typeof en, string>;
