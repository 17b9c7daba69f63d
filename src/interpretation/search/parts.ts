/**
 * The two parts of a text, and each pattern in them: the level above which a degree is high, how often it holds, its
 * ranks.
 */
import { fail, type SluiceError } from "../../errors/index.ts";
import type { Labels } from "../patterns/pattern.ts";

/** Number of label shifts for the chance level, and of blocks for the intervals: the held-out part divided by 32. */
export const BLOCKS = 32;
/** Minimum number of symbols of a searchable text: each block of each part has at least 32. */
export const LEAST_SYMBOLS = 2 * BLOCKS * 32;
/** Minimum number of spans of a pattern in each part. */
export const LEAST_STRETCHES = 8;
export interface Judged {
	name: string;
	/** The first pattern with the same labels; undefined if it is this one. */
	sameAs?: string;
	graded: boolean;
	track: Uint8Array; // [S]
	/** It holds where the label is above this: 0, or the degree that divides the selection part most evenly. */
	above: number;
	/** Fraction of all symbols where it holds. */
	share: number;
	/** Number of symbols of the selection part where it holds. */
	chosen: number;
	/** Number of symbols of the held-out part where it holds, and where it does not. */
	heldOut: { holds: number; not: number };
	/** Centred value of each label in the selection and the held-out part; for a degree, its rank. Two of [256]. */
	value: [Float64Array, Float64Array];
	/** Centred value of each label for "it holds": the same as `value`, except for a degree. Two of [256]. */
	high: [Float64Array, Float64Array];
	/** Sum of the squares of `value` over each part. */
	squares: [number, number];
}

/** A pattern that cannot be searched for, why, and the half of the text for which this is so. */
export interface Skipped {
	/** Name of the pattern. */
	pattern: string;
	/** It never or always holds in the half, or (rare) in fewer than 8 separate spans of it. */
	why: "never" | "always" | "rare";
	/** The first half, on which units are chosen, or the second, on which they are scored. */
	half: "chosen" | "heldOut" | "both";
}

const WHYS = ["never", "always", "rare"] as const;

/**
 * Returns the patterns that can be evaluated with the text cut at symbol `split`, and the others with the reason.
 * @throws E_PATTERN_SHARE with `strict`, if none can be evaluated, for the first that never or always holds in a part.
 */
export function judge(labels: Labels, split: number, strict = false): { judged: Judged[]; skipped: Skipped[] } {
	const S = labels.symbols;
	const judged: Judged[] = [];
	const skipped: Skipped[] = [];
	let refusal: SluiceError | undefined;
	for (const [p, { name, graded }] of labels.patterns.entries()) {
		const track = labels.tracks[p]!;
		const counts = [count(track, 0, split), count(track, split, S)] as const;
		const above = graded ? evenLevel(counts[0]) : 0;
		const holds = counts.map((c) => c.subarray(above + 1).reduce((a, b) => a + b, 0)) as [number, number];
		const sizes = [split, S - split] as const;
		const spans = [stretches(track, 0, split, above), stretches(track, split, S, above)] as const;
		const reasons = {
			never: holds.map((n) => n === 0),
			always: holds.map((n, part) => n === sizes[part]),
			rare: spans.map((n) => n < LEAST_STRETCHES),
		};
		const why = WHYS.find((one) => reasons[one].includes(true));
		if (why === undefined) {
			const high = counts.map((c) => indicator(c, above)) as [Float64Array, Float64Array];
			const value = graded ? (counts.map(ranks) as [Float64Array, Float64Array]) : high;
			const squares = counts.map((c, part) => c.reduce((sum, n, v) => sum + n * value[part]![v]! ** 2, 0));
			const heldOut = { holds: holds[1], not: sizes[1] - holds[1] };
			const twin = judged.find((other) => other.graded === graded && equal(other.track, track));
			judged.push({
				name,
				sameAs: twin?.name,
				graded,
				track,
				above,
				share: (holds[0] + holds[1]) / S,
				chosen: holds[0],
				heldOut,
				value,
				high,
				squares: squares as [number, number],
			});
			continue;
		}
		const [first, last] = reasons[why];
		const half = first && last ? "both" : first ? "chosen" : "heldOut";
		if (why !== "rare") {
			const symbols = half === "both" ? S : half === "chosen" ? sizes[0] : sizes[1];
			refusal ??= fail("E_PATTERN_SHARE", { name, share: why === "never" ? "none" : "all", symbols, half });
		}
		skipped.push({ pattern: name, why, half });
	}
	if (strict && judged.length === 0 && refusal) throw refusal;
	return { judged, skipped };
}

function equal(one: Uint8Array, other: Uint8Array): boolean {
	return one.every((label, i) => label === other[i]);
}

function count(track: Uint8Array, from: number, to: number): Float64Array {
	const counts = new Float64Array(256);
	for (let i = from; i < to; i++) counts[track[i]!]!++;
	return counts;
}

/**
 * Returns the degree that divides the labels most evenly; above it is high.
 * @param counts [256] of each label
 */
export function evenLevel(counts: Float64Array): number {
	const half = counts.reduce((a, b) => a + b, 0) / 2;
	let best = 0;
	let least = Number.POSITIVE_INFINITY;
	let passed = 0;
	for (let v = 0; v < 255; v++) {
		passed += counts[v]!;
		if (Math.abs(passed - half) < least) [best, least] = [v, Math.abs(passed - half)];
	}
	return best;
}

function stretches(track: Uint8Array, from: number, to: number, above: number): number {
	let n = 0;
	for (let i = from; i < to; i++) if (track[i]! > above && (i === from || track[i - 1]! <= above)) n++;
	return n;
}

/** 0 up to `above` and 1 above it, minus their mean. */
function indicator(counts: Float64Array, above: number): Float64Array {
	const sum = (some: Float64Array) => some.reduce((a, b) => a + b, 0);
	const share = sum(counts.subarray(above + 1)) / sum(counts);
	return counts.map((_, v) => (v > above ? 1 : 0) - share);
}

/** Rank in the part from -0.5 to 0.5, ties at their average; the mean is 0. */
function ranks(counts: Float64Array): Float64Array {
	const n = counts.reduce((a, b) => a + b, 0);
	let below = 0;
	return counts.map((c) => {
		const rank = (below + c / 2) / n - 0.5;
		below += c;
		return rank;
	});
}
