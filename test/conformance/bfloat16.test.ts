/** Weights of half width: rounded as bfloat16 is, and read by the fast engines to the bits of floats of the same values. */
import { afterAll, describe, expect, test } from "vitest";
import type { ModelSpec } from "../../src/cells/layout.ts";
import { Unrolled } from "../../src/cells/unroll.ts";
import { Weights } from "../../src/cells/weights.ts";
import { openEngine } from "../../src/experiments/engines.ts";
import { bfloat16Words, roundToBfloat16 } from "../../src/kernels/bfloat16.ts";
import type { Engine } from "../../src/kernels/kernels.ts";
import { RandomStream } from "../../src/kernels/random.ts";
import { CELLS } from "./engineCases.ts";
import { fastEnginesHere } from "./fastEngine.ts";

const engines = fastEnginesHere();
afterAll(() => {
	for (const { engine } of engines) engine.close();
});

/** Random weights, rounded; `copies` keeps the words. */
function rounded(engine: Engine, spec: ModelSpec, copies: boolean): Weights {
	const weights = new Weights(engine, spec);
	const stream = new RandomStream(3, "bfloat16");
	for (let j = 0; j < weights.flat.length; j++) weights.flat[j] = Math.fround(0.6 * (2 * stream.uniform() - 1));
	weights.toBfloat16(engine);
	if (copies) return weights;
	const plain = new Weights(engine, spec);
	plain.flat.set(weights.flat);
	return plain;
}

/** Outputs and states after four symbols a lane, in bits. */
function written(engine: Engine, weights: Weights, lanes: number): string {
	const window = new Unrolled(engine, weights, { steps: 1, lanes });
	for (let n = 0; n < 4; n++) {
		for (let b = 0; b < lanes; b++) window.ids[b] = (5 * n + 3 * b) % weights.spec.symbols;
		window.forward();
		window.carry();
	}
	const arrays = [window.logits, ...window.carried().map(({ data }) => data)];
	const bits = arrays.map((a) => Buffer.from(a.buffer, a.byteOffset, a.byteLength).toString("hex")).join(" ");
	window.free();
	return bits;
}

const specOf = (cell: (typeof CELLS)[number], hidden: number): ModelSpec => ({
	...(cell as { cell: "rnn"; variant: "tanh" }),
	...{ symbols: 19, hidden, layers: 2, dropout: 0 },
});

describe.each(engines)("$name", ({ engine }) => {
	test.each(CELLS)(
		"$cell $variant writes the same bits from words of two bfloat16, 1 to 3 rows of 5 to 70 units",
		(cell) => {
			for (const hidden of [5, 37, 70])
				for (const lanes of [1, 2, 3]) {
					const spec = specOf(cell, hidden);
					const bits = written(engine, rounded(engine, spec, true), lanes);
					expect(bits).toBe(written(engine, rounded(engine, spec, false), lanes));
				}
		},
	);

	test.each(["w_ih16", "w_hh16", "head16"] as const)(
		"another number in %s is another output: the words are what is read",
		(name) => {
			const spec = specOf(CELLS[4]!, 37);
			const weights = rounded(engine, spec, true);
			const before = written(engine, weights, 1);
			const words = name === "head16" ? weights.head16! : weights.layer(1)[name]!;
			words[3] = words[3]! ^ (1 << 30);
			expect(written(engine, weights, 1)).not.toBe(before);
		},
	);

	test("words of too few numbers are refused", () => {
		const weights = rounded(engine, specOf(CELLS[4]!, 37), true);
		weights.layer(1).w_hh16 = engine.ints(4 * 37 * 32 - 1);
		expect(() => written(engine, weights, 1)).toThrow(/w_hh16 of lstmForward.*4736/);
	});
});

test("the reference writes from the rounded numbers: each within 2^-8 of what it was", () => {
	const engine = openEngine({ engine: "reference" });
	const spec = specOf(CELLS[4]!, 7);
	expect(written(engine, rounded(engine, spec, true), 1)).toBe(written(engine, rounded(engine, spec, false), 1));
	engine.close();
});

test("rounds to the nearest of 8 bits, ties to the even one, and sets numbers i and 16 + i of a row in one word", () => {
	const row = Array.from({ length: 33 }, (_, i) => i + 1);
	const second = [1 + 2 ** -8, 1 + 3 * 2 ** -8, -(1 + 2 ** -8 + 2 ** -20), 1 / 3, ...new Array(29).fill(0)];
	const matrix = Float32Array.from([...row, ...second]); // [2,33]
	const words = new Int32Array(bfloat16Words(2, 33));
	roundToBfloat16(matrix, 33, words);
	expect([...matrix.subarray(0, 33)]).toEqual(row); // whole numbers up to 256 are exact
	expect([...matrix.subarray(33, 37)]).toEqual([1, 1 + 2 ** -6, -(1 + 2 ** -7), 171 / 512]);
	expect(words.length).toBe(64);
	const half = (value: number) => new Uint32Array(Float32Array.of(value).buffer)[0]! >>> 16;
	expect(words[2]! >>> 0).toBe(((half(19) << 16) | half(3)) >>> 0);
	expect(words[16]).toBe(half(33)); // the last block of the row, filled up with zeros
	expect(words[17]).toBe(0);
	expect(words[32]! & 0xffff).toBe(half(1));
});
