/** The gradient check on every engine that this machine can open, through its argument checks. */
import { expect, test } from "vitest";
import { allCells, type GradcheckKind, gradcheck } from "../../src/diagnosis/gradcheck.ts";
import { engines } from "./engines.ts";

const checks: GradcheckKind[] = ["layer/forward-mode", "network/forward-mode", "lags/forward-mode"];

test("the reference and the plain wasm engine are always there", () => {
	expect(engines.map(([name]) => name)).toEqual(expect.arrayContaining(["reference", "wasm-plain"]));
});

test.each(engines)(
	"%s: every gradient of every cell is within its bound of forward mode, T 1 and 7, lag by lag",
	(_name, engine) => {
		for (const spec of allCells()) {
			const rows = gradcheck(engine, { cells: [spec], steps: [1, 7], lanes: [3], layers: [2], checks });
			expect(rows.length).toBeGreaterThan(20);
			expect(rows.filter(({ ok }) => !ok)).toEqual([]);
			for (const { bound } of rows) expect(bound).toBeLessThan(engine.precision === 64 ? 1e-8 : 3e-3);
		}
	},
);
