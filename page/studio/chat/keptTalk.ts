/**
 * Keeps the conversation of a tab over a reload and another link. The gates and states of the newest replies are kept with
 * it as far as the browser's storage for a tab takes them.
 */
import type { Turn } from "./turn.ts";

const KEY = "sluice.talk";
/** Replies that are kept, and characters that they may take: the storage of a tab has room for about 5 million. */
const MOST_TURNS = 200;
const MOST_CHARACTERS = 3_000_000;

export function keepTalk(turns: readonly Turn[]): void {
	let left = MOST_CHARACTERS;
	const newest = turns.slice(-MOST_TURNS).reverse();
	const written = newest.map((turn) => {
		const whole = JSON.stringify(turn);
		const text = whole.length <= left ? whole : JSON.stringify(withoutValues(turn));
		left -= text.length;
		return text;
	});
	const kept = `[${written.reverse().join(",")}]`;
	const bare = () => JSON.stringify(newest.slice(0, 20).reverse().map(withoutValues));
	if (turns.length === 0) sessionStorage.removeItem(KEY);
	else if (!stored(kept)) stored(bare());
}

export const withoutValues = (turn: Turn): Turn => ({
	...turn,
	bare: turn.bare || turn.symbols[0]?.values !== undefined,
	symbols: turn.symbols.map(({ values: _, ...symbol }) => symbol),
});

function stored(text: string): boolean {
	try {
		sessionStorage.setItem(KEY, text);
		return true;
	} catch {
		return false; // no room, or no storage
	}
}

/** The conversation of before; empty if there was none, or one that this page cannot read. */
export function keptTurns(): Turn[] {
	try {
		const turns: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
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
