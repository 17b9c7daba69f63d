import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseSeries } from "./seriesText.ts";

/** Rows of a series as arrays. */
const table = (text: string | Uint8Array, options = {}) => {
	const { columns, rows, values } = parseSeries(text, options);
	const C = columns.length;
	return Array.from({ length: rows }, (_, n) => [...values.subarray(n * C, (n + 1) * C)]);
};

describe("plain columns", () => {
	test("one number a line, as the usual files of series are, in any notation of numbers", () => {
		const text = "1.220639965678425032e-01\n-5\n+.5\n7.\n1E3\n0";
		const series = parseSeries(text);
		expect([...series.values]).toEqual([0.1220639965678425, -5, 0.5, 7, 1000, 0]);
		expect(series).toMatchObject({ columns: ["1"], places: [1], target: [0], header: false, rows: 6, skipped: [] });
		expect([...series.lines]).toEqual([1, 2, 3, 4, 5, 6]);
	});
	test("columns between runs of spaces and tabs, with # lines passed over and lines counted", () => {
		const series = parseSeries("# made by hand\n  1   2\t3\n4 5  6  \n\n");
		expect(table("# made by hand\n  1   2\t3\n4 5  6  \n\n")).toEqual([
			[1, 2, 3],
			[4, 5, 6],
		]);
		expect([...series.lines]).toEqual([2, 3]);
	});
});

describe("CSV", () => {
	test("a header, quotes, CRLF, a byte order mark and a column of months that is left out", () => {
		const text = '\ufeff"Month","Sun ""spots""",Rain\r\n"1749-01",58.0,"1"\r\n"1749-02, wet",62.6, 2 \r\n';
		for (const source of [text, new TextEncoder().encode(text)]) {
			const series = parseSeries(source, { target: "Rain" });
			expect(series.columns).toEqual(['Sun "spots"', "Rain"]);
			expect(series.places).toEqual([2, 3]);
			expect(series.skipped).toEqual(["Month"]);
			expect([...series.values]).toEqual([58, 1, 62.6, 2]);
			expect(series.target).toEqual([1]);
		}
	});
	test("separators , ; | and tab are found by themselves, or given; an all-empty column is left out", () => {
		for (const s of [",", ";", "|", "\t"])
			expect(table(`a${s}b\n1${s}2\n3${s}4`)).toEqual([
				[1, 2],
				[3, 4],
			]);
		expect(table("1:2\n3:4", { separator: ":" })).toEqual([
			[1, 2],
			[3, 4],
		]);
		expect(table("1,2,\n3,4,")).toEqual([
			[1, 2],
			[3, 4],
		]);
		expect(table('"a;b",c\n1,2')).toEqual([[1, 2]]);
		for (const separator of ["", ",,", '"', "\n"]) expect(() => parseSeries("1", { separator })).toThrow(/E_OPTION/);
	});
	test("whether the first row is a header is found, or said: years as titles need saying", () => {
		expect(table("2001,2002\n1,2\n3,4")).toHaveLength(3);
		const series = parseSeries("2001,2002\n1,2\n3,4", { header: true, target: "2002" });
		expect([series.rows, series.columns, series.target]).toEqual([2, ["2001", "2002"], [1]]);
		expect(() => parseSeries("a,b\n1,2", { header: false })).toThrow(/line 1, column 1 is "a".*header.*E_SERIES_VALUE/);
	});
	test("lines are those of the file: quoted line ends and CR alone count too", () => {
		expect([...parseSeries('t,v\n"a\nb",1\n"c\r\nd",2\n"e",3').lines]).toEqual([2, 4, 6]);
		expect([...parseSeries("1\r2\r3").lines]).toEqual([1, 2, 3]);
	});
	test("3,000 columns and 200 rows are read whole", () => {
		const rows = Array.from({ length: 200 }, (_, n) => Array.from({ length: 3000 }, (_, c) => n * 3000 + c).join(","));
		const series = parseSeries(rows.join("\n"), { target: 3000 });
		expect([series.rows, series.columns.length, series.target[0]]).toEqual([200, 3000, 2999]);
		expect(series.values.every((value, i) => value === i)).toBe(true);
	});
});

describe("a target", () => {
	const text = "day,open,close,open\nmon,1,2,3\ntue,4,5,6";
	test("is a title or a number from 1; without one all columns are forecast", () => {
		expect(parseSeries(text).target).toEqual([0, 1, 2]);
		expect(parseSeries(text, { target: "close" }).target).toEqual([1]);
		expect(parseSeries(text, { target: 4 }).target).toEqual([2]);
		expect(parseSeries(text, { target: "4" }).target).toEqual([2]);
	});
	test("that is missing, twice there or text is E_SERIES_COLUMN with the columns of numbers", () => {
		expect(() => parseSeries(text, { target: "clsoe" })).toThrow(
			/Did you mean "close"\?.*"open", "close".*E_SERIES_COLUMN/,
		);
		expect(() => parseSeries(text, { target: "open" })).toThrow(/more than once/);
		expect(() => parseSeries(text, { target: "day" })).toThrow(/"day" has no numbers/);
		for (const target of [0, 5, 1.5, -1, "", "9999999"]) {
			expect(() => parseSeries(text, { target })).toThrow(/does not exist.*E_SERIES_COLUMN/);
		}
	});
});

