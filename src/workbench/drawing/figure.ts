/** Content of a figure in data terms: panels with two named axes each, containing lines, dots, fields and text. */

export interface Figure {
	/** File name without ".svg": lower-case words joined by "-". */
	name: string;
	title: string;
	/** Text alternative: what the figure shows, for readers who cannot see it. */
	description: string;
	panels: readonly Panel[];
	/** Size of one panel's plot, in pixels. Default: 420 x 300. */
	size?: readonly [width: number, height: number];
}

export interface Panel {
	title?: string;
	x: Axis;
	y: Axis;
	marks: readonly Mark[];
}

export interface Axis {
	/** Axis title, with the unit in brackets if there is one. */
	name: string;
	min: number;
	max: number;
	/** "exponent": values are already powers of ten, so that 1e-600 can be drawn; ticks read 10^v. Default: linear. */
	scale?: "linear" | "log" | "exponent";
	/** Tick distance, in powers of ten on a logarithmic axis. Default: chosen automatically. */
	step?: number;
}

export type Point = readonly [x: number, y: number];

export type Mark =
	| {
			kind: "line";
			/** Legend entry, listed once for all marks of the same name. Absent: not in the legend. */
			name?: string;
			colour: string;
			/** Dash pattern: true for the plain one, or pixels of line and gap in turn. */
			dash?: boolean | readonly number[];
			width?: number;
			/** Opacity, 0 to 1. Default: 1. */
			opacity?: number;
			/** A point of y NaN interrupts the line. */
			points: readonly Point[];
	  }
	| {
			/** Pale area between two curves. */
			kind: "band";
			colour: string;
			/** Points: x, lower edge, upper edge. */
			points: readonly (readonly [x: number, low: number, high: number])[];
	  }
	| { kind: "dots"; name?: string; colour: string; size?: number; points: readonly Point[] }
	| { kind: "words"; at: Point; text: string; align?: "left" | "right" | "center" }
	| {
			kind: "field";
			/** Quantity that the colours show. */
			name: string;
			/** Edges of the columns and rows: one more than there are columns or rows. */
			xs: readonly number[];
			ys: readonly number[];
			/** Values by row, then column; NaN leaves the background. */
			values: readonly (readonly number[])[];
			/** Upper limit of each colour's interval; the last colour takes everything above. */
			levels: readonly number[];
	  };

/** Colours that are distinguishable on white and near-black and with red-green colour blindness (after Okabe & Ito). */
export const COLOURS = { blue: "#2f7fd1", orange: "#d9660f", green: "#1a9a72", purple: "#b05fb5" } as const;

/** Dash patterns that are distinguishable without colour. */
const STROKES = [undefined, [7, 4], [2, 3], [9, 3, 2, 3]] as const;

/** A distinct pair of colour and dash pattern for each of up to 24 lines. */
export function lineStyles(count: number): { colour: string; dash?: readonly number[] }[] {
	const colours = [...Object.values(COLOURS), "#b8860b", "#7a828a"];
	return Array.from({ length: count }, (_, n) => ({
		colour: colours[n % colours.length]!,
		dash: STROKES[Math.floor(n / colours.length) % STROKES.length],
	}));
}

const RAMP = ["#2f7fd1", "#7a6fd8", "#b45bb8", "#d6517e", "#d9660f"];

/** `count` colours from blue through purple to orange, for an ordered family of lines. */
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
