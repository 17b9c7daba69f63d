/**
 * A passage taken out of what a network reads: wherever the training part holds it, other symbols of the same number are
 * read. All other symbols stay at their places, so batches, their order and every random stream stay the same.
 */
import { fail } from "../errors/index.ts";
import { RandomStream } from "../kernels/random.ts";
import type { Part } from "./corpus.ts";
import type { SymbolReader } from "./symbolReader.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** What is taken out of the training part, and what is read there. */
export interface PassageRemoval {
	/** The passage. */
	passage: string;
	/** Text of as many symbols that is read there. Absent: stretches of the training part, drawn by `seed`. */
	with?: string;
	/** Seed of the stretches. */
	seed: number;
}

/** Symbols that are read from the symbol `at` of a part on. */
export interface ReplacedSpan {
	at: number;
	ids: Int32Array;
}

/** Occurrences that are replaced at most. */
export const MOST_OCCURRENCES = 10_000;
const BLOCK = 1 << 16;
/** Draws per occurrence before there counts as no room. */
const TRIES = 1000;

/** Places of `ids` in a part, from left to right, none overlapping the one before; stops beyond `most`. */
export async function findPassage(part: Part, ids: Int32Array, most = MOST_OCCURRENCES): Promise<number[]> {
	const L = ids.length;
	const reader = part.reader(0);
	const found: number[] = [];
	let held = new Int32Array(0); // the last L - 1 symbols or fewer, then the new ones
	let first = 0; // symbol of held[0]
	let free = 0; // first symbol after the last place
	for (let left = part.symbols; left > 0; ) {
		const more = await reader.read(Math.min(BLOCK, left));
		left -= more.length;
		const joined = new Int32Array(held.length + more.length);
		joined.set(held);
		joined.set(more, held.length);
		for (let k = joined.indexOf(ids[0]!); k >= 0 && k + L <= joined.length; k = joined.indexOf(ids[0]!, k + 1)) {
			if (first + k < free || !matches(joined, k, ids)) continue;
			found.push(first + k);
			free = first + k + L;
			if (found.length > most) return found;
		}
		const kept = Math.min(L - 1, joined.length);
		first += joined.length - kept;
		held = joined.slice(joined.length - kept);
	}
	return found;
}

function matches(text: Int32Array, at: number, ids: Int32Array): boolean {
	for (let k = 0; k < ids.length; k++) if (text[at + k] !== ids[k]) return false;
	return true;
}

/** Symbols of a passage. @throws E_WITHOUT if it has none, or one that the vocabulary lacks. */
export function passageIds(vocabulary: Vocabulary, passage: string): Int32Array {
	const ids = vocabulary.encode(passage);
	if (ids.length === 0) throw fail("E_WITHOUT", { why: { reason: "empty" } });
	if (ids.includes(-1)) throw fail("E_WITHOUT", { why: { reason: "unknown", text: passage } });
	return ids;
}

/** The symbols that are read where the part holds the passage. @throws E_WITHOUT. */
export async function replacedSpans(
	part: Part,
	vocabulary: Vocabulary,
	{ passage, with: given, seed }: PassageRemoval,
): Promise<ReplacedSpan[]> {
	const ids = passageIds(vocabulary, passage);
	const places = await findPassage(part, ids);
	if (places.length === 0) throw fail("E_WITHOUT", { why: { reason: "absent", text: passage } });
	if (places.length > MOST_OCCURRENCES)
		throw fail("E_WITHOUT", { why: { reason: "many", text: passage, most: MOST_OCCURRENCES } });
	if (given === undefined) return drawnSpans(part, ids, places, new RandomStream(seed, "without"));
	const own = passageIds(vocabulary, given);
	if (own.length !== ids.length)
		throw fail("E_WITHOUT", { why: { reason: "length", got: own.length, wanted: ids.length } });
	return places.map((at) => ({ at, ids: own }));
}

