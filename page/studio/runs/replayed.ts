/**
 * The update that the time machine has computed again, and the blocks that its pictures show. A newer request ends the
 * one before; while the server is still ending that one, the newer one waits its turn.
 */
import type { BatchBlock, ReplayAnswer, StateBlock } from "../../../studio/wire/replayMessages.ts";
import { createStore } from "../../kit/store.ts";
import type { Client } from "../live/client.ts";
import { inTurn } from "../live/refusals.ts";

export interface Shown {
	layer: number;
	lane: number;
	/** Letter of a gate or state; null for the first that there is. */
	quantity: string | null;
	/** First unit of the picture. */
	unit: number;
}

export interface ReplayState {
	/** Update that is being computed; null if none is. */
	working: number | null;
	facts: ReplayAnswer | null;
	batch: BatchBlock | null;
	states: StateBlock | null;
	shown: Shown;
	failure: unknown;
}

const FRESH: ReplayState = {
	...{ working: null, facts: null, batch: null, states: null, failure: null },
	shown: { layer: 0, lane: 0, quantity: null, unit: 0 },
};

export class RunReplays {
	readonly state = createStore<ReplayState>(FRESH);
	/** Step of the batch that the pictures point at. */
	readonly cursor = createStore<number | null>(null);
	readonly #id: string;
	readonly #client: Pick<Client, "replay" | "block">;
	#asking = new AbortController();
	#showing = new AbortController();

	constructor(id: string, client: Pick<Client, "replay" | "block">) {
		this.#id = id;
		this.#client = client;
	}

	/** Computes an update again. */
	async ask(update: number): Promise<void> {
		this.end();
		const { signal } = (this.#asking = new AbortController());
		this.state.set((now) => ({ ...now, working: update, failure: null }));
		try {
			const facts = await inTurn(() => this.#client.replay(this.#id, { update }, signal), signal);
			const { shown } = this.state.get();
			const layer = Math.min(shown.layer, Math.max(0, facts.layers.length - 1));
			const next = { ...shown, layer };
			const [batch, states] = update > 0 ? await this.#blocks(update, next, signal) : [null, null];
			if (signal.aborted) return;
			this.state.set((now) => ({ ...now, working: null, facts, batch, states, shown: next }));
		} catch (failure) {
			if (!signal.aborted) this.state.set((now) => ({ ...now, working: null, failure }));
		}
	}

	/** Shows another layer, sequence, quantity or part of the units. */
	async show(some: Partial<Shown>): Promise<void> {
		const { facts, shown: before } = this.state.get();
		if (!facts) return;
		const shown = { ...before, ...some };
		this.#showing.abort();
		const { signal } = (this.#showing = new AbortController());
		this.state.set((now) => ({ ...now, shown, failure: null }));
		try {
			const [batch, states] = await this.#blocks(facts.update, shown, signal);
			if (!signal.aborted) this.state.set((now) => ({ ...now, batch, states }));
		} catch (failure) {
			if (!signal.aborted) this.state.set((now) => ({ ...now, failure }));
		}
	}

	/** Gives up what is being computed. */
	end(): void {
		this.#asking.abort();
		this.#showing.abort();
		this.state.set((now) => (now.working === null ? now : { ...now, working: null }));
	}

	/** The batch, and the gates and states of a layer: null for an encoder-decoder, of which a replay keeps neither. */
	async #blocks(update: number, { lane, layer, quantity, unit }: Shown, signal: AbortSignal) {
		const block = <T extends BatchBlock | StateBlock>(request: object, of: string) =>
			inTurn(() => this.#client.block<T>(this.#id, { update, of, ...request }, signal), signal);
		const batch = await block<BatchBlock>({ lane }, "batch");
		const states = batch.lanes === 0 ? null : await block<StateBlock>({ lane, layer, unit }, quantity ?? "h");
		return [batch, states] as const;
	}
}

/** Numbers of a block. [units,steps] */
export function numbersOf({ values }: StateBlock): Float32Array {
	const bytes = Uint8Array.from(atob(values), (character) => character.charCodeAt(0));
	return new Float32Array(bytes.buffer);
}
