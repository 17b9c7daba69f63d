/**
 * Where a model beats n-grams: by symbol, and for closing brackets and quotes by the distance to the matching opening
 * one.
 */
import type { Vocabulary } from "../../data/vocabulary.ts";

// S symbols, V of the vocabulary

export interface Losses {
	/** Losses of the model, nats; NaN where a symbol is not scored. [S] */
	net: Float64Array;
	/** Losses of the n-grams, nats. [S] */
	ngram: Float64Array;
}

export interface Mean {
	count: number;
	/** Means over the same symbols. */
	netNats: number;
	ngramNats: number;
	/** ngramNats - netNats; positive if the model is better. */
	gainNats: number;
}

export interface SymbolGain extends Mean {
	id: number;
	symbol: string;
	/** Sum of the gain over all its occurrences, divided by the number of scored symbols: its part of the mean gain. */
	share: number;
}

/** Returns every symbol in the text, largest mean gain first. */
export function gainsBySymbol(ids: Int32Array, losses: Losses, vocabulary: Vocabulary): SymbolGain[] {
	const V = vocabulary.size;
	const count = new Float64Array(V);
	const net = new Float64Array(V);
	const ngram = new Float64Array(V);
	let scored = 0;
	for (let t = 0; t < ids.length; t++) {
		if (Number.isNaN(losses.net[t]!)) continue;
		const id = ids[t]!;
		count[id]!++;
		net[id]! += losses.net[t]!;
		ngram[id]! += losses.ngram[t]!;
		scored++;
	}
	const found: SymbolGain[] = [];
	for (let id = 0; id < V; id++) {
		const n = count[id]!;
		if (n === 0) continue;
		const share = (ngram[id]! - net[id]!) / scored;
		found.push({ id, symbol: vocabulary.label(id), ...meanOf(n, net[id]!, ngram[id]!), share });
	}
	return found.sort((a, b) => b.gainNats - a.gainNats || a.id - b.id);
}

export interface ClosingGain extends Mean {
	/** Closing symbol: `)`, `]`, `}`, a quote. */
	closing: string;
	/** Bins by the number of symbols since the opening one: 1, 2-3, 4-7, 8-15 ... ; only those that occur. */
	bins: (Mean & { from: number; to: number })[];
}

/** Opening and closing symbols. */
const PAIRS = ["()", "[]", "{}", "“”", "«»", "「」", "『』"] as const;

/**
 * Returns the gains of closing symbols with a match. A closing bracket also ends what was left open inside its pair,
 * and is ignored if it has no match. A straight double quote opens and closes alternately, starting again after an
 * empty line.
 */
export function gainsByDistance(ids: Int32Array, losses: Losses, vocabulary: Vocabulary): ClosingGain[] {
	const id = (character: string) => vocabulary.id(character.codePointAt(0)!);
	const known = PAIRS.map(([open, close]) => ({ open: id(open!), close: id(close!), name: close! }));
	const byte = vocabulary.unit === "byte"; // a bracket of several bytes is not one symbol
	const pairs = known.filter((pair) => pair.open >= 0 && pair.close >= 0 && (!byte || pair.name < "\x80"));
	const opens = new Map(pairs.map((pair) => [pair.open, pair]));
	const closes = new Map(pairs.map((pair) => [pair.close, pair]));
	const [quote, newline, blanks] = [id('"'), id("\n"), [id(" "), id("\t"), id("\r")]];
	const sums = new Map<string, Map<number, [count: number, net: number, ngram: number]>>();
	const add = (name: string, at: number, from: number) => {
		if (Number.isNaN(losses.net[at]!)) return;
		const bins = sums.get(name) ?? new Map<number, [number, number, number]>();
		sums.set(name, bins);
		const k = Math.floor(Math.log2(at - from));
		const [n, net, ngram] = bins.get(k) ?? [0, 0, 0];
		bins.set(k, [n + 1, net + losses.net[at]!, ngram + losses.ngram[at]!]);
	};
	const stack: { open: number; at: number }[] = [];
	let quoted = -1; // where the quote opened
	let emptyLine = false; // only blanks since the last newline
	for (let t = 0; t < ids.length; t++) {
		const symbol = ids[t]!;
		if (symbol < 0) continue;
		if (opens.has(symbol)) stack.push({ open: symbol, at: t });
		else if (closes.has(symbol)) {
			const { open, name } = closes.get(symbol)!;
			const at = stack.findLastIndex((one) => one.open === open);
			if (at >= 0) {
				add(name, t, stack[at]!.at);
				stack.length = at;
			}
		} else if (symbol === quote) {
			if (quoted >= 0) add('"', t, quoted);
			quoted = quoted >= 0 ? -1 : t;
		}
		if (stack.length > 1024) stack.shift();
		if (symbol === newline && emptyLine) quoted = -1;
		if (symbol === newline) emptyLine = true;
		else if (!blanks.includes(symbol)) emptyLine = false;
	}
	return [...sums].map(([closing, bins]) => {
		const all = [...bins].sort(([a], [b]) => a - b);
		const total = all.reduce((s, [, [n, net, ngram]]) => [s[0]! + n, s[1]! + net, s[2]! + ngram], [0, 0, 0]);
		return {
			...{ closing, ...meanOf(total[0]!, total[1]!, total[2]!) },
			bins: all.map(([k, [n, net, ngram]]) => ({ from: 2 ** k, to: 2 ** (k + 1) - 1, ...meanOf(n, net, ngram) })),
		};
	});
}

function meanOf(count: number, net: number, ngram: number): Mean {
	return { count, netNats: net / count, ngramNats: ngram / count, gainNats: (ngram - net) / count };
}
