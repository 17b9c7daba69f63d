/** The statistics on planted values: what is planted is found and measured, nothing else is. */
import { describe, expect, test } from "vitest";
import { engineFor } from "../../../test/conformance/fastEngine.ts";
import { RandomStream } from "../../kernels/random.ts";
import { Labels, type Pattern } from "../patterns/pattern.ts";
import { CellSearch, type CellSearchOptions } from "./cellSearch.ts";
import type { CellSearchResult } from "./cellSearchResult.ts";

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
	found.startChoosing();
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

test("patterns that never, always or hardly ever hold are named with the reason, or refused where that is asked for", () => {
	const track = (from: number, to: number) => new Uint8Array(S).fill(1, from, to);
	const tracks = [track(0, 0), track(0, S), track(0, S / 2), track(S / 4, (3 * S) / 4)].map((labels) => ({
		track: labels,
	}));
	const none = search(new Float64Array(S * H), labelled(tracks));
	expect(none.patterns).toEqual([]);
	expect(none.skipped.map(({ why }) => why)).toEqual(["never", "always", "never", "rare"]);
	const refused = (p: number) => () => search(new Float64Array(S * H), labelled([tracks[p]!]), { strict: true });
	expect(refused(0)).toThrow("never holds in the 3072 symbols");
	expect(refused(1)).toThrow("always holds in the 3072 symbols");
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
