/** Makes and checks receipts in a worker of their own. */
import type { Words } from "../../../studio/wire.ts";
import { createStore } from "../../kit/store.ts";
import { failureWords } from "../train/failureWords.ts";
import type { ReceiptFacts, ReceiptNews, ReceiptOrder } from "../worker/receiptMessages.ts";
import trialAddress from "../worker/trialWorker.ts?worker&url";
import { trusted } from "../worker/trusted.ts";

export interface ReceiptCheck {
	phase: "reading" | "text" | "checking" | "same" | "differs" | "failed";
	facts: ReceiptFacts | null;
	done: number;
	total: number;
	/** What differs. */
	code: string | null;
	update: number | null;
	tensor: string | null;
	digest: string | null;
	failure: Words | null;
}

const READING: ReceiptCheck = {
	...{ phase: "reading", facts: null, done: 0, total: 0, code: null, update: null, tensor: null, digest: null },
	failure: null,
};
export const checked = createStore<ReceiptCheck>(READING);
let worker: Worker | undefined;

function order(message: ReceiptOrder, take: (news: ReceiptNews) => void): void {
	worker?.terminate();
	worker = new Worker(trusted(trialAddress), { type: "module" });
	worker.addEventListener("message", ({ data }: MessageEvent<ReceiptNews>) => take(data));
	worker.postMessage(message);
}

/** Checks the receipt of an address. `text`: the bytes of its text, which the reader gave. */
export function checkReceipt(receipt: string, text?: ArrayBuffer): void {
	checked.set(READING);
	order({ type: "check", receipt, ...(text && { text }) }, (news) => void follow(news));
}

async function follow(news: ReceiptNews): Promise<void> {
	const put = (some: Partial<ReceiptCheck>) => checked.set((now) => ({ ...now, ...some }));
	if (news.type === "facts") put({ facts: news.facts, phase: "checking" });
	if (news.type === "text") put({ phase: "text" });
	if (news.type === "progress") put({ done: news.done, total: news.total });
	if (news.type === "failed") put({ phase: "failed", failure: await failureWords(news.code, news.params) });
	if (news.type !== "checked") return;
	const { same, code, update, tensor, digest } = news;
	put({ phase: same ? "same" : "differs", code, update, tensor, digest });
	worker?.terminate();
}

/** Makes a receipt of the first updates of a training. Resolves to its link. @throws its failure in words. */
export function makeReceipt(
	asked: Omit<Extract<ReceiptOrder, { type: "make" }>, "type">,
	onProgress: (share: number) => void,
): Promise<string> {
	return new Promise((resolve, reject) => {
		order({ type: "make", ...asked }, async (news) => {
			if (news.type === "progress") onProgress(news.done / news.total);
			if (news.type === "made") resolve(news.link);
			if (news.type === "failed") reject(await failureWords(news.code, news.params));
		});
	});
}
