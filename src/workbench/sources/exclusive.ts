/** One process at a time for a piece of work in the cache; the others wait for its result. */
import { SluiceError } from "../../errors/index.ts";
import { acquireLock, type Lock } from "../disk/lock.ts";
import { makeCacheFolder } from "./cache.ts";

const POLL_MS = 100;
/** A process of another machine cannot be seen to end: so long it is waited for. */
const ELSEWHERE_MS = 15 * 60_000;

/**
 * Runs `work` while holding the lock in the folder `folder` (made where missing, and left there). While another live
 * process holds it, waits, and asks `done` before trying again: its answer, once there is one, is the result. A lock
 * whose process is gone is taken over, by one of those that wait.
 */
export async function exclusively<T>(
	folder: string,
	done: () => Promise<T | undefined>,
	work: () => Promise<T>,
	elsewhereMs = ELSEWHERE_MS,
): Promise<T> {
	await makeCacheFolder(folder);
	const began = performance.now();
	for (;;) {
		const finished = await done();
		if (finished !== undefined) return finished;
		const lock = tryLock(folder, performance.now() - began > elsewhereMs);
		if (lock) {
			try {
				return (await done()) ?? (await work());
			} finally {
				lock.release();
			}
		}
		await new Promise((resolve) => setTimeout(resolve, POLL_MS));
	}
}

/** Undefined while another process holds it. */
function tryLock(folder: string, waitedLong: boolean): Lock | undefined {
	try {
		return acquireLock(folder);
	} catch (error) {
		if (!(error instanceof SluiceError) || error.code !== "E_RUN_LOCKED") throw error;
		const { elsewhere } = error.params as { elsewhere: boolean };
		if (elsewhere && waitedLong) throw error;
		return undefined;
	}
}
