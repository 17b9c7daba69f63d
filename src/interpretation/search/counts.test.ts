import { expect, test } from "vitest";
import { RandomStream } from "../../kernels/random.ts";
import { BINS } from "./bins.ts";
import { Counts, type Histograms, sampled } from "./counts.ts";
import { areaUnderCurve } from "./ranking.ts";

test("one symbol in k is sampled within 3 %, in every residue of periods from 2 to 64", () => {
	for (const k of [1, 3, 4, 16, 37]) {
		for (const period of [2, 3, 16, 37, 64]) {
			for (let phase = 0; phase < period; phase += 15) {
				const n = 3000 * k;
				let taken = 0;
				for (let i = 0; i < n; i++) if (sampled(phase + i * period, k)) taken++;
				expect(Math.abs((taken * k) / n - 1), `${k} ${period} ${phase}`).toBeLessThan(0.03);
			}
		}
	}
});

test("of 300,000 rows one in three is counted, of a pattern in 3000 of them every row: sums are the part's within 1 %, areas those of all rows within 0.01", () => {
	const size = 300_000;
	const random = new RandomStream(7, "rows");
	const common = Uint8Array.from({ length: size }, () => random.below(2));
	const rare = Uint8Array.from({ length: size }, (_, t) => (t % 100 === 37 ? 1 : 0));
	const bins = Uint8Array.from({ length: size }, (_, t) => random.below(32) + 8 * common[t]! + 20 * rare[t]!);
	const tracks = [common, rare].map((track) => ({ track, n: track.reduce((a, b) => a + b, 0) }));
	const counts = new Counts(
		1,
		size,
		tracks.map(({ n }) => n),
	);
	expect([...counts.every]).toEqual([3, 1, 3]);
	const all = Array.from({ length: size }, (_, t) => t);
	const rows = [...tracks.map(({ track }) => all.filter((t) => track[t] === 1)), all].map((list, p) =>
		Int32Array.from(list.filter((t) => sampled(t, counts.every[p]!))),
	);
	counts.add(0, 1, bins, size, { rows, lengths: Int32Array.from(rows, ({ length }) => length) });
	expect(Math.abs(counts.all(0).reduce((a, b) => a + b, 0) / size - 1)).toBeLessThan(0.001);
	for (const [p, { track, n }] of tracks.entries()) {
		const exact: Histograms = { holds: new Float64Array(BINS), not: new Float64Array(BINS) };
		for (let t = 0; t < size; t++) exact[track[t] ? "holds" : "not"][bins[t]!]!++;
		const { holds, not } = counts.of(p, 0);
		const [held, rest] = [holds, not].map((histogram) => histogram.reduce((a, b) => a + b, 0)) as [number, number];
		expect(Math.abs(held / n - 1)).toBeLessThan(p === 1 ? 1e-12 : 0.01);
		expect(Math.abs(rest / (size - n) - 1)).toBeLessThan(0.01);
		expect(Math.abs(areaUnderCurve(holds, not) - areaUnderCurve(exact.holds, exact.not))).toBeLessThan(0.01);
	}
});
