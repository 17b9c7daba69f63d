import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const CSS = readFileSync(join(import.meta.dirname, "tokens.css"), "utf8");

type Tokens = Record<string, string>;
const written = [...CSS.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name!, value!] as const);
const PAIR = /^light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)$/;
/** The tokens of a theme: each colour stands once, as light-dark(LIGHT, DARK). */
const themeOf = (n: 1 | 2): Tokens =>
	Object.fromEntries(written.map(([name, value]) => [name, PAIR.exec(value)?.[n] ?? value]));
const [light, dark] = [themeOf(1), themeOf(2)];

/** Relative luminance of WCAG 2.2. */
function luminance(colour: string): number {
	const [r, g, b] = [1, 3, 5].map((at) => {
		const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
		return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
	}) as [number, number, number];
	return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a: string, b: string): number {
	const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
	return (high + 0.05) / (low + 0.05);
}

/** Grounds, and rules that only separate: not what is read. */
const GROUNDS = ["--ground", "--raised", "--accent-ground"];
const BACKDROP = [...GROUNDS, "--line"];
/** Also written as text: letters of gates, "1%" of the gradient. */
const AS_TEXT = /^--(ink|quiet|accent|bad|good|gradient|gate-\w)$/;
const colours = (tokens: Tokens) =>
	Object.entries(tokens).filter(([name, value]) => value.startsWith("#") && !BACKDROP.includes(name));

test("the formula gives 21 for black on white, 4.54 for #767676 and 3.03 for #949494", () => {
	expect(contrast("#000000", "#ffffff")).toBe(21);
	expect(contrast("#767676", "#ffffff")).toBeCloseTo(4.54, 2);
	expect(contrast("#949494", "#ffffff")).toBeCloseTo(3.03, 2);
});

test("each of the 25 colours stands once, with its light and its dark value, and a chosen theme changes the scheme alone", () => {
	expect(new Set(written.map(([name]) => name)).size).toBe(written.length);
	const pairs = written.filter(([, value]) => PAIR.test(value));
	expect(pairs).toHaveLength(25);
	expect(written.filter(([, value]) => value.includes("#") && !PAIR.test(value))).toEqual([]);
	const chosen = [...CSS.matchAll(/\[data-theme="(\w+)"\] \{([^}]*)\}/g)].map(([, theme, body]) => [
		theme,
		body!.trim(),
	]);
	expect(chosen).toEqual([
		["light", "color-scheme: light;"],
		["dark", "color-scheme: dark;"],
	]);
});

describe.each([
	["light", () => light],
	["dark", () => dark],
] as const)("in the %s theme", (_, theme) => {
	test("a colour of text has a contrast of at least 4.5 with each ground, any other colour at least 3", () => {
		const tokens = theme();
		const low = colours(tokens).flatMap(([name, value]) =>
			GROUNDS.map((ground) => [name, ground, contrast(value, tokens[ground]!)] as const).filter(
				([, , ratio]) => ratio < (AS_TEXT.test(name) ? 4.5 : 3),
			),
		);
		expect(low).toEqual([]);
	});
	test("words on the accent's own colour have at least 4.5, and so has the toast", () => {
		const tokens = theme();
		expect(contrast(tokens["--ground"]!, tokens["--accent"]!)).toBeGreaterThanOrEqual(4.5);
		expect(contrast(tokens["--ground"]!, tokens["--ink"]!)).toBeGreaterThanOrEqual(4.5);
	});
});
