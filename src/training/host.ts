/** What training asks of the machine that it runs on: the time, a turn for others, a digest. Node and a page hand in theirs. */
import type { Work } from "../kernels/work.ts";

export interface Host {
	/** Seconds from a fixed moment. */
	clock(): number;
	/** Lets everything that waits in the event loop have its turn. */
	turn(): Promise<void>;
	/** sha256 of the bytes of arrays joined, in hex. */
	sha256(...arrays: readonly ArrayBufferView[]): string | Promise<string>;
}

/** Seconds of work between two turns. */
export const TURN_SECONDS = 0.05;
/** Seconds of work that a kill may cost. */
export const SAVE_SECONDS = 30;

/** Says once every `seconds` that they have passed. */
export function timer(clock: () => number, seconds: number): () => boolean {
	let since = clock();
	return () => {
		if (clock() - since <= seconds) return false;
		since = clock();
		return true;
	};
}

/**
 * Runs `work` to its end, with a turn for others every 50 ms.
 * @throws the signal's reason where it aborts at one of them.
 */
export async function inTurns<T>(
	work: Work<T>,
	{ clock, turn }: Pick<Host, "clock" | "turn">,
	{ onProgress, signal }: { onProgress?(share: number): void; signal?: AbortSignal } = {},
): Promise<T> {
	const due = timer(clock, TURN_SECONDS);
	for (;;) {
		const { done, value } = work.next();
		if (done) return value;
		if (!due()) continue;
		signal?.throwIfAborted();
		onProgress?.(value);
		await turn();
	}
}
