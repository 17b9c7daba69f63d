/**
 * Counter-based random numbers: Threefry-2x32 with 20 rounds (Salmon, Moraes, Dror & Shaw 2011).
 *
 * A stream is a key (seed and purpose) and a counter, so it is saved as one number, does not advance when restored, and
 * gives the same bits in every runtime and in native/random.h.
 */

const ROTATIONS = [13, 15, 26, 6, 17, 29, 16, 24] as const;
const PARITY = 0x1bd11bda;

/** Returns one block: two random words from two words of key and two of counter. */
export function threefry2x32(k0: number, k1: number, c0: number, c1: number): [number, number] {
	const keys = [k0 | 0, k1 | 0, (k0 ^ k1 ^ PARITY) | 0];
	let x0 = (c0 + keys[0]!) | 0;
	let x1 = (c1 + keys[1]!) | 0;
	for (let round = 0; round < 20; round++) {
		const turn = ROTATIONS[round % 8]!;
		x0 = (x0 + x1) | 0;
		x1 = ((x1 << turn) | (x1 >>> (32 - turn))) ^ x0;
		if (round % 4 === 3) {
			const group = (round + 1) / 4;
			x0 = (x0 + keys[group % 3]!) | 0;
			x1 = (x1 + keys[(group + 1) % 3]! + group) | 0;
		}
	}
	return [x0 >>> 0, x1 >>> 0];
}

/** A random stream for one purpose ("weights", "dropout", "sample"). Its whole state is `counter`. */
export class RandomStream {
	readonly key: readonly [number, number];
	/** Blocks drawn so far, a whole number below 2^53. */
	counter: number;
	#spareNormal: number | undefined;

	constructor(seed: number, purpose: string, counter = 0) {
		this.key = streamKey(seed, purpose);
		this.counter = counter;
	}

	/** Returns a uniform number in [0, 1) with 53 bits. */
	uniform(): number {
		const [a, b] = threefry2x32(this.key[0], this.key[1], this.counter >>> 0, Math.floor(this.counter / 2 ** 32));
		this.counter++;
		return ((a >>> 5) * 67108864 + (b >>> 6)) / 9007199254740992;
	}

	/** Returns a standard normal number (Box & Muller 1958). Draw an even number of them before saving `counter`. */
	normal(): number {
		if (this.#spareNormal !== undefined) {
			const spare = this.#spareNormal;
			this.#spareNormal = undefined;
			return spare;
		}
		const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
		const angle = 2 * Math.PI * this.uniform();
		this.#spareNormal = radius * Math.sin(angle);
		return radius * Math.cos(angle);
	}

	/** Returns a whole number in [0, n). */
	below(n: number): number {
		return Math.floor(this.uniform() * n);
	}
}

/** Returns the key of a stream: the seed's low word, and its high word mixed with the purpose's FNV-1a hash. */
export function streamKey(seed: number, purpose: string): readonly [number, number] {
	let hash = 0x811c9dc5;
	for (let i = 0; i < purpose.length; i++) hash = Math.imul(hash ^ purpose.charCodeAt(i), 0x01000193);
	return [seed >>> 0, (Math.floor(seed / 2 ** 32) ^ hash) >>> 0];
}
