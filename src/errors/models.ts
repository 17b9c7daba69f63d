/** Errors of models that only part of the program understands. */
import { define } from "./define.ts";

/** What an encoder-decoder cannot be used for. */
const USES = {
	reading: { en: "this command", ko: "이 명령" },
	record: { en: "--record-every", ko: "--record-every" },
	browser: { en: "a page", ko: "페이지" },
} as const;
export type ModelUse = keyof typeof USES;

export const modelErrors = {
	/** An encoder-decoder where only a stack of layers is understood. */
	E_MODEL_USE: define<{ use: ModelUse }>({
		exit: 2,
		en: ({ use }) =>
			`an encoder-decoder (--model encoder-decoder) is not supported by ${USES[use].en}. It can be trained, resumed, evaluated, traced and exported, and on pairs it chats; for the rest use a run without --model.`,
		ko: ({ use }) =>
			`${USES[use].ko}에는 인코더-디코더(--model encoder-decoder)를 쓸 수 없습니다. 학습, 이어서 학습, eval, trace, export와, 쌍으로 학습했으면 chat만 지원합니다. 다른 명령에는 --model 없이 학습한 실행을 쓰세요.`,
	}),
};
