/** Matches an expression in a separate thread because runaway matching can only be stopped from outside. */
import { Worker } from "node:worker_threads";
import { fail } from "../../../errors/index.ts";
import { type Expression, matchesOf } from "../../../interpretation/patterns/expression.ts";
import { packageFile } from "../../machine/packageFile.ts";

/** Time limit in seconds for a text of up to FAIR characters; proportionally more for a longer text. */
const MATCH_SECONDS = 10;
const FAIR = 1 << 22;

/**
 * The matches, [from, to) in UTF-16 indices, flat. An unbuilt checkout has no worker thread and therefore no time
 * limit.
 * @throws E_REGEX_TIME after `seconds` of matching, E_REGEX_DEPTH; the signal's reason.
 */
export function matchesInTime(
	text: string,
	expression: Expression,
	{ seconds, signal }: { seconds?: number; signal?: AbortSignal } = {},
): Promise<ArrayLike<number>> {
	const program = packageFile("dist", "src", "workbench", "readings", "cells", "matchThread.js");
	if (!program) return Promise.resolve(matchesOf(text, expression));
	const most = seconds ?? Math.ceil(MATCH_SECONDS * Math.max(1, text.length / FAIR));
	const reached = new Int32Array(new SharedArrayBuffer(4)); // [1]
	return new Promise((resolve, reject) => {
		const worker = new Worker(program, { workerData: { text, expression, reached }, execArgv: [] });
		const settled = (settle: () => void) => {
			clearTimeout(timer);
			signal?.removeEventListener("abort", stop);
			void worker.terminate();
			settle();
		};
		const place = () => {
			const index = reached[0]!;
			return { source: expression.source, at: charactersBefore(text, index), near: text.slice(index, index + 20) };
		};
		const late = () =>
			fail("E_REGEX_TIME", { ...place(), seconds: most, symbols: charactersBefore(text, text.length) });
		let timer: NodeJS.Timeout | undefined;
		const stop = () => settled(() => reject(signal!.reason));
		signal?.addEventListener("abort", stop);
		worker.on("message", (said: "begun" | Float64Array | null) => {
			if (said === "begun") timer = setTimeout(() => settled(() => reject(late())), most * 1000);
			else settled(() => (said ? resolve(said) : reject(fail("E_REGEX_DEPTH", place()))));
		});
		worker.on("error", (error) => settled(() => reject(error)));
		worker.on("exit", (code) => settled(() => reject(fail("E_INTERNAL", { what: `a thread ended with ${code}` }))));
		if (signal?.aborted) stop();
	});
}

function charactersBefore(text: string, index: number): number {
	let characters = 0;
	for (let i = 0; i < index; characters++) i += text.codePointAt(i)! > 0xffff ? 2 : 1;
	return characters;
}
