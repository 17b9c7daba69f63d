/** The statistics on planted values: what is planted is found and measured, nothing else is. */

import { describe, expect, test } from "vitest";
import { engineFor } from "../../../test/conformance/fastEngine.ts";
import { RandomStream } from "../../kernels/random.ts";
import { atOnce } from "../../kernels/work.ts";
import { Labels, type Pattern } from "../patterns/pattern.ts";
import { CellSearch } from "./cellSearch.ts";
import type { CellSearchResult } from "./cellSearchResult.ts";
import type { CellSearchOptions } from "./searchRows.ts";
import { studentQuantile } from "./significance.ts";

const S = 6144;
const H = 9;
const engine = engineFor("fast");

/** Labels that switch: each keeps its value for `stay` symbols on average. */
function telegraph(random: RandomStream, stay: number, most = 1): Uint8Array {
	const track = new Uint8Array(S);
	let now = 0;
	for (let t = 0; t < S; t++) {
		if (random.uniform() < 1 / stay) now = most === 1 ? 1 - now : random.below(most + 1);
		track[t] = now;
	}
	return track;
}

/** Units that drift: x_t = keep x_{t-1} + noise, each with its own memory, from none to hundreds of symbols. [S,H] */
function drifting(random: RandomStream): Float64Array {
	const x = new Float64Array(S * H);
	for (let t = 0; t < S; t++) {
		for (let k = 0; k < H; k++) {
			const keep = 1 - 2 ** -k;
			x[t * H + k] = keep * (t > 0 ? x[(t - 1) * H + k]! : 0) + random.normal();
		}
	}
	return x;
}

function labelled(tracks: readonly { track: Uint8Array; graded?: boolean }[]): Labels {
	const patterns = tracks.map(({ track, graded = false }, p): Pattern => {
		let at = 0;
		return { name: `p${p}`, graded, open: () => () => track[at++]! };
	});
	const labels = new Labels(patterns, S);
	for (let t = 0; t < S; t++) labels.push(97);
	return labels;
}

function search(x: Float64Array, labels: Labels, options: Partial<CellSearchOptions> = {}): CellSearchResult {
	const N = 1000;
	const values = [{ name: "l0.h", width: H, state: true }];
	const found = new CellSearch(engine, values, labels, { N, symbols: 3, ...options });
	const values32 = engine.floats(N * H);
	const each = (from: number, to: number, take: (rows: Parameters<CellSearch["take"]>[0]) => void) => {
		for (let at = from; at < to; at += N) {
			const n = Math.min(N, to - at);
			const positions = Int32Array.from({ length: N }, (_, row) => (row < n ? at + row : -1));
			values32.fill(0);
			values32.set(x.subarray(at * H, (at + n) * H));
			take({
				N,
				positions,
				ids: new Int32Array(N).map((_, row) => (at + row) % 3),
				values: new Map([["l0.h", values32]]),
			});
		}
	};
	const split = options.split ?? S / 2;
	each(0, split, (rows) => found.pilot(rows));
	atOnce(found.startChoosing());
	each(0, split, (rows) => found.take(rows));
	found.startHoldingOut();
	each(split, S, (rows) => found.take(rows));
	const result = found.result();
	found.free();
	engine.free(values32);
	return result;
}

/** Exact area under the curve: all pairs compared. */
function pairs(x: Float64Array, unit: number, track: Uint8Array, from: number): number {
	let [won, n1, n0] = [0, 0, 0];
	const [one, zero]: [number[], number[]] = [[], []];
	for (let t = from; t < S; t++) (track[t] ? one : zero).push(x[t * H + unit]!);
	zero.sort((a, b) => a - b);
	for (const value of one) {
		let low = 0;
		let high = zero.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (zero[middle]! < value) low = middle + 1;
			else high = middle;
		}
		won += low;
	}
	[n1, n0] = [one.length, zero.length];
	return won / (n1 * n0);
}

