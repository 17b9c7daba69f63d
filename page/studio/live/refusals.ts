/** What a request can end in but an answer, and how to wait for a server that is at other work. */
import type { Refused } from "../../../studio/wire.ts";

/** The server's refusal: a code and its message in both languages. */
export class RefusedError extends Error {
	readonly status: number;
	readonly refused: Refused;

	constructor(status: number, refused: Refused) {
		super(refused.code);
		this.status = status;
		this.refused = refused;
	}
}

/** The server could not be reached. */
export class LostError extends Error {}

const AGAIN_MS = 250;
/** 5 seconds. */
const MOST_TRIES = 20;

/**
 * Asks again while the server is at other work, of which it does one at a time: for what is short, or for what was just
 * given up. @throws what the last try was refused for.
 */
export async function inTurn<T>(ask: () => Promise<T>, signal?: AbortSignal): Promise<T> {
	for (let tries = 1; ; tries++) {
		try {
			return await ask();
		} catch (error) {
			const busy = error instanceof RefusedError && error.refused.code === "E_STUDIO_WORK";
			if (!busy || tries === MOST_TRIES || signal?.aborted) throw error;
			await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
			signal?.throwIfAborted();
		}
	}
}
