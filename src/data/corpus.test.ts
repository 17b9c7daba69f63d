import { expect, test } from "vitest";
import { RandomStream } from "../kernels/random.ts";
import { type Corpus, openCorpus, type Part, parseSplit, symbolsPerCharacter } from "./corpus.ts";
import { type ByteSource, bytesSource } from "./source.ts";
import { UNITS, type Unit } from "./units.ts";
import { Vocabulary } from "./vocabulary.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);
const TEXT = "\ufeff첫째 줄\r\n\0값 é \u{1f468} 한국어가 깊다.\u2028\u1112\u1161\u11ab abc\n".repeat(37);

async function idsOf(part: Part, from: number, size: () => number): Promise<number[]> {
	const reader = part.reader(from);
	const ids: number[] = [];
	for (;;) {
		const n = size();
		const got = await reader.read(n);
		for (const id of got) ids.push(id);
		if (got.length < n) return ids;
	}
}

async function textOf(corpus: Corpus): Promise<string> {
	const { train, valid, test } = corpus.parts;
	const pieces = [];
	for (const part of [train, valid, test]) pieces.push(corpus.vocabulary.decode(await idsOf(part, 0, () => 1000)));
	return pieces.join("");
}

test("text is what the bytes are: BOM, CRLF, NUL, U+2028 and both Hangul forms are kept and reported, in every unit", async () => {
	for (const unit of UNITS) {
		const corpus = await openCorpus(bytesSource("t", utf8(TEXT)), { unit, split: [100, 0, 0] });
		expect(await textOf(corpus)).toBe(TEXT);
		expect(corpus.facts).toEqual({ bom: true, crlf: true, nul: true });
		const { symbols } = corpus.parts.train;
		expect(symbols / (await symbolsPerCharacter(corpus.parts.train))).toBeCloseTo([...TEXT].length, 9);
		expect(corpus.parts.train.symbols).toBe(corpus.vocabulary.encode(TEXT).length);
	}
	const plain = await openCorpus(bytesSource("t", utf8("a\nb\rc\n".repeat(9))));
	expect(plain.facts).toEqual({ bom: false, crlf: false, nul: false });
});

test("the three parts are cut at characters, at the same bytes for every unit, and together are the whole text", async () => {
	const bytes = utf8(TEXT);
	const corpora = await Promise.all(
		UNITS.map((unit) => openCorpus(bytesSource("t", bytes), { unit, split: [70, 20, 10] })),
	);
	for (const { parts } of corpora) {
		expect(parts.train.firstByte).toBe(0);
		expect(parts.valid.firstByte).toBe(parts.train.endByte);
		expect(parts.test.firstByte).toBe(parts.valid.endByte);
		expect(parts.test.endByte).toBe(bytes.length);
		expect(parts.train.endByte).toBe(corpora[0]!.parts.train.endByte);
		expect(parts.train.endByte - Math.floor(bytes.length * 0.7)).toBeLessThanOrEqual(3);
		expect(bytes[parts.valid.firstByte]! & 0xc0).not.toBe(0x80);
		expect(bytes[parts.test.firstByte]! & 0xc0).not.toBe(0x80);
	}
});

test("reading in pieces of 1 to 17 symbols and random sizes, scanned in blocks of 1 to 17 bytes, gives the same symbols", async () => {
	const rng = new RandomStream(5, "pieces");
	for (const unit of UNITS) {
		const whole = await openCorpus(bytesSource("t", utf8(TEXT)), { unit });
		const wanted = await idsOf(whole.parts.train, 0, () => 1 << 20);
		for (let size = 1; size <= 17; size++) {
			const corpus = await openCorpus(bytesSource("t", utf8(TEXT)), { unit, blockBytes: size });
			expect(corpus.vocabulary.toJSON()).toEqual(whole.vocabulary.toJSON());
			expect(corpus.facts).toEqual(whole.facts);
			for (const name of ["train", "valid", "test"] as const) {
				const { reader: _1, points: _2, ...numbers } = whole.parts[name];
				expect(corpus.parts[name]).toMatchObject(numbers);
			}
			expect(await idsOf(corpus.parts.train, 0, () => size)).toEqual(wanted);
		}
		expect(await idsOf(whole.parts.train, 0, () => 1 + rng.below(100))).toEqual(wanted);
	}
});

test("a reader may start at any symbol, in the middle of a syllable too, also when the index has thinned itself", async () => {
	const text = "a값é가\u{1f468}".repeat(15_000); // 180,000 bytes in blocks of 4: the index halves twice
	for (const unit of UNITS) {
		const corpus = await openCorpus(bytesSource("t", utf8(text)), { unit, split: [80, 20, 0], blockBytes: 4 });
		const { train } = corpus.parts;
		const wanted = await idsOf(train, 0, () => 1 << 20);
		expect(wanted.length).toBe(train.symbols);
		for (const from of [0, 1, 2, 3, 4, 5, 4097, 12345, 40000, train.symbols - 2, train.symbols]) {
			const got = await train.reader(from).read(7);
			expect([...got]).toEqual(wanted.slice(from, from + 7));
		}
		expect(() => train.reader(train.symbols + 1)).toThrow(/E_INTERNAL/);
	}
});

