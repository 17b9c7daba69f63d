/** Matches of an expression in a thread of its own, since one that explodes can only be stopped from outside. */
import { Worker } from "node:worker_threads";
import { fail } from "../../errors/index.ts";
import { type Expression, matchesOf } from "../../interpretation/patterns/expression.ts";
import { packageFile } from "../packageFile.ts";

/** Seconds that an expression may take over a text. */
export const MATCH_SECONDS = 10;

/**
 * The matches, [from, to) in UTF-16 indices, flat. A checkout that was not built has no thread to hand them to, and no bound.
 * @throws E_REGEX_TIME after `seconds`; the signal's reason.
 */
export function matchesInTime(
	text: string,
	expression: Expression,
	{ seconds = MATCH_SECONDS, signal }: { seconds?: number; signal?: AbortSignal } = {},
): Promise<ArrayLike<number>> {
	const program = packageFile("dist", "src", "experiments", "cells", "matchThread.js");
	if (!program) return Promise.resolve(matchesOf(text, expression));
	return new Promise((resolve, reject) => {
		const worker = new Worker(program, { workerData: { text, expression }, execArgv: [] });
		const settled = (settle: () => void) => {
			clearTimeout(timer);
			signal?.removeEventListener("abort", stop);
			void worker.terminate();
			settle();
		};
		const late = () => fail("E_REGEX_TIME", { source: expression.source, seconds, symbols: text.length });
		const timer = setTimeout(() => settled(() => reject(late())), seconds * 1000);
		const stop = () => settled(() => reject(signal!.reason));
		signal?.addEventListener("abort", stop);
		worker.on("message", (matches: Float64Array) => settled(() => resolve(matches)));
		worker.on("error", (error) => settled(() => reject(error)));
		worker.on("exit", (code) => settled(() => reject(fail("E_INTERNAL", { what: `a thread ended with ${code}` }))));
		if (signal?.aborted) stop();
	});
}
