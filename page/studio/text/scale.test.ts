/** Scales by hand: of gates, bounded and unbounded values, around a mean; and heights in the map. */
import { expect, test } from "vitest";
import { LEVELS } from "../../../src/views/palettes.ts";
import { heightIn, levelIn, scaleOf } from "./scale.ts";

const network = { spec: { cell: "lstm", variant: "forget", layers: 1, hidden: 4, inputs: 3, outputs: 3 } } as never;
const far = { mean: -1.8099, size: 2.3425 }; // standard deviation 1.487

test("a c around -1.81 with deviation 1.49: fitted to 0 ± 5 all of it is inactive, around its mean ± 2 both colours are there", () => {
	const fitted = scaleOf("l0.c.18", network, null, far);
	expect(fitted).toMatchObject({ centre: 0, reach: 5, kind: "fitted" });
	expect([-3.3, -1.8, -0.3].map((value) => Math.sign(levelIn(fitted, value)!))).toEqual([-1, -1, -1]);
	const around = scaleOf("l0.c.18", network, "mean", far);
	expect(around).toEqual({ centre: -1.8, reach: 2, kind: "mean", odds: false });
	expect([-9, -3.8, -1.8, 0.2, 9].map((value) => levelIn(around, value))).toEqual([
		-LEVELS,
		-LEVELS,
		0,
		LEVELS,
		LEVELS,
	]);
});

test("a gate that stays around 0.93 has the scale 0.93 ± 0.05 around its mean, and its bounds without", () => {
	const moments = { mean: 0.931, size: Math.hypot(0.931, 0.03) };
	expect(scaleOf("l0.gate.f.3", network, "mean", moments)).toMatchObject({ centre: 0.93, reach: 0.05 });
	for (const chosen of [null, 5])
		expect(scaleOf("l0.gate.f.3", network, chosen, moments)).toMatchObject({ centre: 0.5, reach: 0.5 });
	expect(scaleOf("l0.h.3", network, 5, moments)).toMatchObject({ centre: 0, reach: 1, kind: "own" });
	expect(scaleOf("l0.c.3", network, 5, moments)).toMatchObject({ centre: 0, reach: 5, kind: "fitted" });
});

test("in the map a gate of 0.98 is at 56% of the height and one of 0.999 at the top, where 0.04 of it were between them", () => {
	const gate = scaleOf("l0.gate.f.3", network, null, far);
	const heights = [0, 0.001, 0.02, 0.5, 0.98, 0.999, 1].map((value) => Number(heightIn(gate, value).toFixed(2)));
	expect(heights).toEqual([-1, -1, -0.56, 0, 0.56, 1, 1]);
	expect([-5, 0, 2.5, 9].map((value) => heightIn(scaleOf("l0.c.3", network, null, far), value))).toEqual([
		-1, 0, 0.5, 1,
	]);
});

test("of a cell given by equations a line from 0 to 1 has the scale of a gate, a tanh that of a tanh, a sum one that is fitted", () => {
	const own = {
		spec: { cell: "own" },
		own: { bounds: { "gate.f": "gate", "gate.n": "bounded", "gate.u": "open", h: "bounded" } },
	} as never;
	expect(scaleOf("l0.gate.f.3", own, null, far)).toEqual({ centre: 0.5, reach: 0.5, kind: "own", odds: true });
	for (const unit of ["l1.gate.n.3", "l0.h.12"])
		expect([unit, scaleOf(unit, own, null, far)]).toEqual([unit, { centre: 0, reach: 1, kind: "own", odds: false }]);
	expect(scaleOf("l0.gate.u.3", own, null, far)).toMatchObject({ centre: 0, reach: 5, kind: "fitted" });
});