describe("hostile input is refused with its line and column:", () => {
	const cases: [string, string, RegExp][] = [
		["a NaN", "a,b\n1,2\n3,NaN\n", /line 3, column 2 \("b"\) is "NaN".*Fill the gap.*E_SERIES_VALUE/],
		["an infinity", "1\n-inf\n", /line 2, column 1 is "-inf"/],
		["an empty field", "a,b\n1,2\n,4\n5,6", /line 3, column 1 \("a"\) is ""/],
		["NA in a column of gaps only", "a,b\n1,NA\n2,NA", /line 2, column 2 \("b"\) is "NA"/],
		["a blank line inside", "1\n\n3\n", /line 2, column 1 is ""/],
		["a word among numbers", "a,b\n1,2\n3,four", /line 3, column 2 \("b"\) is "four".*Write a number/],
		["a number above 1e308", "1\n1e309", /line 2, column 1 is "1e309".*too large/],
		["a decimal comma", "a;b\n1,5;2\n2,5;3", /line 2, column 1 \("a"\) is "1,5".*point/],
		["a decimal comma among numbers", "a;b\n1;2\n2,5;3", /line 3, column 1 \("a"\) is "2,5".*point/],
		["hexadecimal", "1\n0x10", /"0x10"/],
		["a number with a control character", "1\n2\u0000", /"2\\u\{0\}"/],
		["a short row", "a,b,c\n1,2,3\n4,5\n", /line 3 has 2 columns, expected 3.*column 3 is missing.*E_SERIES_RAGGED/],
		["a long row", "1,2\n3,4,5\n", /line 2 has 3 columns, expected 2.*column 3 is one too many.*E_SERIES_RAGGED/],
		["a header longer than the rows", "a,b\n1\n", /line 2 has 1 column, expected 2/],
		["a ragged row of words", "1 2\n3 4\n5", /line 3 has 1 column, expected 2/],
		["an open quote", 'a,b\n1,"2\n3,4', /line 2, column 2: the quoted field is never closed.*E_SERIES_QUOTE/],
		["text after a quote", 'a,b\n"1"x,2', /line 2, column 1: text follows.*E_SERIES_QUOTE/],
		["nothing", "", /has 0 rows.*E_SERIES_EMPTY/],
		["only a header", "a,b\n", /has 0 rows.*E_SERIES_EMPTY/],
		["only text", "a,b\nx,y\nz,w", /columns of text: "a", "b".*E_SERIES_EMPTY/],
	];
	for (const [what, text, wanted] of cases) {
		test(what, () => {
			expect(() => parseSeries(text, { name: "x.csv" })).toThrow(wanted);
			expect(() => parseSeries(text, { name: "x.csv" })).toThrow(/^x\.csv/);
		});
	}
	test("the first bad field in the order of the file is the one named", () => {
		expect(() => parseSeries("a,b,c\n1,2,3\n4,5,no\nno,7,8")).toThrow(/line 3, column 3/);
	});
	test("bytes that are not UTF-8 are E_UTF8 with line and offset", () => {
		const bytes = Uint8Array.from([...new TextEncoder().encode("값\n1\n"), 0xff, 0x31]);
		expect(() => parseSeries(bytes, { name: "x.csv" })).toThrow(/0xFF at offset 6 \(line 3\).*E_UTF8/);
	});
});

test("whatever numbers and titles are written as CSV are read back bit for bit (300 tables)", () => {
	const value = fc.double({ noNaN: true, noDefaultInfinity: true });
	const title = fc.string({ minLength: 1, unit: "binary" }).filter((t) => t.trim() === t && !/^[#\ufeff]/.test(t));
	const shape = fc.tuple(
		fc.integer({ min: 1, max: 6 }),
		fc.integer({ min: 1, max: 5 }),
		fc.constantFrom(",", ";", "\t", "|"),
	);
	const tables = shape.chain(([rows, width, separator]) =>
		fc.record({
			separator: fc.constant(separator),
			titles: fc.array(title, { minLength: width, maxLength: width }),
			rows: fc.array(fc.array(value, { minLength: width, maxLength: width }), { minLength: rows, maxLength: rows }),
			end: fc.constantFrom("\n", "\r\n", "\r"),
		}),
	);
	fc.assert(
		fc.property(tables, ({ separator, titles, rows, end }) => {
			const head = titles.map((t) => `"${t.replaceAll('"', '""')}"`).join(separator);
			const text = [head, ...rows.map((row) => row.map(String).join(separator))].join(end) + end;
			const series = parseSeries(text, { header: true, separator });
			expect(series.columns).toEqual(titles);
			expect([...series.values]).toEqual(rows.flat().map((x) => Number(String(x))));
		}),
		{ numRuns: 300, seed: 5 },
	);
});

test("whatever text is given is read or refused with a code of ours, never with another error (500 texts)", () => {
	const piece = fc.constantFrom(
		"1",
		"2.5",
		",",
		";",
		'"',
		"\n",
		"\r\n",
		" ",
		"\t",
		"nan",
		"x",
		"#",
		"\ufeff",
		"1e999",
		"값",
	);
	fc.assert(
		fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
			try {
				const { values, rows, columns, lines } = parseSeries(pieces.join(""));
				expect([values.length, lines.length]).toEqual([rows * columns.length, rows]);
				expect(values.every(Number.isFinite)).toBe(true);
			} catch (error) {
				expect(String((error as { code?: string }).code)).toMatch(/^E_SERIES_/);
			}
		}),
		{ numRuns: 500, seed: 6 },
	);
});
