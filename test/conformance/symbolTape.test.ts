/** A text typed forward and back, compared with one trace and with the predictions of the whole text, bit for bit. */
import { beforeAll, describe, expect, test } from "vitest";
import { Weights } from "../../src/cells/weights.ts";
import { typedText } from "../../src/data/typedText.ts";
import { toAtoms } from "../../src/data/units.ts";
import { Vocabulary } from "../../src/data/vocabulary.ts";
import { nextSyllables } from "../../src/interpretation/reading/nextSyllables.ts";
import { SymbolTape } from "../../src/interpretation/reading/symbolTape.ts";
import { textOf } from "../../src/interpretation/stream.ts";
import { predictions } from "../../src/interpretation/textPredictions.ts";
import { trace } from "../../src/interpretation/wholeTrace.ts";
import type { Engine } from "../../src/kernels/kernels.ts";
import { RandomStream } from "../../src/kernels/random.ts";
import { openEngine } from "../../src/workbench/machine/engines.ts";
import { CELLS, H, modelOf, V } from "./smallModels.ts";

const atomsOf = (text: string) => {
	const points = Int32Array.from([...text], (one) => one.codePointAt(0)!);
	const atoms = new Int32Array(3 * points.length);
	return atoms.slice(0, toAtoms("jamo", points, points.length, atoms));
};
/** All letters of the words below but ㅋ alone and the emoji. */
const KNOWN = "한글 값이 않는다 뷁 물이 흐른다. sluice ㅎ";
const vocabulary = new Vocabulary("jamo", Int32Array.from(new Set(atomsOf(KNOWN))).sort());

describe.each(CELLS)("$cell $variant:", (cell) => {
	test("after 300 symbols typed in 40 pieces, with steps back, every value is that of one trace", async () => {
		const model = modelOf(cell);
		const tape = new SymbolTape(model);
		const random = new RandomStream(3, "typing");
		let ids: number[] = [];
		for (let piece = 0; piece < 40; piece++) {
			ids = ids.slice(0, Math.floor(ids.length * (0.6 + 0.4 * random.uniform())));
			while (ids.length < 300 * (piece / 39) ** 0.5) ids.push(Math.floor(random.uniform() * (V + 1)) - 1);
			tape.follow(ids);
		}
		expect([ids.length, tape.length]).toEqual([300, 300]);
		const whole = await trace(model, textOf(Int32Array.from(ids)), { names: [...tape.names, "logits"] });
		for (let n = 0; n < 300; n++) {
			const row = tape.names.flatMap((name) => [...whole.get(name)!.subarray(n * H, (n + 1) * H)]);
			expect([...tape.after(n + 1).values]).toEqual(row);
			expect([...tape.after(n + 1).logits]).toEqual([...whole.get("logits")!.subarray(n * V, (n + 1) * V)]);
		}
		tape.close();
	});
});

/** What a Korean input method has in the field at each key, and the letter that it is composing. */
const TYPED: Record<string, [text: string, composing: number | null][]> = {
	한글: [
		["ㅎ", 0],
		["하", null],
		["한", null],
		["한ㄱ", 1],
		["한그", null],
		["한글", null],
	],
	값이: [
		["ㄱ", 0],
		["가", null],
		["갑", null],
		["값", null],
		["갑시", null],
		["값", null],
		["값ㅇ", 1],
		["값이", null],
	],
	않는다: [
		["ㅇ", 0],
		["아", null],
		["안", null],
		["않", null],
		["않ㄴ", 1],
		["않느", null],
		["않는", null],
		["않는ㄷ", 2],
		["않는다", null],
	],
	뷁: [
		["ㅂ", 0],
		["부", null],
		["붸", null],
		["뷀", null],
		["뷁", null],
	],
	ㅋㅋ: [
		["ㅋ", 0],
		["ㅋㅋ", 1],
		["ㅋㅋ", null],
	],
	a한b: [
		["a", null],
		["aㅎ", 1],
		["a하", null],
		["a한", null],
		["a한b", null],
	],
	"🙂한": [
		["🙂", null],
		["🙂ㅎ", 2],
		["🙂하", null],
		["🙂한", null],
	],
};

