/** Every gradient of the reference engine is right: forward mode and central differences, every cell and variant. */
import { describe, expect, test, vi } from "vitest";
import { VARIANTS } from "../../src/cells/layout.ts";
import { allCells, GRADCHECK_KINDS, type GradcheckRow, gradcheck } from "../../src/diagnosis/gradcheck.ts";
import { createReference } from "../../src/kernels/reference.ts";

const long = Boolean(process.env.SLUICE_LONG);
const seeds = long ? Array.from({ length: 20 }, (_, seed) => seed + 1) : [1];
vi.setConfig({ testTimeout: long ? 1_800_000 : 120_000 });
const engine = createReference();
const [lags, ...others] = GRADCHECK_KINDS.toReversed();
const tested = new Set<string>();

/** Only what is wrong, in words: an empty list is the wish. */
function wrong(rows: GradcheckRow[]): string[] {
	return rows
		.filter(({ ok }) => !ok)
		.map((r) => `${r.check} T=${r.T} B=${r.B} layers=${r.layers} seed=${r.seed} ${r.tensor}: ${r.error} > ${r.bound}`);
}

describe.each(allCells())("$cell $variant", (spec) => {
	tested.add(`${spec.cell} ${spec.variant}`);

	test("BPTT is within 1e-12 of forward mode and 1e-6 of central differences at T 1, 2, 7, B 1, 3, layers 1, 2, 3", () => {
		const rows = gradcheck(engine, { cells: [spec], checks: others, seeds });
		expect(new Set(rows.map(({ check }) => check)).size).toBe(4);
		expect(wrong(rows)).toEqual([]);
	});

	test("BPTT is within 1e-12 of forward mode and 1e-6 of central differences over 33 steps", () => {
		const sizes = long ? {} : { lanes: [3], layers: [2] };
		expect(wrong(gradcheck(engine, { cells: [spec], checks: others, steps: [33], seeds, ...sizes }))).toEqual([]);
	});

	test("lag by lag, gradients down to 1e-80 are within 1e-9 of forward mode", () => {
		const rows = gradcheck(engine, { cells: [spec], checks: [lags], seeds });
		const smallest = Math.min(...rows.map((row) => row.smallest!));
		if (spec.variant === "1997")
			expect(smallest).toBeGreaterThan(1e-8); // its carousel does not let it fall
		else expect(smallest).toBeLessThan(1e-80);
		for (const { bound, error } of rows) {
			expect(bound).toBe(1e-9);
			expect(error).toBeLessThanOrEqual(bound);
		}
	});
});

test("all 10 variants of the layout were checked", () => {
	const wanted = Object.entries(VARIANTS).flatMap(([cell, variants]) =>
		variants.map((variant) => `${cell} ${variant}`),
	);
	expect([...tested]).toEqual(wanted);
	expect(wanted).toHaveLength(10);
});
