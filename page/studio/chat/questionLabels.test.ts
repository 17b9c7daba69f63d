import { expect, test } from "vitest";
import { questionLabels } from "./questionLabels.ts";

const measure = (text: string) => 6 * [...text].length;
const words = (text: string, wide: number) => questionLabels([...text], wide, measure);

test("from 11 pixels each column has its own character", () => {
	expect(words("I a", 11)).toEqual([
		{ text: "I", from: 0, to: 1 },
		{ text: " ", from: 1, to: 2 },
		{ text: "a", from: 2, to: 3 },
	]);
});

test("91 columns of 5.4 pixels are named by whole words, the longest for certain, none over another and none past the last column", () => {
	const text = "I am on a boat and look at the sea: why does the horizon look so straight, far away from here";
	const shown = words(text, 5.4);
	expect(shown.map((one) => one.text)).toEqual(expect.arrayContaining(["boat", "horizon", "straight,", "away"]));
	let end = -5;
	for (const { text: name, from, to } of shown) {
		expect(text.slice(from, to)).toBe(name);
		expect(from * 5.4).toBeGreaterThanOrEqual(end + 5);
		end = from * 5.4 + measure(name);
	}
	expect(end).toBeLessThanOrEqual(5.4 * text.length);
});

test("one word that is wider than the picture ends in an ellipsis", () => {
	expect(words("straightforward", 4)).toEqual([{ text: "straightf…", from: 0, to: 15 }]);
});

test("␣ is a space, and a question of spaces or of nothing has no labels", () => {
	expect(words("look␣at", 9).map((one) => one.text)).toEqual(["look", "at"]);
	expect(words("   ", 5)).toEqual([]);
	expect(words("", 5)).toEqual([]);
});
