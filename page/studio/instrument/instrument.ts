/** A worker that computes with an opened network, as a view calls it. */
import type { Words } from "../../../studio/wire.ts";
import { failureWords } from "../train/failureWords.ts";
import type { AnswerOf, CallName, ParamsOf } from "../worker/instrument/calls.ts";
import type { Answered, Asked } from "../worker/instrument/messages.ts";
import instrumentAddress from "../worker/instrumentWorker.ts?worker&url";
import { trusted } from "../worker/trusted.ts";
import { instrumentEn } from "./instrumentEn.ts";
import { instrumentKo } from "./instrumentKo.ts";

/** A coded error of the worker, in words. */
export class InstrumentError extends Error {
	readonly words: Words;

	constructor(code: string, words: Words) {
		super(code);
		this.words = words;
	}
}

const CLOSED = "E_INSTRUMENT_CLOSED";

/** Whether a call was left without an answer because its worker was closed, as when another network is opened. */
export const isClosed = (error: unknown): boolean => error instanceof InstrumentError && error.message === CLOSED;

export interface AskHooks {
	onProgress?(done: number, total: number): void;
	/** Cancels the call, which then rejects with the signal's reason. */
	signal?: AbortSignal;
}

interface Waiting extends AskHooks {
	resolve(answer: unknown): void;
	reject(error: unknown): void;
}

const closedError = () => new InstrumentError(CLOSED, { en: instrumentEn.closed, ko: instrumentKo.closed });

export class Instrument {
	readonly #worker = new Worker(trusted(instrumentAddress), { type: "module" });
	readonly #waiting = new Map<number, Waiting>();
	#asked = 0;
	#closed = false;

	constructor() {
		this.#worker.onmessage = ({ data }: MessageEvent<Answered>) => void this.#take(data);
		this.#worker.onerror = ({ message }) => this.#rejectAll(new Error(message));
	}

	/** Calls are answered in the order in which they were asked. */
	ask<K extends CallName>(name: K, params: ParamsOf<K>, hooks: AskHooks = {}): Promise<AnswerOf<K>> {
		const id = ++this.#asked;
		const { signal } = hooks;
		return new Promise((resolve, reject) => {
			if (signal?.aborted) return reject(signal.reason);
			if (this.#closed) return reject(closedError());
			this.#waiting.set(id, { ...hooks, resolve: resolve as (answer: unknown) => void, reject });
			signal?.addEventListener("abort", () => {
				if (!this.#waiting.delete(id)) return;
				this.#post({ type: "cancel", id });
				reject(signal.reason);
			});
			this.#post({ type: "call", id, name, params });
		});
	}

	/** Ends the worker. Calls that wait, and all later ones, reject with the code E_INSTRUMENT_CLOSED. */
	close(): void {
		this.#closed = true;
		this.#worker.terminate();
		this.#rejectAll(closedError());
	}

	#rejectAll(error: Error): void {
		const waiting = [...this.#waiting.values()];
		this.#waiting.clear();
		for (const { reject } of waiting) reject(error);
	}

	#post(asked: Asked): void {
		this.#worker.postMessage(asked);
	}

	async #take(answered: Answered): Promise<void> {
		const waiting = this.#waiting.get(answered.id);
		if (!waiting) return;
		if (answered.type === "progress") return waiting.onProgress?.(answered.done, answered.total);
		this.#waiting.delete(answered.id);
		if (answered.type === "answer") return waiting.resolve(answered.answer);
		const { code, params } = answered;
		waiting.reject(new InstrumentError(code, await failureWords(code, params)));
	}
}