/** A stretch of the part for each place: it overlaps no place, and the passage does not come about again at its edges. */
async function drawnSpans(part: Part, ids: Int32Array, places: readonly number[], random: RandomStream) {
	const L = ids.length;
	const spans: ReplacedSpan[] = [];
	for (const at of places) {
		const from = Math.max(0, at - L + 1);
		const near = await patched(part, spans)
			.reader(from)
			.read(Math.min(part.symbols, at + 2 * L - 1) - from);
		const drawn = await drawOne(part, { ids, places, near, place: at - from }, random);
		spans.push({ at, ids: drawn });
	}
	return spans;
}

interface Place {
	ids: Int32Array;
	places: readonly number[];
	/** Symbols around the place, which begins at `place`. */
	near: Int32Array;
	place: number;
}

async function drawOne(part: Part, { ids, places, near, place }: Place, random: RandomStream): Promise<Int32Array> {
	const L = ids.length;
	const starts = part.symbols - L + 1;
	for (let tries = 0; tries < TRIES; tries++) {
		const start = random.below(starts);
		const before = lastUpTo(places, start + L - 1);
		if (before !== undefined && before + L > start) continue; // it overlaps a place of the passage
		const drawn = await part.reader(start).read(L);
		near.set(drawn, place);
		let again = false;
		for (let k = 0; k + L <= near.length && k < place + L; k++) again ||= matches(near, k, ids);
		if (!again) return drawn;
	}
	throw fail("E_WITHOUT", { why: { reason: "room", symbols: L } });
}

/** The last of some rising places that is at most `most`. */
function lastUpTo(places: readonly number[], most: number): number | undefined {
	let [low, high] = [0, places.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if (places[middle]! <= most) low = middle + 1;
		else high = middle;
	}
	return places[low - 1];
}

/** The part with other symbols in some spans, which are in order. Everything else of it stays. */
export function patched(part: Part, spans: readonly ReplacedSpan[]): Part {
	const { name, firstByte, endByte, symbols, codePoints, unknownSymbols } = part;
	return {
		...{ name, firstByte, endByte, symbols, codePoints, unknownSymbols, points: () => part.points() },
		reader: (at) => new PatchedReader(part.reader(at), at, spans),
	};
}

class PatchedReader implements SymbolReader {
	readonly #reader: SymbolReader;
	readonly #spans: readonly ReplacedSpan[];
	#at: number;
	/** The first span that is not read to its end. */
	#next: number;

	constructor(reader: SymbolReader, at: number, spans: readonly ReplacedSpan[]) {
		this.#reader = reader;
		this.#spans = spans;
		this.#at = at;
		this.#next = spans.findIndex((span) => span.at + span.ids.length > at);
	}

	async read(n: number): Promise<Int32Array> {
		const ids = await this.#reader.read(n);
		const from = this.#at;
		this.#at += ids.length;
		for (; this.#next >= 0 && this.#next < this.#spans.length; this.#next++) {
			const { at, ids: own } = this.#spans[this.#next]!;
			if (at >= this.#at) break;
			for (let k = Math.max(0, from - at); k < own.length && at + k < this.#at; k++) ids[at + k - from] = own[k]!;
			if (at + own.length > this.#at) break;
		}
		return ids;
	}
}

/**
 * Which updates of an epoch read one of the spans, as an input or as a target, counted from 0, rising.
 * @param n steps per lane and epoch, as in lanes.ts
 */
export function updatesReading(
	spans: readonly { at: number; ids: { length: number } }[],
	{ lanes: B, n, k1 }: { lanes: number; n: number; k1: number },
): number[] {
	const read = Math.floor(n / k1) * k1; // steps of a lane that an epoch reads
	const found = new Set<number>();
	for (const { at, ids } of spans) {
		for (let p = at; p < at + ids.length; p++) {
			for (const b of new Set([Math.floor(p / n), Math.floor((p - 1) / n)])) {
				if (b < 0 || b >= B) continue;
				const step = p - b * n; // 0..n: the last symbol of a lane is only a target
				if (step < read) found.add(Math.floor(step / k1));
				if (step > 0 && step - 1 < read) found.add(Math.floor((step - 1) / k1));
			}
		}
	}
	return [...found].sort((a, b) => a - b);
}