describe("with a unit planted for each pattern", () => {
	const random = new RandomStream(3, "planted");
	const [yes, rare] = [telegraph(random, 20), telegraph(random, 40)];
	const depth = telegraph(random, 15, 6);
	const x = drifting(random);
	for (let t = 0; t < S; t++) {
		x[t * H + 2] = (yes[t] ? -1.5 : 0) + random.normal(); // against its pattern
		x[t * H + 5] = Math.tanh(depth[t]! / 2 - 1.5 + 0.3 * random.normal());
		x[t * H + 7] = rare[t] ? 1 : 0.999; // barely separated
	}
	const result = search(x, labelled([{ track: yes }, { track: depth, graded: true }, { track: rare }]));
	const [first, second, third] = result.patterns as [
		CellSearchResult["patterns"][0],
		CellSearchResult["patterns"][0],
		CellSearchResult["patterns"][0],
	];

	test("each is the best of its pattern, with its direction, at a rate of false discoveries below 1e-6", () => {
		expect(result.patterns.map(({ best }) => best[0]!.unit)).toEqual(["l0.h.2", "l0.h.5", "l0.h.7"]);
		expect(result.patterns.map(({ best }) => best[0]!.sign)).toEqual([-1, 1, 1]);
		for (const { best } of result.patterns) expect(best[0]!.q).toBeLessThan(1e-6);
		expect(result.symbols).toEqual({ chosen: S / 2, heldOut: S / 2 });
	});
	test("the binned area is that of all pairs within 0.002, and that of the normal's shift 1.5 lies in its interval", () => {
		const exact = 1 - pairs(x, 2, yes, S / 2);
		expect(Math.abs(first.best[0]!.auc - exact)).toBeLessThan(0.002);
		const shift = 0.8555778; // Phi(1.5 / sqrt 2)
		expect(first.best[0]!.ci[0]).toBeLessThan(shift);
		expect(first.best[0]!.ci[1]).toBeGreaterThan(shift);
		expect(first.best[0]!.ci[1] - first.best[0]!.ci[0]).toBeLessThan(0.06);
	});
	test("values a thousandth apart are told apart: area, F1 and interval are 1, the threshold lies between", () => {
		const { auc, f1, ci, threshold } = third.best[0]!;
		expect([auc, f1, ...ci]).toEqual([1, 1, 1, 1]);
		expect(threshold).toBeGreaterThan(0.999);
		expect(threshold).toBeLessThanOrEqual(1);
	});
	test("a degree has its rank correlation, above 0.95 here, and chance stays below it", () => {
		expect(second.best[0]!.correlation).toBeGreaterThan(0.95);
		expect(second.best[0]!.chance).toBeLessThan(0.3);
		expect(second.above).toBe(2 + (second.share < 0.45 ? 1 : 0));
	});
	test("the probe is no worse than the best unit, and rivals that know nothing stay at 1/2", () => {
		for (const { probe, best, rivals } of result.patterns) {
			expect(probe.inputs).toBe(H);
			expect(probe.auc).toBeGreaterThan(best[0]!.auc - 0.01);
			expect(rivals.map(({ name }) => name)).toEqual(["symbol", "position"]);
			for (const { auc } of rivals) expect(Math.abs(auc - 0.5)).toBeLessThan(0.05);
		}
	});
	test("two units that tell a pattern only together are beaten by the probe", () => {
		const together = drifting(new RandomStream(8, "planted"));
		const hidden = telegraph(new RandomStream(9, "planted"), 25);
		for (let t = 0; t < S; t++) together[t * H + 1] = 0.9 * together[t * H + 8]! + (hidden[t] ? 2 : 0);
		const [only] = search(together, labelled([{ track: hidden }])).patterns;
		expect(only!.probe.auc).toBeGreaterThan(0.99);
		expect(only!.best[0]!.auc).toBeLessThan(0.8);
	});
});

test("labels that have nothing to do with the units: of 100 draws at most 8 have any finding", () => {
	let any = 0;
	for (let draw = 0; draw < 100; draw++) {
		const random = new RandomStream(draw, "shuffled");
		const x = drifting(random);
		const tracks = [3, 12, 50, 150].map((stay) => ({ track: telegraph(random, stay) }));
		const graded = { track: telegraph(random, 30, 9), graded: true };
		const { patterns } = search(x, labelled([...tracks, graded]));
		if (patterns.some(({ found }) => found > 0)) any++;
	}
	expect(any).toBeLessThanOrEqual(8);
}, 60_000);

