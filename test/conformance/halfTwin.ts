/**
 * Plain loops for the products of native/half.h, in the same order of sums and with the same rounding: what the native
 * engine computes with operands of bfloat16, to the bit.
 *
 * Not: numbers below 2^-126, which become 0 there.
 */
import type { Isa } from "../../src/kernels/native.ts";

/** How an instruction set adds the products of a block; see native/half.h. */
export type HalfIsa = Extract<Isa, "amx-bf16" | "avx512-bf16">;

/** Terms that AVX512-BF16 sums from 0: KC of native/gemm.h, and KT for the gradient of a weight matrix. */
export const BLOCKS = { product: 256, gradient: 384 } as const;
/** Terms of a step of tiles. */
const TERMS = 32;

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** The nearest bfloat16, ties to even; beyond the largest it is infinite. */
export function half(x: number): number {
	float[0] = x;
	const word = bits[0]!;
	bits[0] = (word + 0x7fff + ((word >>> 16) & 1)) & 0xffff0000;
	return float[0]!;
}

const { fround } = Math;
type Term = (k: number) => number;

/** s + a_k b_k, rounded once: the product of two bfloat16 numbers has 16 bits, exact in float64. */
const plus = (s: number, a: Term, b: Term, k: number): number => fround(s + half(a(k)) * half(b(k)));

/** first + sum_k a_k b_k over K terms. */
export function halfSum(isa: HalfIsa, K: number, first: number, a: Term, b: Term, block: number): number {
	let total = first;
	const tiles = isa === "amx-bf16";
	for (let start = 0; start < K || start === 0; start += block) {
		const end = Math.min(K, start + block);
		const [x, y] = [a, b].map((of) => (k: number) => (k < end ? of(k) : 0)) as [Term, Term];
		let s = tiles ? total : 0;
		for (let k = start; k < end; k += TERMS) {
			if (!tiles) {
				for (let i = k; i < k + TERMS; i += 2) s = plus(plus(s, x, y, i + 1), x, y, i);
			} else {
				let [even, odd] = [0, 0];
				for (let i = k; i < k + TERMS; i += 2) [even, odd] = [plus(even, x, y, i), plus(odd, x, y, i + 1)];
				s = fround(s + fround(even + odd));
			}
		}
		total = tiles ? s : fround(total + s);
	}
	return total;
}
