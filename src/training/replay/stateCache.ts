/** States of a replay in memory, so that stepping back is cheap: ever fewer of a long stretch, and the newest ones. */
import { copyOf } from "../run/memoryKeeper.ts";
import type { Snapshot } from "../snapshot.ts";

export interface CachedState {
	/** Updates made. `from`: updates behind the checkpoint that it was computed from. */
	step: number;
	from: number;
	snapshot: Snapshot;
}

/** Bytes of all kept states. */
const MOST_BYTES = 128 * 2 ** 20;
const LEAST = 4;
const MOST = 256;

export class StateCache {
	readonly #states = new Map<number, CachedState>();
	#every = 1;
	#most = 0;

	/** Whether a state of `step` updates would be kept. */
	wants(step: number): boolean {
		return step % this.#every === 0 && !this.#states.has(step);
	}

	/** Keeps a copy. Once there are too many, every second one goes. */
	add({ step, from, snapshot }: CachedState): void {
		this.#most ||= mostOf(snapshot);
		this.#states.set(step, { step, from, snapshot: copyOf(snapshot) });
		while (this.#states.size > this.#most) {
			this.#every *= 2;
			for (const kept of this.#states.keys()) if (kept % this.#every !== 0 && kept !== step) this.#states.delete(kept);
		}
	}

	/** Newest kept state of at most `step` updates. */
	nearest(step: number): CachedState | undefined {
		let found: CachedState | undefined;
		for (const state of this.#states.values()) {
			if (state.step <= step && state.step > (found?.step ?? -1)) found = state;
		}
		return found;
	}
}

function mostOf({ tensors }: Snapshot): number {
	const bytes = tensors.reduce((sum, { data }) => sum + data.byteLength, 0);
	return Math.max(LEAST, Math.min(MOST, Math.floor(MOST_BYTES / Math.max(1, bytes))));
}
