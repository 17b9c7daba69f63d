import stringWidth from "string-width";
import { beforeAll, describe, expect, test } from "vitest";
import { ko } from "../messages/ko.ts";
import { colourOn, paint } from "./colour.ts";
import { escapeJson, escapeLine, escapeText } from "./escape.ts";
import { bytes, clock, count, loss, percent, small } from "./numbers.ts";
import { bar, History, sparkline } from "./sparkline.ts";
import { table } from "./table.ts";
import { clip, fold, loadWidths, pad, width } from "./width.ts";

const HANGUL = "순환 신경망";
const DECOMPOSED = HANGUL.normalize("NFD");

describe("width before the tables are loaded", () => {
	test("never less than the true width", () => {
		for (const text of ["abc", HANGUL, DECOMPOSED, "▁▂█ │ ★ → …", "日本", "é", "👩‍👩‍👧", "한a글b"]) {
			expect(width(text)).toBeGreaterThanOrEqual(stringWidth(text));
		}
	});
});

describe("width of our own words", () => {
	test("is exact for every Korean message even before the tables are loaded, so that help need not wait for them", () => {
		for (const line of Object.values(ko).flatMap((message) => message.split("\n")))
			expect(width(line), line).toBe(stringWidth(line));
	});
});

describe("width in cells", () => {
	beforeAll(loadWidths);

	test("Hangul is two cells a syllable, composed or decomposed, and colour is none", () => {
		expect(width(HANGUL)).toBe(11);
		expect(width(DECOMPOSED)).toBe(11);
		expect(width(paint(true).red("순환"))).toBe(4);
		expect(width("▁▂▃▄▅▆▇█│★→…")).toBe(12);
	});

	test("clip never exceeds the cells it is given, for every width from 0 to 12 and mixed scripts", () => {
		for (const text of [
			HANGUL,
			DECOMPOSED,
			"abcdefghijklmnop",
			"a한b글c자d",
			`x${paint(true).green("신경망신경망")}y`,
		]) {
			for (let cells = 0; cells <= 12; cells++) expect(width(clip(text, cells))).toBeLessThanOrEqual(cells);
		}
	});

	test("clip leaves what fits as it is, marks what does not, and closes an open colour", () => {
		expect(clip("신경망", 6)).toBe("신경망");
		expect(clip("신경망", 5)).toBe("신경…");
		expect(clip("신경망", 4)).toBe("신…");
		expect(clip(paint(true).red("abcdef"), 4)).toBe("\x1b[31mabc…\x1b[0m");
	});

	test("fold breaks at the last cell that fits, never inside a letter, and loses nothing", () => {
		expect(fold("순환 신경망", 5)).toEqual(["순환 ", "신경", "망"]);
		expect(fold("", 5)).toEqual([""]);
		for (let cells = 2; cells < 14; cells++) {
			const pieces = fold(DECOMPOSED + HANGUL, cells);
			expect(pieces.join("")).toBe(DECOMPOSED + HANGUL);
			expect(Math.max(...pieces.map(width))).toBeLessThanOrEqual(cells);
		}
	});

	test("pad fills with blanks to the cell", () => {
		expect(pad("층", 4)).toBe("층  ");
		expect(pad("층", 4, true)).toBe("  층");
		expect(pad("abcdef", 4)).toBe("abcdef");
	});

	test("table columns line up in cells with Hangul titles", () => {
		const lines = table(
			[{ title: "실행" }, { title: "스텝", right: true }, { title: "state" }],
			[
				["a-lstm-1", "7", "끝남"],
				["책", "12345", "x"],
			],
		);
		expect(lines).toEqual(["실행       스텝  state", "a-lstm-1      7  끝남", "책        12345  x"]);
	});
});

describe("escaping", () => {
	test("no control character, direction mark or lone surrogate survives; line feeds and tabs do", () => {
		const hostile = "\x1b[31mred\x07\x00\r\x7f\x9b2J\u202e\u2028\ud800\ufeff\n\tok";
		const shown = escapeText(hostile);
		expect(shown).toBe("\\x1b[31mred\\x07\\x00\\r\\x7f\\x9b2J\\u{202e}\\u{2028}\\u{d800}\\u{feff}\n\tok");
		expect(escapeLine(hostile)).toBe(shown.replace("\n\t", "\\n\\t"));
	});

	test("every code point below 65536 comes out free of controls", () => {
		const bad = /[^\P{Cc}\n\t]|\p{Zl}|\p{Zp}|\p{Bidi_Control}|\p{Cs}/u;
		for (let code = 0; code < 65536; code++) {
			if (bad.test(escapeText(String.fromCharCode(code)))) throw new Error(`U+${code.toString(16)} came through`);
		}
	});

	test("JSON reads back as it was, with none of them in it but its own line feeds", () => {
		const value = { "\u202e": "\x1b\x7f\x9b\ud800\ufeff\u2028\n\t가😀" };
		const json = escapeJson(JSON.stringify(value, null, 2));
		expect(json).not.toMatch(/[^\P{Cc}\n]|\p{Zl}|\p{Bidi_Control}|\p{Cs}|\ufeff/u);
		expect(JSON.parse(json)).toEqual(value);
	});

	test("Hangul, emoji with joiners and combining marks stay as they are", () => {
		const text = `${HANGUL} ${DECOMPOSED} 👩‍👩‍👧 é`;
		expect(escapeText(text)).toBe(text);
	});
});

