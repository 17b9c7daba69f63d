/** Korean messages: `sluice study work`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.study work": "같은 폴더를 쓰는 컴퓨터 어디서든 다른 작업자들과 함께 스터디를 진행합니다",
	"flag.trialIndex": "먼저 시작할 시행의 번호. 작업 배열(job array)에서는 작업 번호",
	"flag.most": "학습시킬 시행의 최대 수",
	"flag.optunaAsk": "Optuna 저널. 열려 있는 시행을 학습시키고 손실을 저널에 적음",
	"default.most": "스터디가 끝날 때까지",
} as const satisfies Record<keyof typeof en, string>;