describe("a jamo network on wasm-plain:", () => {
	let engine: Engine;
	let model: { engine: Engine; weights: Weights };
	beforeAll(() => {
		engine = openEngine({ engine: "wasm-plain", threads: 1 });
		const spec = {
			cell: "lstm",
			variant: "forget",
			symbols: vocabulary.size,
			hidden: 12,
			layers: 2,
			dropout: 0,
		} as const;
		const weights = new Weights(engine, spec);
		const random = new RandomStream(5, "weights");
		for (let i = 0; i < weights.flat.length; i++) weights.flat[i] = 1.6 * random.uniform() - 0.8;
		model = { engine, weights };
	});

	test.each(Object.keys(TYPED))(
		"%s: at every key the state is that of the same symbols read one by one, and the values those of a trace",
		async (word) => {
			const tape = new SymbolTape(model);
			for (const [text, composing] of TYPED[word]!) {
				const { ids } = typedText(vocabulary, text, composing);
				tape.follow(ids);
				const oneByOne = new SymbolTape(model);
				for (let n = 1; n <= ids.length; n++) oneByOne.follow(ids.subarray(0, n));
				const whole = await trace(model, textOf(ids), { names: [...tape.names, "logits"] });
				expect(tape.length).toBe(ids.length);
				for (let n = 0; n <= ids.length; n++) expect(tape.after(n)).toEqual(oneByOne.after(n));
				for (let n = 0; n < ids.length; n++) {
					const row = tape.names.flatMap((name) => [...whole.get(name)!.subarray(12 * n, 12 * n + 12)]);
					expect([...tape.after(n + 1).values]).toEqual(row);
					expect([...tape.after(n + 1).logits]).toEqual([
						...whole.get("logits")!.subarray(n * vocabulary.size, (n + 1) * vocabulary.size),
					]);
				}
				oneByOne.close();
			}
			const committed = vocabulary.encode(word);
			tape.follow(typedText(vocabulary, word, null).ids);
			const fresh = new SymbolTape(model);
			fresh.follow(committed);
			expect(tape.after(tape.length)).toEqual(fresh.after(committed.length));
			tape.close();
			fresh.close();
		},
	);

	test("나 after 한: one step back, the tail ㄴ, and two on, the lead ㄴ and ㅏ; ㅋ once it is committed is another symbol", () => {
		const tape = new SymbolTape(model);
		const read = (text: string, composing: number | null = null) => {
			const { back, on } = tape.follow(typedText(vocabulary, text, composing).ids);
			return [back, on].map((ids) => ids.map((id) => vocabulary.label(id)).join(" "));
		};
		expect([read("ㅎ", 0), read("하"), read("한"), read("하나")]).toEqual([
			["", "ㅎ-"],
			["", "-ㅏ"],
			["", "-ㄴ"],
			["-ㄴ", "ㄴ- -ㅏ"],
		]);
		expect([read(""), read("ㅎ", 0), read("ㅎㅎ", 1), read("ㅎㅎ")]).toEqual([
			["-ㅏ ㄴ- -ㅏ ㅎ-", ""],
			["", "ㅎ-"],
			["ㅎ-", "ㅎ ㅎ-"],
			["ㅎ-", "ㅎ"],
		]);
		tape.close();
	});

	test("a symbol that the vocabulary lacks is -1, half a surrogate pair as well, and an index within a text is counted in symbols", () => {
		const { ids, characters, counts, symbolsBefore } = typedText(vocabulary, "a한🙂\ud83d값", null);
		expect([...ids].map((id) => (id < 0 ? -1 : 0))).toEqual([-1, 0, 0, 0, -1, -1, 0, 0, 0]);
		expect([characters, [...counts]]).toEqual([
			["a", "한", "🙂", "\ufffd", "값"],
			[1, 3, 1, 1, 3],
		]);
		expect([0, 1, 2, 3, 4, 5, 6].map(symbolsBefore)).toEqual([0, 1, 4, 4, 5, 6, 9]);
	});

	test("the next syllables are the most likely of all 11,172 and of the other symbols, with the product of their letters", async () => {
		const text = "물이 흐";
		for (const [typed, composing] of [
			["물이 ", null],
			["물이 ㅎ", 3],
			[text, null],
		] as const) {
			const tape = new SymbolTape(model);
			const { ids } = typedText(vocabulary, typed, composing);
			tape.follow(ids);
			const found = nextSyllables(tape, vocabulary, ids.length, 5);
			const begun = typed.replace(/^물이 /, "");
			const all: { character: string; probability: number }[] = [];
			const known = [
				...Array.from({ length: 11172 }, (_, k) => String.fromCodePoint(0xac00 + k)),
				..." .abcdefghijklmnopqrstuvwxyzㅎ",
			];
			for (const character of known) {
				const own = vocabulary.encode(`물이 ${character}`);
				if (own.includes(-1)) continue;
				if (begun !== "" && !ids.every((id, n) => own[n] === id)) continue;
				let probability = 1;
				const said = [];
				const padded = Int32Array.from([...own, 0]);
				for await (const one of predictions(model, textOf(padded), { top: vocabulary.size })) said.push(one);
				for (let n = ids.length; n < own.length; n++) probability *= said[n - 1]!.probability!;
				const tails = said[own.length - 1]!.top.filter(
					({ id }) => vocabulary.label(id).startsWith("-") && /^-[ㄱ-ㅎ]/.test(vocabulary.label(id)),
				);
				const hangul = /[가-힣]/.test(character);
				const open = hangul && (character.codePointAt(0)! - 0xac00) % 28 === 0;
				if (open) probability *= 1 - tails.reduce((sum, one) => sum + one.probability, 0);
				all.push({ character, probability });
			}
			all.sort((a, b) => b.probability - a.probability);
			expect(found.map(({ character }) => character)).toEqual(all.slice(0, 5).map(({ character }) => character));
			for (const [n, { probability }] of found.entries()) expect(probability).toBeCloseTo(all[n]!.probability, 12);
			tape.close();
		}
	});
});