test("a pattern of the same symbols as an earlier one, given five times more, changes no q: it counts once", () => {
	const random = new RandomStream(31, "twins");
	const [one, other] = [telegraph(random, 25), telegraph(random, 40)];
	const x = Float64Array.from(
		{ length: S * H },
		(_, i) => random.normal() + (i % H === 0 ? 0.1 * one[(i / H) | 0]! : 0),
	);
	const q = (tracks: readonly Uint8Array[]) =>
		search(x, labelled(tracks.map((track) => ({ track }))), { best: H }).patterns.map(({ best }) =>
			best.map(({ unit, q }) => `${unit} ${q}`),
		);
	const [ofOne, ofOther] = q([one, other]);
	const many = q([one, one, one, one, one, one, other]);
	expect(many).toEqual([ofOne, ofOne, ofOne, ofOne, ofOne, ofOne, ofOther]);
});

test("patterns that never, always or hardly ever hold are named with the reason and its half, or refused where that is asked for", () => {
	const track = (from: number, to: number) => new Uint8Array(S).fill(1, from, to);
	const often = Uint8Array.from({ length: S }, (_, t) => (t < S / 2 ? Number(t % 9 < 2) : Number(t === S - 5)));
	const tracks = [
		...[track(0, 0), track(0, S), track(0, S / 2), track(S / 2, S)],
		...[track(S / 4, S), track(S / 4, (3 * S) / 4), often],
	].map((labels) => ({ track: labels }));
	const none = search(new Float64Array(S * H), labelled(tracks));
	expect(none.patterns).toEqual([]);
	expect(none.skipped.map(({ why, half }) => `${why} ${half}`)).toEqual([
		...["never both", "always both", "never heldOut", "never chosen"],
		...["always heldOut", "rare both", "rare heldOut"],
	]);
	const refused = (p: number) => () => search(new Float64Array(S * H), labelled([tracks[p]!]), { strict: true });
	expect(refused(0)).toThrow("never holds in the 6144 symbols of the text");
	expect(refused(1)).toThrow("always holds in the 6144 symbols of the text");
	expect(refused(2)).toThrow("never holds in the last 3072 symbols, on which they are evaluated");
	expect(refused(3)).toThrow("never holds in the first 3072 symbols, on which units are selected");
});

test("units that never move, or are no numbers, are never found and break nothing", () => {
	const random = new RandomStream(4, "planted");
	const x = drifting(random);
	const track = telegraph(random, 20);
	for (let t = 0; t < S; t++) {
		x[t * H] = 0.25;
		x[t * H + 1] = Number.NaN;
		x[t * H + 2] = t % 7 === 0 ? Number.POSITIVE_INFINITY : -1e30;
		x[t * H + 3] = track[t]!;
	}
	const { patterns } = search(x, labelled([{ track }]), { best: H });
	expect(patterns[0]!.best[0]!.unit).toBe("l0.h.3");
	expect(patterns[0]!.found).toBe(1);
	const dead = patterns[0]!.best.filter(({ unit }) => unit === "l0.h.0" || unit === "l0.h.1");
	expect(dead.map(({ auc, q }) => [auc, q])).toEqual([
		[0.5, 1],
		[0.5, 1],
	]);
});

test("of 40 draws, found is the number of units with q up to 0.05 and an area above chance; q alone would count more", () => {
	let below = 0;
	for (let draw = 0; draw < 40; draw++) {
		const random = new RandomStream(draw, "half of them");
		const x = drifting(random);
		const track = telegraph(random, 12);
		for (let t = 0; t < S; t++) for (let k = 0; k < 6; k++) x[t * H + k] = track[t]! + random.normal();
		const { best, found } = search(x, labelled([{ track }]), { best: H }).patterns[0]!;
		expect(best).toHaveLength(H);
		expect(found).toBe(best.filter(({ q, auc, chance }) => q <= 0.05 && auc > chance).length);
		if (found < best.filter(({ q }) => q <= 0.05).length) below++;
	}
	expect(below).toBeGreaterThan(0);
}, 60_000);

