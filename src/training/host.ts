/** What training needs from Node or a page: a clock, a yield to the event loop, and SHA-256. */
import type { Work } from "../kernels/work.ts";

export interface Host {
	/** Seconds from a fixed moment. */
	clock(): number;
	/** Yields to the event loop. */
	turn(): Promise<void>;
	/** Returns the SHA-256 of the concatenated arrays' bytes, in hex. */
	sha256(...arrays: readonly ArrayBufferView[]): string | Promise<string>;
}

/** Seconds of work between two yields to the event loop. */
export const TURN_SECONDS = 0.05;
/** Maximum seconds of work lost if the process is killed. */
export const SAVE_SECONDS = 30;

/** Returns a function that returns true once more than `seconds` have passed, then starts over. */
export function timer(clock: () => number, seconds: number): () => boolean {
	let since = clock();
	return () => {
		if (clock() - since <= seconds) return false;
		since = clock();
		return true;
	};
}

/**
 * Runs `work` to its end and yields to the event loop every 50 ms.
 * @throws the signal's reason if it has aborted by such a yield.
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
