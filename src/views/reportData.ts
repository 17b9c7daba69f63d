/**
 * The data of a report, as JSON small enough for one page: numbers as base64 of little-endian arrays, symbols as
 * indices into a table of those that occur. Written by the command line, read by the page.
 */
import type { ReportWords } from "./words.ts";

// S symbols, K predictions for each, H units

/** A unit that colours the text, and what is known about it. */
export interface ReportUnit {
	/** `l1.c.17` */
	unit: string;
	/** Its name in the run's notebook. */
	name?: string;
	/** Pattern that it predicts best. */
	pattern?: string;
	/** -1 if the unit is low where the pattern holds. */
	sign?: 1 | -1;
	auc?: number;
	/** Rank correlation, for a pattern with degrees. */
	correlation?: number;
	/** AUC or correlation reached by chance. */
	chance?: number;
}

export interface UnitValues extends ReportUnit {
	/** Value that is neither active nor inactive; `reach` is the distance from it that has the full colour. */
	centre: number;
	reach: number;
	/** Values, [S]. */
	values: Float32Array;
}

/** Saturation of a gate, or of |h|: fraction of the steps that each unit spends below 0.1 and above 0.9. */
export interface GateShares {
	layer: number;
	gate: string;
	/** [H] */
	low: Float64Array;
	high: Float64Array;
}

export interface Report {
	lang: "en" | "ko";
	words: ReportWords;
	run: string;
	/** Number of weight updates. */
	step: number;
	model: string;
	text: string;
	textSymbols: number;
	/** S, the number of symbols. */
	symbols: number;
	/** K, the number of predictions per symbol. */
	top: number;
	/** Printable names of the symbols that occur. */
	labels: string[];
	/** Symbol read, an index into `labels`, [S]. */
	came: Uint32Array;
	/**
	 * Code point of the Hangul syllable whose first letter a symbol is, 0 for all others, [S]. Absent unless the symbols
	 * are letters of syllables.
	 */
	syllables?: Uint32Array;
	/** Most likely next symbols, most likely first, [S,K]. */
	likeliest: Uint32Array;
	/** Their probabilities, [S,K]. */
	chances: Float32Array;
	/** Surprisal of the actual next symbol in bits; NaN at the end, and for a symbol not in the vocabulary. [S] */
	surprise: Float32Array;
	units: UnitValues[];
	saturation: GateShares[];
}

type Numbers = Uint8Array | Uint16Array | Uint32Array;
interface Packed {
	/** Bytes per number: 1, 2 or 4. */
	width: number;
	base64: string;
}
/** Numbers evenly spaced from `low` to `high`, 16 bits each; NONE for a number that is not finite. */
interface PackedRange extends Packed {
	low: number;
	high: number;
}

export type PackedReport = Omit<
	Report,
	"came" | "syllables" | "likeliest" | "chances" | "surprise" | "units" | "saturation"
> & {
	came: Packed;
	syllables?: Packed;
	likeliest: Packed;
	/** 255 sqrt(p) */
	chances: Packed;
	/** Thousandths of a bit; 65535 for none. */
	surprise: Packed;
	units: (Omit<UnitValues, "values"> & { values: PackedRange })[];
	saturation: { layer: number; gate: string; low: PackedRange; high: PackedRange }[];
};

/** The 16 bits that mean "none"; the largest number is one below. */
const NONE = 65535;

export function packReport(report: Report): PackedReport {
	const { came, syllables, likeliest, chances, surprise, units, saturation, ...facts } = report;
	const width = facts.labels.length <= 256 ? 1 : facts.labels.length <= 65536 ? 2 : 4;
	return {
		...facts,
		came: pack(came, width),
		...(syllables && { syllables: pack(syllables, 2) }),
		likeliest: pack(likeliest, width),
		chances: pack(
			chances.map((p) => Math.round(255 * Math.sqrt(p))),
			1,
		),
		surprise: pack(
			surprise.map((bits) => (Number.isNaN(bits) ? NONE : Math.min(NONE - 1, Math.round(bits * 1000)))),
			2,
		),
		units: units.map(({ values, ...unit }) => ({ ...unit, values: packRange(values) })),
		saturation: saturation.map(({ low, high, ...gate }) => ({ ...gate, low: packRange(low), high: packRange(high) })),
	};
}

export function unpackReport(packed: PackedReport): Report {
	const { came, syllables, likeliest, chances, surprise, units, saturation, ...facts } = packed;
	return {
		...facts,
		came: Uint32Array.from(unpack(came)),
		...(syllables && { syllables: Uint32Array.from(unpack(syllables)) }),
		likeliest: Uint32Array.from(unpack(likeliest)),
		chances: Float32Array.from(unpack(chances), (q) => (q / 255) ** 2),
		surprise: Float32Array.from(unpack(surprise), (q) => (q === NONE ? Number.NaN : q / 1000)),
		units: units.map(({ values, ...unit }) => ({ ...unit, values: Float32Array.from(unpackRange(values)) })),
		saturation: saturation.map(({ low, high, ...gate }) => ({
			...gate,
			low: Float64Array.from(unpackRange(low)),
			high: Float64Array.from(unpackRange(high)),
		})),
	};
}

const ARRAYS = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array } as const;

function pack(numbers: ArrayLike<number>, width: 1 | 2 | 4): Packed {
	const array: Numbers = ARRAYS[width].from(numbers);
	const bytes = new Uint8Array(array.buffer);
	let text = "";
	for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
	return { width, base64: btoa(text) };
}

function unpack({ width, base64 }: Packed): Numbers {
	const text = atob(base64);
	const bytes = new Uint8Array(text.length);
	for (let k = 0; k < text.length; k++) bytes[k] = text.charCodeAt(k);
	return new ARRAYS[width as 1 | 2 | 4](bytes.buffer);
}

function packRange(values: ArrayLike<number>): PackedRange {
	let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
	for (let k = 0; k < values.length; k++) {
		if (!Number.isFinite(values[k])) continue;
		low = Math.min(low, values[k]!);
		high = Math.max(high, values[k]!);
	}
	if (!(high >= low)) [low, high] = [0, 0];
	const scale = high > low ? (NONE - 1) / (high - low) : 0;
	return {
		...{ low, high },
		...pack(
			Array.from(values, (value) => (Number.isFinite(value) ? Math.round((value - low) * scale) : NONE)),
			2,
		),
	};
}

function unpackRange({ low, high, ...packed }: PackedRange): number[] {
	return Array.from(unpack(packed), (q) => (q === NONE ? Number.NaN : low + (q / (NONE - 1)) * (high - low)));
}

/** Returns the activity of a unit for its colour: -1 inactive, 0 neither, 1 active. */
export function activity({ centre, reach }: UnitValues, value: number): number {
	return Math.max(-1, Math.min(1, (value - centre) / reach));
}

/**
 * Returns the centre and reach of the colours of a value: for a gate (a sigmoid) those of 0 to 1; for a state or a
 * candidate (g, n) 0 and the size that 1 in 200 values exceeds.
 * @param hook name of the value: "l0.gate.i"
 */
export function coloursOver(hook: string, values: Float32Array): { centre: number; reach: number } {
	if (/\.gate\.[^gn]$/.test(hook)) return { centre: 0.5, reach: 0.5 };
	const sizes = values.filter(Number.isFinite).map(Math.abs).sort();
	return { centre: 0, reach: sizes[Math.floor(0.995 * (sizes.length - 1))] || sizes.at(-1) || 1 };
}
