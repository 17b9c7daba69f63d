/** Cells given by equations, on every engine: their gradients, their bits, and the shipped ones next to plain loops. */
import { afterAll, describe, expect, test } from "vitest";
import type { OwnSpec } from "../../src/cells/layout.ts";
import { ownCellOf } from "../../src/cells/own/reader.ts";
import { Unrolled } from "../../src/cells/unroll.ts";
import { Weights } from "../../src/cells/weights.ts";
import { gradcheck, worstRows } from "../../src/diagnosis/gradcheck.ts";
import type { Engine } from "../../src/kernels/kernels.ts";
import { RandomStream } from "../../src/kernels/random.ts";
import { ownReference } from "../../src/kernels/reference/own.ts";
import { createReference } from "../../src/kernels/reference.ts";
import { openEngine } from "../../src/workbench/machine/engines.ts";
import { fastEnginesHere } from "./fastEngine.ts";
import { shippedCells } from "./ownCellLoops.ts";
import { everything, normed, shippedSpecs } from "./ownTwins.ts";

const shipped = [...shippedSpecs.values()];

const cells = [...shipped, everything, normed];
const reference = createReference(ownReference);
const engines = fastEnginesHere();
afterAll(() => {
	for (const { engine } of engines) engine.close();
});

const small = { steps: [1, 4], lanes: [1, 3], layers: [1, 2] };

test("the backward pass of every shipped cell, and of one with every operation, agrees with forward mode to 1e-12 and with differences to 1e-6", () => {
	const rows = gradcheck(reference, { cells, ...small });
	expect(rows.length).toBeGreaterThan(500);
	expect(worstRows(rows).filter((row) => row.failed > 0)).toEqual([]);
});

describe.each(engines)("$name", ({ engine }) => {
	test("the gradients of every cell are within the bound of float32", () => {
		const rows = gradcheck(engine, { cells, ...small, checks: ["layer/forward-mode", "network/forward-mode"] });
		expect(worstRows(rows).filter((row) => row.failed > 0)).toEqual([]);
	});
});

/** A window of a cell with drawn weights, symbols and initial state, run forward and backward. */
function run(
	engine: Engine,
	own: OwnSpec,
	{ T, B, H, layers = 2 }: { T: number; B: number; H: number; layers?: number },
) {
	const model = { ...own, symbols: 11, hidden: H, layers, dropout: 0 };
	const random = new RandomStream(5, `own ${own.variant} ${T} ${B} ${H}`);
	const weights = new Weights(engine, model);
	for (let j = 0; j < weights.flat.length; j++) weights.flat[j] = Math.fround(0.3 * random.normal());
	const gradients = new Weights(engine, model);
	const window = new Unrolled(engine, weights, { steps: T, lanes: B, training: true });
	for (let j = 0; j < T * B; j++) window.ids[j] = random.below(12) - 1;
	for (let j = 0; j < T * B; j++) window.targets[j] = random.below(11);
	for (const { data } of window.carried()) for (let j = 0; j < data.length; j++) data[j] = Math.fround(random.normal());
	window.forward();
	window.backward(gradients, { scale: 1 / (T * B) });
	const kept = window.layers.map(({ h, c, gates }) => [h.slice(), c?.slice(), gates!.slice()]);
	const found = { kept, gradients: gradients.flat.slice() };
	window.free();
	engine.free(weights.flat, gradients.flat);
	return found;
}

const sizes = [
	{ T: 3, B: 1, H: 33 },
	{ T: 9, B: 50, H: 43 }, // more than a chunk of steps, and a strip that is not whole
];
test("1, 2 and 5 threads leave the same bits in every value, state and gradient", () => {
	for (const own of cells) {
		for (const size of sizes) {
			const [one, ...others] = [1, 2, 5].map((threads) => {
				const engine = openEngine({ engine: engines[0]!.engine.name, threads, alwaysThreads: threads > 1 });
				const found = run(engine, own, size);
				engine.close();
				return found;
			});
			for (const other of others) expect(other).toEqual(one);
		}
	}
});

test.each(shipped)("$variant: the values, states and h of 6 steps are those of plain loops to 1e-13", (own) => {
	const { T, B, H, D } = { T: 6, B: 3, H: 4, D: 5 };
	const random = new RandomStream(3, own.variant);
	const weights = new Weights(reference, { ...own, symbols: D, input: "values", hidden: H, layers: 1, dropout: 0 });
	for (let j = 0; j < weights.flat.length; j++) weights.flat[j] = 0.6 * random.normal();
	const window = new Unrolled(reference, weights, { steps: T, lanes: B });
	for (let j = 0; j < T * B * D; j++) window.x![j] = random.normal();
	for (const { data } of window.carried()) for (let j = 0; j < data.length; j++) data[j] = random.normal();
	window.forward();
	const { h, c, gates } = window.layers[0]!;
	const { values, states } = ownCellOf(own.equations);
	const wanted = shippedCells[own.variant]!(weights, { T, B, D, H, x: window.x!, h0: h, c0: c });
	for (let n = 0; n < T * B * H; n++) {
		const [row, k] = [Math.floor(n / H), n % H];
		expect(Math.abs(h[B * H + n]! - wanted.h[n]!)).toBeLessThan(1e-13);
		if (states.length > 1) expect(Math.abs(c![B * H + n]! - wanted.c![n]!)).toBeLessThan(1e-13);
		for (const [v, name] of values.entries())
			expect(Math.abs(gates![(row * values.length + v) * H + k]! - wanted.values[name]![n]!)).toBeLessThan(1e-13);
	}
});
