/** Korean messages: `sluice runs show`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.runs show": "지난 실행의 곡선을 보여 줍니다. 손실, 기울기, 클리핑, 학습률",
	"arg.runsShown": "볼 실행(12개까지). 여러 개면 겹쳐 그림",
	"flag.curvesSvg": "곡선을 SVG로도 그리기",
	"flag.curvesCsv": "곡선을 CSV로도 저장. 실행과 갱신마다 한 줄",
	"flag.tensorboard": "TensorBoard용으로도 저장. 실행마다 폴더 하나",
	"curves.head": "{run}: {model}, 갱신 {step}",
	"curves.train": "학습 손실",
	"curves.valid": "검증 손실",
	"curves.error": "오류율",
	"curves.norm": "기울기 노름",
	"curves.clipped": "클리핑",
	"curves.rate": "학습률",
	"curves.reach": "도달 거리, l{layer}",
	"curves.quantity": "항목",
	"curves.first": "처음",
	"curves.last": "마지막",
	"curves.extreme": "최저·최고",
	"curves.least": "최저 {value}(갱신 {step})",
	"curves.most": "최고 {value}(갱신 {step})",
	"curves.beyond": "측정 범위 밖",
	"curves.none": "{run}: 아직 기록이 없습니다.",
	"curves.saved": "저장: {file}",
} as const satisfies Record<keyof typeof en, string>;
