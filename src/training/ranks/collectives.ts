/**
 * What ranks do together, each call by all of them at the same time: the sum of their gradients, and messages to all.
 *
 * A sum of floats depends on the order of its terms, and MPI's own sums choose that order by the number of ranks and the
 * size of the message. Here only bytes travel. The array is cut into one slice per rank; each rank receives its slice of
 * every rank, adds them in the order of the shard tree, and sends the result to all. A rank sends and receives
 * 2 (n - 1) / n of the array, as in a ring.
 */
import { hostFloats } from "../../kernels/float32.ts";
import type { Floats } from "../../kernels/kernels.ts";
import { branches, type Subtree } from "../shards/shardTree.ts";
import type { Ranks } from "./ranks.ts";

const bytesOf = (array: ArrayBufferView) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

/** Calls `each` for every other rank: the one to send to, and the one to receive from, 1 to n - 1 places apart. */
function rounds({ rank, size }: Ranks, each: (to: number, from: number) => void): void {
	for (let apart = 1; apart < size; apart++) each((rank + apart) % size, (rank - apart + size) % size);
}

/** Buffers for the sums of one array length, kept between updates. */
export class RankSum {
	readonly #ranks: Ranks;
	readonly #parts: readonly Subtree[];
	readonly #whole: Subtree;
	#slices: Floats[] = [];

	/** @param parts subtree of each rank, in order. */
	constructor(ranks: Ranks, parts: readonly Subtree[]) {
		this.#ranks = ranks;
		this.#parts = parts;
		this.#whole = { from: 0, count: parts.reduce((sum, { count }) => sum + count, 0) };
	}

	/** Replaces `terms`, the sum over this rank's shards, by the sum over all shards. */
	add(terms: Floats): void {
		const ranks = this.#ranks;
		const { rank, size } = ranks;
		const at = (r: number) => Math.floor((r * terms.length) / size);
		const slice = (r: number) => terms.subarray(at(r), at(r + 1));
		const own = slice(rank);
		if (this.#slices[0]?.length !== own.length)
			this.#slices = Array.from({ length: size }, () => own.slice() as Floats);
		const slices = this.#slices; // [size] of this rank's slice, by the rank that it comes from
		slices[rank]!.set(own);
		rounds(ranks, (to, from) => ranks.exchange(bytesOf(slice(to)), to, bytesOf(slices[from]!), from));
		own.set(this.#addSlices(this.#whole));
		rounds(ranks, (to, from) => ranks.exchange(bytesOf(own), to, bytesOf(slice(from)), from));
	}

	/** Adds the slices of the ranks within a subtree into the first of them. */
	#addSlices(tree: Subtree): Floats {
		const rank = this.#parts.findIndex(({ from, count }) => from === tree.from && count === tree.count);
		if (rank >= 0) return this.#slices[rank]!;
		const [left, right] = branches(tree);
		return addTo(this.#addSlices(left), this.#addSlices(right));
	}
}

/** Adds `terms` to `sum`, element by element, and returns it. */
export function addTo(sum: Floats, terms: Floats): Floats {
	for (let i = 0; i < sum.length; i++) sum[i]! += terms[i]!;
	return sum;
}

/** Returns the numbers of all ranks, by rank. @param lengths how many each rank has. */
export function gatherNumbers(ranks: Ranks, own: Float64Array, lengths: readonly number[]): Float64Array[] {
	const all = lengths.map((length, rank) => (rank === ranks.rank ? own : new Float64Array(length)));
	rounds(ranks, (to, from) => ranks.exchange(bytesOf(own), to, bytesOf(all[from]!), from));
	return all;
}

/** Returns the arrays of all ranks, by rank. @param lengths how many elements each rank has. */
export function gatherFloats(ranks: Ranks, own: Floats, lengths: readonly number[]): Floats[] {
	const all = lengths.map((length, rank) => {
		return rank === ranks.rank ? own : hostFloats(own, length);
	});
	rounds(ranks, (to, from) => ranks.exchange(bytesOf(own), to, bytesOf(all[from]!), from));
	return all;
}

/** Returns the texts of all ranks, by rank. */
export function gatherTexts(ranks: Ranks, own: string): string[] {
	const bytes = new TextEncoder().encode(own);
	const lengths = gatherNumbers(
		ranks,
		Float64Array.of(bytes.length),
		Array.from({ length: ranks.size }, () => 1),
	);
	const all = lengths.map(([length], rank) => (rank === ranks.rank ? bytes : new Uint8Array(length!)));
	rounds(ranks, (to, from) => ranks.exchange(bytes, to, all[from]!, from));
	return all.map((text) => new TextDecoder().decode(text));
}

/**
 * Sends bytes from rank 0 to all, along a binomial tree: the ranks that have them double in each round. All ranks pass
 * an array of the same length; those of the others are overwritten.
 */
export function broadcast(ranks: Ranks, bytes: Uint8Array): void {
	const { rank, size } = ranks;
	for (let reached = 1; reached < size; reached *= 2) {
		if (rank < reached && rank + reached < size) ranks.exchange(bytes, rank + reached, undefined, rank);
		else if (rank >= reached && rank < 2 * reached) ranks.exchange(undefined, rank, bytes, rank - reached);
	}
}

/** Bytes of a text that travel with its length: an order is shorter, so it is one message. */
const FIRST = 240;

/** Sends a text from rank 0 to all, and returns it. @param text read on rank 0 alone. */
export function broadcastText(ranks: Ranks, text = ""): string {
	const own = new TextEncoder().encode(text);
	const head = new Uint8Array(8 + FIRST);
	new DataView(head.buffer).setFloat64(0, own.length);
	head.set(own.subarray(0, FIRST), 8);
	broadcast(ranks, head);
	const length = new DataView(head.buffer).getFloat64(0);
	if (length <= FIRST) return new TextDecoder().decode(head.subarray(8, 8 + length));
	const bytes = ranks.rank === 0 ? own : new Uint8Array(length);
	broadcast(ranks, bytes);
	return new TextDecoder().decode(bytes);
}
