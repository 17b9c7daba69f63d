/**
 * The processes that train one model together, as training sees them: it sends and receives bytes, and adds up itself.
 * What carries the bytes is the caller's (MPI: src/workbench/machine/ranks).
 */
import type { RankPlace } from "../../errors/ranks.ts";

export interface Ranks {
	/** Number of this process, 0 to size - 1. Rank 0 leads: it alone has the run folder, the clock and the terminal. */
	readonly rank: number;
	/** Number of processes. */
	readonly size: number;
	/**
	 * Sends bytes to one rank and receives bytes from another at the same time. Returns when both are done. The length of
	 * `receive` must be that of what is sent.
	 * @throws E_RANK_LOST if a process has ended.
	 */
	exchange(send: Uint8Array | undefined, to: number, receive: Uint8Array | undefined, from: number): void;
	/** Returns the host and the number of a rank's process. */
	place(rank: number): RankPlace;
}
