import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RandomStream } from "../../kernels/random.ts";
import { parseDataSpec } from "./dataSpec.ts";
import { labelled, openLabelled, openLabelledLike } from "./labelledData.ts";

let folder = "";
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "sluice-labelled-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let written = 0;
function file(content: string | Uint8Array, name = "a.jsonl"): string {
	const path = join(folder, `${written++}-${name}`);
	writeFileSync(path, content);
	return path;
}
const lines = (rows: readonly object[]) => `${rows.map((row) => JSON.stringify(row)).join("\n")}\n`;
const fields = { text: "t", label: "y", split: "100/0/0" };
const opened = async (path: string, options: object = {}) => openLabelled(labelled(path, { ...fields, ...options }));

describe("what is read", () => {
	test("texts of 1, 3 and 5 symbols are padded at their ends, and scored at their last step only", async () => {
		const path = file(
			lines([
				{ t: "b", y: 1 },
				{ t: "abc", y: true },
				{ t: "ccbba", y: 1, id: 7 },
			]),
		);
		const { train } = (await opened(path)).parts;
		expect(train).toMatchObject({ inputs: 3, outputs: 2, input: "symbols", lengths: { min: 1, max: 5 } });
		const { T, B, lengths, ids, targets } = train.inOrder(5).batch(0, 3);
		expect([T, B, ...lengths]).toEqual([5, 3, 1, 3, 5]);
		const column = (of: Int32Array, b: number) => Array.from({ length: T }, (_, t) => of[t * B + b]);
		expect([0, 1, 2].map((b) => column(ids!, b))).toEqual([
			[1, -1, -1, -1, -1],
			[0, 1, 2, -1, -1],
			[2, 2, 1, 1, 0],
		]);
		expect(train.set.learned).toMatchObject({ classes: ["1", "true"], counts: [2, 1], perStep: false });
		expect([0, 1, 2].map((b) => column(targets!, b))).toEqual([
			[0, -1, -1, -1, -1],
			[-1, -1, 1, -1, -1],
			[-1, -1, -1, -1, 0],
		]);
		expect(train.baseline).toBeCloseTo(Math.log(3) - (2 / 3) * Math.log(2), 14); // entropy of 2 and 1
	});

	test("units: 각 is 1 code point, 3 bytes or 3 jamo, and a list needs as many labels", async () => {
		for (const [unit, steps] of [
			["codepoint", 2],
			["byte", 4],
			["jamo", 4],
		] as const) {
			const y = Array.from({ length: steps }, (_, n) => n % 2);
			const { train } = (await opened(file(lines([{ t: "각a", y }])), { unit })).parts;
			expect(train.lengths.max).toBe(steps);
			expect([...train.inOrder(steps).batch(0, 1).targets!]).toEqual(y);
		}
		const short = file(lines([{ t: "각a", y: [0, 1, 0] }]));
		await expect(opened(short)).rejects.toMatchObject({ code: "E_LABELLED_FIELD", params: { line: 1, field: "y" } });
	});

	test("values are standardised by the training part: 3 values per step, a constant one keeps deviation 1", async () => {
		const rows = Array.from({ length: 7 }, (_, n) => ({
			t: [
				[n, 5, -n],
				[2 * n, 5, 1],
			],
			y: n % 2 ? "b" : "a",
		}));
		const { train } = (await opened(file(lines(rows)))).parts;
		const { mean, deviation } = train.set.learned;
		const first = rows.flatMap(({ t }) => t.map(([x]) => x!));
		const average = first.reduce((a, b) => a + b, 0) / 14;
		const spread = Math.sqrt(first.reduce((sum, x) => sum + (x - average) ** 2, 0) / 14);
		expect(mean![0]).toBeCloseTo(average, 13);
		expect(deviation![0]).toBeCloseTo(spread, 13);
		expect([mean![1], deviation![1]]).toEqual([5, 1]);
		const { x } = train.inOrder(2).batch(3, 1);
		expect(x![0]).toBeCloseTo((3 - average) / spread, 6);
		expect(x![4]).toBe(0);
	});

	test("CSV columns by title, with ; and quotes; all labels are text", async () => {
		const path = file('id;y;t\n1;no;"a;b"\n2;yes;#x\n', "a.csv");
		const { train } = (await opened(path)).parts;
		expect(train.set.learned).toMatchObject({ classes: ["no", "yes"], steps: [2, 3] });
		expect([...train.set.lines]).toEqual([2, 3]);
	});

	test("37 sequences are split 29/4/4, the same each time, and a class of the test part only is named with its number", async () => {
		const rows = Array.from({ length: 37 }, (_, n) => ({ t: "ab".repeat(n + 1), y: n % 3 }));
		const first = await opened(file(lines(rows)), { split: undefined });
		const members = ({ parts: { train, valid, test } }: typeof first) =>
			[train, valid!, test!].map((p) => [...p.members]);
		expect(members(first).map((part) => part.length)).toEqual([29, 4, 4]);
		expect(new Set(members(first).flat()).size).toBe(37);
		expect(members(await opened(file(lines(rows)), { split: undefined }))).toEqual(members(first));
		expect(first.notice).toBeUndefined();
		for (const n of members(first)[2]!.slice(0, 2)) rows[n]!.y = 9;
		const { notice, parts } = await opened(file(lines(rows)), { split: undefined });
		expect(notice).toMatchObject({ code: "E_LABELS_UNSEEN", params: { labels: [{ label: "9", count: 2 }] } });
		expect(parts.train.outputs).toBe(4);
	});

	test("what a config keeps opens the same sequences; a file that changed by one byte is refused", async () => {
		const path = file(
			lines([
				{ t: "ab", y: 1 },
				{ t: "ba", y: 0 },
			]),
		);
		const { spec } = await opened(path);
		const kept = parseDataSpec(JSON.parse(JSON.stringify(spec)), "config.json");
		expect(kept).toEqual(spec);
		writeFileSync(
			path,
			lines([
				{ t: "ab", y: 1 },
				{ t: "bb", y: 0 },
			]),
		);
		await expect(openLabelled(spec)).rejects.toMatchObject({ code: "E_FILE_CHANGED" });
		const bent = { ...spec, learned: { ...spec.learned, counts: [1] } };
		expect(() => parseDataSpec(JSON.parse(JSON.stringify(bent)), "config.json")).toThrow(
			/learned\.counts.*E_RUN_FIELD/,
		);
	});

	test("another file needs known labels, or none where they are to be predicted; unknown symbols are -1", async () => {
		const { spec } = await opened(
			file(
				lines([
					{ t: "ab", y: 1 },
					{ t: "ba", y: 0 },
				]),
			),
		);
		const other = file(lines([{ t: "abz" }]));
		await expect(openLabelledLike(other, spec, false)).rejects.toMatchObject({ code: "E_LABELLED_NAME" });
		const { T, ids, targets } = (await openLabelledLike(other, spec, true)).inOrder(3).batch(0, 1);
		expect([T, [...ids!], [...targets!]]).toEqual([3, [0, 1, -1], [-1, -1, -1]]);
		const strange = file(
			lines([
				{ t: "a", y: 1 },
				{ t: "a", y: 2 },
			]),
		);
		const params = { line: 2, label: "2", known: '"0", "1"' };
		await expect(openLabelledLike(strange, spec, false)).rejects.toMatchObject({ code: "E_LABEL_UNKNOWN", params });
	});
});

