/** The closing numbers that every kind of run has. */
import { sha256 } from "../disk/sha256.ts";
import type { Closing, CommonResult } from "./events.ts";
import type { Trainee } from "./trainee.ts";

export function commonResult(trainee: Trainee, { run, ended, seconds, progress }: Closing): CommonResult {
	const { engine, options, step, parameters, clippedShare, weights } = trainee;
	return {
		...{ run: run.name, engine: engine.name, threads: engine.threads, seed: options.seed, steps: step, parameters },
		...{
			clippedShare,
			rollbacks: progress.rollbacks,
			weightsSha256: sha256(weights.flat),
			seconds,
			ended,
			folder: run.folder,
		},
	};
}

/** What `work` gives, or undefined when `signal` ended it. */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T | undefined> {
	try {
		return await work;
	} catch (error) {
		if (signal?.aborted) return undefined;
		throw error;
	}
}
