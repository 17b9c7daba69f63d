/** A passage that the network did not learn from, with what each symbol costs the network and an n-gram model. */
import { browserHost } from "../../../../src/browser/browserHost.ts";
import { kneserNey } from "../../../../src/data/ngrams/kneserNey.ts";
import { suffixTableInPieces } from "../../../../src/data/ngrams/suffixTable.ts";
import { textOf } from "../../../../src/interpretation/model.ts";
import { predictions } from "../../../../src/interpretation/textPredictions.ts";
import { RandomStream } from "../../../../src/kernels/random.ts";
import { inTurns } from "../../../../src/training/host.ts";
import { frequenciesOf } from "../../play/duel/bets.ts";
import { type Opened, openedOf } from "./opened.ts";
import type { Work } from "./work.ts";

/** Symbols of the part that a passage is taken from: those that `sluice predictions` reads by default. */
const READ = 10_000;
/** Symbols before the passage that are shown. */
const CONTEXT = 300;
/** Symbols that were more likely than others, of each position. */
const LIKELIEST = 3;

export interface DuelAsked {
	seed: number;
	/** Symbols to guess. */
	symbols: number;
	/** Order of the n-grams. */
	order: number;
	/** The training part of a run of the server's; null if the worker has it. */
	training: Int32Array | null;
}

export interface DuelFound {
	/** Index in the part of the first symbol to guess. */
	from: number;
	/** The symbols, [n]. */
	ids: Int32Array;
	/** The text before each of them, and at last with all, [n+1]. */
	texts: string[];
	/** Bits that each symbol costs, [n]. */
	network: Float64Array;
	ngram: Float64Array;
	/** What the network expected, most likely first. */
	likely: { id: number; probability: number }[][];
	/** q of each symbol, [V]. */
	frequencies: Float64Array;
}

/** Bits of the part's symbols by the n-grams of one order, kept while the network is open. */
const kept = new WeakMap<Opened, { order: number; bits: Float64Array; frequencies: Float64Array }>();
const host = browserHost();

export async function duel(work: Work, { seed, symbols, order, training }: DuelAsked): Promise<DuelFound> {
	const opened = openedOf(work);
	const part = opened.ids.subarray(0, READ);
	const n = Math.min(symbols, part.length - 1);
	const from = passageOf(part, n, seed);
	const { bits, frequencies } = await ngramsOf(work, opened, { part, order, training });
	const network = new Float64Array(n);
	const likely: DuelFound["likely"] = [];
	const text = textOf(part.subarray(0, from + n));
	for await (const one of predictions(opened, text, { top: Math.min(LIKELIEST, opened.vocabulary.size) })) {
		if (one.at % 512 === 0) {
			work.tell(one.at, from + n);
			await work.turn();
			work.signal.throwIfAborted();
		}
		if (one.at < from) continue;
		network[one.at - from] = one.bits ?? Number.NaN;
		likely.push(one.top);
	}
	const first = Math.max(0, from - CONTEXT);
	return {
		...{ from, ids: part.slice(from, from + n), network, likely, frequencies },
		ngram: bits.slice(from, from + n),
		texts: Array.from({ length: n + 1 }, (_, k) => opened.vocabulary.decode(part.subarray(first, from + k))),
	};
}

/** Start of a passage without unknown symbols, if there is one; it has the context of a line where the part is long enough. */
function passageOf(part: Int32Array, n: number, seed: number): number {
	const random = new RandomStream(seed, "duel");
	const least = Math.min(80, part.length - n);
	let from = least;
	for (let tries = 0; tries < 200; tries++) {
		from = Math.max(1, least + Math.floor(random.uniform() * (part.length - n - least + 1)));
		if (!part.subarray(from, from + n).includes(-1)) break;
	}
	return from;
}

async function ngramsOf(
	work: Work,
	opened: Opened,
	{ part, order, training }: { part: Int32Array; order: number; training: Int32Array | null },
) {
	const known = kept.get(opened);
	if (known?.order === order) return known;
	const V = opened.vocabulary.size;
	const ids = training ?? (await opened.training!());
	const { table, matches } = await inTurns(suffixTableInPieces(ids, V, part), host, { signal: work.signal });
	let bits = new Float64Array(0);
	for (const { order: reached, probabilities } of kneserNey(table, part, matches, order)) {
		if (reached === order) bits = probabilities.map((p) => -Math.log2(p));
		await work.turn();
	}
	const made = { order, bits, frequencies: frequenciesOf(ids, V) };
	kept.set(opened, made);
	return made;
}

/** The training part and the opened part as text, for the commands that read them. */
export async function partTexts(work: Work): Promise<{ training: string; part: string }> {
	const { vocabulary, ids, training } = openedOf(work);
	return { training: vocabulary.decode((await training?.()) ?? []), part: vocabulary.decode(ids) };
}
