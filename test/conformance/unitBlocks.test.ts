/**
 * Recurrent matrices of K blocks of units: gradients, what is outside the blocks, K networks in one, the fast engines, and
 * faults planted in the reference.
 */
import { describe, expect, test } from "vitest";
import { type CellSpec, layerNames, type ModelSpec, parameterCount, withBlocks } from "../../src/cells/layout.ts";
import { clearOutside, firstOutside } from "../../src/cells/unitBlocks.ts";
import { Unrolled } from "../../src/cells/unroll.ts";
import { Weights } from "../../src/cells/weights.ts";
import * as check from "../../src/diagnosis/gradcheck.ts";
import { RandomStream } from "../../src/kernels/random.ts";
import type * as Reference from "../../src/kernels/reference.ts";
import { createReference } from "../../src/kernels/reference.ts";
import { Soap } from "../../src/training/updates/soap.ts";
import { type Fault, loader } from "./mutate.ts";

const reference = createReference();
const cells = check.allCells();
const inBlocks = (blocks: number) => cells.map((spec) => withBlocks(spec, blocks));

/** The rows of the gradient check that failed, in words. */
const wrong = (rows: check.GradcheckRow[]) =>
	rows.filter(({ ok }) => !ok).map((r) => `${r.cell} ${r.variant} ${r.check} T=${r.T} ${r.tensor}: ${r.error}`);

describe.each([2, 4])("K = %i of 4 units", (blocks) => {
	test.each(inBlocks(blocks))(
		"$cell $variant: every gradient is within 1e-12 of forward mode and 1e-6 of differences",
		(spec) => {
			const rows = check.gradcheck(reference, { cells: [spec], steps: [1, 3, 7], layers: [1, 3] });
			expect(rows.length).toBeGreaterThan(100);
			expect(wrong(rows)).toEqual([]);
		},
	);
});

/** A network of `spec` with random weights, in which a unit of h reads its block alone. */
function network(spec: ModelSpec, seed: number): Weights {
	const weights = new Weights(reference, spec);
	const random = new RandomStream(seed, "unit blocks");
	for (let k = 0; k < weights.flat.length; k++) weights.flat[k] = 0.4 * random.normal();
	for (const named of layerNames(spec)) clearOutside(weights.tensor(named("weight_hh")), spec.hidden, spec.blocks);
	return weights;
}

/** h of every step of the last layer, and the gradient of the loss, over 9 steps of 2 sequences. */
function run(weights: Weights) {
	const [T, B] = [9, 2];
	const window = new Unrolled(reference, weights, { steps: T, lanes: B, training: true });
	const gradients = new Weights(reference, weights.spec);
	const random = new RandomStream(7, "symbols");
	for (let n = 0; n < T * B; n++) [window.ids[n], window.targets[n]] = [random.below(5), random.below(5)];
	window.forward();
	window.backward(gradients, { scale: 1 });
	return { h: window.layers.at(-1)!.h, gradients };
}

test.each(cells)("$cell $variant: R is not read outside the blocks, and its gradient there is exactly 0", (cell) => {
	const spec: ModelSpec = { ...withBlocks(cell, 3), symbols: 5, hidden: 6, layers: 2, dropout: 0 };
	const weights = network(spec, 1);
	const { h, gradients } = run(weights);
	const strange = network(spec, 1);
	for (const named of layerNames(spec)) {
		const name = named("weight_hh");
		const r = strange.tensor(name);
		for (const [k, w] of r.entries()) if (w === 0) r[k] = 0.7;
		expect(firstOutside(r, 6, 3)).toBe(2);
		expect(firstOutside(gradients.tensor(name), 6, 3)).toBe(-1);
		const learned = gradients.tensor(name).filter((g) => g !== 0).length;
		if (cell.variant !== "relu") expect(learned).toBe(r.length / 3); // a relu that is off has none
	}
	expect(run(strange).h).toEqual(h);
});

