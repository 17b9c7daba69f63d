/** One process at a time for a piece of work in the cache; the others wait for its result. */
import { open, readFile, rm, stat, utimes } from "node:fs/promises";
import { cacheError, isAlive } from "./cache.ts";
import { errno } from "./fileErrors.ts";

/** The owner touches its lock so often; a lock untouched for STALE_MS has lost its owner, whatever its process id says. */
const BEAT_MS = 2_000;
const STALE_MS = 20_000;
const POLL_MS = 100;

/**
 * Runs `work` while holding `lock` (a path). While another live process holds it, waits, and asks `done` before trying
 * again: its answer, once there is one, is the result. A lock whose process is gone is taken over.
 */
export async function exclusively<T>(
	lock: string,
	done: () => Promise<T | undefined>,
	work: () => Promise<T>,
): Promise<T> {
	for (;;) {
		const finished = await done();
		if (finished !== undefined) return finished;
		if (await tryLock(lock)) break;
		await new Promise((resolve) => setTimeout(resolve, POLL_MS));
	}
	const beat = setInterval(() => {
		const now = new Date();
		utimes(lock, now, now).catch(() => undefined);
	}, BEAT_MS);
	try {
		return (await done()) ?? (await work());
	} finally {
		clearInterval(beat);
		await rm(lock, { force: true });
	}
}

async function tryLock(lock: string): Promise<boolean> {
	try {
		const file = await open(lock, "wx", 0o644);
		await file.writeFile(String(process.pid)).finally(() => file.close());
		return true;
	} catch (error) {
		if (errno(error) !== "EEXIST") throw cacheError(lock, error);
	}
	const at = await stat(lock).catch(() => undefined);
	if (at === undefined) return false;
	const owner = Number.parseInt(await readFile(lock, "utf8").catch(() => ""), 10);
	const ageMs = Date.now() - at.mtimeMs;
	// A lock without a number may be one that is just being written: only its age tells.
	const lost = ageMs > STALE_MS || (Number.isInteger(owner) && !isAlive(owner));
	if (lost) await rm(lock, { force: true });
	return false;
}