describe("the chance level and the interval of a unit that leans on a pattern are those of the values themselves:", () => {
	const random = new RandomStream(11, "chance");
	const x = drifting(random);
	const [track, depth] = [telegraph(random, 30), telegraph(random, 25, 6)];
	for (let t = 0; t < S; t++) {
		x[t * H + 6] = x[t * H + 6]! + 2 * track[t]!;
		x[t * H + 7] = x[t * H + 7]! + 3 * depth[t]!;
	}
	const found = search(x, labelled([{ track }, { track: depth, graded: true }]), { best: H }).patterns;
	const m = S / 2;
	const limit = studentQuantile(0.025, 31);
	/** 2.5 % of shifts exceed this: the scores of the 31 shifts have mean 0 and this deviation, times Student's t. */
	const reach = (score: (shift: number) => number) => {
		let squares = 0;
		for (let j = 1; j < 32; j++) squares += score(Math.round((j * m) / 32)) ** 2;
		return limit * Math.sqrt(squares / 31);
	};
	const shifted = (labels: Uint8Array, by: number) => {
		const moved = Uint8Array.from(labels);
		for (let t = 0; t < m; t++) moved[m + t] = labels[m + ((t + by) % m)]!;
		return moved;
	};
	const ranks = (values: ArrayLike<number>) => {
		const order = Array.from({ length: m }, (_, t) => t).sort((a, b) => values[a]! - values[b]!);
		const rank = new Float64Array(m);
		for (let k = 0; k < m; ) {
			let to = k;
			while (to < m && values[order[to]!] === values[order[k]!]) to++;
			for (let i = k; i < to; i++) rank[order[i]!] = (k + to - 1) / 2;
			k = to;
		}
		return rank;
	};
	const correlated = (a: ArrayLike<number>, b: ArrayLike<number>, keep: (t: number) => boolean = () => true) => {
		let [n, sa, sb, saa, sbb, sab] = [0, 0, 0, 0, 0, 0];
		for (let t = 0; t < m; t++) {
			if (!keep(t)) continue;
			[n, sa, sb] = [n + 1, sa + a[t]!, sb + b[t]!];
			[saa, sbb, sab] = [saa + a[t]! ** 2, sbb + b[t]! ** 2, sab + a[t]! * b[t]!];
		}
		return (n * sab - sa * sb) / Math.sqrt((n * saa - sa * sa) * (n * sbb - sb * sb));
	};
	const half = (k: number) => Float64Array.from({ length: m }, (_, t) => x[(m + t) * H + k]!);
	const unit = (p: number, k: number) => found[p]!.best.find((one) => one.unit === `l0.h.${k}`)!;

	test("yes or no, within 0.01 of the areas of the 31 shifts", () => {
		const wanted = 0.5 + reach((by) => pairs(x, 6, shifted(track, by), m) - 0.5);
		expect(Math.abs(unit(0, 6).chance - wanted)).toBeLessThan(0.01);
	});
	test("a degree, within 0.01: that of r from the shifted degrees, that of the area from their higher half", () => {
		const { chance, aucChance } = unit(1, 7);
		const values = ranks(half(7));
		const wanted = reach((by) => correlated(values, ranks(shifted(depth, by).subarray(m))));
		expect(Math.abs(chance - wanted)).toBeLessThan(0.01);
		const high = depth.map((d) => (d > found[1]!.above! ? 1 : 0));
		const area = 0.5 + reach((by) => pairs(x, 7, shifted(high, by), m) - 0.5);
		expect(Math.abs(aucChance! - area)).toBeLessThan(0.01);
		expect(unit(0, 6).aucChance).toBeUndefined();
	});
	test("a degree's r has the interval that leaving out each of the 32 blocks gives, within a tenth of its width", () => {
		const { correlation, correlationCi } = unit(1, 7);
		const [a, b] = [ranks(half(7)), ranks(depth.subarray(m))];
		const left = Array.from({ length: 32 }, (_, j) => correlated(a, b, (t) => Math.floor((t * 32) / m) !== j));
		const mean = left.reduce((sum, r) => sum + r, 0) / 32;
		const width = limit * Math.sqrt((31 / 32) * left.reduce((sum, r) => sum + (r - mean) ** 2, 0));
		expect(Math.abs(correlation! - correlated(a, b))).toBeLessThan(0.01);
		expect(Math.abs((correlationCi![1] - correlationCi![0]) / 2 / width - 1)).toBeLessThan(0.1);
		expect(Math.abs((correlationCi![1] + correlationCi![0]) / 2 - correlation!)).toBeLessThan(0.01);
	});
});
