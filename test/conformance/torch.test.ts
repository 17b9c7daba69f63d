/** Every engine against PyTorch in float64: two layers, D != H, outputs and every gradient; optimiser steps. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { CellSpec } from "../../src/cells/layout.ts";
import type { Engine, Floats, OptimizerName } from "../../src/kernels/kernels.ts";
import { boundOf, engines } from "./engines.ts";
import { largestError, type PlainWeights, runStack, type StackCall, swapBlocks } from "./stack.ts";

interface TorchCell {
	name: string;
	weights: Record<string, number[]>;
	gradients: Record<string, number[]>;
	x: number[];
	h0: number[];
	c0?: number[];
	dOut: number[];
	dhLast: number[];
	dcLast?: number[];
	output: number[];
	hLast: number[];
	cLast?: number[];
	dx: number[];
	dh0: number[];
	dc0?: number[];
}
interface TorchOptimizer {
	name: string;
	kind: OptimizerName;
	settings: { lr: number; beta1?: number; beta2?: number; eps?: number; weightDecay?: number };
	start: number[];
	gradients: number[][];
	weights: number[][];
}

const read = (name: string) => JSON.parse(readFileSync(new URL(`../fixtures/torch/${name}`, import.meta.url), "utf8"));
const { size, cells, crossEntropy } = read("cells.json");
const { T, B, D, H, layers: L } = size as { T: number; B: number; D: number; H: number; layers: number };
const optimizers: TorchOptimizer[] = read("optimizers.json").optimizers;

const specOf = ({ name }: TorchCell) => {
	const [cell, variant] = name.split(" ");
	return { cell, variant } as CellSpec;
};
/** [L,B,H] -> [L] of [B,H] */
const perLayer = (values: number[]) => Array.from({ length: L }, (_, l) => values.slice(l * B * H, (l + 1) * B * H));
const layerNumbers = Array.from({ length: L }, (_, l) => l);

/** Our one bias: the sum of PyTorch's two, but for the GRU's n, whose inner bias stays apart. */
function weightsOf(torch: TorchCell, l: number): PlainWeights {
	const own = torch.weights;
	const ih = own[`bias_ih_l${l}`];
	const hh = own[`bias_hh_l${l}`];
	const isGru = torch.name.startsWith("gru");
	const b = ih.map((v, k) => (isGru && k >= 2 * H ? v : v + hh[k]));
	const b_hn = isGru ? hh.slice(2 * H) : undefined;
	return { w_ih: own[`weight_ih_l${l}`], w_hh: own[`weight_hh_l${l}`], b, b_hn };
}

function callOf(torch: TorchCell): StackCall {
	const layers = layerNumbers.map((l) => weightsOf(torch, l));
	const c0 = torch.c0 && perLayer(torch.c0);
	return { spec: specOf(torch), T, B, D, H, layers, x: torch.x, h0: perLayer(torch.h0), c0 };
}

function copy(engine: Engine, values: number[]): Floats {
	const array = engine.floats(values.length);
	array.set(values);
	return array;
}

describe.each(engines)("%s: 1e-12 in float64, 1e-5 in float32", (_name, engine) => {
	const bound = boundOf(engine);
	describe.each(cells as TorchCell[])("$name", (torch) => {
		const back = { dOut: torch.dOut, dhLast: perLayer(torch.dhLast), dcLast: torch.dcLast && perLayer(torch.dcLast) };
		const { output, hLast, cLast, gradients } = runStack(engine, callOf(torch), back);

		test("outputs and last states are PyTorch's within its bound", () => {
			expect(largestError(output, torch.output)).toBeLessThan(bound);
			expect(
				largestError(
					hLast.flatMap((h) => [...h]),
					torch.hLast,
				),
			).toBeLessThan(bound);
			if (torch.cLast)
				expect(
					largestError(
						cLast.flatMap((c) => [...c]),
						torch.cLast,
					),
				).toBeLessThan(bound);
		});

		test.each(layerNumbers)("gradients of layer %i's weights and biases are PyTorch's within its bound", (l) => {
			const { w_ih, w_hh, b, b_hn } = gradients!.layers[l];
			expect(largestError(w_ih, torch.gradients[`weight_ih_l${l}`])).toBeLessThan(bound);
			expect(largestError(w_hh, torch.gradients[`weight_hh_l${l}`])).toBeLessThan(bound);
			expect(largestError(b, torch.gradients[`bias_ih_l${l}`])).toBeLessThan(bound);
			if (b_hn) expect(largestError(b_hn, torch.gradients[`bias_hh_l${l}`].slice(2 * H))).toBeLessThan(bound);
		});

		test("gradients of x, h_0 and c_0 are PyTorch's within its bound", () => {
			expect(largestError(gradients!.dx, torch.dx)).toBeLessThan(bound);
			expect(
				largestError(
					gradients!.dh0.flatMap((h) => [...h]),
					torch.dh0,
				),
			).toBeLessThan(bound);
			if (torch.dc0)
				expect(
					largestError(
						gradients!.dc0.flatMap((c) => [...c]),
						torch.dc0,
					),
				).toBeLessThan(bound);
		});

		const blocks = torch.weights.bias_ih_l0.length / H;
		for (let a = 0; a < blocks; a++) {
			for (let b = a + 1; b < blocks; b++) {
				test(`swapping gate blocks ${a} and ${b} of one layer changes its output by more than 1e-2`, () => {
					const call = callOf(torch);
					const { w_ih, w_hh, b: bias, b_hn } = call.layers[0];
					call.layers[0] = {
						w_ih: swapBlocks(w_ih, H * D, a, b),
						w_hh: swapBlocks(w_hh, H * H, a, b),
						b: swapBlocks(bias, H, a, b),
						b_hn,
					};
					expect(largestError(runStack(engine, call).output, torch.output)).toBeGreaterThan(1e-2);
				});
			}
		}
	});

	test("softmax cross-entropy with unscored rows is PyTorch's within its bound", () => {
		const { N, V, scale } = crossEntropy;
		const losses = engine.floats(N);
		const targets = engine.ints(N);
		targets.set(crossEntropy.targets);
		const dlogits = engine.floats(N * V);
		const logits = copy(engine, crossEntropy.logits);
		engine.softmaxCrossEntropy({ N, V, scale, logits, losses, dlogits, targets });
		expect(largestError(losses, crossEntropy.losses)).toBeLessThan(bound);
		expect(largestError(dlogits, crossEntropy.dlogits)).toBeLessThan(bound);
	});

	test.each(optimizers)("5 steps of $name move the weights as torch.optim does, within its bound", (torch) => {
		const n = torch.start.length;
		const arrays = { w: copy(engine, torch.start), g: engine.floats(n), m: engine.floats(n), v: engine.floats(n) };
		const defaults = { beta1: 0, beta2: 0, eps: 0, weightDecay: 0, gradScale: 1, clipValue: Number.POSITIVE_INFINITY };
		for (const [at, g] of torch.gradients.entries()) {
			arrays.g.set(g);
			engine.update({ kind: torch.kind, n, ...arrays, ...defaults, ...torch.settings, step: at + 1 });
			expect(largestError(arrays.w, torch.weights[at])).toBeLessThan(bound);
		}
	});
});
