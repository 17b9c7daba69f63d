/** A call of the background worker as a panel sees it: how far it is, its answer, why it failed; and how to cancel it. */
import { useEffect, useRef, useState } from "react";
import type { Words } from "../../../studio/wire.ts";
import { InstrumentError, isClosed } from "../instrument/instrument.ts";
import { inBackground } from "../instrument/shownModel.ts";
import type { AnswerOf, CallName, ParamsOf } from "../worker/instrument/calls.ts";
import { useKept } from "./useKept.ts";

export interface CallState<T> {
	phase: "idle" | "at work" | "done" | "failed";
	progress: { done: number; total: number };
	answer: T | null;
	failure: Words | null;
	/** Code of the failure; null for one without. */
	code?: string | null;
}

const IDLE = { phase: "idle", progress: { done: 0, total: 0 }, answer: null, failure: null, code: null } as const;
const codeOf = (error: unknown) => (error instanceof InstrumentError ? error.message : null);
const wordsOf = (error: unknown): Words =>
	error instanceof InstrumentError ? error.words : { en: String(error), ko: String(error) };

/** @param keptAs a name under which the answer outlives the panel; absent: it does not */
export function useCall<K extends CallName>(name: K, keptAs?: string) {
	const [kept, keep] = useKept<AnswerOf<K> | null>(`answer ${keptAs}`, null);
	const before = keptAs === undefined ? null : kept;
	const [state, setState] = useState<CallState<AnswerOf<K>>>(
		before === null ? IDLE : { ...IDLE, phase: "done", answer: before },
	);
	const abort = useRef<AbortController | null>(null);
	useEffect(() => () => abort.current?.abort(), []);
	/** Asks; resolves with the answer, null if the call failed, or undefined if it was cancelled or overtaken. */
	const start = async (params: ParamsOf<K>): Promise<AnswerOf<K> | null | undefined> => {
		abort.current?.abort();
		const mine = new AbortController();
		abort.current = mine;
		setState({ ...IDLE, phase: "at work" });
		try {
			const worker = await inBackground();
			const answer = await worker.ask(name, params, {
				signal: mine.signal,
				onProgress: (done, total) => setState((now) => ({ ...now, progress: { done, total } })),
			});
			setState({ ...IDLE, phase: "done", answer });
			if (keptAs !== undefined) keep(answer);
			return answer;
		} catch (error) {
			if (mine.signal.aborted) return undefined;
			if (isClosed(error)) {
				setState(IDLE);
				return undefined;
			}
			setState({ ...IDLE, phase: "failed", failure: wordsOf(error), code: codeOf(error) });
			return null;
		}
	};
	const cancel = () => {
		abort.current?.abort();
		setState(IDLE);
	};
	return { ...state, start, cancel };
}
