import { describe, expect, test } from "vitest";
import { RandomStream } from "../kernels/random.ts";
import { type Eigenvalues, eigenvalues } from "./decompositions.ts";
import { eigenpair, moveEigenvalues } from "./eigenvectors.ts";

function gaussian(n: number, seed: number): Float64Array {
	const random = new RandomStream(seed, "moved");
	return Float64Array.from({ length: n * n }, () => random.normal() / Math.sqrt(n));
}

/** Largest distance from a value of `from` to its nearest value of `to`. */
function distance(from: [number, number][], to: [number, number][]): number {
	return Math.max(...from.map(([x, y]) => Math.min(...to.map(([p, q]) => Math.hypot(x - p, y - q)))));
}
const listed = ({ re, im }: Eigenvalues) => Array.from(re, (x, k): [number, number] => [x, im[k]!]);

describe("an eigenpair", () => {
	test.each([5, 20, 60])("of %i units: A v = lambda v and w^T A = lambda w^T, each to 1e-12 of |A|, for all", (n) => {
		const a = gaussian(n, n);
		for (const [re, im] of listed(eigenvalues(a, n))) {
			const { right: v, left: w, ...found } = eigenpair(a, n, { re, im });
			let [worstRight, worstLeft] = [0, 0];
			for (let i = 0; i < n; i++) {
				let [ar, ai, br, bi] = [0, 0, 0, 0];
				for (let j = 0; j < n; j++) {
					ar += a[i * n + j]! * v.re[j]!;
					ai += a[i * n + j]! * v.im[j]!;
					br += a[j * n + i]! * w.re[j]!;
					bi += a[j * n + i]! * w.im[j]!;
				}
				const right = Math.hypot(
					ar - found.re * v.re[i]! + found.im * v.im[i]!,
					ai - found.re * v.im[i]! - found.im * v.re[i]!,
				);
				const left = Math.hypot(
					br - found.re * w.re[i]! + found.im * w.im[i]!,
					bi - found.re * w.im[i]! - found.im * w.re[i]!,
				);
				worstRight = Math.max(worstRight, right);
				worstLeft = Math.max(worstLeft, left);
			}
			expect(Math.max(worstRight, worstLeft)).toBeLessThan(1e-12 * found.condition);
			expect(found.condition).toBeGreaterThanOrEqual(1 - 1e-12);
		}
	});

	test("of [2 1; 0 3] at 3 are v = (1,1)/sqrt 2, w = (0,1) and condition sqrt 2, by hand", () => {
		const { re, im, right, left, condition } = eigenpair([2, 1, 0, 3], 2, { re: 3, im: 0 });
		expect([re, im]).toEqual([expect.closeTo(3, 14), 0]);
		expect(right.re[0]! / right.re[1]!).toBeCloseTo(1, 13);
		expect(Math.abs(left.re[0]!)).toBeLessThan(1e-14);
		expect(condition).toBeCloseTo(Math.SQRT2, 13);
	});

	test("of a defective matrix [1 1; 0 1] has a condition beyond 1e7, which says so", () => {
		expect(eigenpair([1, 1, 0, 1], 2, { re: 1, im: 0 }).condition).toBeGreaterThan(1e7);
	});
});

describe("a moved eigenvalue", () => {
	test.each([1, 2, 3])("seed %i: arrives, and the others move by less than 1e-8 times its condition", (seed) => {
		const n = 40;
		const a = gaussian(n, seed);
		const before = listed(eigenvalues(a, n));
		for (const index of [0, 1, 7, 20, 39]) {
			const [re, im] = before[index]!;
			const pair = eigenpair(a, n, { re, im });
			const to = { re: 0.4, im: pair.im === 0 ? 0 : 1.2 };
			const after = listed(eigenvalues(moveEigenvalues(a, n, [{ pair, to }]), n));
			const own = ([x, y]: [number, number]) => Math.abs(x - re) + Math.abs(Math.abs(y) - Math.abs(im)) < 1e-9;
			const others = before.filter((value) => !own(value));
			expect(others).toHaveLength(pair.im === 0 ? n - 1 : n - 2);
			const bound = 1e-8 * pair.condition;
			expect(distance(others, after)).toBeLessThan(bound);
			expect(
				distance(
					[
						[to.re, to.im],
						[to.re, -to.im],
					],
					after,
				),
			).toBeLessThan(bound);
		}
	});

	test("two moves at once: both arrive, and the other eigenvalues stay", () => {
		const n = 30;
		const a = gaussian(n, 5);
		const before = listed(eigenvalues(a, n));
		const pairOf = ([re, im]: [number, number]) => eigenpair(a, n, { re, im });
		const first = pairOf(before[0]!);
		const second = pairOf(
			before.find(([re, im]) => Math.hypot(re - first.re, Math.abs(im) - Math.abs(first.im)) > 1e-6)!,
		);
		const moves = [
			{ pair: first, to: { re: -1.4, im: first.im === 0 ? 0 : 0.3 } },
			{ pair: second, to: { re: 0.9, im: second.im === 0 ? 0 : 0.8 } },
		];
		const after = listed(eigenvalues(moveEigenvalues(a, n, moves), n));
		const bound = 1e-8 * Math.max(first.condition, second.condition);
		expect(
			distance(
				moves.map(({ to }) => [to.re, to.im]),
				after,
			),
		).toBeLessThan(bound);
		const left = before.filter(([re, im]) =>
			moves.every(({ pair }) => Math.hypot(re - pair.re, Math.abs(im) - Math.abs(pair.im)) > 1e-6),
		);
		expect(distance(left, after)).toBeLessThan(bound);
	});

	test("moved to where it is, the matrix keeps its numbers to 1e-12", () => {
		const a = gaussian(12, 9);
		const { re, im } = eigenvalues(a, 12);
		const pair = eigenpair(a, 12, { re: re[0]!, im: im[0]! });
		const same = moveEigenvalues(a, 12, [{ pair, to: pair }]);
		expect(Math.max(...same.map((x, k) => Math.abs(x - a[k]!)))).toBeLessThan(1e-12);
	});
});
