/**
 * Allocator over one linear memory: blocks start on cache lines, first fit; a returned block merges with its free
 * neighbours.
 */

const LINE = 64;

export interface Allocator {
	/**
	 * Allocates `bytes` bytes, rounded up to whole lines, and returns their address; undefined when no gap is large
	 * enough.
	 */
	take(bytes: number): number | undefined;
	/** Frees the block at `address`. An address that is not allocated is ignored. */
	give(address: number): void;
	/** Bytes allocated. */
	readonly used: number;
}

interface Gap {
	from: number;
	to: number;
}

/** Manages the bytes [from, to). */
export function createAllocator(from: number, to: number): Allocator {
	const gaps: Gap[] = [{ from: Math.ceil(from / LINE) * LINE, to }]; // by address, no two adjacent
	const taken = new Map<number, number>(); // address -> bytes
	let used = 0;
	return {
		get used() {
			return used;
		},
		take(bytes) {
			const size = Math.max(1, Math.ceil(bytes / LINE)) * LINE;
			const i = gaps.findIndex((gap) => gap.to - gap.from >= size);
			if (i < 0) return undefined;
			const gap = gaps[i]!;
			const address = gap.from;
			gap.from += size;
			if (gap.from === gap.to) gaps.splice(i, 1);
			taken.set(address, size);
			used += size;
			return address;
		},
		give(address) {
			const size = taken.get(address);
			if (size === undefined) return;
			taken.delete(address);
			used -= size;
			const next = gaps.findIndex((gap) => gap.from > address);
			const i = next < 0 ? gaps.length : next;
			gaps.splice(i, 0, { from: address, to: address + size });
			if (gaps[i + 1]?.from === gaps[i]!.to) gaps.splice(i, 2, { from: address, to: gaps[i + 1]!.to });
			if (i > 0 && gaps[i - 1]!.to === gaps[i]!.from)
				gaps.splice(i - 1, 2, { from: gaps[i - 1]!.from, to: gaps[i]!.to });
		},
	};
}
