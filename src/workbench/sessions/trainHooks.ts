/** What a caller of train() and resume() hears, and how it stops them. */
import type { TrainEvent } from "../../training/run/events.ts";
import type { Loaded } from "../runs/checkpoints.ts";

export interface TrainHooks {
	onEvent?(event: TrainEvent): void;
	/**
	 * When it aborts, the run saves a checkpoint and returns with ended: "signal". While a large reservoir is being drawn
	 * there is no run yet: then it throws the signal's reason.
	 */
	signal?: AbortSignal;
}

/** Tells of damaged checkpoints that were passed over. */
export function told(loaded: Loaded, onEvent: (event: TrainEvent) => void): Loaded {
	for (const notice of loaded.notices) onEvent({ type: "notice", notice });
	return loaded;
}
