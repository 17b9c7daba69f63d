/**
 * N-gram models of a text: modified Kneser-Ney smoothing of every order, counted on one part and evaluated on another.
 */
import { type Part, type PartName, symbolsPerCharacter } from "../../data/corpus.ts";
import { kneserNey, type OrderProbabilities } from "../../data/ngrams/kneserNey.ts";
import { type Matches, type SuffixTable, suffixTableInPieces } from "../../data/ngrams/suffixTable.ts";
import type { Unit } from "../../data/units.ts";
import { fail } from "../../errors/index.ts";
import { shown } from "../../errors/quote.ts";
import { checkRequest } from "../../errors/request.ts";
import { lasting, openTexts, scan, splitOf, type TextSpec } from "../datasets/texts.ts";
import { stopwatch } from "../machine/clock.ts";
import { inTurns, turn } from "../machine/turns.ts";
import { checkPart } from "../models/readText.ts";

/** Largest number of symbols of both texts in memory. Each takes about 34 bytes while the suffixes are sorted. */
export const MOST_SYMBOLS = 32_000_000;
export const MOST_ORDER = 64;
export const DEFAULT_ORDERS = "1..20";

/** Cost of sorting relative to one order, for the progress display. */
const SORTING = 10;

export interface NgramsRequest extends Omit<TextSpec, "texts"> {
	/** Files, folders and catalogue names (@NAME), joined in this order. */
	texts: string[];
	/** Part to evaluate. Default: valid. */
	part?: PartName;
	/** "A..B" or one number: orders to report, from 1 to 64. Order n uses n - 1 symbols of context. Default: 1..20. */
	orders?: string | number;
}

/** Means over the evaluated symbols; null if the vocabulary has none of them. */
export interface Loss {
	/** Mean loss in nats per symbol. The losses are null if no symbol was scored. */
	lossNats: number | null;
	/** lossNats / ln 2. */
	bitsPerSymbol: number | null;
	/** Total bits divided by the text's code points, which makes symbol units comparable. */
	bitsPerCharacter: number | null;
}

export interface OrderLoss extends Loss, Pick<OrderProbabilities, "order" | "ngrams" | "highest" | "lower"> {}

export interface NgramsResult {
	/** Files, folders and catalogue names read. */
	texts: string[];
	/** Symbol unit. */
	unit: Unit;
	/** Percentages of the bytes for training, validation and test. */
	split: [number, number, number];
	/** Part evaluated. */
	part: PartName;
	/** Vocabulary size V of the training part. */
	vocabulary: number;
	/** Length of the training part, in symbols. */
	trainSymbols: number;
	/** Training symbols counted: the last ones if not all fit into memory. */
	countedSymbols: number;
	/** Symbols evaluated: all of the part except its first, or the first that fit into memory. */
	symbols: number;
	/** Length of the part, in symbols. */
	partSymbols: number;
	/** Evaluated symbols that the training part lacks. They are not scored and do not appear in a context. */
	unknownSymbols: number;
	/** Loss of each order. */
	orders: OrderLoss[];
	/** Order with the lowest loss. */
	best: number | null;
	/** Time that the call took, in seconds. */
	seconds: number;
}

export interface NgramHooks {
	onProgress?(done: number, total: number): void;
	signal?: AbortSignal;
}

/** Loss of interpolated Kneser-Ney n-gram models on a part of a text, one result per order. */
export async function ngrams(request: NgramsRequest, hooks: NgramHooks = {}): Promise<NgramsResult> {
	checkRequest(request, "ngrams()", ["texts", "unit", "split", "lossy", "encoding", "part", "orders"]);
	const { texts, unit = "codepoint", lossy = false, part = "valid" } = request;
	const [first, last] = parseOrders(request.orders ?? DEFAULT_ORDERS, "ngrams");
	const split = splitOf(request.split);
	checkPart(part, "ngrams");
	const clock = stopwatch();
	const source = await openTexts(lasting(texts), () => {}, { encoding: request.encoding, unit });
	try {
		const { parts, vocabulary } = await scan(source, { unit, split, lossy }, () => {});
		const judged = parts[part];
		if (judged.symbols < 2) {
			const why = { reason: "count", of: "symbols", in: part, got: judged.symbols, min: 2 } as const;
			throw fail("E_OPTION", { option: "part", why, where: "ngrams" });
		}
		hooks.onProgress?.(0, SORTING + last);
		const counts = await countedOn(parts.train, await judgedOf(judged), vocabulary.size, hooks.signal);
		const { other } = counts;
		const perCharacter = await symbolsPerCharacter(judged, Number.POSITIVE_INFINITY);
		const orders: OrderLoss[] = [];
		for await (const { probabilities, ...found } of everyOrder(counts, last, hooks)) {
			if (found.order < first) continue;
			orders.push({ ...found, ...lossIn(meanNats(probabilities), perCharacter) });
		}
		return {
			...{ texts, unit, split, part, vocabulary: vocabulary.size },
			...{ trainSymbols: parts.train.symbols, countedSymbols: counts.table.text.length },
			...{ symbols: other.length - 1, partSymbols: judged.symbols },
			unknownSymbols: other.subarray(1).reduce((sum, id) => sum + (id < 0 ? 1 : 0), 0),
			...{ orders, best: bestOf(orders)?.order ?? null, seconds: clock() },
		};
	} finally {
		await source.close();
	}
}

