/**
 * Keeps the conversation of a tab over a reload and another link: as many of its newest replies as the browser's storage
 * for a tab takes, and the gates and states of the newest of these.
 */
import type { Turn } from "./turn.ts";

const KEY = "sluice.talk";
/** Characters that are tried first, and the fewest: the storage of a tab has room for 2.5 to 5 million, or for none. */
const MOST_CHARACTERS = 3_000_000;
const LEAST_CHARACTERS = 20_000;

/** The storage of a tab; a browser that has none for this page throws. */
export type TabStorage = () => { getItem(key: string): string | null; setItem(key: string, text: string): void };

/** Keeps the newest turns, and returns how many of the oldest there was no room for. */
export function keepTalk(turns: readonly Turn[], storage: TabStorage): number {
	for (let room = MOST_CHARACTERS; room >= LEAST_CHARACTERS; room /= 2) {
		const written = within(turns, room);
		if (stored(`[${written.join(",")}]`, storage)) return turns.length - written.length;
	}
	return turns.length;
}

/** The newest turns as JSON in at most `room` characters, in order. Symbols come first, and then gates and states. */
function within(turns: readonly Turn[], room: number): string[] {
	let left = room - 1;
	const written: string[] = []; // newest first
	for (let n = turns.length - 1; n >= 0; n--) {
		const text = JSON.stringify(withoutValues(turns[n]!));
		if (text.length >= left) break;
		left -= text.length + 1;
		written.push(text);
	}
	for (const [n, bare] of written.entries()) {
		const whole = JSON.stringify(turns.at(-1 - n));
		left -= whole.length - bare.length;
		if (left < 0) break;
		written[n] = whole;
	}
	return written.reverse();
}

export const withoutValues = (turn: Turn): Turn => ({
	...turn,
	bare: turn.bare || turn.symbols[0]?.values !== undefined,
	symbols: turn.symbols.map(({ values: _, ...symbol }) => symbol),
});

function stored(text: string, storage: TabStorage): boolean {
	try {
		storage().setItem(KEY, text);
		return true;
	} catch {
		return false; // no room, or no storage
	}
}

/** The conversation of before; empty if there was none, or one that this page cannot read. */
export function keptTurns(storage: TabStorage): Turn[] {
	try {
		const turns: unknown = JSON.parse(storage().getItem(KEY) ?? "[]");
		return Array.isArray(turns) && turns.every(isTurn) ? turns : [];
	} catch {
		return [];
	}
}

function isTurn(value: unknown): value is Turn {
	const turn = value as Turn;
	const symbols = turn?.symbols?.every(
		({ label, nats, top }) => typeof label === "string" && nats >= 0 && top.length > 0,
	);
	return symbols && typeof turn.asked?.question === "string" && typeof turn.run?.name === "string";
}
