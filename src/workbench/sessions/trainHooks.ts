/** Events for a caller of train() and resume(), and the signal that stops them. */
import { checkWhole } from "../../errors/request.ts";
import type { TrainEvent } from "../../training/run/events.ts";
import type { Loaded } from "../runs/checkpoints.ts";

export interface TrainHooks {
	/** Called with every event, in order. */
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

/** Longest sample of the closing event, in symbols. */
const MOST_SAMPLED = 4_000_000;

/** @throws E_OPTION unless the length of the closing sample is a whole number from 0 to 4,000,000, or not given. */
export function checkSampleLength(length: number | undefined, where: "train" | "resume"): void {
	if (length !== undefined) checkWhole("sampleLength", length, { min: 0, max: MOST_SAMPLED }, where);
}
