/** Runs jobs in worker threads, several at a time, each with its own single-threaded engine. */
import { Worker } from "node:worker_threads";
import { type ErrorCode, fail, SluiceError } from "../../errors/index.ts";
import type { Json } from "../../training/json.ts";
import { packageFile } from "../machine/packageFile.ts";
import type { JobCall, JobMessage } from "./job.ts";

/** Path of the worker program in the built package; undefined in a checkout that was not built. */
export const threadProgram = (): string | undefined => packageFile("dist", "src", "workbench", "threads", "thread.js");

/** Runs one job in its own thread. Undefined if the signal stopped it; its snapshot is then saved. */
export function inThread(
	program: string,
	call: JobCall,
	{ onShare, signal }: { onShare(share: number): void; signal: AbortSignal },
): Promise<Json | undefined> {
	return new Promise((resolve, reject) => {
		const worker = new Worker(program, { workerData: call, execArgv: [] });
		const stop = () => worker.postMessage("stop");
		const settled = (settle: () => void) => {
			signal.removeEventListener("abort", stop);
			settle();
		};
		signal.addEventListener("abort", stop);
		if (signal.aborted) stop();
		worker.on("message", (message: JobMessage) => {
			if (message.kind === "share") onShare(message.share);
			else if (message.kind === "done") settled(() => resolve(message.value));
			else if (message.kind === "stopped") settled(() => resolve(undefined));
			else settled(() => reject(errorOf(message)));
		});
		worker.on("error", (error) => settled(() => reject(error)));
		worker.on("exit", (code) => settled(() => reject(fail("E_INTERNAL", { what: `a thread ended with ${code}` }))));
	});
}

function errorOf({ error, coded }: Extract<JobMessage, { kind: "failed" }>): Error {
	if (!coded) return fail("E_INTERNAL", { what: String(error) });
	return new SluiceError(coded.code as ErrorCode, coded.params);
}

/**
 * Calls `one` for each item, `lanes` at a time, and returns the results in the items' order. The first failure ends the
 * whole call.
 */
export async function sideBySide<A, B>(items: readonly A[], lanes: number, one: (item: A) => Promise<B>): Promise<B[]> {
	const results: B[] = new Array(items.length);
	let next = 0;
	const lane = async () => {
		while (next < items.length) {
			const n = next++;
			try {
				results[n] = await one(items[n]!);
			} catch (error) {
				next = items.length;
				throw error;
			}
		}
	};
	await Promise.all(Array.from({ length: Math.min(lanes, items.length) }, lane));
	return results;
}
