import { describe, expect, test } from "vitest";
import { RandomStream } from "../kernels/random.ts";
import { createReference } from "../kernels/reference.ts";
import { headLosses } from "./heads.ts";
import type { HeadName, ModelSpec } from "./layout.ts";
import { Unrolled } from "./unroll.ts";
import { Weights } from "./weights.ts";

const engine = createReference();
const [T, B, D, H, V] = [7, 3, 5, 4, 2];
const cells = [
	{ cell: "rnn", variant: "tanh" },
	{ cell: "lstm", variant: "peephole" },
	{ cell: "gru", variant: "reset-before" },
] as const;

/** A window of values with sequences of 7, 4 and 1 steps; one output of one step is not scored. */
function window(spec: ModelSpec) {
	const random = new RandomStream(7, "heads");
	const weights = new Weights(engine, spec);
	for (let j = 0; j < weights.flat.length; j++) weights.flat[j] = 0.6 * random.normal();
	const run = new Unrolled(engine, weights, { steps: T, lanes: B, training: true });
	run.ids.fill(-1);
	run.values?.fill(Number.NaN);
	for (const [b, length] of [7, 4, 1].entries()) {
		for (let t = 0; t < length; t++) {
			const n = t * B + b;
			for (let d = 0; d < D; d++) if (run.x) run.x[n * D + d] = random.normal();
			for (let v = 0; v < V; v++) if (run.values) run.values[n * V + v] = random.uniform();
		}
	}
	if (run.values) run.values[(3 * B + 1) * V] = Number.NaN;
	return run;
}

const call = (V: number, logits: number[], values: number[], scale = 1) => {
	const N = logits.length / V;
	const [losses, dlogits, targets] = [new Float64Array(N), new Float64Array(N * V), new Int32Array(N)];
	const given = { engine, N, V, logits: Float64Array.from(logits), values: Float64Array.from(values), scale };
	return { ...given, losses, dlogits, targets };
};

describe("dense inputs under each head", () => {
	test.each(cells.flatMap((cell) => (["regression", "binary"] as HeadName[]).map((head) => ({ cell, head }))))(
		"$cell.variant, $head: dL/dw of padded sequences agrees with central differences to 1e-8",
		({ cell, head }) => {
			const run = window({ ...cell, symbols: D, input: "values", outputs: V, head, hidden: H, layers: 2, dropout: 0 });
			const { weights } = run;
			const scale = 1 / 12;
			const loss = () => {
				run.forward();
				return scale * run.loss().lossNats;
			};
			const gradients = new Weights(engine, weights.spec);
			run.forward();
			expect(run.backward(gradients, { scale }).scored).toBe(12);
			for (let j = 0; j < weights.flat.length; j++) {
				const w = weights.flat[j]!;
				weights.flat[j] = w + 1e-5;
				const above = loss();
				weights.flat[j] = w - 1e-5;
				const slope = (above - loss()) / 2e-5;
				weights.flat[j] = w;
				expect(Math.abs(gradients.flat[j]! - slope)).toBeLessThan(1e-8);
			}
			expect(gradients.tensor("weight_ih_l0").every((g) => g !== 0)).toBe(true);
		},
	);

	test("one-hot rows as values give the logits of their symbols, and steps past a sequence's end do not count", () => {
		const symbols = { cell: "gru", variant: "reset-after", symbols: D, outputs: 3, hidden: H, layers: 1, dropout: 0 };
		const byId = window(symbols as ModelSpec);
		const byRow = window({ ...symbols, input: "values" } as ModelSpec);
		const random = new RandomStream(3, "ids");
		byRow.x!.fill(0);
		for (let n = 0; n < T * B; n++) {
			byId.ids[n] = random.below(D);
			byRow.x![n * D + byId.ids[n]!] = 1;
		}
		byId.forward();
		byRow.forward();
		expect(byRow.logits.length).toBe(T * B * 3);
		for (const [j, y] of byId.logits.entries()) expect(Math.abs(byRow.logits[j]! - y)).toBeLessThan(1e-14);
	});
});

describe("losses", () => {
	test("regression: the mean of the scored squared errors, 1 for errors 1 and -1, and twice the error over their number", () => {
		const c = call(3, [2, 0, 5, 1, 1, 1], [1, 1, Number.NaN, Number.NaN, Number.NaN, Number.NaN], 0.5);
		headLosses("regression", c);
		expect([...c.losses]).toEqual([1, 0]);
		expect([...c.dlogits]).toEqual([0.5, -0.5, 0, 0, 0, 0]);
		expect([...c.targets]).toEqual([0, -1]);
	});

	test("binary: ln 2 at logit 0, the sum over outputs, and s(y) - d for the derivative", () => {
		const c = call(2, [0, Math.log(3)], [1, 0], 2);
		headLosses("binary", c);
		expect(c.losses[0]).toBeCloseTo(Math.log(2) + Math.log(4), 14);
		expect(c.dlogits[0]).toBeCloseTo(2 * -0.5, 14);
		expect(c.dlogits[1]).toBeCloseTo(2 * 0.75, 14);
	});

	test("binary: finite at logits of 800 either way: the loss of a sure and wrong answer is 800, of a right one 0", () => {
		const c = call(4, [800, 800, -800, -800], [1, 0, 0, 1]);
		headLosses("binary", c);
		expect(c.losses[0]).toBe(1600);
		expect([...c.dlogits]).toEqual([0, 1, 0, -1]);
	});
});