test("the vocabulary is that of the training part, in order; symbols elsewhere that it lacks are -1 and counted", async () => {
	const corpus = await openCorpus(bytesSource("t", utf8(`${"cab".repeat(30)}xaxxy가`)), { split: [90, 10, 0] });
	const { train, valid } = corpus.parts;
	expect(corpus.vocabulary.decode([0, 1, 2])).toBe("abc");
	expect(corpus.vocabulary.size).toBe(3);
	expect([train.unknownSymbols, valid.unknownSymbols]).toEqual([0, 5]);
	expect(await idsOf(valid, 0, () => 3)).toEqual(await idsOf(valid, 0, () => 99));
	expect((await idsOf(valid, 0, () => 99)).slice(-6)).toEqual([-1, 0, -1, -1, -1, -1]);
});

test("a model's vocabulary reads new text: its unit holds, unknown symbols of all parts are counted", async () => {
	const vocabulary = new Vocabulary("codepoint", Int32Array.from([0x61, 0x62]));
	const corpus = await openCorpus(bytesSource("t", utf8("abcab")), { vocabulary, split: [100, 0, 0] });
	expect(corpus.unit).toBe("codepoint");
	expect(await idsOf(corpus.parts.train, 0, () => 9)).toEqual([0, 1, -1, 0, 1]);
	expect(corpus.parts.train.unknownSymbols).toBe(1);
	const source = bytesSource("t", utf8("abc"));
	await expect(openCorpus(source, { vocabulary, unit: "byte" })).rejects.toThrow(/codepoint.*E_UNIT/);
});

test.each<Unit>(["codepoint", "jamo"])(
	"malformed UTF-8 in %s is E_UTF8 with offset and line, in any part and block size",
	async (unit) => {
		const bytes = utf8("첫째\n둘째\n셋째 줄\n".repeat(50));
		const at = bytes.length - 4; // in the test part; the last byte of a syllable is missing from here on
		const broken = Uint8Array.from([...bytes.subarray(0, at), 0xc3, ...bytes.subarray(at)]);
		for (const blockBytes of [4, 5, 7, 1 << 20]) {
			const opened = openCorpus(bytesSource("novel.txt", broken), { unit, blockBytes });
			await expect(opened).rejects.toThrow(`novel.txt is not UTF-8: byte 0xC3 at offset ${at} (line 150)`);
		}
		const lossy = await openCorpus(bytesSource("novel.txt", broken), {
			unit,
			lossy: true,
			blockBytes: 5,
			split: [100, 0, 0],
		});
		expect(await textOf(lossy)).toBe(new TextDecoder("utf-8", { ignoreBOM: true }).decode(broken));
		const asBytes = await openCorpus(bytesSource("novel.txt", broken), { unit: "byte", split: [100, 0, 0] });
		expect(await idsOf(asBytes.parts.train, 0, () => 100)).toEqual([...broken]);
	},
);

test("a byte corpus of 20 GB opens by reading no more than the first MiB and the cuts", async () => {
	let read = 0;
	const huge: ByteSource = {
		name: "huge",
		length: 20 * 2 ** 30,
		async read(_, length) {
			read += length;
			return new Uint8Array(length);
		},
	};
	const corpus = await openCorpus(huge, { unit: "byte" });
	expect(read).toBeLessThanOrEqual(2 ** 20 + 6);
	expect(corpus.vocabulary.size).toBe(256);
	expect(corpus.parts.train.symbols).toBe(19327352832);
	expect((await corpus.parts.train.reader(19327352830).read(9)).length).toBe(2);
	expect(corpus.parts.train.codePoints).toBeNaN();
});

test("progress rises to the whole length", async () => {
	const seen: [number, number][] = [];
	const onProgress = (done: number, total: number) => void seen.push([done, total]);
	await openCorpus(bytesSource("t", utf8("가나다".repeat(100))), { blockBytes: 50, onProgress });
	expect(seen.length).toBeGreaterThan(15);
	expect(seen.at(-1)).toEqual([900, 900]);
	for (let i = 1; i < seen.length; i++) expect(seen[i]![0]).toBeGreaterThan(seen[i - 1]![0]);
});

test("splits are read with decimals and refused with the text given", () => {
	expect(parseSplit("90/5/5")).toEqual([90, 5, 5]);
	expect(parseSplit("33.3/33.3/33.4")).toEqual([33.3, 33.3, 33.4]);
	expect(parseSplit("100/0/0")).toEqual([100, 0, 0]);
	for (const bad of [
		"",
		"90/10",
		"90/5/5/0",
		"0/50/50",
		"90/5/6",
		"-10/60/50",
		"a/b/c",
		"1e2/0/0",
		"90,5,5",
		"NaN/1/1",
		"Infinity/0/0",
	]) {
		expect(() => parseSplit(bad)).toThrow(`--split is "${bad}"`);
	}
});

test("a text without a training symbol is E_CORPUS_EMPTY", async () => {
	await expect(openCorpus(bytesSource("t", new Uint8Array(0)))).rejects.toThrow(/E_CORPUS_EMPTY/);
	await expect(openCorpus(bytesSource("t", utf8("a")), { split: [50, 50, 0] })).rejects.toThrow(/E_CORPUS_EMPTY/);
});
