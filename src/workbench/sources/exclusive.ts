/** Lets one process at a time do a piece of work in the cache; the others wait for its result. */
import { SluiceError } from "../../errors/index.ts";
import { acquireLock, type Lock } from "../disk/lock.ts";
import { makeCacheFolder } from "./cache.ts";

const POLL_MS = 100;
/** Wait for a process of another machine, in ms, before E_RUN_LOCKED is thrown: its end cannot be observed. */
const ELSEWHERE_MS = 15 * 60_000;

/**
 * Runs `work` while holding the lock in `folder`, which is created if missing and not removed. While another live
 * process holds the lock, it waits and calls `done` before each new try; as soon as `done` has a result, that is
 * returned. If the process that holds the lock has ended, one of those waiting takes the lock over.
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

/** Takes the lock; undefined while another process holds it. */
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