test.each(cells)(
	"$cell $variant: one layer of 3 blocks holds the states of 3 networks of a third of the units, bit for bit",
	(cell) => {
		const [K, size] = [3, 4];
		const whole = network({ ...withBlocks(cell, K), symbols: 5, hidden: K * size, layers: 1, dropout: 0 }, 2);
		const { h } = run(whole); // [T+1,B,H]
		for (let k = 0; k < K; k++) {
			const part = new Weights(reference, { ...cell, symbols: 5, hidden: size, layers: 1, dropout: 0 });
			for (const { name, shape } of part.specs.filter((one) => !one.name.startsWith("head."))) {
				const [from, to] = [whole.tensor(name), part.tensor(name)];
				const [rows = 0, columns = 1] = shape;
				const wide = name === "weight_hh_l0" ? K * size : columns;
				for (let row = 0; row < rows; row++) {
					const at = (Math.floor(row / size) * K + k) * size + (row % size); // gate, block, unit
					for (let j = 0; j < columns; j++)
						to[row * columns + j] = from[at * wide + (name === "weight_hh_l0" ? k * size : 0) + j]!;
				}
			}
			const own = run(part).h;
			const block = h.filter((_, at) => Math.floor((at % (K * size)) / size) === k);
			expect(block).toEqual(own);
		}
	},
);

test("SOAP of a matrix in 3 blocks is SOAP of 3 matrices, bit for bit", () => {
	const [N, H, K] = [12, 6, 3]; // two gates
	const size = H / K;
	const random = new RandomStream(4, "soap");
	const options = { beta1: 0.9, beta2: 0.95, eps: 1e-8, weightDecay: 0.1, soapEvery: 3 };
	const spec = (n: number, h: number) => ({ name: "weight_hh_l0", shape: [n, h], offset: 0, length: n * h });
	const arrays = (length: number) => {
		const array = () => reference.floats(length);
		return { w: array(), g: array(), m: array(), v: array() };
	};
	const whole = { arrays: arrays(N * H), soap: new Soap(reference, [spec(N, H)], options, K) };
	const parts = Array.from({ length: K }, () => {
		return { arrays: arrays((N / K) * size), soap: new Soap(reference, [spec(N / K, size)], options) };
	});
	/** Of each number of R inside a block: its index there, its block, and its index in the block's own matrix. */
	const places = Array.from({ length: N * H }, (_, at) => {
		const [row, column] = [Math.floor(at / H), at % H];
		const block = Math.floor((row % H) / size);
		const own = (Math.floor(row / H) * size + (row % size)) * size + (column % size);
		return { at, block, own, inside: Math.floor(column / size) === block };
	}).filter(({ inside }) => inside);
	expect(places.length).toBe((N * H) / K);
	for (let step = 1; step <= 8; step++) {
		for (const { at, block, own } of places) whole.arrays.g[at] = parts[block]!.arrays.g[own] = random.normal();
		const given = { lr: 0.1, step, gradScale: 0.5, clipValue: Number.POSITIVE_INFINITY };
		for (const { soap, arrays: own } of [whole, ...parts]) soap.update(own, given);
	}
	for (const name of ["w", "m", "v"] as const)
		for (const { at, block, own } of places) expect(whole.arrays[name][at]).toBe(parts[block]!.arrays[name][own]);
	expect(firstOutside(whole.arrays.w, H, K)).toBe(-1);
});

test("what is learned is counted: 4 blocks of an LSTM of 64 units have 3 quarters of 4 H^2 numbers fewer", () => {
	const spec: ModelSpec = { cell: "lstm", variant: "forget", symbols: 10, hidden: 64, layers: 2, dropout: 0 };
	expect(parameterCount(spec) - parameterCount({ ...spec, blocks: 4 })).toBe(2 * 4 * 64 * 48);
});

