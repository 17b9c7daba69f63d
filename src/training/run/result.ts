/** Returns the part of the result that every kind of run has. */

import type { GradientSubject } from "../subject.ts";
import type { Closing, CommonResult } from "./events.ts";

export function commonResult(
	{ engine, options, step, parameters, clippedShare, averagedUpdates = 0 }: GradientSubject,
	{ run, ended, seconds, progress, weightsSha256 }: Closing,
): CommonResult {
	return {
		...{ run: run.name, engine: engine.name, ...(engine.operands && { precision: engine.operands }) },
		...{ threads: engine.threads, seed: options.seed, steps: step, parameters },
		...(averagedUpdates > 0 && { averagedUpdates }),
		...{ clippedShare, rollbacks: progress.rollbacks, weightsSha256, seconds, ended, folder: run.folder },
	};
}

/** Returns the result of `work`, or undefined if `signal` aborted it. */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T | undefined> {
	try {
		return await work;
	} catch (error) {
		if (signal?.aborted) return undefined;
		throw error;
	}
}
