/** What a call of the instruments' worker works with. */
import type { OpenedEcho } from "./echo/openedEcho.ts";
import type { Opened } from "./opened.ts";

export interface Work {
	/** The network that was opened last; undefined before the first call of "open". */
	readonly opened: Opened | undefined;
	/** The echo state network on a task or a series that was opened last, if no other network was opened since. */
	readonly echo: OpenedEcho | undefined;
	readonly signal: AbortSignal;
	/** Lets messages come in. Long work calls it every 50 ms or so, and then looks at the signal. */
	turn(): Promise<void>;
	/** Keeps a network for the calls that follow. */
	keep(opened: Opened): void;
	keepEcho(echo: OpenedEcho): void;
	tell(done: number, total: number): void;
}
