import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answerOf, questionOf } from "../../data/pairs/pairSet.ts";
import { RandomStream } from "../../kernels/random.ts";
import { parseDataSpec } from "./dataSpec.ts";
import { openPairs, openPairsLike, type PairsOptions, pairs } from "./pairData.ts";

let folder = "";
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "sluice-pairs-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let written = 0;
function file(content: string | Uint8Array, name = "a.csv"): string {
	const path = join(folder, `${written++}-${name}`);
	writeFileSync(path, content);
	return path;
}
const all = { question: "Q", answer: "A", split: "100/0/0" } as const;
const opened = (path: string, options: Partial<PairsOptions> = {}) => openPairs(pairs(path, { ...all, ...options }));

describe("what is read", () => {
	test("a pair is the document question, U+001F, answer, U+001E: 3 + 1 + 2 + 1 symbols, of which only the last 3 are scored", async () => {
		const { train } = (await opened(file("Q,A\r\nabc,de\r\n가,각\r\n"))).parts;
		const { T, B, lengths, ids, targets } = train.inOrder(9).batch(0, 2);
		expect([T, B, ...lengths]).toEqual([6, 2, 6, 6]); // 가 is 2 jamo, 각 is 3
		const { vocabulary } = train.set;
		const column = (of: Int32Array, b: number) =>
			Array.from({ length: T }, (_, t) => (of[t * B + b]! < 0 ? "." : vocabulary.label(of[t * B + b]!))).join(" ");
		expect(column(ids!, 0)).toBe("a b c \\u{1F} d e");
		expect(column(targets!, 0)).toBe(". . . d e \\u{1E}");
		expect(column(ids!, 1)).toBe("ㄱ- -ㅏ \\u{1F} ㄱ- -ㅏ -ㄱ");
		expect(column(targets!, 1)).toBe(". . ㄱ- -ㅏ -ㄱ \\u{1E}");
		expect(train.lengths).toEqual({ min: 6, max: 6, default: [6, 6] });
	});

	test("CSV, TSV, JSON lines and their .gz give the same pairs; quoted fields keep commas and line breaks", async () => {
		const csv = 'id,Q,A\n1,"a,b","x\ny"\n2,c,z\n';
		const tsv = "A\tQ\nx\tc\n".replace("x\tc", '"x\ny"\t"a,b"\nz\tc');
		const lines = '{"Q":"a,b","A":"x\\ny"}\n\n{"A":"z","Q":"c","more":[1]}\n';
		for (const path of [
			file(csv),
			file(tsv, "a.tsv"),
			file(lines, "a.jsonl"),
			file(gzipSync(csv), "a.csv.gz"),
			file(gzipSync(lines), "a.jsonl.gz"),
		]) {
			const { set } = (await opened(path)).parts.train;
			expect([set.questions, set.answers]).toEqual([
				["a,b", "c"],
				["x\ny", "z"],
			]);
			expect(set.vocabulary.decode(questionOf(set, 0))).toBe("a,b");
			expect(set.vocabulary.decode(answerOf(set, 0))).toBe("x\ny");
		}
	});

	test("decomposed letters become syllables: U+1100 U+1161 is 가, one syllable of two jamo", async () => {
		const { set } = (await opened(file("Q,A\n\u1100\u1161,b\n"))).parts.train;
		expect(set.questions).toEqual(["가"]);
		expect(questionOf(set, 0)).toHaveLength(2);
	});

	test("symbols of a held-out answer that the training part lacks are not scored; the vocabulary is that of the training part", async () => {
		const rows = Array.from({ length: 40 }, (_, n) => `${String.fromCharCode(0x4e00 + n)}?,${n % 2 ? "yes" : "no"}`);
		const data = await opened(file(`Q,A\n${rows.join("\n")}\n`), { split: "50/50/0" });
		const { train, valid } = data.parts;
		expect([train.members.length, valid!.members.length]).toEqual([20, 20]);
		expect(train.inputs).toBe(20 + 2 + 6); // 20 signs, 2 marks, and yesno?
		const { ids, T, B, targets } = valid!.inOrder(9).batch(0, 20);
		const unknown = ids!.filter((id, i) => id < 0 && i < B).length;
		expect(unknown).toBe(20);
		expect(targets!.filter((id) => id >= 0).length).toBe(
			[...valid!.members].reduce((sum, n) => sum + valid!.set.answers[n]!.length + 1, 0),
		);
		expect(T).toBe(6);
	});
});

describe("how it is split", () => {
	test("all pairs of a question are in one part: 300 pairs of 60 questions, 48/6/6 of them, blanks at the ends ignored", async () => {
		const rows = Array.from({ length: 300 }, (_, n) => `${n % 60} is ${n % 60}${n % 2 ? " " : ""},answer ${n}`);
		const { parts } = await opened(file(`Q,A\n${rows.join("\n")}\n`), { split: "80/10/10" });
		const of = (part: "train" | "valid" | "test") =>
			new Set([...parts[part]!.members].map((n) => parts.train.set.questions[n]!.trim()));
		const [train, valid, test] = [of("train"), of("valid"), of("test")];
		expect([train.size, valid.size, test.size]).toEqual([48, 6, 6]);
		expect([...valid, ...test].filter((question) => train.has(question))).toEqual([]);
		expect([...valid].filter((question) => test.has(question))).toEqual([]);
		expect(parts.train.members.length + parts.valid!.members.length + parts.test!.members.length).toBe(300);
	});

	test("a part without a question is refused with the number of questions", async () => {
		await expect(opened(file("Q,A\na,b\na,c\n"), { split: "80/10/10" })).rejects.toMatchObject({
			code: "E_PAIRS_PART",
			params: { part: "train", questions: 1 },
		});
		await expect(opened(file("Q,A\n"))).rejects.toMatchObject({ code: "E_PAIRS_PART", params: { questions: 0 } });
	});
});

