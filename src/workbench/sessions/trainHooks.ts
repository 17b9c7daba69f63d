/** Events for a caller of train() and resume(), and the signal that stops them. */
import type { TrainEvent } from "../../training/run/events.ts";
import type { Loaded } from "../runs/checkpoints.ts";

export interface TrainHooks {
	onEvent?(event: TrainEvent): void;
	/**
	 * Aborting saves a checkpoint and returns with ended: "signal". While a large reservoir is drawn there is no run
	 * yet, so the signal's reason is thrown instead.
	 */
	signal?: AbortSignal;
}

/** Reports damaged checkpoints that were skipped. */
export function told(loaded: Loaded, onEvent: (event: TrainEvent) => void): Loaded {
	for (const notice of loaded.notices) onEvent({ type: "notice", notice });
	return loaded;
}
