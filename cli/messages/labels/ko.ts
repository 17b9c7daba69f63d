/** Korean messages: scores of labelled sequences. */
import type { en } from "./en.ts";

export const ko = {
	"labels.accuracy": "정확도",
	"labels.interval": "95% 구간",
	"labels.macroF1": "매크로 F1",
	"labels.majority": "기준선",
	"labels.of": "{per}마다 하나씩 레이블 {labels}개",
	"labels.always": '항상 "{label}"',
	"labels.network": "신경망",
	"labels.per.sequence": "시퀀스",
	"labels.per.step": "스텝",
	"labels.class": "클래스",
	"labels.precision": "정밀도",
	"labels.recall": "재현율",
	"labels.support": "레이블",
	"labels.confusion": "실제 \\ 예측",
	"labels.more": "나머지 클래스 {count}개는 --json으로 볼 수 있습니다.",
	"labels.unknown": "학습에 없던 기호 {count}개는 0으로 읽었습니다.",
} as const satisfies Record<keyof typeof en, string>;
