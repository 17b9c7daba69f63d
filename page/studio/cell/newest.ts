/** Calls of which only the newest counts: one that is still waiting is cancelled by the next. */
import type { AnswerOf, CallName, ParamsOf } from "../worker/instrument/calls.ts";

/** An instrument, as far as it matters here. */
interface Asker {
	ask<K extends CallName>(name: K, params: ParamsOf<K>, hooks: { signal: AbortSignal }): Promise<AnswerOf<K>>;
}

export class Newest {
	#abort: AbortController | undefined;
	/** Calls that were sent, answered and cancelled; tests read them. */
	readonly counts = { asked: 0, answered: 0, cancelled: 0 };

	/** The answer, or undefined if a newer call came. */
	async ask<K extends CallName>(instrument: Asker, name: K, params: ParamsOf<K>): Promise<AnswerOf<K> | undefined> {
		this.cancel();
		const abort = new AbortController();
		this.#abort = abort;
		this.counts.asked++;
		try {
			const answer = await instrument.ask(name, params, { signal: abort.signal });
			if (this.#abort !== abort) return undefined;
			this.#abort = undefined;
			this.counts.answered++;
			return answer;
		} catch (error) {
			if (abort.signal.aborted) return undefined;
			throw error;
		}
	}

	cancel(): void {
		if (!this.#abort) return;
		this.counts.cancelled++;
		this.#abort.abort();
		this.#abort = undefined;
	}
}
