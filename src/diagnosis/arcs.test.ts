import { describe, expect, test } from "vitest";
import { engineFor } from "../../test/conformance/fastEngine.ts";
import type { ModelSpec } from "../cells/layout.ts";
import { Unrolled } from "../cells/unroll.ts";
import { Weights } from "../cells/weights.ts";
import { RandomStream } from "../kernels/random.ts";
import { arcsOf, learnt, withinHorizon } from "./arcs.ts";
import { cellStep } from "./tangents/cells.ts";
import { constant, type Dual, ForwardMode, type Leaf } from "./tangents/dual.ts";
import type { LayerLeaves } from "./tangents/stepTypes.ts";

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

/**
 * The gradient of the loss of step t by the weights in their use at step k, by forward mode: the weights of all other steps
 * have directions that are thrown away. If `alone`, no state h of a step before carries a derivative: what is left went
 * through c (GRU: z h is a part of h, so it is not asked for).
 */
function arcByForwardMode({ weights, window }: ReturnType<typeof windowOf>, t: number, k: number, alone: boolean) {
	const { specs, flat, spec } = weights;
	const P = flat.length;
	const mode = new ForwardMode(2 * P);
	const leaf = (name: string, s: number): Leaf | undefined => {
		const found = specs.find((one) => one.name === name);
		return found && { v: Float64Array.from(weights.tensor(name)), at: (s === k ? 0 : P) + found.offset };
	};
	const sum = new Float64Array(P);
	for (let b = 0; b < B; b++) {
		const zero = () => constant(new Float64Array(H));
		const states = Array.from({ length: spec.layers }, () => ({ h: zero(), c: zero() }));
		let logits: Dual | undefined;
		for (let s = 0; s <= t; s++) {
			const oneHot = new Float64Array(V);
			oneHot[window.ids[s * B + b]!] = 1;
			let x: Dual = constant(oneHot);
			for (const [l, { h, c }] of states.entries()) {
				const w = {
					...{ w_ih: leaf(`weight_ih_l${l}`, s), w_hh: leaf(`weight_hh_l${l}`, s), b: leaf(`bias_l${l}`, s) },
					...{ p: leaf(`weight_peephole_l${l}`, s), b_hn: leaf(`bias_hn_l${l}`, s) },
				} as LayerLeaves;
				const before = { h: alone ? constant(h.v) : h, c };
				states[l] = cellStep(mode, spec, w, x, before, 1).state;
				x = states[l]!.h;
			}
			logits = mode.add(mode.product(leaf("head.weight", s)!, x, 1), mode.repeat(leaf("head.bias", s)!, 1));
		}
		const exps = logits!.v.map(Math.exp);
		const total = exps.reduce((a, x) => a + x, 0);
		for (let p = 0; p < P; p++)
			for (let v = 0; v < V; v++) {
				const slope = exps[v]! / total - (v === window.targets[t * B + b] ? 1 : 0);
				sum[p]! += slope * logits!.d[v * 2 * P + p]!;
			}
	}
	return sum;
}

const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, x, j) => sum + x * b[j]!, 0);

describe("the two ways back of an LSTM's arcs", () => {
	test.each([1, 2])("with %i layers are those of forward mode to 1e-10, and add up to the whole to 1e-12", (layers) => {
		const made = windowOf({ cell: "lstm", variant: "peephole" }, layers);
		const { paths, norms } = arcsOf(made.window, S);
		for (const [t, k] of [
			[6, 0],
			[5, 2],
			[3, 2],
			[4, 4],
		] as const) {
			const whole = arcByForwardMode(made, t, k, false);
			const through = arcByForwardMode(made, t, k, true);
			const rest = whole.map((x, j) => x - through[j]!);
			const at = t * S + k;
			expect(2 ** norms[at]! / Math.sqrt(dot(whole, whole))).toBeCloseTo(1, 10);
			expect(paths!.throughC[at]).toBeCloseTo(dot(through, whole) / dot(whole, whole), 10);
			expect(paths!.throughH[at]).toBeCloseTo(dot(rest, whole) / dot(whole, whole), 10);
		}
		for (let t = 0; t < S; t++)
			for (let k = 0; k <= t; k++) {
				const at = t * S + k;
				expect(Math.abs(paths!.throughC[at]! + paths!.throughH[at]! - 1)).toBeLessThan(1e-12);
				if (k === t) expect(paths!.throughC[at]).toBe(1); // no way back
			}
		expect(Math.abs(paths!.wholeThroughC + paths!.wholeThroughH - 1)).toBeLessThan(1e-12);
		expect(paths!.wholeThroughH).not.toBeCloseTo(0, 3);
	});

	test("a plain cell has none, and a GRU's two parts add up to 1 too", () => {
		expect(arcsOf(windowOf({ cell: "rnn", variant: "tanh" }, 1).window, S).paths).toBeUndefined();
		const { paths } = arcsOf(windowOf({ cell: "gru", variant: "reset-before" }, 1).window, S);
		for (let t = 0; t < S; t++)
			for (let k = 0; k <= t; k++) {
				const at = t * S + k;
				expect(Math.abs(paths!.throughC[at]! + paths!.throughH[at]! - 1)).toBeLessThan(1e-12);
			}
	});
});
