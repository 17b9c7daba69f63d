/** A turn for others in Node: signals are heard and progress is drawn while long work goes on. */
import type { Work } from "../../kernels/work.ts";
import { inTurns as inTurnsOf } from "../../training/host.ts";
import { stopwatch } from "./clock.ts";

/** Lets everything that waits in the event loop have its turn. */
export const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/**
 * Runs `work` to its end, with a turn for others every 50 ms.
 * @throws the signal's reason where it aborts at one of them.
 */
export function inTurns<T>(
	work: Work<T>,
	hooks: { onProgress?(share: number): void; signal?: AbortSignal } = {},
): Promise<T> {
	return inTurnsOf(work, { clock: stopwatch(), turn }, hooks);
}
