import { expect, test } from "vitest";
import { drawFigure } from "./draw.ts";
import type { Axis, Mark } from "./figure.ts";
import { points } from "./marks.ts";

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
