/** The duel that is played: its passage, the rounds so far, and the bet that is being made. The address makes it again. */
import type { Words } from "../../../../studio/wire.ts";
import { createStore } from "../../../kit/store.ts";
import { InstrumentError } from "../../instrument/instrument.ts";
import { instrument, shownModel } from "../../instrument/shownModel.ts";
import { client } from "../../live/session.ts";
import { wordsOf } from "../../train/told.ts";
import type { DuelFound } from "../../worker/instrument/duel.ts";
import type { ModelFacts } from "../../worker/instrument/open.ts";
import { setPlayWords, wholeOf } from "../playAddress.ts";
import { bitsOfBet, candidatesOf, SURE } from "./bets.ts";
import type { Round } from "./scores.ts";

export interface DuelRules {
	seed: number;
	/** Symbols to guess. */
	symbols: number;
	/** Order of the n-grams. */
	order: number;
}

export interface DuelState {
	rules: DuelRules;
	/** Null until the passage is there. */
	found: DuelFound | null;
	/** Symbols of the training part that the n-grams lack, since the page has only its beginning. */
	left: number;
	rounds: readonly Round[];
	/** What was typed, and index in SURE. */
	typed: string;
	sure: number;
	failure: Words | null;
}

export const LENGTHS = [10, 20, 40, 80] as const;
export const ORDERS_OFFERED = [2, 3, 5, 8] as const;

const FIRST: Pick<DuelState, "found" | "left" | "rounds" | "typed" | "sure" | "failure"> = {
	...{ found: null, left: 0, rounds: [], typed: "", sure: 3, failure: null },
};
export const rulesNow = (): DuelRules => ({
	seed: wholeOf("pass", 1, [0, 999_999_999]),
	symbols: wholeOf("n", 20, [2, 200]),
	order: wholeOf("ngrams", 5, [1, 12]),
});
export const duelState = createStore<DuelState>({ rules: rulesNow(), ...FIRST });
let begun = 0;

/** Begins the duel of the address: `pass` is the seed of its passage, `n` and `ngrams` its other rules. */
export async function beginDuel(): Promise<void> {
	const mine = ++begun;
	const rules = rulesNow();
	duelState.set((now) => ({ ...FIRST, rules, sure: now.sure }));
	const { run } = shownModel.get().name;
	try {
		const training = run === null ? null : await client.symbols(run, "train");
		const found = await instrument.ask("duel", { ...rules, training: training?.ids ?? null });
		const left = training ? training.symbols - training.ids.length : 0;
		if (mine === begun) duelState.set((now) => ({ ...now, found, left }));
	} catch (error) {
		const failure = error instanceof InstrumentError ? error.words : wordsOf(error);
		if (mine === begun) duelState.set((now) => ({ ...now, failure }));
	}
}

export function changeRules(change: Partial<DuelRules>): void {
	const { seed, symbols, order } = { ...rulesNow(), ...change };
	setPlayWords({ pass: String(seed), n: String(symbols), ngrams: String(order) }, "push");
	void beginDuel();
}

export const typeBet = (typed: string) => duelState.set((now) => ({ ...now, typed }));
export const beSure = (sure: number) =>
	duelState.set((now) => ({ ...now, sure: Math.max(0, Math.min(SURE.length - 1, sure)) }));

/** Places the bet and reveals the symbol. */
export function placeBet({ labels }: Pick<ModelFacts, "labels">): void {
	const { found, rounds, typed, sure } = duelState.get();
	const k = rounds.length;
	if (!found || k >= found.ids.length) return;
	const { frequencies } = found;
	const id = found.ids[k]!;
	const candidates = candidatesOf(typed, labels).map(({ ids }) => ids);
	const known = candidates.filter((ids) => ids.length > 0);
	const bits = {
		you: bitsOfBet({ candidates: known, sure: SURE[sure]! }, frequencies, id),
		network: found.network[k]!,
		ngram: found.ngram[k]!,
		frequencies: -Math.log2(frequencies[id]!),
	};
	const round = { at: found.from + k, id, bet: typed, sure: known.length === 0 ? 0 : SURE[sure]!, bits };
	duelState.set((now) => ({ ...now, rounds: [...rounds, round], typed: "" }));
}
