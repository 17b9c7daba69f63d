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

test("90 narrow columns are named by whole words, none with every second letter; a word that does not fit ends in an ellipsis, or is left out", () => {
	const text = "I am on a boat, look at the sea and ask why all of the horizon is straight but a ship sinks";
	const shown = words(text, 7);
	expect(shown.map((one) => one.text)).toEqual(
		expect.arrayContaining(["boat,", "look", "horizon", "straight", "sinks"]),
	);
	for (const { text: name, from, to } of shown) {
		expect(text.slice(from, to).startsWith(name.replace("…", ""))).toBe(true);
		expect(measure(name)).toBeLessThanOrEqual((to - from) * 7 - 4);
	}
	expect(words("straight on", 4).map((one) => one.text)).toEqual(["str…"]);
});

test("␣ is a space, and a question of spaces or of nothing has no labels", () => {
	expect(words("look␣at", 9).map((one) => one.text)).toEqual(["look", "at"]);
	expect(words("   ", 5)).toEqual([]);
	expect(words("", 5)).toEqual([]);
});
