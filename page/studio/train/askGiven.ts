/** Asks a worker of its own what the reader gave. It ends with its answer. */
import type { GivenAnswer, GivenAsked } from "../worker/givenWorker.ts";
import givenAddress from "../worker/givenWorker.ts?worker&url";
import { trusted } from "../worker/trusted.ts";

export function askGiven(asked: GivenAsked): Promise<GivenAnswer> {
	const worker = new Worker(trusted(givenAddress), { type: "module" });
	return new Promise((resolve) => {
		const end = (answer: GivenAnswer) => {
			worker.terminate();
			resolve(answer);
		};
		worker.onmessage = ({ data }: MessageEvent<GivenAnswer>) => end(data);
		worker.onerror = ({ message }) => end({ kind: "refused", code: "E_INTERNAL", params: { what: message } });
		worker.postMessage(asked, typeof asked.given === "string" ? [] : [asked.given]);
	});
}
