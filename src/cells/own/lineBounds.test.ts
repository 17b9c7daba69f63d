/** Bounds of lines by hand. */
import { expect, test } from "vitest";
import { lineBounds } from "./lineBounds.ts";
import { parseLine } from "./parse.ts";

const boundsOf = (equations: string[], states = ["h"]) =>
	Object.fromEntries(lineBounds(equations.map(parseLine), states));
const ANY = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];

test("a sigmoid is 0 to 1, a tanh -1 to 1, a sum without bounds; 1 - f is a gate and o tanh(c) within -1 and 1", () => {
	const lines = [
		"f = sigmoid(W x + R h' + b)",
		"u = W x + b",
		"g = tanh(u)",
		"k = 1 - f",
		"c = f * c' + k * g",
		"h = f * tanh(c)",
	];
	expect(boundsOf(lines, ["h", "c"])).toEqual({ f: [0, 1], u: ANY, g: [-1, 1], k: [0, 1], c: ANY, h: [-1, 1] });
});

test("a mixture of h' and a tanh stays within -1 and 1 however it is written; h' plus a tanh has no bounds", () => {
	const start = ["f = sigmoid(W x + R h' + b)", "n = tanh(W x + b)"];
	for (const h of ["(1 - f) * h' + f * n", "n * f + h' * (1 - f)", "f * h' + (1 - f) * n"])
		expect([h, boundsOf([...start, `h = ${h}`]).h]).toEqual([h, [-1, 1]]);
	expect(boundsOf([...start, "h = h' + n"]).h).toEqual(ANY);
	expect(boundsOf([...start, "h = (1 - n) * h' + n * f"]).h).toEqual(ANY); // n is no gate
	expect(boundsOf([...start, "h = f * h' + n"]).h).toEqual(ANY); // up to 1 more with every step
});

test("functions and quotients: relu from 0, exp and softplus above 0, division by what may be 0 without bounds", () => {
	const found = boundsOf([
		...["g = tanh(W x + R h' + b)", "r = relu(g)", "e = exp(g)", "s = softplus(g)", "q = g / (2 + g)", "z = g / g"],
		"h = 3 * g - 1",
	]);
	expect(found).toMatchObject({ r: [0, 1], e: [Math.exp(-1), Math.exp(1)], z: ANY, h: [-4, 2], q: [-1, 1] });
	expect(found.s![0]).toBeCloseTo(Math.log1p(Math.exp(-1)), 12);
});
