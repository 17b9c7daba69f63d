/** Weights of half width: rounded as bfloat16 is, and read by the fast engines to the bits of floats of the same values. */
import { afterAll, describe, expect, test } from "vitest";
import type { ModelSpec } from "../../src/cells/layout.ts";
import { Unrolled } from "../../src/cells/unroll.ts";
import { Weights } from "../../src/cells/weights.ts";
import { bfloat16Words, roundToBfloat16 } from "../../src/kernels/bfloat16.ts";
import type { Engine } from "../../src/kernels/kernels.ts";
import { RandomStream } from "../../src/kernels/random.ts";
import { openEngine } from "../../src/workbench/machine/engines.ts";
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

/** Outputs and states after four windows of `steps` symbols a lane, in bits. */
function written(engine: Engine, weights: Weights, lanes: number, steps = 1): string {
	const window = new Unrolled(engine, weights, { steps, lanes });
	for (let n = 0; n < 4; n++) {
		for (let b = 0; b < steps * lanes; b++) window.ids[b] = (5 * n + 3 * b) % weights.spec.symbols;
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

	test.each(CELLS)("$cell $variant reads 3 steps of 1 to 4 lanes to the same bits with words as without", (cell) => {
		for (const lanes of [1, 3, 4]) {
			const spec = specOf(cell, 37);
			const bits = written(engine, rounded(engine, spec, true), lanes, 3);
			expect(bits).toBe(written(engine, rounded(engine, spec, false), lanes, 3));
		}
	});

	test("weights assigned after they were rounded are what is read, rounded too, in the words that were there", () => {
		const spec = specOf(CELLS[4]!, 37);
		const [weights, other] = [rounded(engine, spec, true), rounded(engine, spec, false)];
		const before = written(engine, weights, 1);
		for (let j = 0; j < other.flat.length; j++) other.flat[j]! *= -1;
		const wanted = written(engine, other, 1);
		expect(wanted).not.toBe(before);
		for (const { name } of other.specs)
			if (!name.includes("bias")) other.tensor(name).set(other.tensor(name).map((w) => w * (1 + 2 ** -12))); // rounds back
		const words = weights.head16;
		weights.assign(other.specs.map(({ name, shape }) => ({ name, shape, data: other.tensor(name) })));
		expect(written(engine, weights, 1)).toBe(wanted);
		weights.toBfloat16(engine);
		expect(weights.head16).toBe(words);
		expect(written(engine, weights, 1)).toBe(wanted);
	});

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
		expect(() => written(engine, weights, 1)).toThrow(/lstmForward\.w_hh16.*4736/);
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

test("a NaN of any bits stays NaN, infinities stay, -0 keeps its sign; the largest floats are the largest bfloat16", () => {
	const bits = [0x7fc00000, 0x7fffffff, 0xffffffff, 0x7f80ffff, 0x7f800000, 0xff800000, 0x80000000];
	bits.push(0x7f7fffff, 0xff7f8000, 0x7f7f7fff, 1, 0x8000, 0x18000, 0x807fffff);
	const matrix = new Float32Array(Uint32Array.from(bits).buffer);
	const words = new Int32Array(bfloat16Words(1, bits.length)).fill(-1);
	roundToBfloat16(matrix, bits.length, words);
	const [most, tiny] = [(2 - 2 ** -7) * 2 ** 127, 2 ** -133];
	const wanted = [NaN, NaN, NaN, NaN, Infinity, -Infinity, -0, most, -most, most, 0, 0, 2 * tiny, -(2 ** -126)];
	expect([...matrix]).toEqual(wanted);
	expect([...new Float32Array(Uint32Array.from(words, (word) => word << 16).buffer)]).toEqual([...wanted, 0, 0]);
});
