import { describe, expect, test } from "vitest";
import { engineFor } from "../../test/conformance/fastEngine.ts";
import type { CellSpec, ModelSpec } from "../cells/layout.ts";
import { Unrolled } from "../cells/unroll.ts";
import { Weights } from "../cells/weights.ts";
import { RandomStream } from "../kernels/random.ts";
import { gradientBySteps, itemise } from "./itemised.ts";

const [V, H, S, N, WARM] = [5, 4, 6, 2, 3];

/** N groups of S lanes; each group reads one sequence. */
function windowOf(spec: CellSpec & Partial<ModelSpec>, name: "reference" | "fast" = "reference", w = 0) {
	const engine = engineFor(name);
	const weights = new Weights(engine, { symbols: V, hidden: H, layers: 1, dropout: 0, ...spec } as ModelSpec);
	const random = new RandomStream(3, "itemised");
	for (let j = 0; j < weights.flat.length; j++) weights.flat[j] = Math.fround(0.6 * random.normal());
	if (w > 0) {
		const w_hh = weights.layer(0).w_hh.fill(0);
		for (let i = 0; i < H; i++) w_hh[i * H + i] = w;
	}
	const [T, B] = [WARM + S, N * S];
	const window = new Unrolled(engine, weights, { steps: T, lanes: B });
	for (let t = 0; t < T; t++) {
		for (let n = 0; n < N; n++) {
			const [id, target] = [random.below(V), random.below(V)];
			window.ids.fill(id, t * B + n * S, t * B + (n + 1) * S);
			window.targets.fill(target, t * B + n * S, t * B + (n + 1) * S);
		}
	}
	window.forward();
	return { engine, weights, window };
}

describe("the triangle", () => {
	test("of a linear cell of w = 0.5 halves with every step back, and its rows sum to 1", () => {
		for (const engine of ["reference", "fast"] as const) {
			const [{ reach, share, throughC }] = itemise(windowOf({ cell: "rnn", variant: "linear" }, engine, 0.5).window, S);
			expect(throughC).toBeUndefined();
			for (let t = 0; t < S; t++) {
				for (let k = 0; k < S; k++) {
					if (k > t) expect(reach[t * S + k]).toBe(Number.NEGATIVE_INFINITY);
					else expect(reach[t * S + k]! - reach[t * S + t]!).toBeCloseTo(k - t, 9);
					const row = 2 - 2 ** -t; // 1 + 1/2 + ... + 2^-t
					expect(share[t * S + k]).toBeCloseTo(k > t ? 0 : 2 ** (k - t) / row, 9);
				}
			}
		}
	});

	test("splits a gated cell's paths: all through c at k = t, shares between 0 and 1 before, and all through c with W_hh = 0", () => {
		const { window } = windowOf({ cell: "lstm", variant: "peephole", layers: 2 });
		for (const { share, throughC } of itemise(window, S)) {
			for (let t = 0; t < S; t++) {
				let sum = 0;
				for (let k = 0; k <= t; k++) {
					sum += share[t * S + k]!;
					if (k === t) expect(throughC![t * S + k]).toBe(1);
					else {
						expect(throughC![t * S + k]).toBeGreaterThan(0);
						expect(throughC![t * S + k]).toBeLessThan(1);
					}
				}
				expect(sum).toBeCloseTo(1, 12);
			}
		}
		const gru = windowOf({ cell: "gru", variant: "reset-after" });
		gru.weights.layer(0).w_hh.fill(0);
		gru.window.forward();
		const { throughC } = itemise(gru.window, S)[0]!;
		for (let t = 0; t < S; t++) for (let k = 0; k <= t; k++) expect(throughC![t * S + k]).toBe(1);
	});
});

describe("the gradient of each tensor by step", () => {
	test.each([
		{ cell: "rnn", variant: "tanh" },
		{ cell: "gru", variant: "reset-before" },
		{ cell: "lstm", variant: "forget" },
	] as const)("$cell: adds up to the gradient that back-propagation gives, 2 layers, to 1e-12", (spec) => {
		const { engine, weights, window } = windowOf({ ...spec, layers: 2 });
		const [T, B] = [window.T, window.B];
		const bySteps = gradientBySteps(window, T, "all");
		const training = new Unrolled(engine, weights, { steps: T, lanes: B, training: true });
		training.ids.set(window.ids);
		training.targets.set(window.targets);
		training.forward();
		const gradients = new Weights(engine, weights.spec);
		training.backward(gradients, { scale: 1 / (T * B) });
		for (const { tensor, total, share } of bySteps) {
			expect(2 ** total / Math.hypot(...gradients.tensor(tensor))).toBeCloseTo(1, 12);
			expect(share.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
		}
		expect(bySteps.map(({ tensor }) => tensor)).toEqual(weights.specs.map(({ name }) => name));
	});

	test("of the last step, it is the gradient of that step's mean loss over the sequences that have one, to 1e-12", () => {
		const { engine, weights, window } = windowOf({ cell: "lstm", variant: "forget", layers: 2 });
		const [T, B] = [window.T, window.B];
		window.targets[(T - 1) * B + 1] = -1;
		const training = new Unrolled(engine, weights, { steps: T, lanes: B, training: true });
		training.ids.set(window.ids);
		training.targets.fill(-1);
		for (let b = 0; b < B; b++) training.targets[(T - 1) * B + b] = window.targets[(T - 1) * B + b]!;
		training.forward();
		const gradients = new Weights(engine, weights.spec);
		training.backward(gradients, { scale: 1 / (B - 1) });
		for (const { tensor, total, steps, share } of gradientBySteps(window, T)) {
			expect(2 ** total / Math.hypot(...gradients.tensor(tensor))).toBeCloseTo(1, 12);
			const sum = steps.reduce((whole, log) => whole + 2 ** log, 0);
			for (const [t, log] of steps.entries()) expect(2 ** log / sum - share[t]!).toBeCloseTo(0, 12);
		}
	});

	test("of the last loss alone, the bias of w = 0.5 learns 2^-k from k steps back, and the head from the last step only", () => {
		const { window } = windowOf({ cell: "rnn", variant: "linear" }, "fast", 0.5);
		const bySteps = gradientBySteps(window, S);
		const of = (name: string) => bySteps.find(({ tensor }) => tensor === name)!;
		const { steps } = of("bias_l0");
		for (let k = 0; k < S; k++) expect(steps[S - 1 - k]! - steps[S - 1]!).toBeCloseTo(-k, 5);
		expect([...of("head.weight").share]).toEqual([0, 0, 0, 0, 0, 1]);
	});
});
