/** What a figure shows, in terms of the data: panels with two named axes each, and lines, dots, fields and words in them. */

export interface Figure {
	/** File name without ".svg": lower-case words joined by "-". */
	name: string;
	title: string;
	/** What is to be seen, for readers who do not see it. */
	description: string;
	panels: readonly Panel[];
	/** Of one panel's plot, in pixels; default 420 x 300. */
	size?: readonly [width: number, height: number];
}

export interface Panel {
	title?: string;
	x: Axis;
	y: Axis;
	marks: readonly Mark[];
}

export interface Axis {
	/** With its unit in brackets where it has one. */
	name: string;
	min: number;
	max: number;
	/** "exponent": values are powers of ten already, so that 1e-600 can be drawn; ticks read 10^v. Default linear. */
	scale?: "linear" | "log" | "exponent";
	/** Distance of two ticks, on a logarithmic axis in powers of ten; chosen where it is absent. */
	step?: number;
}

export type Point = readonly [x: number, y: number];

export type Mark =
	| {
			kind: "line";
			/** In the legend once, however many marks bear it; absent: not in the legend. */
			name?: string;
			colour: string;
			/** True for a plain dash; or pixels of line and gap in turn. */
			dash?: boolean | readonly number[];
			width?: number;
			/** 0..1, default 1. */
			opacity?: number;
			points: readonly Point[];
	  }
	| {
			/** The room between two curves, pale. */
			kind: "band";
			colour: string;
			/** x, lower and upper edge. */
			points: readonly (readonly [x: number, low: number, high: number])[];
	  }
	| { kind: "dots"; name?: string; colour: string; size?: number; points: readonly Point[] }
	| { kind: "words"; at: Point; text: string; align?: "left" | "right" | "center" }
	| {
			kind: "field";
			/** What the colours measure. */
			name: string;
			/** Edges of the columns and rows: one more than there are of them. */
			xs: readonly number[];
			ys: readonly number[];
			/** Values by row, then column; NaN leaves the ground. */
			values: readonly (readonly number[])[];
			/** Upper edge of each colour's share; the last colour takes what is above. */
			levels: readonly number[];
	  };

/** Colours that are told apart on white and on near-black, and by readers who confuse red and green (after Okabe & Ito). */
export const COLOURS = { blue: "#2f7fd1", orange: "#d9660f", green: "#1a9a72", purple: "#b05fb5" } as const;

/** Strokes that are told apart without colour. */
const STROKES = [undefined, [7, 4], [2, 3], [9, 3, 2, 3]] as const;

/** A colour and a stroke for each of up to 24 lines, no two the same. */
export function lineStyles(count: number): { colour: string; dash?: readonly number[] }[] {
	const colours = [...Object.values(COLOURS), "#b8860b", "#7a828a"];
	return Array.from({ length: count }, (_, n) => ({
		colour: colours[n % colours.length]!,
		dash: STROKES[Math.floor(n / colours.length) % STROKES.length],
	}));
}

const RAMP = ["#2f7fd1", "#7a6fd8", "#b45bb8", "#d6517e", "#d9660f"];

/** `count` colours from blue over purple to orange, for an ordered family of lines. */
export function ramp(count: number): string[] {
	return Array.from({ length: count }, (_, n) => blend(RAMP, count > 1 ? n / (count - 1) : 0));
}

/** `count` colours from pale to dark blue, for a field. */
export function shades(count: number): string[] {
	return Array.from({ length: count }, (_, n) => blend(["#eef4fb", "#7fb0dc", "#123a63"], n / Math.max(1, count - 1)));
}

function blend(stops: readonly string[], share: number): string {
	const at = Math.min(share * (stops.length - 1), stops.length - 1 - 1e-9);
	const channel = (stop: string, k: number) => Number.parseInt(stop.slice(1 + 2 * k, 3 + 2 * k), 16);
	const [from, to] = [stops[Math.floor(at)]!, stops[Math.floor(at) + 1]!];
	const mixed = [0, 1, 2].map((k) => channel(from, k) + (at % 1) * (channel(to, k) - channel(from, k)));
	return `#${mixed.map((value) => Math.round(value).toString(16).padStart(2, "0")).join("")}`;
}