const lstm: CellSpec = { cell: "lstm", variant: "forget", blocks: 2 };
const before: CellSpec = { cell: "gru", variant: "reset-before", blocks: 2 };
const after: CellSpec = { cell: "gru", variant: "reset-after", blocks: 2 };
const rnn: CellSpec = { cell: "rnn", variant: "tanh", blocks: 2 };
const [rnnFile, lstmFile, gruFile] = ["rnn", "lstm", "gru"].map((cell) => `kernels/reference/${cell}.ts`) as [
	string,
	string,
	string,
];
const affine = "kernels/reference/affine.ts";
const planted: (Fault & { cell: CellSpec })[] = [
	{
		cell: rnn,
		name: "rnn hands down to all units",
		file: rnnFile,
		from: "a.blocks); // (1) dL/dh",
		to: "2 * a.blocks!); // (1) dL/dh",
	},
	{
		cell: rnn,
		name: "rnn learns all of R",
		file: rnnFile,
		from: "H, H, a.blocks); // (1) dL/dW",
		to: "H, H); // (1) dL/dW",
	},
	{
		cell: lstm,
		name: "blocks half as large",
		file: lstmFile,
		from: "a.blocks); // (1) + W_hh",
		to: "2 * a.blocks!); // (1) + W_hh",
	},
	{
		cell: lstm,
		name: "lstm learns all of R",
		file: lstmFile,
		from: "size, H, a.blocks); // (1) dL/dW",
		to: "size, H); // (1) dL/dW",
	},
	{
		cell: lstm,
		name: "lstm learns half of a block",
		file: lstmFile,
		from: "a.blocks); // (1) dL/dW",
		to: "2 * a.blocks!); // (1) dL/dW",
	},
	{
		cell: after,
		name: "n's product learns all of R",
		file: gruFile,
		from: "H, H, a.blocks); // (3) dL/dW",
		to: "H, H); // (3) dL/dW",
	},
	{
		cell: before,
		name: "n reads half of a block",
		file: gruFile,
		from: "a.blocks); // (4') a_n",
		to: "2 * a.blocks!); // (4') a_n",
	},
	{
		cell: before,
		name: "n's product learns all of R",
		file: gruFile,
		from: "H, H, a.blocks); // (4') dL/dW",
		to: "H, H); // (4') dL/dW",
	},
	{
		cell: before,
		name: "r and z learn all of R",
		file: gruFile,
		from: "H, H, a.blocks); // (1) dL/dW",
		to: "H, H); // (1) dL/dW",
	},
	{
		...{ cell: lstm, name: "a row's block by the row of all gates", file: affine },
		...{
			from: "\t\tconst first = Math.floor((k % J) / size) * size;\n\t\tlet sum",
			to: "\t\tconst first = Math.floor(k / 4 / size) * size;\n\t\tlet sum",
		},
	},
	{
		cell: lstm,
		name: "lstm without blocks",
		file: "cells/lstm.ts",
		from: "h, c, gates, variant, blocks };",
		to: "h, c, gates, variant };",
	},
	{
		cell: rnn,
		name: "rnn without blocks",
		file: "cells/rnn.ts",
		from: "h: state.h, activation, blocks };",
		to: "h: state.h, activation };",
	},
	{
		cell: after,
		name: "gru without blocks",
		file: "cells/gru.ts",
		from: "aux, variant, blocks };",
		to: "aux, variant };",
	},
];

describe("the gradient check catches", () => {
	test.each(planted)("$name", ({ cell, ...fault }) => {
		const load = loader(fault);
		const { createReference: broken } = load<typeof Reference>("kernels/reference.ts");
		const { gradcheck } = load<typeof check>("diagnosis/gradcheck.ts");
		const checks: check.GradcheckKind[] = ["layer/forward-mode", "network/forward-mode"];
		const rows = gradcheck(broken(), { cells: [cell], checks, steps: [3], lanes: [2], layers: [2] });
		expect(rows.filter(({ ok }) => !ok).length).toBeGreaterThan(0);
	});
});
