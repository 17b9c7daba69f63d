import { describe, expect, test } from "vitest";
import { engineFor } from "../../test/conformance/fastEngine.ts";
import { singularValues } from "../algebra/decompositions.ts";
import { type CellSpec, type ModelSpec, VARIANTS } from "../cells/layout.ts";
import { Unrolled } from "../cells/unroll.ts";
import { Weights } from "../cells/weights.ts";
import { RandomStream } from "../kernels/random.ts";
import { largestSingular, lyapunov, productNorms, stepJacobian, stepSpectra } from "./jacobian.ts";
import { recurrentBlocks } from "./recurrentBlocks.ts";
import { StepProducts } from "./stepJacobian.ts";

const V = 5;

function windowOf(
	spec: CellSpec & Partial<ModelSpec>,
	{ name = "reference" as "reference" | "fast", T = 7, B = 2, H = 4, deviation = 0.6, diagonal = [] as number[] } = {},
) {
	const engine = engineFor(name);
	const weights = new Weights(engine, { symbols: V, hidden: H, layers: 1, dropout: 0, ...spec } as ModelSpec);
	const random = new RandomStream(2, "jacobian");
	for (let j = 0; j < weights.flat.length; j++) weights.flat[j] = Math.fround(deviation * random.normal());
	if (diagonal.length > 0) {
		const w_hh = weights.layer(0).w_hh.fill(0);
		for (const [i, w] of diagonal.entries()) w_hh[i * H + i] = Math.fround(w);
	}
	const window = new Unrolled(engine, weights, { steps: T, lanes: B });
	for (let j = 0; j < T * B; j++) window.ids[j] = random.below(V);
	window.forward();
	return { engine, weights, window };
}

const cells = Object.entries(VARIANTS).flatMap(([cell, variants]) =>
	variants.map((variant) => ({ cell, variant }) as CellSpec),
);

describe.each(cells)("$cell $variant", (spec) => {
	test("J by the backward pass times v is what a difference of the forward pass gives, to 1e-3, in a second layer too", () => {
		const { window } = windowOf({ ...spec, layers: 2 });
		for (const l of [0, 1]) {
			const jacobian = stepJacobian(window, l, 4, 1);
			const n = Math.sqrt(jacobian.length);
			const products = new StepProducts(window, l, 2);
			const random = new RandomStream(9, "v");
			const v = Float64Array.from({ length: n }, () => random.normal());
			const ahead = products.ahead(4, 1, v);
			for (let i = 0; i < n; i++) {
				let want = 0;
				for (let j = 0; j < n; j++) want += jacobian[i * n + j]! * v[j]!;
				expect(Math.abs(ahead[i]! - want)).toBeLessThan(1e-3); // step 2^-7: its error is the square times J''
			}
		}
	});
});

const diagonal = [0.9, 0.5, 1.25, 0.125];
describe.each(["reference", "fast"] as const)("a diagonal linear cell on %s", (name) => {
	const { window, weights } = windowOf({ cell: "rnn", variant: "linear" }, { name, diagonal, T: 40 });
	const sorted = diagonal.toSorted((a, b) => b - a).map(Math.fround);
	test("has its diagonal as singular values and eigenvalues, and log |w_i| as Lyapunov exponents", () => {
		const [{ singular, eigenvalues, radius }] = stepSpectra(window, 0, [20]);
		expect([...singular]).toEqual(sorted);
		for (let k = 0; k < 4; k++) expect(eigenvalues.re[k]).toBeCloseTo(sorted[k]!, 12);
		expect(radius).toBeCloseTo(1.25, 12);
		const { exponents, steps } = lyapunov(window, 0);
		expect(steps).toBe(40);
		for (let k = 0; k < 4; k++) expect(exponents[k]).toBeCloseTo(Math.log(sorted[k]!), 12);
		// from a random start, off by the log of how far it turned, a few tenths, over 36 steps
		expect(Math.abs(lyapunov(window, 0, { p: 1 }).exponents[0]! - Math.log(1.25))).toBeLessThan(0.03);
	});
	test("has products of norm 1.25^w", () => {
		for (const { steps, log2 } of productNorms(window, 0, 40)) expect(log2).toBeCloseTo(steps * Math.log2(1.25), 6);
		expect(productNorms(window, 0, 40).map(({ steps }) => steps)).toEqual([1, 2, 4, 8, 16, 32, 40]);
	});
	test("has the recurrent matrix's radius 1.25 beside the bound 1", () => {
		expect(recurrentBlocks(weights, 0)).toEqual([
			{ block: "h", exact: true, bound: 1, largestSingular: 1.25, radius: expect.closeTo(1.25, 12) },
		]);
	});
});

