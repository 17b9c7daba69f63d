import { describe, expect, test } from "vitest";
import { type CellSpec, VARIANTS } from "../cells/layout.ts";
import type { Engine } from "../kernels/kernels.ts";
import { createReference } from "../kernels/reference.ts";
import { type GradcheckRow, gradcheck, worstRows } from "./gradcheck.ts";

const tiny = { steps: [2], lanes: [1], layers: [1] };
const peephole: CellSpec = { cell: "lstm", variant: "peephole" };

describe("the table", () => {
	test("holds all 5 checks of every cell and variant that the layout knows", () => {
		const found = new Set(gradcheck(createReference(), tiny).map((r) => `${r.cell} ${r.variant} ${r.check}`));
		for (const [cell, variants] of Object.entries(VARIANTS)) {
			for (const variant of variants) {
				for (const check of [
					"layer/forward-mode",
					"layer/differences",
					"network/forward-mode",
					"network/differences",
				]) {
					expect(found).toContain(`${cell} ${variant} ${check}`);
				}
				expect(found).toContain(`${cell} ${variant} lags/forward-mode`);
			}
		}
		expect(found.size).toBe(5 * Object.values(VARIANTS).flat().length);
	});

	test("has a row for every weight, bias, peephole, input, initial state and delta", () => {
		const rows = gradcheck(createReference(), { ...tiny, cells: [peephole], layers: [2] });
		const of = (check: string) => rows.filter((r) => r.check === check).map((r) => r.tensor);
		const deltas = ["deltaGates", "deltaH", "deltaC"];
		const layer = ["w_ih", "w_hh", "b", "p", "x", "h0", "c0"];
		expect(of("layer/forward-mode")).toEqual(["loss", ...layer, ...deltas]);
		expect(of("layer/differences").toSorted()).toEqual(layer.toSorted());
		const names = ["weight_ih", "weight_hh", "bias", "weight_peephole"];
		const network = [0, 1].flatMap((l) => [...names.map((name) => `${name}_l${l}`), `l${l}.h`, `l${l}.c`]);
		const all = [...network, "head.weight", "head.bias"];
		expect(of("network/forward-mode").toSorted()).toEqual(["loss", ...all].toSorted());
		expect(of("network/differences").toSorted()).toEqual(all.toSorted());
		expect(of("lags/forward-mode")).toEqual(deltas);
	});
});

describe("a wrong engine", () => {
	const broken = (change: (db: number) => number): Engine => {
		const engine = createReference();
		const lstmBackward: Engine["lstmBackward"] = (a) => {
			engine.lstmBackward(a);
			a.db[a.H] = change(a.db[a.H]);
		};
		return { ...engine, lstmBackward };
	};
	const failed = (engine: Engine) =>
		gradcheck(engine, { ...tiny, cells: [{ cell: "lstm", variant: "forget" }] }).filter(({ ok }) => !ok);

	test("is caught when one forget bias gradient is off by 1e-10, and the row names the tensor", () => {
		const rows = failed(broken((db) => db + 1e-10));
		expect(rows.map((r) => `${r.check} ${r.tensor}`)).toEqual(["layer/forward-mode b", "network/forward-mode bias_l0"]);
		for (const { error } of rows) expect(error).toBeGreaterThan(1e-12);
	});

	test("is caught when one gradient is NaN, by 4 rows", () => {
		expect(failed(broken(() => Number.NaN))).toHaveLength(4);
	});
});

test("worstRows keeps, for each check, the row nearest its bound and counts the others", () => {
	const row = {
		cell: "gru",
		variant: "reset-after",
		check: "layer/differences",
		T: 1,
		B: 1,
		layers: 1,
		seed: 1,
	} as const;
	const at = (tensor: string, error: number): GradcheckRow => ({ ...row, tensor, error, bound: 1, ok: error <= 1 });
	expect(worstRows([at("b", 0.1), at("x", 3), at("h0", 0.5)])).toEqual([{ ...at("x", 3), rows: 3, failed: 1 }]);
	expect(worstRows([at("b", 0.1), at("x", Number.NaN), at("h0", 7)])[0]).toMatchObject({ tensor: "x", failed: 2 });
});
