/** Korean messages: `sluice receipt`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.receipt": "누구나 실행의 첫 갱신들을 다시 학습해 비트를 비교할 수 있는 링크를 만들거나 확인합니다",
	"flag.updates": "증명서에 담을 갱신 횟수",
	"default.updates": "실행의 갱신 횟수, 최대 200",
	"flag.check": "증명서의 갱신을 다시 학습해 처음 다른 곳을 표시. 다르면 종료 코드 4",
	"flag.receiptText": "확인할 증명서의 텍스트: 파일, 폴더, 카탈로그 이름",
	"phase.receipt": "학습하는 중",
	"receipt.made": "{run}: plain wasm 빌드에서 갱신 {count}회, {time}, 가중치 {digest}",
	"receipt.same": "똑같습니다. 갱신 {count}회를 {time} 만에 다시 학습했습니다. 가중치 {digest}",
	"receipt.other": "다릅니다.",
} as const satisfies Record<keyof typeof en, string>;