describe("memory", () => {
	const random = new RandomStream(5, "memory");
	const text = (n: number, from: string) => Array.from({ length: n }, () => from[random.below(from.length)]).join("");
	test.each([
		["bytes of one letter, short", () => ({ t: text(3, "ab"), y: random.below(2) })],
		[
			"300 symbols of 1 to 3 bytes",
			() => ({ t: text(90, "ab") + String.fromCodePoint(0xac00 + random.below(300)), y: random.below(2) }),
		],
		["numbers of one digit, a label each", () => ({ t: [1, 2, 3, 4, 5], y: [0, 1, 0, 1, random.below(2)] })],
	] as readonly [string, () => object][])(
		"%s: the arrays of 997 sequences take at most twice the file",
		async (_, row) => {
			const path = file(lines(Array.from({ length: 997 }, row)));
			const { set } = (await opened(path)).parts.train;
			const held = Object.values(set).reduce(
				(sum: number, one) => sum + (ArrayBuffer.isView(one) ? one.byteLength : 0),
				0,
			);
			expect(held).toBeGreaterThan(0);
			expect(held).toBeLessThanOrEqual(2 * statSync(path).size);
		},
	);
});

describe("hostile files", () => {
	const good = '{"t":"ab","y":1}\n';
	test.each([
		["a list", `${good}[1]\n`, "E_LABELLED_LINE", 2],
		["no JSON", `${good}\n{"t":"ab",\n`, "E_JSON", 3],
		["a duplicate field", `${good}{"t":"ab","y":1,"t":"b"}\n`, "E_JSON_KEY", 2],
		["a missing label", `${good}{"t":"ab","Y":1}\n`, "E_LABELLED_NAME", 2],
		["a null label", `${good}{"t":"ab","y":null}\n`, "E_LABELLED_FIELD", 2],
		["a label that is an object", `${good}{"t":"ab","y":{}}\n`, "E_LABELLED_FIELD", 2],
		["a list of labels among single ones", `${good}{"t":"ab","y":[1,1]}\n`, "E_LABELLED_FIELD", 2],
		["an empty text", `${good}{"t":"","y":1}\n`, "E_LABELLED_FIELD", 2],
		["numbers among texts", `${good}{"t":[1],"y":1}\n`, "E_LABELLED_FIELD", 2],
		["rows of different widths", '{"t":[[1,2]],"y":1}\n{"t":[[1],[2]],"y":1}\n', "E_LABELLED_FIELD", 2],
		["a ragged list", '{"t":[[1,2],[1]],"y":1}\n', "E_LABELLED_FIELD", 1],
		["a text among numbers", '{"t":[1,"2"],"y":1}\n', "E_LABELLED_FIELD", 1],
		["half a surrogate pair", `${good}{"t":"\\ud800","y":1}\n`, "E_LABELLED_FIELD", 2],
		["a line above 4 MiB", `${good}{"t":"${"a".repeat(1 << 22)}","y":1}\n`, "E_LABELLED_LINE", 2],
		["nesting 100 deep", `${good}{"t":${"[".repeat(100)}${"]".repeat(100)},"y":1}\n`, "E_JSON", 2],
	])("%s is refused with its line", async (_, content, code, line) => {
		await expect(opened(file(content))).rejects.toMatchObject({ code, params: { line } });
	});

	test("bytes that are not UTF-8, 1001 labels, one class, an empty part, and CSV of another width are refused", async () => {
		const bad = Uint8Array.of(...Buffer.from(good), 0x7b, 0xff, 10);
		await expect(opened(file(bad))).rejects.toMatchObject({ params: { line: 2, why: "utf8" } });
		const many = lines(Array.from({ length: 1001 }, (_, y) => ({ t: "a", y })));
		await expect(opened(file(many))).rejects.toMatchObject({ code: "E_LABELLED_SIZE", params: { what: "classes" } });
		await expect(opened(file(good))).rejects.toMatchObject({ code: "E_LABELLED_PART", params: { label: "1" } });
		const two = file(good + good.replace("1", "2"));
		await expect(opened(two, { split: "80/10/10" })).rejects.toMatchObject({ code: "E_LABELLED_PART" });
		const ragged = file("t,y\na,1\nb,2,3\n", "b.csv");
		await expect(opened(ragged)).rejects.toMatchObject({ code: "E_SERIES_RAGGED", params: { line: 3 } });
		const twice = file("t,y,t\na,1,b\n", "c.csv");
		await expect(opened(twice)).rejects.toMatchObject({ code: "E_LABELLED_NAME", params: { twice: true } });
	});

	test.each([
		[{ text: "t" }, "label"],
		[{ text: "", label: "y" }, "text"],
		[{ text: "t", label: "t" }, "label"],
		[{ text: 3, label: "y" }, "text"],
		[{ text: "t", label: "y", units: "byte" }, "units"],
	])("labelled() refuses %j", (options, option) => {
		expect(() => labelled("a.jsonl", options as never)).toThrow(
			expect.objectContaining({ params: expect.objectContaining({ option }) }),
		);
	});
});
