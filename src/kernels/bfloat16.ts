/**
 * bfloat16 copies of weight matrices. A bfloat16 is the upper half of a float32: its sign, its 8 exponent bits and 7 of
 * its 23 mantissa bits (Wang & Kanwar 2019), so a kernel widens it without rounding.
 *
 * In each block of 32 numbers of a row, word i of 16 holds number i in its lower half and number 16 + i in its upper
 * half, so a vector of words widens without moving numbers between lanes. The last block is padded with zeros.
 */
import type { Floats } from "./kernels.ts";

const BLOCK = 32;

/** Returns the number of words that a matrix with rows of `columns` numbers takes. */
export const bfloat16Words = (rows: number, columns: number): number => rows * Math.ceil(columns / BLOCK) * (BLOCK / 2);

/**
 * Rounds a matrix with rows of `columns` numbers in place to the nearest bfloat16, ties to even, and writes it to
 * `words` (`bfloat16Words` of them) in the layout that the kernels read. The relative error is at most 2^-8; below
 * 2^-126 the absolute error is at most 2^-134. Finite numbers beyond the largest bfloat16, 3.39e38, become that.
 * Infinities and NaN stay.
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
	if (size > INFINITE) return (bits >>> 16) | 0x40; // NaN; its upper half alone could read as infinity
	const half = (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16;
	return size < INFINITE && (half & 0x7fff) === INFINITE >>> 16 ? half - 1 : half;
}