test("batches are drawn with replacement from pools of similar length: every pair of 100 is drawn, none more than 1.5 times the mean", async () => {
	const rows = Array.from({ length: 100 }, (_, n) => `${"q".repeat(1 + (n % 50))},a`);
	const { train } = (await opened(file(`Q,A\n${rows.join("\n")}\n`))).parts;
	const random = new RandomStream(5, "draws");
	const drawn = new Map<number, number>();
	for (let k = 0; k < 3000; k++) {
		const { lengths } = train.draw(random, { batch: 2, length: 52 });
		for (const T of lengths) drawn.set(T, (drawn.get(T) ?? 0) + 1);
		expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(17); // 32 of 100 pairs, 2 of each length
	}
	expect(drawn.size).toBe(50);
	expect(Math.max(...drawn.values())).toBeLessThan(1.5 * (6000 / 50));
	expect(Math.min(...drawn.values())).toBeGreaterThan(0.5 * (6000 / 50));
});

test.each([
	["an empty answer", "Q,A\na,\n", "E_LABELLED_FIELD", { line: 2, field: "A" }],
	["a mark in the answer", "Q,A\na,b\u001e\n", "E_LABELLED_FIELD", { line: 2, field: "A" }],
	["a mark in the question", "Q,A\na\u001f,b\n", "E_LABELLED_FIELD", { line: 2, field: "Q" }],
	[
		"4100 symbols",
		`Q,A\n${"가".repeat(2040)},${"b".repeat(20)}\n`,
		"E_LABELLED_FIELD",
		{ field: "Q", why: { got: 4100 } },
	],
	["no such column", "Q,B\na,b\n", "E_LABELLED_NAME", { field: "A", flags: "pairs" }],
	["a title twice", "Q,A,A\na,b,c\n", "E_LABELLED_NAME", { field: "A", twice: true }],
	["a field too many", "Q,A\na,b,c\n", "E_SERIES_RAGGED", { line: 2 }],
	["an open quote", 'Q,A\n"a,b\n', "E_LABELLED_LINE", { why: "open" }],
])("%s is refused, with its line and field", async (_, content, code, params) => {
	await expect(opened(file(content))).rejects.toMatchObject({ code, params });
});

test.each([
	['{"Q":"a","A":3}\n', "E_LABELLED_FIELD"],
	['{"Q":"a","A":"\\ud800"}\n', "E_LABELLED_FIELD"],
	['{"Q":"a"}\n', "E_LABELLED_NAME"],
	["[1]\n", "E_LABELLED_LINE"],
])("the line %j is refused by code %s", async (content, code) => {
	await expect(opened(file(content, "a.jsonl"))).rejects.toMatchObject({ code });
});

test("requests are checked: unit, fields, split, unknown options", () => {
	for (const wrong of [{ unit: "byte" }, { question: "" }, { answer: "Q" }, { splits: "1/2/3" }, { answer: 3 }]) {
		expect(() => pairs("a.csv", { ...all, ...wrong } as never)).toThrow(expect.objectContaining({ code: "E_OPTION" }));
	}
	expect(() => pairs("a.csv", { ...all, split: "1/2/3" })).toThrow(expect.objectContaining({ code: "E_SPLIT" }));
});

test("a spec survives JSON; a changed file, and specs that Sluice does not write, are refused", async () => {
	const path = file("Q,A\na,b\nc,d\n");
	const { spec } = await opened(path);
	const read = parseDataSpec(JSON.parse(JSON.stringify(spec)), "config.json");
	expect(read).toEqual(spec);
	expect((await openPairs(read as never)).parts.train.inputs).toBe(6);
	const other = await openPairsLike(file("A,Q\nb,e\n"), spec);
	expect([other.inputs, other.members.length, [...other.inOrder(9).batch(0, 1).ids!]]).toEqual([6, 1, [-1, 1, 3]]);
	for (const broken of [
		{ learned: undefined },
		{ learned: { ...spec.learned, steps: [0, 3] } },
		{ learned: { ...spec.learned, vocabulary: { unit: "jamo", atoms: [97] } } },
		{ learned: { ...spec.learned, vocabulary: { unit: "byte" } } },
		{ unit: 3 },
		{ split: [1] },
		{ fingerprint: 1 },
	]) {
		const json = JSON.parse(JSON.stringify({ ...spec, ...broken }));
		expect(() => parseDataSpec(json, "config.json")).toThrow(expect.objectContaining({ code: "E_RUN_FIELD" }));
	}
	writeFileSync(path, "Q,A\na,b\nc,e\n");
	await expect(openPairs(spec)).rejects.toMatchObject({ code: "E_FILE_CHANGED" });
});
