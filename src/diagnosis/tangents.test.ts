import { describe, expect, test } from "vitest";
import { ForwardMode } from "./tangents/dual.ts";
import { layerGradient, networkGradient } from "./tangents.ts";

describe("the algebra of dual numbers", () => {
	const mode = new ForwardMode(3);
	const x = mode.variable({ v: Float64Array.of(2, -3), at: 0 });
	const y = mode.variable({ v: Float64Array.of(5), at: 2 });

	test("differentiates sums, products and functions of two values in three directions", () => {
		const product = mode.multiply(mode.slice(x, 1, 2), y); // -3 * 5
		expect([...product.v, ...product.d]).toEqual([-15, 0, 5, -3]);
		const sum = mode.add(product, mode.slice(x, 0, 1));
		expect([...sum.v, ...sum.d]).toEqual([-13, 1, 5, -3]);
		const square = mode.map(
			sum,
			(v) => v * v,
			(v) => 2 * v,
		);
		expect([...square.v, ...square.d]).toEqual([169, -26, -130, 78]);
	});

	test("differentiates W x by W and by x", () => {
		const mode = new ForwardMode(4);
		const w = { v: Float64Array.of(7, 11), at: 2 }; // [1,2]
		const y = mode.product(w, mode.variable({ v: Float64Array.of(2, 3), at: 0 }), 1);
		expect([...y.v, ...y.d]).toEqual([47, 7, 11, 2, 3]);
	});
});

test("a linear unit over 3 steps has dL/dh_0 = w^3 and dL/dw = 3 w^2 h_0", () => {
	const zeros = (n: number) => new Float64Array(n);
	const { loss, tensors } = layerGradient({
		...{ spec: { cell: "rnn", variant: "linear" }, T: 3, B: 1, D: 1, H: 1, x: zeros(3) },
		weights: { w_ih: Float64Array.of(1), w_hh: Float64Array.of(0.5), b: zeros(1) },
		...{ h0: Float64Array.of(8), c0: zeros(1), dOut: zeros(3), dhLast: Float64Array.of(1), dcLast: zeros(1) },
	});
	expect(loss).toBe(1);
	expect(tensors.get("h0")).toEqual(Float64Array.of(0.125));
	expect(tensors.get("w_hh")).toEqual(Float64Array.of(6));
	expect(tensors.get("x")).toEqual(Float64Array.of(0.25, 0.5, 1));
	expect(tensors.get("deltaH")).toEqual(Float64Array.of(0.25, 0.5, 1));
	expect(tensors.get("b")).toEqual(Float64Array.of(1.75));
});

test("a network of zeros has the loss ln V and the gradient softmax - target at its head's bias", () => {
	const spec = { cell: "gru", variant: "reset-before", symbols: 4, hidden: 2, layers: 1, dropout: 0 } as const;
	const { loss, tensors } = networkGradient({
		...{ spec, T: 1, B: 1, ids: Int32Array.of(2), targets: Int32Array.of(1), scale: 1 },
		...{ weights: new Float64Array(6 * 4 + 6 * 2 + 6 + 8 + 4), h0: [new Float64Array(2)], c0: [new Float64Array(2)] },
	});
	expect(loss).toBeCloseTo(Math.log(4), 15);
	expect(tensors.get("head.bias")).toEqual(Float64Array.of(0.25, -0.75, 0.25, 0.25));
	expect(tensors.has("l0.c")).toBe(false);
});
