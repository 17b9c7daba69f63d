/** What a drawn diagram looks like: the colour of each quantity, its letter, and the sizes of a wide and a narrow picture. */

import { minus } from "../minus.ts";
import { COLUMNS, type Diagram } from "./diagram.ts";

/** Tokens of the page's style sheet (page/kit/tokens.css) with their light values, for pictures in files. */
export const LIGHT = {
	"--ground": "#fbfbf9",
	"--raised": "#ffffff",
	"--ink": "#16202b",
	"--quiet": "#59636e",
	"--line": "#dfe1dc",
	"--gradient": "#b3261e",
	"--gate-i": "#276bb8",
	"--gate-f": "#14795a",
	"--gate-g": "#8a6400",
	"--gate-o": "#9a4a9f",
	"--gate-c": "#b04a1e",
	"--gate-h": "#56616c",
	"--gate-r": "#276bb8",
	"--gate-z": "#14795a",
	"--gate-n": "#8a6400",
	"--layer": "#fbdf8a",
} as const;

export type Token = keyof typeof LIGHT;

/** Sizes of a picture, in pixels. */
export interface Frame {
	/** Width of a column. */
	column: number;
	/** Space at the left and at the right. */
	margin: number;
	/** Radius of a round node. */
	r: number;
	/** Width and height of a layer's box. */
	box: readonly [width: number, height: number];
	/** Width of a strip. */
	strip: number;
	/** Height of a value of 1. */
	one: number;
	/** Size of letters. */
	text: number;
}

export const WIDE: Frame = { column: 106, margin: 28, r: 19, box: [56, 36], strip: 96, one: 15, text: 14 };
export const NARROW: Frame = { column: 38.6, margin: 14, r: 14, box: [36, 30], strip: 32, one: 14, text: 11 };

/**
 * The sizes for a picture of `width` pixels: between the narrow and the wide one every size grows in a straight line.
 * Below, the narrow picture is scaled down; above, columns and strips go on growing.
 * @param columns of the diagram
 */
export function frameFor(width: number, columns = COLUMNS): Frame {
	const [low, high] = [NARROW, WIDE].map((frame) => widthOf(columns, frame)) as [number, number];
	const share = Math.max(0, (width - low) / (high - low));
	const between = (a: number, b: number, t = Math.min(1, share)) => a + (b - a) * t;
	const margin = between(NARROW.margin, WIDE.margin);
	return {
		column: share > 0 ? (width - 2 * margin) / columns : NARROW.column,
		margin,
		r: between(NARROW.r, WIDE.r),
		box: [between(NARROW.box[0], WIDE.box[0]), between(NARROW.box[1], WIDE.box[1])],
		strip: between(NARROW.strip, WIDE.strip, share),
		one: between(NARROW.one, WIDE.one),
		text: between(NARROW.text, WIDE.text),
	};
}

const widthOf = (columns: number, { margin, column }: Frame) => 2 * margin + columns * column;

/** How far from the narrow to the wide picture nothing of a diagram laid out by rule meets: layout.test.ts. */
const LEAST = 0.3;

/** The least width at which a picture can be read, in pixels; 0 for the cells that Sluice brings, which fit a phone. */
export function leastWidth({ columns }: Diagram): number {
	if (columns === undefined) return 0;
	const [low, high] = [NARROW, WIDE].map((frame) => widthOf(columns, frame)) as [number, number];
	return Math.ceil(low + LEAST * (high - low));
}

const OWN: Readonly<Record<string, Token>> = {
	x: "--ink",
	input: "--quiet",
	candidate: "--quiet",
	f: "--gate-f",
	"1 - z": "--gate-z",
	keep: "--gate-z",
	C: "--gate-z",
	s: "--gate-h",
	"r s": "--gate-h",
	tanh_a: "--gate-n",
};

/** The colour of a vector, by its name: that of its gate, of the memory or of the output. */
export function tokenOf(value: string, memory: "c" | "h"): Token {
	const gate = /^gate\.(.+)$/.exec(value)?.[1];
	if (gate) return `--gate-${gate}` in LIGHT ? (`--gate-${gate}` as Token) : otherGate(gate);
	if (OWN[value]) return OWN[value];
	if (/^h(_prev)?$/.test(value)) return "--gate-h";
	return `--gate-${memory}`;
}

/** The colour of an equation whose name is no gate of a built-in cell: always the same for one name. */
function otherGate(name: string): Token {
	const sum = [...name].reduce((all, letter) => all + letter.charCodeAt(0), 0);
	return (["--gate-i", "--gate-g", "--gate-o", "--gate-f"] as const)[sum % 4]!;
}

const LETTERS: Readonly<Record<string, string>> = {
	c_prev: "cₜ₋₁",
	h_prev: "hₜ₋₁",
	c: "cₜ",
	h: "hₜ",
	x: "xₜ",
	tanh_c: "tanh cₜ",
	"r s": "r\u2009s", // thin: a line passes behind it
	tanh_a: "tanh a",
};

/** The letter of a vector, as the equations write it. */
export function letterOf(value: string, letters: Diagram["letters"] = {}): string {
	const gate = /^gate\.(.+)$/.exec(value)?.[1];
	return gate ?? letters[value] ?? LETTERS[value] ?? minus(value);
}

/** Four digits, ten cells wide at most: as `sluice trace` prints a value. */
export function shortNumber(x: number): string {
	return x === 0 || (Math.abs(x) >= 1e-3 && Math.abs(x) < 1e4) ? x.toPrecision(4).slice(0, 9) : x.toExponential(2);
}

/** 10^log10 in two digits, even beyond the range of a double: -80.2 -> "6.3e-81"; "0" for null, an exact zero. */
export function powerText(log10: number | null): string {
	if (log10 === null || log10 === Number.NEGATIVE_INFINITY) return "0";
	if (!Number.isFinite(log10)) return String(log10);
	if (Math.abs(log10) < 3) return String(Number((10 ** log10).toPrecision(2)));
	const exponent = Math.floor(log10);
	const mantissa = (10 ** (log10 - exponent)).toFixed(1);
	return mantissa === "10.0" ? `1.0e${exponent + 1}` : `${mantissa}e${exponent}`;
}