describe("sparklines", () => {
	test("one letter a value from the lowest to the highest block", () => {
		expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7], 8)).toBe("▁▂▃▄▅▆▇█");
		expect(sparkline([5, 5, 5], 8)).toBe("▁▁▁");
		expect(sparkline([], 8)).toBe("");
	});

	test("more values than cells are averaged into exactly that many letters", () => {
		const falling = Array.from({ length: 1000 }, (_, k) => 1000 - k);
		expect(sparkline(falling, 8)).toBe("█▇▆▅▄▃▂▁");
		for (let cells = 1; cells < 70; cells++) expect(sparkline(falling, cells)).toHaveLength(cells);
	});

	test("a history of 100,000 values keeps at most 512, first and last near their own", () => {
		const history = new History();
		for (let k = 0; k < 100_000; k++) history.push(k);
		const { values } = history;
		expect(values.length).toBeLessThanOrEqual(512);
		expect(values.length).toBeGreaterThanOrEqual(256);
		expect(values[0]).toBeLessThan(400);
		expect(values.at(-1)).toBeGreaterThan(99_600);
	});

	test("NaN and infinities are left out of a history", () => {
		const history = new History();
		for (const value of [1, Number.NaN, Number.POSITIVE_INFINITY, 3]) history.push(value);
		expect(history.values).toEqual([1, 3]);
	});

	test("a bar is as wide as asked at every share, also beyond 0 and 1", () => {
		for (const share of [-1, 0, 0.01, 0.333, 0.5, 0.999, 1, 2, Number.NaN]) {
			for (const cells of [8, 13, 40]) expect(width(bar(share, cells))).toBe(cells);
		}
		expect(bar(0.5, 8)).toBe("████░░░░");
		expect(bar(0.5625, 8)).toBe("████▌░░░");
	});
});

describe("numbers", () => {
	test("counts have three digits and a letter", () => {
		const values = [0, 7, 950, 999.6, 1000, 183_000, 1_234_567, 9_995_000, 2e9];
		expect(values.map(count)).toEqual(["0", "7", "950", "1.00k", "1k", "183k", "1.23M", "10.0M", "2G"]);
	});
	test("bytes, clocks, shares, rates and losses", () => {
		expect([0, 999, 9_489_690, 20e9].map(bytes)).toEqual(["0 B", "999 B", "9.49 MB", "20 GB"]);
		expect([0, 73, 3725, null, Number.NaN, -1].map(clock)).toEqual(["0:00", "1:13", "1:02:05", "-:--", "-:--", "-:--"]);
		expect([0, 0.0312, 0.5, 1].map(percent)).toEqual(["0%", "3.1%", "50%", "100%"]);
		expect([0, 0.004, 0.0039123, 3.9e-5, 1].map(small)).toEqual(["0", "0.004", "0.00391", "3.9e-5", "1"]);
		expect([1.23456, Number.NaN, Number.POSITIVE_INFINITY].map(loss)).toEqual(["1.2346", "NaN", "Infinity"]);
	});
});

describe("colour", () => {
	test.each([
		[{ NO_COLOR: "1" }, true, true, false],
		[{ NO_COLOR: "" }, undefined, true, true],
		[{ NO_COLOR: "1", FORCE_COLOR: "1" }, undefined, true, false],
		[{}, true, false, true],
		[{ FORCE_COLOR: "1" }, false, true, false],
		[{ FORCE_COLOR: "1" }, undefined, false, true],
		[{ FORCE_COLOR: "0" }, undefined, true, false],
		[{}, undefined, true, true],
		[{}, undefined, false, false],
		[{ TERM: "dumb" }, undefined, true, false],
	])("%o with flag %s on a terminal %s: %s", (env, flag, terminal, wanted) => {
		expect(colourOn(env, flag, terminal)).toBe(wanted);
	});
});
