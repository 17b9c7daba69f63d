/** Long work in pieces (kernels/work.ts) without holding up the process: signals are heard and progress is drawn meanwhile. */
import type { Work } from "../../kernels/work.ts";
import { stopwatch } from "./clock.ts";

const TURN_SECONDS = 0.05;

/** Lets all that waits in the event loop have its turn. */
export const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/**
 * Runs `work` to its end, with a turn for others every 50 ms.
 * @throws the signal's reason where it aborts at one of them.
 */
export async function inTurns<T>(
	work: Work<T>,
	{ onProgress, signal }: { onProgress?(share: number): void; signal?: AbortSignal } = {},
): Promise<T> {
	let clock = stopwatch();
	for (;;) {
		const { done, value } = work.next();
		if (done) return value;
		if (clock() < TURN_SECONDS) continue;
		signal?.throwIfAborted();
		onProgress?.(value);
		await turn();
		clock = stopwatch();
	}
}
