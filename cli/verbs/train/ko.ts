/** Korean messages: `sluice train`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.train":
		"텍스트, 과제, 시계열, 레이블이 붙은 시퀀스, 질문과 대답의 쌍으로 신경망을 학습시켜 저장하고, 생성한 글을 보여 줍니다",
	"arg.texts":
		"파일, 폴더, 카탈로그의 @NAME, 또는 과제 하나 task:NAME[:OPTION=VALUE,...](docs/tasks.md), 질문과 대답의 쌍 pairs:FILE(docs/chat.md)",
	"flag.from": "가중치와 옵션을 가져와 시작할 실행",
} as const satisfies Record<keyof typeof en, string>;
