import { describe, expect, test } from "vitest";
import { engineFor } from "../../test/conformance/fastEngine.ts";
import type { ModelSpec } from "../cells/layout.ts";
import { Unrolled } from "../cells/unroll.ts";
import { Weights } from "../cells/weights.ts";
import { RandomStream } from "../kernels/random.ts";
import { arcsOf, learnt, withinHorizon } from "./arcs.ts";

const [V, H, S, B] = [5, 4, 7, 2];
const CELLS = [
	{ cell: "rnn", variant: "tanh" },
	{ cell: "gru", variant: "reset-before" },
	{ cell: "lstm", variant: "peephole" },
] as const;

function windowOf(cell: (typeof CELLS)[number], layers: number) {
	const engine = engineFor("reference");
	const spec = { symbols: V, hidden: H, layers, dropout: 0, ...cell } as ModelSpec;
	const weights = new Weights(engine, spec);
	const random = new RandomStream(5, "arcs");
	for (let j = 0; j < weights.flat.length; j++) weights.flat[j] = 0.6 * random.normal();
	const window = new Unrolled(engine, weights, { steps: S, lanes: B, training: true });
	for (let n = 0; n < S * B; n++) [window.ids[n], window.targets[n]] = [random.below(V), random.below(V)];
	window.forward();
	return { engine, weights, window };
}

/** Largest difference, relative to the norm of `b`. */
function apart(a: ArrayLike<number>, b: ArrayLike<number>): number {
	const all = Array.from({ length: b.length }, (_, j) => j);
	return Math.max(...all.map((j) => Math.abs(a[j]! - b[j]!))) / Math.hypot(...all.map((j) => b[j]!));
}

describe.each(CELLS)("the arcs of $cell $variant, 2 layers", (cell) => {
	test("add up to the gradient of backpropagation, to 1e-9", () => {
		const { engine, weights, window } = windowOf(cell, 2);
		const { kept } = arcsOf(window, S);
		const gradients = new Weights(engine, weights.spec);
		window.backward(gradients, { scale: 1 / (S * B) });
		expect(apart(kept, gradients.flat)).toBeLessThan(1e-9);
	});

	test.each([1, 3, 6])(
		"without those beyond %i steps are the sum of one short window per loss from its carried state, to 1e-12",
		(K) => {
			const { engine, weights, window } = windowOf(cell, 2);
			const { kept } = arcsOf(window, S, withinHorizon(K));
			const sum = new Weights(engine, weights.spec);
			for (let t = 0; t < S; t++) {
				const from = Math.max(0, t - K + 1);
				const short = new Unrolled(engine, weights, { steps: t - from + 1, lanes: B, training: true });
				short.ids.set(window.ids.subarray(from * B, (t + 1) * B));
				short.targets.fill(-1);
				short.targets.set(window.targets.subarray(t * B, (t + 1) * B), (t - from) * B);
				for (const [l, { h, c }] of window.layers.entries()) {
					short.layers[l]!.h.set(h.subarray(from * B * H, (from + 1) * B * H));
					if (c) short.layers[l]!.c!.set(c.subarray(from * B * H, (from + 1) * B * H));
				}
				short.forward();
				short.backward(sum, { scale: 1 / (S * B) });
			}
			expect(apart(kept, sum.flat)).toBeLessThan(1e-12);
		},
	);

	test("one arc cut leaves the others: the sum without it and it alone are the whole, to 1e-12", () => {
		const { window } = windowOf(cell, 1);
		const alone = arcsOf(window, S, (t, k) => t === 5 && k === 2);
		const { kept: without } = arcsOf(window, S, (t, k) => t !== 5 || k !== 2);
		const { kept: whole } = arcsOf(window, S);
		expect(alone.whole).toEqual(whole); // one pass gives both sums
		expect(
			apart(
				without.map((x, j) => x + alone.kept[j]!),
				whole,
			),
		).toBeLessThan(1e-12);
		const size = Math.hypot(...alone.kept) * S * B;
		expect(2 ** alone.norms[5 * S + 2]! / size).toBeCloseTo(1, 12);
		for (let t = 0; t < S; t++)
			for (let k = t + 1; k < S; k++) expect(alone.norms[t * S + k]).toBe(Number.NEGATIVE_INFINITY);
	});
});

test("a small step along all arcs lowers the loss by lr |g|^2, to 1 %, and the weights stay as they were", () => {
	const { window, weights } = windowOf({ cell: "lstm", variant: "peephole" }, 1);
	const { kept } = arcsOf(window, S);
	const before = [...weights.flat];
	const lr = 1e-4;
	const loss = learnt(window, kept, lr);
	expect((loss.before - loss.after) / (lr * kept.reduce((sum, x) => sum + x * x, 0))).toBeCloseTo(1, 2);
	expect([...weights.flat]).toEqual(before);
});
