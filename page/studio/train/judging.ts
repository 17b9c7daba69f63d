/** Asks a worker what a training would refuse, so that a refused value starts nothing. */
import type { Words } from "../../../studio/wire.ts";
import type { ForeignOrder, JudgeOrder, News } from "../worker/messages.ts";
import trainAddress from "../worker/trainWorker.ts?worker&url";
import { trusted } from "../worker/trusted.ts";
import { type Choice, isOfMachine, withValue } from "./choices.ts";
import { failureWords } from "./failureWords.ts";
import { pageDataOf } from "./pageData.ts";
import { optionsOf } from "./trainedOptions.ts";

export interface Refusal {
	/** The option that the trainer names; undefined if it names none. */
	option: string | undefined;
	message: Words;
}

function ask(order: JudgeOrder | ForeignOrder): Promise<News> {
	const worker = new Worker(trusted(trainAddress), { type: "module" });
	return new Promise<News>((resolve, reject) => {
		worker.onmessage = ({ data }: MessageEvent<News>) => resolve(data);
		worker.onerror = (event) => reject(new Error(event.message));
		worker.postMessage(order);
	}).finally(() => worker.terminate());
}

type Failed = Extract<News, { type: "failed" }>;

/** Why the trainer refuses a choice; undefined if it does not. The machine judges its own data. */
async function refusalOf(choice: Choice): Promise<Failed | undefined> {
	if (isOfMachine(choice.data)) return undefined;
	const news = await ask({ type: "judge", data: await pageDataOf(choice), options: optionsOf(choice) });
	return news.type === "failed" ? news : undefined;
}

/**
 * The choice that is to be trained, or why it is refused. Options that belong to another cell or other data than those
 * just chosen are left out, unless they are what was changed.
 */
export async function judged(choice: Choice, changed: string): Promise<{ choice: Choice } | { refusal: Refusal }> {
	let fitting = choice;
	for (;;) {
		const failed = await refusalOf(fitting);
		if (!failed) return { choice: fitting };
		const { option, why } = (failed.params ?? {}) as { option?: string; why?: { reason?: string } };
		const foreign = why?.reason === "onlyFor" || why?.reason === "echo" || why?.reason === "unknownOption";
		if (!foreign || option === undefined || option === changed || !Object.hasOwn(fitting.further, option))
			return { refusal: { option, message: await failureWords(failed.code, failed.params) } };
		fitting = withValue(fitting, option, undefined);
	}
}

/** Names of the options that a training with this cell on these data does not have. */
export async function foreignOptions(choice: Choice): Promise<readonly string[]> {
	if (isOfMachine(choice.data)) return [];
	const news = await ask({ type: "foreign", data: await pageDataOf(choice), cell: choice.cell });
	return news.type === "foreign" ? news.names : [];
}
