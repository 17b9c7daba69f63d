/** The conversation: what was asked, the replies as far as they have come, and the symbol at the cursor. */
import type { Words } from "../../../studio/wire.ts";
import { createStore } from "../../kit/store.ts";
import { LostError, RefusedError } from "../live/client.ts";
import { client } from "../live/session.ts";
import { wordsOf } from "../train/told.ts";
import { setSetting, settingsNow } from "./chatAddress.ts";
import { chatEn } from "./chatEn.ts";
import { chatKo } from "./chatKo.ts";
import { keepTalk, keptTurns, type TabStorage } from "./keptTalk.ts";
import { talkLines } from "./talkLines.ts";
import type { Turn } from "./turn.ts";

export interface Talking {
	turns: readonly Turn[];
	/** Number of the turn that is looked at; null for none. */
	shown: number | null;
	/** Index of the symbol at the cursor. */
	at: number;
	/** Whether a reply is on its way. */
	busy: boolean;
	/** The oldest replies that a reload loses, since the browser has no room for them. */
	lost: number;
}

const tab: TabStorage = () => sessionStorage;
const before = keptTurns(tab);
export const talking = createStore<Talking>({
	...{ turns: before, shown: before.at(-1)?.number ?? null, at: mostSurprising(before.at(-1)), busy: false, lost: 0 },
});
/** Number of the newest turn. */
let newest = before.at(-1)?.number ?? 0;
let stopping = new AbortController();

/** The turn that is looked at. */
export const shownTurn = ({ turns, shown }: Talking = talking.get()): Turn | null =>
	turns.find(({ number }) => number === shown) ?? null;

/** Surprisal below which a symbol is none, in nats: it is shown as 0.0. */
const SURPRISING = 0.05;

/** Index of the symbol of the highest surprisal, where a look is worth most; 0 if nothing is surprising. */
export function mostSurprising(turn: Pick<Turn, "symbols"> | undefined): number {
	const symbols = turn?.symbols ?? [];
	const most = symbols.reduce((best, { nats }, n) => (nats > symbols[best]!.nats ? n : best), 0);
	return (symbols[most]?.nats ?? 0) < SURPRISING ? 0 : most;
}

/** Asks a run. The cursor follows the reply as it comes, and ends on its most surprising symbol. */
export async function ask(run: Turn["run"], question: string): Promise<void> {
	if (talking.get().busy) return;
	const asked = { question, ...settingsNow() };
	const number = ++newest;
	const turn: Turn = { number, run, asked, symbols: [], text: "", reply: null, failure: null };
	talking.set((now) => ({ ...now, turns: [...now.turns, turn], shown: number, at: 0, busy: true }));
	const change = (some: (before: Turn) => Partial<Turn>) =>
		talking.set((now) => ({
			...now,
			turns: now.turns.map((one) => (one.number === number ? { ...one, ...some(one) } : one)),
		}));
	stopping = new AbortController();
	try {
		for await (const line of talkLines(await client.chat(run.id, asked, stopping.signal))) {
			if ("refused" in line) change(() => ({ failure: line.refused.message }));
			else if ("reply" in line) change(() => ({ reply: line.reply, text: line.reply.text }));
			else {
				change(({ symbols, text }) => ({ symbols: [...symbols, line.symbol], text: text + line.symbol.text }));
				talking.set((now) => (now.shown === number ? { ...now, at: shownTurn(now)!.symbols.length - 1 } : now));
			}
		}
		const { reply, failure } = talking.get().turns.find((one) => one.number === number)!;
		if (!reply && !failure) throw new LostError("the reply ended early");
		if (reply) setSetting("seed", reply.seed + 1);
	} catch (error) {
		if (!stopping.signal.aborted) change(() => ({ failure: failureOf(error) }));
	} finally {
		talking.set((now) => ({ ...now, busy: false, ...restOn(number, now) }));
		keep();
	}
}

function keep(): void {
	const lost = keepTalk(talking.get().turns, tab);
	talking.set((now) => ({ ...now, lost }));
}

/** Where the cursor rests after a reply; where the reader has put it, if it is not at the end. */
function restOn(number: number, { turns, shown, at }: Talking): Partial<Talking> {
	const turn = turns.find((one) => one.number === number);
	return shown === number && turn && at === turn.symbols.length - 1 ? { at: mostSurprising(turn) } : {};
}

/** Begins a new conversation. Returns what puts the old one back. */
export function clearTalk(): () => void {
	const { turns, shown, at } = talking.get();
	const put = (some: Partial<Talking>) => {
		talking.set((now) => ({ ...now, ...some }));
		keep();
	};
	put({ turns: [], shown: null, at: 0 });
	return () => put({ turns: [...turns, ...talking.get().turns], shown, at });
}

/** Why a reply did not come, or not to its end. */
function failureOf(error: unknown): Words {
	if (error instanceof RefusedError) return error.refused.message;
	return error instanceof LostError ? { en: chatEn.lost, ko: chatKo.lost } : wordsOf(error);
}

/** Ends the reply that is on its way; what has come of it stays. */
export const stopAsking = (): void => stopping.abort();

/** Looks at a turn, at its most surprising symbol. */
export const showTurn = (shown: number): void =>
	talking.set((now) => ({ ...now, shown, at: mostSurprising(shownTurn({ ...now, shown }) ?? undefined) }));

/** Moves the cursor to a symbol of the shown reply, or to its nearest one. */
export function moveTo(at: number): void {
	const last = (shownTurn()?.symbols.length ?? 0) - 1;
	talking.set((now) => ({ ...now, at: Math.max(0, Math.min(last, at)) }));
}