/** The two ends of "A..B"; one number is both. @throws E_OPTION */
export function parseOrders(orders: string | number, where: string): [number, number] {
	const found = /^(\d{1,3})(?:\.\.(\d{1,3}))?$/.exec(String(orders).trim());
	const [first, last] = [Number(found?.[1]), Number(found?.[2] ?? found?.[1])];
	if (first >= 1 && first <= last && last <= MOST_ORDER) return [first, last];
	const why = { reason: "form", forms: ["N", "A..B"], min: 1, max: MOST_ORDER, got: shown(orders) } as const;
	throw fail("E_OPTION", { option: "orders", why, where });
}

export interface Counted {
	table: SuffixTable;
	other: Int32Array;
	matches: Matches;
}

/** Symbols of a part to evaluate: all, or the first ones, so that half of the memory is left for the counts. */
export function judgedOf(part: Part): Promise<Int32Array> {
	return idsOf(part, 0, Math.min(part.symbols, MOST_SYMBOLS / 2));
}

/** Table of a part's symbols: the last ones if not all fit into memory with the evaluated text. */
export async function countedOn(
	train: Part,
	other: Int32Array,
	V: number,
	signal: AbortSignal | undefined,
): Promise<Counted> {
	const count = Math.min(train.symbols, MOST_SYMBOLS - other.length);
	const text = await idsOf(train, train.symbols - count, count);
	return { ...(await inTurns(suffixTableInPieces(text, V, other), { signal })), other };
}

/** Every order up to `most`; yields to other work between orders. `probabilities` is overwritten by the next order. */
export async function* everyOrder(
	{ table, other, matches }: Counted,
	most: number,
	{ onProgress, signal }: NgramHooks,
): AsyncGenerator<OrderProbabilities, void, void> {
	onProgress?.(SORTING, SORTING + most);
	await turn();
	for (const found of kneserNey(table, other, matches, most)) {
		signal?.throwIfAborted();
		yield found;
		onProgress?.(SORTING + found.order, SORTING + most);
		await turn();
	}
}

/** Mean of -ln p over all symbols except the first and those that the vocabulary lacks; null if none is left. */
export function meanNats(probabilities: Float64Array): number | null {
	let [sum, scored] = [0, 0];
	for (let t = 1; t < probabilities.length; t++) {
		const p = probabilities[t]!;
		if (Number.isNaN(p)) continue;
		sum -= Math.log(p);
		scored++;
	}
	return scored === 0 ? null : sum / scored;
}

export function lossIn(lossNats: number | null, perCharacter: number): Loss {
	const bitsPerSymbol = lossNats === null ? null : lossNats / Math.LN2;
	return { lossNats, bitsPerSymbol, bitsPerCharacter: bitsPerSymbol === null ? null : bitsPerSymbol * perCharacter };
}

export function bestOf<T extends { lossNats: number | null }>(orders: readonly T[]): T | undefined {
	let best: T | undefined;
	for (const one of orders) if (one.lossNats !== null && (!best || one.lossNats < best.lossNats!)) best = one;
	return best;
}

const BLOCK = 1 << 20;

/** Ids of the symbols from index `from`. */
export async function idsOf(part: Part, from: number, count: number): Promise<Int32Array> {
	const ids = new Int32Array(count);
	const reader = part.reader(from);
	for (let at = 0; at < count; ) {
		const block = await reader.read(Math.min(BLOCK, count - at));
		if (block.length === 0) throw fail("E_INTERNAL", { what: `a part of ${count} symbols ended at ${at}` });
		ids.set(block, at);
		at += block.length;
	}
	return ids;
}
