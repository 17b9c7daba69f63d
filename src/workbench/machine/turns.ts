/** Yields to Node's event loop, so that signals and progress are handled during long work. */
import type { Work } from "../../kernels/work.ts";
import { inTurns as inTurnsOf } from "../../training/host.ts";
import { stopwatch } from "./clock.ts";

/** Lets all pending events of the event loop be handled. */
export const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/**
 * Runs `work` to its end and yields to the event loop every 50 ms.
 * @throws the signal's reason if it aborts at one of these points.
 */
export function inTurns<T>(
	work: Work<T>,
	hooks: { onProgress?(share: number): void; signal?: AbortSignal } = {},
): Promise<T> {
	return inTurnsOf(work, { clock: stopwatch(), turn }, hooks);
}
