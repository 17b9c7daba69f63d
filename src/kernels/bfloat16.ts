/**
 * Numbers of half width: bfloat16 is the upper half of a float32, its sign, its 8 bits of exponent and 7 of its 23 of
 * mantissa (Wang & Kanwar 2019), so that a kernel widens one exactly. Two stand in a word: in each 32 numbers of a row, word
 * i of 16 has number i in its lower half and number 16 + i in its upper one, so that both widen without moving between
 * lanes; the last block of a row is filled up with zeros.
 */
import type { Floats } from "./kernels.ts";

const BLOCK = 32;

/** Words of a matrix of rows of `columns` numbers. */
export const bfloat16Words = (rows: number, columns: number): number => rows * Math.ceil(columns / BLOCK) * (BLOCK / 2);

/**
 * Rounds a matrix of rows of `columns` numbers in place to the nearest bfloat16, ties to the even one, and writes them to
 * `words`, `bfloat16Words` numbers, as the kernels take them. Relative error at most 2^-8, where a number is below 2^-126
 * absolute error at most 2^-134; what lies beyond the largest, 3.39e38, becomes that. Infinities and NaN stay.
 */
export function roundToBfloat16(matrix: Floats, columns: number, words: Int32Array): void {
	const float = new Float32Array(1);
	const bits = new Uint32Array(float.buffer);
	const rowWords = bfloat16Words(1, columns);
	words.fill(0);
	for (let i = 0; i < matrix.length; i++) {
		float[0] = matrix[i]!;
		const half = roundedHalf(bits[0]!);
		const [row, k] = [Math.floor(i / columns), i % columns];
		const at = row * rowWords + Math.floor(k / BLOCK) * (BLOCK / 2) + (k % (BLOCK / 2));
		words[at]! |= k % BLOCK < BLOCK / 2 ? half : half << 16;
		bits[0] = half << 16;
		matrix[i] = float[0]!;
	}
}

const INFINITE = 0x7f800000; // bits of a float32

function roundedHalf(bits: number): number {
	const size = bits & 0x7fffffff; // without the sign
	if (size > INFINITE) return (bits >>> 16) | 0x40; // NaN, of which the upper half alone could be infinite
	const half = (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16;
	return size < INFINITE && (half & 0x7fff) === INFINITE >>> 16 ? half - 1 : half;
}
