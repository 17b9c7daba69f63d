/** Text is hostile input: whatever the bytes are, they become symbols or one coded error, soon and in little memory. */
import { expect, test } from "vitest";
import { openCorpus } from "../../src/data/corpus.ts";
import { Lanes } from "../../src/data/lanes.ts";
import { bytesSource } from "../../src/data/source.ts";
import { UNITS } from "../../src/data/units.ts";
import { Vocabulary } from "../../src/data/vocabulary.ts";
import { SluiceError } from "../../src/errors/index.ts";
import { RandomStream } from "../../src/kernels/random.ts";

const ROUNDS = process.env.SLUICE_LONG === "1" ? 100_000 : 1_000;
const utf8 = (text: string) => new TextEncoder().encode(text);

const attacks: Record<string, Uint8Array> = {
	"one byte": Uint8Array.of(0x61),
	"only continuation bytes": new Uint8Array(1000).fill(0x80),
	"only lead bytes": new Uint8Array(1000).fill(0xf0),
	"overlong slash": Uint8Array.of(0xc0, 0xaf, 0xe0, 0x80, 0xaf, 0xf0, 0x80, 0x80, 0xaf),
	"surrogates in UTF-8": Uint8Array.of(0xed, 0xa0, 0x80, 0xed, 0xbf, 0xbf),
	"beyond U+10FFFF": Uint8Array.of(0xf4, 0x90, 0x80, 0x80),
	"cut in the last character": utf8("가나다").slice(0, 8),
	"UTF-16 with its mark": Uint8Array.of(0xff, 0xfe, 0x61, 0x00, 0x62, 0x00),
	zeros: new Uint8Array(5000),
	"100,000 combining marks on one letter": utf8(`a${"\u0301".repeat(100_000)}`),
	"every direction override": utf8("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069".repeat(50)),
	noncharacters: utf8("\ufffe\uffff\ufdd0\u{1ffff}\u{10ffff}".repeat(50)),
	"all 11,172 syllables": utf8(Array.from({ length: 11172 }, (_, i) => String.fromCodePoint(0xac00 + i)).join("")),
	"278,016 code points": everyFourthCodePoint(),
	"a megabyte on one line": new Uint8Array(1 << 20).fill(0x78),
	"terminal commands": utf8("\u001b[2J\u001b]0;title\u0007".repeat(100)),
	"names of objects": utf8("__proto__ constructor toString ".repeat(100)),
};

function everyFourthCodePoint(): Uint8Array {
	let text = "";
	for (let point = 0; point < 0x110000; point += 4)
		if (point < 0xd800 || point > 0xdfff) text += String.fromCodePoint(point);
	return utf8(text);
}

async function readAll(
	bytes: Uint8Array,
	unit: (typeof UNITS)[number],
	lossy: boolean,
	blockBytes: number,
): Promise<string> {
	const corpus = await openCorpus(bytesSource("attack", bytes), { unit, lossy, blockBytes, split: [100, 0, 0] });
	const { train } = corpus.parts;
	const stored = Vocabulary.fromJSON(JSON.parse(JSON.stringify(corpus.vocabulary)), "attack");
	const ids = await train.reader(0).read(Number.MAX_SAFE_INTEGER);
	expect(ids.length).toBe(train.symbols);
	expect(ids.includes(-1)).toBe(false);
	for (let id = 0; id < Math.min(stored.size, 2000); id++)
		expect(stored.label(id)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
	if (train.symbols > 3) await new Lanes(train, 1).next(2, new Int32Array(2), new Int32Array(2));
	return stored.decode(ids);
}

test.each(Object.entries(attacks))(
	"%s becomes the platform's text, or E_UTF8 when strict, in every unit within 10 s",
	async (_, bytes) => {
		const platform = new TextDecoder("utf-8", { ignoreBOM: true });
		const wanted = platform.decode(bytes);
		const valid = Buffer.from(wanted).equals(Buffer.from(bytes));
		for (const unit of UNITS) {
			const start = performance.now();
			expect((await readAll(bytes, unit, true, 1 << 18)) === wanted).toBe(true);
			expect(performance.now() - start).toBeLessThan(10_000);
			if (unit === "byte") continue;
			const strict = await readAll(bytes, unit, false, 1 << 18).catch((error: unknown) => error);
			if (valid) expect(strict === wanted).toBe(true);
			else {
				expect(strict).toBeInstanceOf(SluiceError);
				expect((strict as SluiceError).code).toBe("E_UTF8");
			}
		}
	},
);

test(`${ROUNDS} random byte texts, random blocks, splits and lanes: symbols or a coded error, never anything else`, async () => {
	const rng = new RandomStream(11, "attack");
	const codes = new Set<string>();
	for (let round = 0; round < ROUNDS; round++) {
		const bytes = Uint8Array.from({ length: rng.below(200) }, () =>
			rng.uniform() < 0.9 ? 32 + rng.below(90) : rng.below(256),
		);
		const split = [
			[90, 5, 5],
			[100, 0, 0],
			[1, 0, 99],
			[34, 33, 33],
		][rng.below(4)] as [number, number, number];
		const unit = UNITS[rng.below(3)]!;
		try {
			const source = bytesSource("t", bytes);
			const corpus = await openCorpus(source, {
				unit,
				split,
				lossy: rng.uniform() < 0.7,
				blockBytes: 1 + rng.below(50),
			});
			let bytesInParts = 0;
			for (const part of Object.values(corpus.parts)) {
				bytesInParts += part.endByte - part.firstByte;
				const from = rng.below(part.symbols + 1);
				expect((await part.reader(from).read(1e9)).length).toBe(part.symbols - from);
			}
			expect(bytesInParts).toBe(bytes.length);
			const lanes = new Lanes(corpus.parts.train, 1 + rng.below(5));
			const steps = 1 + rng.below(9);
			for (let i = 0; i < 5; i++) await lanes.next(steps, new Int32Array(steps * 5), new Int32Array(steps * 5));
		} catch (error) {
			if (!(error instanceof SluiceError)) throw error;
			expect(error.text("ko")).toMatch(/\(E_[A-Z0-9_]+\)$/);
			codes.add(error.code);
		}
	}
	expect([...codes].sort()).toEqual(["E_CORPUS_EMPTY", "E_CORPUS_SHORT", "E_UTF8"]);
	expect(Object.keys(Object.prototype)).toEqual([]);
});
