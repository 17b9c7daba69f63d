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

/** Returns a rank's slice of an array that ranks share, a view: the slices have equal lengths up to one element. */
export function sliceOf(array: Floats, { rank, size }: Pick<Ranks, "rank" | "size">): Floats {
	const at = (r: number) => Math.floor((r * array.length) / size);
	return array.subarray(at(rank), at(rank + 1));
}

/** An array of each rank reduced to one, slice by slice. Keeps the buffers of one array length. */
export class SliceExchange {
	readonly #ranks: Ranks;
	#slices: Floats[] = [];

	constructor(ranks: Ranks) {
		this.#ranks = ranks;
	}

	/**
	 * Replaces `array` on all ranks by what `combine` makes of their arrays.
	 * @param combine is called with this rank's slice of each rank's array, [size][n], and returns the slice of the result.
	 */
	reduce(array: Floats, combine: (slices: readonly Floats[]) => Floats): void {
		const ranks = this.#ranks;
		const { rank, size } = ranks;
		const slice = (r: number) => sliceOf(array, { rank: r, size });
		const own = slice(rank);
		if (this.#slices[0]?.length !== own.length)
			this.#slices = Array.from({ length: size }, () => hostFloats(own, own.length));
		const slices = this.#slices;
		slices[rank]!.set(own);
		rounds(ranks, (to, from) => ranks.exchange(bytesOf(slice(to)), to, bytesOf(slices[from]!), from));
		own.set(combine(slices));
		rounds(ranks, (to, from) => ranks.exchange(bytesOf(own), to, bytesOf(slice(from)), from));
	}
}

/** Adds up an array of all ranks in the order of the shard tree. */
export class RankSum {
	readonly #exchange: SliceExchange;
	readonly #parts: readonly Subtree[];
	readonly #whole: Subtree;

	/** @param parts subtree of each rank, in order. */
	constructor(ranks: Ranks, parts: readonly Subtree[]) {
		this.#exchange = new SliceExchange(ranks);
		this.#parts = parts;
		this.#whole = { from: 0, count: parts.reduce((sum, { count }) => sum + count, 0) };
	}

	/** Replaces `terms`, the sum over this rank's shards, by the sum over all shards. */
	add(terms: Floats): void {
		this.#exchange.reduce(terms, (slices) => this.#addSlices(slices, this.#whole));
	}

	/** Adds the slices of the ranks within a subtree into the first of them. */
	#addSlices(slices: readonly Floats[], tree: Subtree): Floats {
		const rank = this.#parts.findIndex(({ from, count }) => from === tree.from && count === tree.count);
		if (rank >= 0) return slices[rank]!;
		const [left, right] = branches(tree);
		return addTo(this.#addSlices(slices, left), this.#addSlices(slices, right));
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

/**
 * Returns the arrays of all ranks one after another, on rank 0; on the others the own one. One rank gets its own back.
 * @param lengths how many elements each rank has.
 */
export function collectFloats(ranks: Ranks, own: Floats, lengths: readonly number[]): Floats {
	const { rank, size } = ranks;
	if (size === 1) return own;
	if (rank > 0) {
		ranks.exchange(bytesOf(own), 0, undefined, 0);
		return own;
	}
	const whole = hostFloats(
		own,
		lengths.reduce((sum, length) => sum + length, 0),
	);
	whole.set(own);
	let at = own.length;
	for (let from = 1; from < size; from++) {
		ranks.exchange(undefined, from, bytesOf(whole.subarray(at, at + lengths[from]!)), from);
		at += lengths[from]!;
	}
	return whole;
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
