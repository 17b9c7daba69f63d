/** Korean messages: `sluice sample`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.sample": "학습한 모델로 글을 생성합니다",
	"flag.prompt": "이어서 생성할 앞부분(프롬프트). -이면 표준 입력에서 읽음",
	"flag.interactive": "입력하는 줄마다 이어서 쓰기. 모델은 앞에서 쓴 내용을 기억함",
	"interactive.how":
		"글을 입력하고 Enter를 누르면 {run} 모델이 이어서 씁니다. Enter만 누르면 계속 쓰고, Ctrl-D를 누르면 끝납니다.",
	"flag.clamp": "모든 스텝에서 유닛을 고정할 값. 예: l1.c.17=1",
	"flag.bfloat16":
		"가중치를 bfloat16으로 반올림해 메모리에서 읽는 양을 절반으로 줄임. 모델이 프로세서 캐시보다 크면 더 빠름. 확률이 조금 달라져 시드가 같아도 다른 글이 나올 수 있음",
	"flag.copied": "생성한 글에서 학습 텍스트와 겹치는 구간을 찾아 검증 부분과 비교. 길게 생성할수록 정확함",
	"flag.sampleLength": "생성할 기호 수",
	"flag.temperature": "온도. 1보다 작으면 확률이 높은 기호에 집중, 크면 더 무작위, 0이면 항상 확률이 가장 높은 기호",
	"flag.topK": "확률이 가장 높은 기호 K개에서만 추출(top-k), 0이면 전체에서",
	"flag.topP": "확률이 높은 순서로 더한 합이 이 값이 될 때까지의 기호에서만 추출(top-p)",
	"phase.copied": "학습 텍스트에서 찾는 중",
	"sample.seed": "시드 {seed}",
	"sample.clamp": "고정: {clamp}",
	"sample.unknown": "프롬프트의 기호 {count}개는 이 실행의 어휘에 없어 미등록 기호로 읽었습니다.",
} as const satisfies Record<keyof typeof en, string>;
