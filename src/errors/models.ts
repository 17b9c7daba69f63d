/** Errors of models that only part of the program understands. */
import { define } from "./define.ts";

/** What an encoder-decoder cannot be used for. */
const USES = {
	reading: { en: "this command", ko: "이 명령" },
	record: { en: "--record-every", ko: "--record-every" },
	browser: { en: "a page", ko: "페이지" },
} as const;
export type ModelUse = keyof typeof USES | "check";

const CHECK = {
	en: "sluice check runs stacks of layers, and this is an encoder-decoder. Read the file back with sluice import if it was trained on a task, and compare what sluice eval says of both runs; docs/interchange.md lists its tensors.",
	ko: "sluice check는 층을 쌓은 모델만 실행하는데, 이것은 인코더-디코더입니다. 과제로 학습했으면 파일을 sluice import로 읽고 두 실행을 sluice eval로 비교하세요. 텐서의 목록은 docs/ko/interchange.md에 있습니다.",
};

export const modelErrors = {
	/** An encoder-decoder where only a stack of layers is understood. */
	E_MODEL_USE: define<{ use: ModelUse }>({
		exit: 2,
		en: ({ use }) =>
			use === "check"
				? CHECK.en
				: `an encoder-decoder (--model encoder-decoder) is not supported by ${USES[use].en}. It can be trained, resumed, evaluated, traced and exported, and on pairs it chats; for the rest use a run without --model.`,
		ko: ({ use }) =>
			use === "check"
				? CHECK.ko
				: `${USES[use].ko}에는 인코더-디코더(--model encoder-decoder)를 쓸 수 없습니다. 학습, 이어서 학습, eval, trace, export와, 쌍으로 학습했으면 chat만 지원합니다. 다른 명령에는 --model 없이 학습한 실행을 쓰세요.`,
	}),
};
