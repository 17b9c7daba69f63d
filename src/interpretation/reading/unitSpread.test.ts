/** The spread that the current symbol does not explain, and the scale that is fitted to a unit. */
import { expect, test } from "vitest";
import type { ModelSpec } from "../../cells/layout.ts";
import { RandomStream } from "../../kernels/random.ts";
import { bySpread, reachFor, SPREAD_SYMBOLS, UnitSpread } from "./unitSpread.ts";

const SPEC = { cell: "lstm", variant: "forget", layers: 1, hidden: 4, symbols: 2 } as unknown as ModelSpec;

test("a state that alternates in stretches has spread tanh(2); one at -8, one that echoes the symbol and one at 0.01 have below 0.02", () => {
	const random = new RandomStream(1, "spread");
	const n = SPREAD_SYMBOLS + 500; // what is beyond counts nothing
	const ids = Int32Array.from({ length: n }, () => random.below(2));
	const c = new Float64Array(4 * n);
	for (let t = 0; t < n; t++) {
		const beyond = t >= SPREAD_SYMBOLS;
		const values = [beyond ? 99 : t % 64 < 32 ? 2 : -2, -8 + (t % 7) / 4, ids[t]! ? 1 : -1, t % 2 ? 0.01 : -0.01];
		c.set(values, 4 * t);
	}
	const spread = new UnitSpread(["l0.c"], SPEC);
	for (let t = 0; t < n; t += 100) spread.add(ids.subarray(t, t + 100), [c.subarray(4 * t, 4 * (t + 100))]);
	expect(spread.read).toBe(SPREAD_SYMBOLS);
	const [first, ...others] = spread.spreads();
	expect(first).toBeCloseTo(Math.tanh(2), 3);
	for (const other of others) expect(other).toBeLessThan(0.02);
	expect(bySpread(spread.spreads())[0]).toBe(0);
	expect(spread.sizes()[0]).toBeCloseTo(2, 12);
	expect(spread.sizes()[2]).toBeCloseTo(1, 12);
	expect([...spread.means()].map((mean) => Number(mean.toFixed(2)))).toEqual([0, -7.25, expect.any(Number), 0]);
});

test("a gate that opens and shuts has spread 1 at most, a candidate as it is", () => {
	const spread = new UnitSpread(["l0.gate.f", "l0.gate.g"], { ...SPEC, hidden: 1 });
	const opens = Float64Array.from({ length: 64 }, (_, t) => (t < 32 ? 0 : 1));
	spread.add(new Int32Array(64), [opens, opens]);
	expect([...spread.spreads()]).toEqual([1, 0.5]);
});

test("the colour is full at the step of 1, 2, 5 nearest to 1.5 times the size", () => {
	const sizes = [0.01, 0.07, 0.3, 0.5, 0.66, 1, 2, 3, 5, 8, 40, 0];
	expect(sizes.map(reachFor)).toEqual([0.02, 0.1, 0.5, 1, 1, 2, 2, 5, 10, 10, 50, 1]);
});
