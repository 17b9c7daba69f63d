/** Checkpoints of char-rnn (Torch7): written by the test with known weights, in the forms that its versions had, and damaged. */
import { describe, expect, test } from "vitest";
import { gateLetters } from "../../src/cells/layout.ts";
import { formatOf, readFormat } from "../../src/interop/anyFormat.ts";
import type { PortableModel } from "../../src/interop/portable.ts";
import { readCharRnn } from "../../src/interop/t7/charRnn.ts";
import { RandomStream } from "../../src/kernels/random.ts";
import { damaged, readOrCode } from "./damage.ts";
import { compute, idsOf, largestGap, modelOf, SIZE, swapGates } from "./exchangeModels.ts";
import { type CharRnnForm, charRnnFile, type Lua, list, table, writeT7 } from "./t7Writer.ts";

const CELLS = [
	{ cell: "lstm", variant: "forget" },
	{ cell: "gru", variant: "reset-before" },
	{ cell: "rnn", variant: "tanh" },
] as const;
/** Symbols in the order of the ids, which is not that of the code points. */
const SYMBOLS = ["b", "\n", "a", "d", "c"];
const vocabOf = (symbols: readonly string[]) => new Map<Lua, Lua>(symbols.map((symbol, k) => [symbol, k + 1]));

/** The logits of the imported model, fed with the same characters, in the order of the checkpoint's ids. */
function logitsOf(back: PortableModel, point = (id: number) => SYMBOLS[id]!.codePointAt(0)!) {
	const ids = idsOf();
	const { logits } = compute(
		back,
		ids.map((id) => (id < 0 ? -1 : back.vocabulary!.id(point(id)))),
	);
	const { V } = SIZE;
	const width = back.spec.symbols;
	return Float64Array.from({ length: ids.length * V }, (_, n) => {
		return logits[Math.floor(n / V) * width + back.vocabulary!.id(point(n % V))]!;
	});
}

const FORMS: [string, (typeof CELLS)[number], CharRnnForm][] = [
	["gates reshaped and split, with names, dropout and one-hot rows inside", CELLS[0], { names: true, dropout: true }],
	["gates narrowed, without names", CELLS[0], { gates: "narrow" }],
	["one sum for each gate, decoder outside", CELLS[0], { gates: "apart", outside: true }],
	["no bias of the recurrent Linear", CELLS[0], { noInnerBias: true, names: true }],
	["doubles", CELLS[0], { double: true, gates: "narrow", outside: true }],
	["GRU, decoder outside", CELLS[1], { outside: true }],
	["GRU, decoder inside, dropout", CELLS[1], { dropout: true }],
	["RNN, decoder outside", CELLS[2], { outside: true }],
	["RNN, decoder inside", CELLS[2], { dropout: true, double: true }],
];

describe.each(FORMS)("%s", (_, cell, form) => {
	const model = modelOf(cell);
	const file = charRnnFile(model, vocabOf(SYMBOLS), form);

	test("is recognised, and has the written weights' logits within 1e-6; two gates exchanged do not, by 1e-2", async () => {
		expect(formatOf(file, "lm.t7")).toBe("t7");
		const back = await readFormat(file, "t7", "lm.t7");
		expect(back.spec).toMatchObject({ ...cell, layers: 2, hidden: 4, symbols: 5 });
		expect([...back.vocabulary!.atoms]).toEqual(SYMBOLS.map((symbol) => symbol.codePointAt(0)!).sort((a, b) => a - b));
		const wanted = compute(model).logits;
		expect(largestGap(logitsOf(back), wanted)).toBeLessThan(1e-6);
		const letters = gateLetters(cell);
		for (let a = 0; a < letters.length; a++)
			for (let b = a + 1; b < letters.length; b++) {
				const tensors = swapGates(back.tensors, /^(weight_[ih]h|bias)_l0$/, letters.length, a, b);
				expect(largestGap(logitsOf({ ...back, tensors }), wanted)).toBeGreaterThan(1e-2);
			}
	});
});

test("a vocabulary of bytes beyond ASCII is widened to 256 bytes, with the same logits of its own", () => {
	const model = modelOf(CELLS[0]);
	const symbols = ["a", "\xea", "\xb0", "\x80", "b"];
	const back = readCharRnn(charRnnFile(model, vocabOf(symbols)), "lm.t7");
	expect([back.spec.symbols, back.vocabulary!.unit]).toEqual([256, "byte"]);
	expect(
		largestGap(
			logitsOf(back, (id) => symbols[id]!.charCodeAt(0)),
			compute(model).logits,
		),
	).toBeLessThan(1e-6);
	const { logits } = compute(back, idsOf().fill(97));
	expect(
		Math.max(...logits.slice(0, 256).filter((_, byte) => !symbols.includes(String.fromCharCode(byte)))),
	).toBeLessThan(-90);
});

describe("refused by name:", () => {
	const model = modelOf(CELLS[0]);
	test.each<[string, Uint8Array, RegExp]>([
		["numbers on a GPU", charRnnFile(model, vocabOf(SYMBOLS), { kind: "Cuda" }), /GPU.*E_T7/],
		["a table that is no checkpoint", writeT7(table({ a: 1, b: list([1, 2, 3]) })), /checkpoint of char-rnn.*E_T7/],
		["a vocabulary of another size", charRnnFile(model, vocabOf(["a", "b"])), /vocabulary.*E_T7/],
		["a vocabulary of words", charRnnFile(model, vocabOf(["the", "b", "c", "d", "e"])), /vocabulary.*E_T7/],
		["a cut file", charRnnFile(model, vocabOf(SYMBOLS)).subarray(0, 3000), /truncated.*E_T7/],
	])("%s", (_, file, message) => {
		expect(() => readCharRnn(file, "lm.t7")).toThrow(message);
	});

	test("tables nested 100,000 deep", () => {
		const depth = 100_000;
		const file = new Uint8Array(16 * depth);
		const view = new DataView(file.buffer);
		for (let k = 0; k < depth; k++) {
			view.setInt32(16 * k, 3, true);
			view.setInt32(16 * k + 4, k + 1, true);
			view.setInt32(16 * k + 8, 1, true);
			view.setInt32(16 * k + 12, 5, true);
		}
		expect(() => readCharRnn(file, "lm.t7")).toThrow(/E_T7/);
		const keys = new Uint8Array(12 * depth); // each table is the key of the one before
		const words = new DataView(keys.buffer);
		for (let k = 0; k < 3 * depth; k++) words.setInt32(4 * k, [3, Math.floor(k / 3) + 1, 1][k % 3]!, true);
		expect(() => readCharRnn(keys, "lm.t7")).toThrow(/deeper.*E_T7/);
	});
});

const FILES = process.env.SLUICE_LONG === "1" ? 1600 : 400;
test(`${FILES} damaged checkpoints are read or refused by one coded error`, async () => {
	const rng = new RandomStream(25, "t7");
	const files = FORMS.map(([, cell, form]) => charRnnFile(modelOf(cell), vocabOf(SYMBOLS), form));
	const counts = { read: 0, refused: 0 };
	for (let n = 0; n < FILES; n++) {
		const file = damaged(files[n % files.length]!, rng);
		counts[await readOrCode(() => readCharRnn(file, "lm.t7"))]++;
	}
	expect(counts.read + counts.refused).toBe(FILES);
	expect(Math.min(counts.read, counts.refused)).toBeGreaterThan(FILES / 20);
});
