/** The commands that train on pairs of questions and answers: a language model, and an encoder-decoder with attention. */
import type { GivenText } from "../../../../studio/wire.ts";
import { quoted } from "../../../kit/shellWord.ts";
import { ofRuns } from "../machineTexts.ts";

export type Pairs = Required<Pick<NonNullable<GivenText["pairs"]>, "file" | "question" | "answer">>;

/** The data set of docs/chat.md. */
export const EXAMPLE: Pairs = { file: "ChatbotData.csv", question: "Q", answer: "A" };

/** Their runs are in the folder of the studio's runs, under the names that the studio itself would begin with. */
export function trainCommands({ file, question, answer }: Pairs): { language: string; attention: string } {
	const of = `npx sluice train ${quoted(`pairs:${file}`)} --question ${quoted(question)} --answer ${quoted(answer)}`;
	const run = (model: string) => ` --run ${quoted(`${stemOf(file)}-${model}`)}${ofRuns()}`;
	return {
		language: `${of} --hidden 256 --batch 32 --steps 2400${run("language")}`,
		attention: `${of} --model encoder-decoder --attention dot --hidden 128 --batch 32 --steps 2400${run("dot")}`,
	};
}

/** Opens a studio that has the file. */
export const studioCommand = ({ file }: Pairs): string => `npx sluice studio ${quoted(file)}`;

/** Name of a file without folders and ending, as a name of a run. */
function stemOf(file: string): string {
	const name = file.replace(/.*[\\/]/, "").replace(/\.(csv|tsv|jsonl|ndjson)(\.gz)?$/i, "");
	const plain = name.replace(/[^\p{L}\p{N}._-]+/gu, "-").replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
	return Array.from(plain).slice(0, 40).join("") || "pairs";
}
