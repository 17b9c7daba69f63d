/** Korean messages: `sluice sample`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.sample": "학습한 실행으로 글을 생성합니다",
	"flag.prompt": "이어서 쓸 앞글",
	"flag.clamp": "모든 스텝에서 유닛을 정한 값에 고정합니다. 예: l1.c.17=1",
	"flag.bfloat16":
		"가중치를 bfloat16으로 반올림해 기호마다 절반만 읽습니다. 프로세서 캐시보다 큰 모델에서 빨라집니다. 확률이 조금 바뀌므로 시드가 같아도 다른 글이 나올 수 있습니다",
	"flag.copied": "쓴 글에서 학습한 글과 똑같은 구간을 찾아 검증 부분과 나란히 보입니다. 많이 쓸수록 확실합니다",
	"flag.sampleLength": "생성할 기호 수",
	"flag.temperature": "1보다 작으면 확률이 높은 기호로 쏠리고, 0이면 늘 확률이 가장 높은 기호를 고릅니다",
	"flag.topK": "확률이 높은 순서로 이만큼의 기호에서만 뽑습니다, 0이면 모두에서",
	"flag.topP": "확률이 높은 순서로 더해 이 값이 되기까지의 기호에서만 뽑습니다",
	"phase.copied": "학습한 글에서 찾는 중",
	"sample.seed": "시드 {seed}",
	"sample.clamp": "고정: {clamp}",
	"sample.unknown": "앞글의 기호 {count}개는 이 실행의 어휘에 없어 미등록 기호로 읽었습니다.",
} as const satisfies Record<keyof typeof en, string>;
