import { expect, test } from "vitest";
import type { TalkSymbol } from "../../../studio/wire/chatMessages.ts";
import { keepTalk, keptTurns, type TabStorage } from "./keptTalk.ts";
import type { Turn } from "./turn.ts";

/** The storage of a tab that takes so many characters. */
function storageOf(quota: number): TabStorage {
	let kept: string | null = null;
	return () => ({
		getItem: () => kept,
		setItem(_, text) {
			if (text.length > quota) throw new Error("QuotaExceededError");
			kept = text;
		},
	});
}

/** A reply of 10 symbols: about 1,500 characters, and 35,000 more with its gates. */
function turnOf(number: number): Turn {
	const symbol: TalkSymbol = {
		...{ text: "a", label: "a", id: 1, probability: 0.5, nats: 0.7, drawn: 0.5 },
		top: [{ text: "a", probability: 0.5, drawn: 0.5 }],
		values: { "l0.h": Array.from({ length: 500 }, () => 0.1234) },
	};
	const asked = { question: "a?", temperature: 0.5, topP: 1, topK: 0, beams: 0, length: 200, seed: number };
	const symbols = Array.from({ length: 10 }, () => symbol);
	return { number, run: { id: "r", name: "talk" }, asked, symbols, text: "a", reply: null, failure: null };
}

test.each([
	["5 million characters", 5e6, 300, 0, 70],
	["2.5 million, as some browsers have", 2.5e6, 300, 0, 25],
	["200,000", 2e5, 300, 180, 0],
	["none", 0, 300, 300, 0],
])(
	"in a tab with room for %s the newest of 300 replies are kept, and the newest of these with their gates",
	(_, quota, count, mostLost, leastWhole) => {
		const storage = storageOf(quota);
		const turns = Array.from({ length: count }, (_, n) => turnOf(n));
		const lost = keepTalk(turns, storage);
		const kept = keptTurns(storage);
		expect(kept.map(({ number }) => number)).toEqual(turns.slice(lost).map(({ number }) => number));
		expect(lost).toBeLessThanOrEqual(mostLost);
		const whole = kept.filter(({ symbols }) => symbols[0]!.values !== undefined).map(({ number }) => number);
		expect(whole).toEqual(turns.slice(count - whole.length).map(({ number }) => number));
		expect(whole.length).toBeGreaterThanOrEqual(leastWhole);
		expect(kept.filter(({ bare }) => bare)).toHaveLength(kept.length - whole.length);
	},
);
