import { describe, expect, test } from "vitest";
import { singularValues } from "../algebra/decompositions.ts";
import { DIAL_STEPS, type DialSettings, dial, dialBase, dialRate, dialVerdict } from "./dial.ts";
import { BASES, drawnRecurrent } from "./drawnRecurrent.ts";

const T = DIAL_STEPS;
const H = 20;
const base = dialBase(drawnRecurrent("gaussian", H, 1), H);
const at = (given: Partial<DialSettings> = {}): DialSettings => ({
	...{ radius: 1, act: "tanh", input: 0.1, bias: 0, seed: 1, moves: [], ...given },
});

describe("the dial", () => {
	test.each([0.3, 1, 1.7])(
		"set to %f: W has that spectral radius, to 1e-12, and its own largest singular value",
		(radius) => {
			const found = dial(base, at({ radius }));
			expect(found.radius).toBeCloseTo(radius, 12);
			const sigma = singularValues(base.w, H, H)[0]!;
			expect(found.sigma).toBeCloseTo((sigma * radius) / base.radius, 10);
		},
	);

	test("a linear layer of twice the matrix has 2^lag times the gradient, for every cost and step, to 1e-10 of its log10", () => {
		const { log10 } = dial(base, at({ act: "linear", radius: 0.8 }));
		const other = dial(base, at({ act: "linear", radius: 1.6 }));
		for (let t = 0; t < T; t++)
			for (let k = 0; k <= t; k++) {
				expect(log10[t * T + t]).toBeCloseTo(0, 12);
				// twice the matrix is 2^lag the gradient
				expect(other.log10[t * T + k]! - log10[t * T + k]!).toBeCloseTo((t - k) * Math.log10(2), 10);
			}
	});

	test("no gradient of any cost is above (sigma max|act'|)^lag, at any radius, input and bias", () => {
		for (const act of ["tanh", "linear"] as const)
			for (const [radius, input, bias] of [
				[0.5, 0.1, 0],
				[1, 1, 0],
				[1.7, 0.1, 2],
				[1.7, 3, 0],
			] as const) {
				const { log10, bound } = dial(base, at({ act, radius, input, bias }));
				for (let t = 0; t < T; t++)
					for (let k = 0; k <= t; k++)
						expect(log10[t * T + k]!).toBeLessThanOrEqual((t - k) * Math.log10(bound) + 1e-9);
			}
	});

	test("a saturated tanh kills the gradient at a bound above 1; the same W in a linear layer explodes it", () => {
		const killed = dial(base, at({ radius: 1.7, bias: 3 }));
		expect(killed.saturated).toBeGreaterThan(0.7);
		const linear = dial(base, at({ act: "linear", radius: 1.7, bias: 3 }));
		expect(linear.bound).toBeGreaterThan(1);
		expect([dialVerdict(killed), dialVerdict(linear)]).toEqual([
			killed.bound < 1 ? "mustVanish" : "vanishes",
			"explodes",
		]);
		const strong = dial(base, at({ radius: 1.7, input: 3 }));
		expect([strong.bound > 1, dialVerdict(strong)]).toEqual([true, "vanishes"]);
	});

	test("powers are never 0: at radius 0.3 the first step has 1e-20 or less, as a number", () => {
		const { log10 } = dial(base, at({ radius: 0.3, act: "linear" }));
		expect(log10[(T - 1) * T]).toBeLessThan(-20);
		expect(Number.isFinite(log10[(T - 1) * T])).toBe(true);
	});
});

describe("an eigenvalue that is taken", () => {
	test.each(BASES)(
		"%s, 2 to 100 units, 8 seeds: of each pair the one above the axis comes first and its conjugate next, to 1e-9; those of one modulus by their real parts",
		(kind) => {
			for (const units of [2, 3, 5, 10, 50, 100])
				for (let seed = 1; seed <= 8; seed++) {
					const { re, im } = dialBase(drawnRecurrent(kind, units, seed), units).values;
					for (let k = 0; k < units; k++) {
						if (kind === "orthogonal" && k > 0) expect(re[k]! - re[k - 1]!).toBeLessThan(1e-9);
						if (im[k] === 0) continue;
						expect([kind, units, seed, k, im[k]! > 0]).toEqual([kind, units, seed, k, true]);
						expect(Math.hypot(re[k + 1]! - re[k]!, im[k + 1]! + im[k]!)).toBeLessThan(1e-9);
						k++;
					}
				}
		},
	);

	test("linear: dragged out to a real lambda beyond all others, the slope by lag is log10 lambda to 1e-9", () => {
		const real = base.values.im.findIndex((im) => Math.abs(im) < 1e-9);
		for (const lambda of [1.5, -1.5, 3]) {
			const moved = dial(base, at({ act: "linear", radius: 0.5, moves: [{ index: real, re: lambda, im: 0 }] }));
			expect(dialRate(moved.log10)).toBeCloseTo(Math.log10(Math.abs(lambda)), 9);
			expect(moved.radius).toBeCloseTo(Math.abs(lambda), 8);
		}
	});

	test("the others stay to 1e-8 times its condition, for every eigenvalue", () => {
		for (let index = 0; index < H; index++) {
			if (base.values.im[index]! < -1e-9) continue;
			const moved = dial(base, at({ moves: [{ index, re: 0.2, im: 0.9 }] }));
			expect(moved.strayed).toBeLessThan(1e-8 * moved.conditions[0]!);
		}
	});
});
