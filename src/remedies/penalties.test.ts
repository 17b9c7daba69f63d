import { describe, expect, test } from "vitest";
import { type ModelSpec, tensorsOf } from "../cells/layout.ts";
import { Weights } from "../cells/weights.ts";
import { RandomStream } from "../kernels/random.ts";
import { createReference } from "../kernels/reference.ts";
import { addPenalties, selectTensors } from "./penalties.ts";

const engine = createReference();
const spec: ModelSpec = { cell: "lstm", variant: "peephole", symbols: 3, hidden: 4, layers: 2, dropout: 0 };
const select = (names: string) => selectTensors(tensorsOf(spec), names, "test");

describe("penalties", () => {
	test("L1 and L2 of two tensors: the gradient agrees with differences of the loss to 1e-8, and no other tensor is touched", () => {
		const [weights, gradients] = [new Weights(engine, spec), new Weights(engine, spec)];
		const random = new RandomStream(2, "penalties");
		for (let j = 0; j < weights.flat.length; j++) weights.flat[j] = random.normal();
		weights.tensor("weight_hh_l1")[3] = 0;
		const options = { l1: 0.3, l2: 0.7, tensors: ["weight_hh_l1", "head.weight"] };
		const loss = () => addPenalties(weights, new Weights(engine, spec), options);
		gradients.flat.fill(5);
		const reported = addPenalties(weights, gradients, options);
		let wanted = 0;
		for (const name of options.tensors)
			for (const w of weights.tensor(name)) wanted += 0.3 * Math.abs(w) + 0.35 * w * w;
		expect(reported).toBeCloseTo(wanted, 12);
		for (let j = 0; j < weights.flat.length; j++) {
			const w = weights.flat[j]!;
			weights.flat[j] = w + 1e-6;
			const above = loss();
			weights.flat[j] = w - 1e-6;
			const slope = (above - loss()) / 2e-6;
			weights.flat[j] = w;
			expect(Math.abs(gradients.flat[j]! - 5 - slope)).toBeLessThan(1e-8);
		}
	});

	test("groups, names and patterns choose tensors in the layout's order, each once", () => {
		expect(select("recurrent")).toEqual(["weight_hh_l0", "weight_peephole_l0", "weight_hh_l1", "weight_peephole_l1"]);
		expect(select("head, input")).toEqual(["weight_ih_l0", "weight_ih_l1", "head.weight"]);
		expect(select("weight_*_l1,weight_hh_l1")).toEqual(["weight_ih_l1", "weight_hh_l1", "weight_peephole_l1"]);
		expect(select("head.bias")).toEqual(["head.bias"]);
		expect(select("weights").some((name) => name.includes("bias"))).toBe(false);
	});

	test.each(["", "recurent", "weight_hh_l2", "head?weight", "weight_hh_l0,"])("%j chooses none: E_OPTION", (names) => {
		expect(() => select(names)).toThrow(expect.objectContaining({ code: "E_OPTION" }));
	});
});
