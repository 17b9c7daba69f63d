import { describe, expect, test } from "vitest";
import { RandomStream } from "../kernels/random.ts";
import { eigenvalues, orthonormalise, radiusOf, singularValues } from "./decompositions.ts";

const normals = (length: number, seed = 1) => {
	const random = new RandomStream(seed, "algebra");
	return Float64Array.from({ length }, () => random.normal());
};
const product = (a: ArrayLike<number>, b: ArrayLike<number>, n: number) =>
	Float64Array.from({ length: n * n }, (_, at) => {
		let sum = 0;
		for (let k = 0; k < n; k++) sum += a[Math.floor(at / n) * n + k]! * b[k * n + (at % n)]!;
		return sum;
	});
const orthogonal = (n: number, seed: number) => {
	const q = normals(n * n, seed);
	orthonormalise(q, n, n);
	return q;
};

describe("singular values", () => {
	test("of U S V^T are S, from 10 down to 1e-12, to a relative 1e-3 of the least and 1e-13 of the largest", () => {
		const n = 7;
		const wanted = [10, 3, 3, 1, 0.1, 1e-6, 1e-12];
		const us = orthogonal(n, 1).map((v, at) => v * wanted[at % n]!);
		const got = singularValues(product(us, orthogonal(n, 2), n), n, n);
		for (const [k, want] of wanted.entries()) expect(Math.abs(got[k]! - want)).toBeLessThan(1e-15 * 10 * n);
	});
	test("of a 5 x 3 matrix have the squares that its squares add up to; of zeros they are zeros", () => {
		const a = normals(15);
		const got = singularValues(a, 5, 3);
		expect(got.reduce((sum, s) => sum + s * s, 0)).toBeCloseTo(
			a.reduce((sum, v) => sum + v * v, 0),
			12,
		);
		expect(got[0]).toBeGreaterThan(got[1]!);
		expect([...singularValues(new Float64Array(9), 3, 3)]).toEqual([0, 0, 0]);
	});
});

describe("Gram-Schmidt", () => {
	test("leaves rows orthonormal to 1e-14 and the lengths of R; a row that depends on others gets 0", () => {
		const q = Float64Array.of(3, 0, 0, 4, 2, 0, 1, 1, 0);
		expect([...orthonormalise(q, 3, 3)]).toEqual([3, 2, 0]);
		const many = orthogonal(33, 5);
		for (let i = 0; i < 33; i++) {
			for (let j = 0; j <= i; j++) {
				let dot = 0;
				for (let k = 0; k < 33; k++) dot += many[i * 33 + k]! * many[j * 33 + k]!;
				expect(Math.abs(dot - (i === j ? 1 : 0))).toBeLessThan(1e-14);
			}
		}
	});
});

describe("eigenvalues", () => {
	const sorted = ({ re, im }: { re: Float64Array; im: Float64Array }) =>
		Array.from(re, (v, k) => [v, im[k]!] as const).sort((a, b) => a[0] - b[0] || a[1] - b[1]);

	test("of a companion matrix are the roots of (x - 1)(x - 2)(x + 3)(x^2 + 1), to 1e-12", () => {
		// x^5 - 6x^3 ... : coefficients of the product, highest first 1, 0, -6, 6, -7, 6
		const n = 5;
		const a = new Float64Array(n * n);
		for (const [j, c] of [0, 6, -6, 7, -6].entries()) a[j] = c;
		for (let i = 1; i < n; i++) a[i * n + i - 1] = 1;
		const want = [
			[-3, 0],
			[0, -1],
			[0, 1],
			[1, 0],
			[2, 0],
		];
		const found = sorted(eigenvalues(a, n));
		for (const [k, [re, im]] of want.entries()) {
			const nearest = Math.min(...found.map(([r, i]) => Math.hypot(r - re!, i - im!)));
			expect([k, nearest < 1e-12]).toEqual([k, true]);
		}
		expect(radiusOf(eigenvalues(a, n))).toBeCloseTo(3, 12);
	});
	test.each([1, 2, 3, 8, 33, 64])(
		"of a random %i x %i matrix have its trace, its trace of squares, and come in pairs",
		(n) => {
			const a = normals(n * n, n);
			const { re, im } = eigenvalues(a, n);
			const trace = (x: ArrayLike<number>) =>
				Array.from({ length: n }, (_, i) => x[i * n + i]!).reduce((p, q) => p + q);
			const sum = (x: Iterable<number>) => [...x].reduce((p, q) => p + q, 0);
			expect(sum(re)).toBeCloseTo(trace(a), 9);
			expect(sum(im)).toBeCloseTo(0, 9);
			expect(sum(re.map((v, k) => v * v - im[k]! ** 2))).toBeCloseTo(trace(product(a, a, n)), 8);
			for (let k = 1; k < n; k++)
				expect(Math.hypot(re[k]!, im[k]!)).toBeLessThanOrEqual(Math.hypot(re[k - 1]!, im[k - 1]!));
		},
	);
	test("of a rotation by 0.3 scaled by 0.9 are 0.9 e^{+-0.3i}; of a permutation of 6 the sixth roots of one", () => {
		const [c, s] = [0.9 * Math.cos(0.3), 0.9 * Math.sin(0.3)];
		const { re, im } = eigenvalues([c, -s, s, c], 2);
		for (const k of [0, 1]) {
			expect(re[k]).toBeCloseTo(c, 14);
			expect(Math.abs(im[k]!)).toBeCloseTo(s, 14);
		}
		const p = new Float64Array(36);
		for (let i = 0; i < 6; i++) p[i * 6 + ((i + 1) % 6)] = 1;
		const roots = eigenvalues(p, 6);
		for (let k = 0; k < 6; k++) {
			const angle = (Math.atan2(roots.im[k]!, roots.re[k]!) * 3) / Math.PI;
			expect(Math.hypot(roots.re[k]!, roots.im[k]!)).toBeCloseTo(1, 12);
			expect(Math.abs(angle - Math.round(angle))).toBeLessThan(1e-12);
		}
	});
});