/** A window of a plain cell whose W_hh has rank r exactly, with whole numbers / 64 that every engine multiplies as they are. */
function windowOfRank(r: number, H: number, variant: "linear" | "tanh", name: "reference" | "fast") {
	const { window, weights } = windowOf({ cell: "rnn", variant }, { name, H, T: 12 });
	const random = new RandomStream(8, "rank");
	const [left, right] = [0, 1].map(() => Array.from({ length: H * r }, () => random.below(9) - 4));
	const { w_hh } = weights.layer(0);
	for (let at = 0; at < w_hh.length; at++) {
		let sum = 0;
		for (let k = 0; k < r; k++) sum += left![Math.floor(at / H) * r + k]! * right![(at % H) * r + k]!;
		w_hh[at] = sum / 64;
	}
	window.forward();
	return window;
}

describe.each(["reference", "fast"] as const)("Lyapunov exponents on %s", (name) => {
	test.each([
		{ r: 1, H: 5, p: 5 },
		{ r: 3, H: 7, p: 7 },
		{ r: 2, H: 24, p: 4 },
		{ r: 20, H: 48, p: 48 },
	])("W_hh of rank $r and $H units: $r of $p exponents are finite, the others -Infinity", ({ r, H, p }) => {
		for (const variant of ["linear", "tanh"] as const) {
			const { exponents } = lyapunov(windowOfRank(r, H, variant, name), 0, { p });
			const lost = Array.from(exponents, (value) => value === Number.NEGATIVE_INFINITY);
			expect(lost).toEqual(Array.from({ length: p }, (_, k) => k >= r));
			for (const value of exponents.subarray(0, r)) expect(Number.isFinite(value)).toBe(true);
		}
	});
	test("singular values down to 1e-5 of the largest are kept: log |w_i| of a diagonal", () => {
		const diagonal = [1, 1e-2, 1e-4, 1e-5];
		const { window } = windowOf({ cell: "rnn", variant: "linear" }, { name, diagonal, T: 9 });
		const { exponents } = lyapunov(window, 0);
		for (const [k, w] of diagonal.entries()) expect(exponents[k]).toBeCloseTo(Math.log(w), 6);
	});
});

test("bounds are 4 for sigmoid blocks and 1 for tanh", () => {
	const bounds = (spec: CellSpec) =>
		recurrentBlocks(windowOf(spec).weights, 0).map(({ block, bound }) => [block, bound]);
	expect(bounds({ cell: "lstm", variant: "1997" })).toEqual([
		["i", 4],
		["g", 1],
		["o", 4],
	]);
	expect(bounds({ cell: "rnn", variant: "sigmoid" })).toEqual([["h", 4]]);
});

test("the estimate of the largest singular value is within 1 % of the exact one, lstm of 12 units on a float32 engine", () => {
	const { window } = windowOf({ cell: "lstm", variant: "forget" }, { name: "fast", H: 12 });
	const exact = singularValues(stepJacobian(window, 0, 3), 24, 24)[0]!;
	expect(largestSingular(window, 0, 3) / exact).toBeCloseTo(1, 2);
});

test("a state above the limit is refused with its cost: 2 x 20 numbers, 0.013 MB, 3e+6 operations", () => {
	const { window } = windowOf({ cell: "lstm", variant: "forget" }, { H: 20 });
	expect(() => stepJacobian(window, 0, 3, 0, 39)).toThrow(
		/40 numbers.*0\.013 MB and 3e\+6 operations.*E_JACOBIAN_LARGE/,
	);
});
