import { expect, test } from "vitest";
import { stepOver } from "./axes.ts";
import { drawFigure } from "./draw.ts";
import type { Axis, Mark } from "./figure.ts";
import { points } from "./marks.ts";
import { drawSheet } from "./sheet.ts";
import { widthOf, wrapped } from "./textWidth.ts";

const linear: Axis = { name: "x", min: 0, max: 10 };
const drawn = (marks: Mark[], x: Axis = linear) =>
	drawFigure({ name: "test", title: "t", description: "d", panels: [{ x, y: linear, marks }] });
/** Labels of the ticks, in the order of the drawing. */
const labels = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map((match) => match[1]);

test("a log axis from 1 to 256 labels 1, 10 and 100 as powers, once each, and its end as 256", async () => {
	const found = labels(await drawn([], { name: "n", min: 1, max: 256, scale: "log" }));
	expect(found.filter((label) => label === "10²").length).toBe(1);
	expect(found).toContain("256");
});

test("the points of 0, 1, null, null, 4, null, 6 are three stretches; the last, of one point, is kept", () => {
	expect(points([0, 1, null, null, 4, null, 6])).toEqual([
		[0, 0],
		[1, 1],
		[2, Number.NaN],
		[4, 4],
		[5, Number.NaN],
		[6, 6],
	]);
});

test("nulls before the first and after the last value add no points, and 1000 values become at most 203", () => {
	expect(points([null, 3, null, null])).toEqual([[1, 3]]);
	const many = points(Array.from({ length: 1000 }, (_, k) => (k === 501 ? null : k)));
	expect(many.length).toBeLessThanOrEqual(203);
	expect(many).toContainEqual([500, 500]);
	expect(many).toContainEqual([501, Number.NaN]);
	expect(many).toContainEqual([502, 502]);
});

test("a point that stands alone is drawn as one dot; a line of two points has none", async () => {
	const line = (ys: (number | null)[]): Mark[] => [{ kind: "line", colour: "#123456", points: points(ys) }];
	const dots = (svg: string) => [...svg.matchAll(/fill="#123456"/g)].length;
	expect(dots(await drawn(line([1, 2])))).toBe(0);
	expect(dots(await drawn(line([1, 2, null, 4])))).toBe(1);
	expect(dots(await drawn(line([null, null, 4])))).toBe(1);
});

test("a line in the legend has no dot on it, whatever its dash; dots have one", async () => {
	const of = (mark: Mark) => drawn([{ ...mark, name: "n" } as Mark]);
	const dots = async (mark: Mark) => [...(await of(mark)).matchAll(/fill="#123456"/g)].length;
	const two = { colour: "#123456", points: points([1, 2]) };
	expect(await dots({ kind: "line", ...two })).toBe(0);
	expect(await dots({ kind: "line", dash: true, ...two })).toBe(0);
	expect(await dots({ kind: "dots", ...two })).toBe(3);
});

test("a Hangul syllable is as wide as its font is high: 12 names of 10 syllables take as many legend rows as those of 18 letters", async () => {
	const heightOf = async (name: (n: number) => string) => {
		const marks = Array.from(
			{ length: 12 },
			(_, n): Mark => ({ kind: "dots", name: name(n), colour: "#111", points: [] }),
		);
		return Number(/height="(\d+)"/.exec(await drawn(marks))![1]);
	};
	const latin = await heightOf((n) => `${"a".repeat(17)}${10 + n}`);
	expect(await heightOf((n) => `${"가".repeat(9)}${10 + n}`)).toBe(latin);
	expect(latin).toBeGreaterThan(await heightOf((n) => `${"a".repeat(8)}${10 + n}`));
});

test("a row of the legend takes names as long as they fit: 40 letters and 2 of one take one row, 40 and 40 take two", async () => {
	const heightOf = async (...lengths: number[]) => {
		const marks = lengths.map(
			(length, n): Mark => ({ kind: "dots", name: `${n}`.repeat(length), colour: "#111", points: [] }),
		);
		return Number(/height="(\d+)"/.exec(await drawn(marks))![1]);
	};
	const one = await heightOf(1);
	expect(await heightOf(40, 1, 1)).toBe(one);
	expect(await heightOf(40, 40)).toBe(one + 34);
	const long = Array.from(
		{ length: 6 },
		(_, n): Mark => ({ ...{ kind: "dots", colour: "#111" }, name: `${n}`.repeat(60), points: [] }),
	);
	const top = (text: string, svg: string) =>
		Number(new RegExp(`translate\\([\\d.]+ ([\\d.]+)\\)[^>]*>${text}</text>`).exec(svg)![1]);
	const svg = await drawn(long);
	expect(top("0{60}", svg) - top("x", svg)).toBeGreaterThan(12); // below the name of the axis
});

test("entries of a legend keep 22 pixels apart, in the width that a letter of a wide font has", async () => {
	for (const name of ["best unit of its kind, by the other half", "같은 종류의 최고 유닛"]) {
		const marks = [1, 2].map((n): Mark => ({ kind: "line", name: `${name}${n}`, colour: "#111", points: [] }));
		const panels = [{ x: linear, y: linear, marks }];
		const svg = await drawFigure({ name: "wide", title: "t", description: "d", size: [900, 300], panels });
		const ends = [...svg.matchAll(/<text[^>]*?translate\(([\d.]+) [^>]*>([^<]*)<\/text>/g)].flatMap(([, x, text]) =>
			text!.startsWith(name) ? [{ left: Number(x), right: Number(x) + widthOf(text!, 12) }] : [],
		);
		expect(ends).toHaveLength(2);
		expect(ends[1]!.left - 29 - ends[0]!.right).toBeGreaterThan(21.99); // 29: the line and its distance
	}
});

test("titles break between words: no line of a figure or a sheet is wider than the picture", async () => {
	const words = (word: string, count: number) => Array.from({ length: count }, (_, n) => `${word}${n}`).join(" ");
	for (const word of ["longish", "기울기"]) {
		const panels = [{ title: words(word, 30), x: linear, y: linear, marks: [] }];
		const figure = { name: "f", title: words(word, 40), description: "d", panels };
		const sheet = { name: "s", title: words(word, 40), subtitle: words(word, 60), figures: [figure] };
		for (const svg of [await drawFigure(figure), await drawSheet(sheet)]) {
			const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg)!;
			const lines = labels(svg).filter((label) => label!.includes(word));
			expect(lines.length).toBeGreaterThan(4);
			for (const line of lines) expect(widthOf(line!, 11)).toBeLessThan(Number(width));
			expect(Number(height)).toBeGreaterThan(416 + 20 * (lines.length - 2) - 15 * 6);
		}
		expect(wrapped(words(word, 40), 16, 300).join(" ")).toBe(words(word, 40));
	}
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -3])(
	"an axis over a range of %d has ticks 1 apart: the search for a distance ends",
	(range) => {
		expect([stepOver(range), stepOver(range, "exponent")]).toEqual([1, 1]);
	},
);
