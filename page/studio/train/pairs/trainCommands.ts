/** The commands that train on pairs of questions and answers: a language model, and an encoder-decoder with attention. */
import type { GivenText } from "../../../../studio/wire.ts";
import { quoted } from "../../../kit/shellWord.ts";

export type Pairs = NonNullable<GivenText["pairs"]>;

/** The data set of docs/chat.md. */
export const EXAMPLE: Pairs = { file: "ChatbotData.csv", question: "Q", answer: "A" };

export function trainCommands({ file, question, answer }: Pairs): { language: string; attention: string } {
	const of = `npx sluice train ${quoted(`pairs:${file}`)} --question ${quoted(question)} --answer ${quoted(answer)}`;
	return {
		language: `${of} --hidden 256 --batch 32 --steps 2400`,
		attention: `${of} --model encoder-decoder --attention dot --hidden 128 --batch 32 --steps 2400`,
	};
}
