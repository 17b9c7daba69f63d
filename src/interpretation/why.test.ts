/** Every number of an explained step is the sum of its terms, or the equation of its operands, and leads to where it is from. */
import { describe, expect, test } from "vitest";
import { explained } from "../../test/conformance/ownTwins.ts";
import { CELLS, cellNamed, H, ids, modelOf } from "../../test/conformance/smallModels.ts";
import { backwardEquations, forwardEquations } from "./equations.ts";
import { explainStep } from "./explain.ts";
import { textOf } from "./model.ts";
import { whyNumber } from "./why.ts";

const N = 2;

describe.each([...CELLS, ...explained])("$cell $variant:", (cell) => {
	const model = modelOf(cell);
	const { weights } = model;

	test.each([0, 1])(
		"in layer %i each number is its sum to 1e-12, or has the operands of its equation",
		async (layer) => {
			const step = await explainStep(model, textOf(ids), { step: N, layer, ahead: 3 });
			const all = [...step.forward, ...step.backward];
			const w = weights.layer(layer);
			const equations = [...forwardEquations(weights.spec, w), ...backwardEquations(weights.spec, w)];
			let sums = 0;
			for (const { name, values } of all) {
				for (const index of values.keys()) {
					const why = whyNumber(weights, step, { name, index }, 3)!;
					expect(why.value).toBe(values[index]);
					if (why.terms.length > 0) {
						sums++;
						const sum = why.terms.reduce((total, { value }) => total + value, 0) + why.rest.value;
						expect(Math.abs(sum - why.value), `${name} ${index}`).toBeLessThan(1e-12);
						const least = name.startsWith("parameter.") ? 1 : 2;
						expect(why.terms.length + why.rest.count).toBeGreaterThanOrEqual(least);
						for (const { value, weight, times, factors } of why.terms) {
							const product = factors.reduce((x, factor) => x * factor.value, weight?.value ?? times ?? 1);
							expect(product).toBe(value);
							if (weight) expect(weights.tensor(weight.tensor)[weight.index]).toBe(weight.value);
						}
					} else if (equations.some((known) => known.name === name && known.unit)) {
						const { from, unit } = equations.find((known) => known.name === name)!;
						expect(why.operands.map((one) => one.name)).toEqual([...from]);
						const own = new Map(why.operands.map((one) => [one.name, one.value]));
						expect(Math.abs(unit!(index, (of) => own.get(of)!) - why.value)).toBeLessThan(1e-12);
					}
				}
			}
			expect(sums).toBeGreaterThanOrEqual(2 * H); // a and dL/dh_{t-1} of every unit
		},
	);

	test("what comes from another step or layer has there the same number, to 1e-14", async () => {
		for (const layer of [0, 1]) {
			const step = await explainStep(model, textOf(ids), { step: N, layer, ahead: 3 });
			let from = 0;
			for (const { name, values } of [...step.forward, ...step.backward]) {
				for (const index of values.keys()) {
					const { origin, value } = whyNumber(weights, step, { name, index })!;
					if (!origin) continue;
					from++;
					const { ahead, ...at } = origin;
					const there = await explainStep(model, textOf(ids), { step: at.step, layer: at.layer, ahead });
					const values = [...there.forward, ...there.backward].find((one) => one.name === at.name)!.values;
					expect(Math.abs(values[at.index]! - value), `${name} ${index}`).toBeLessThan(1e-14);
				}
			}
			expect(from).toBeGreaterThan(10);
		}
	});
});

test("a number that is not there has no reason", async () => {
	const model = modelOf(cellNamed("gru reset-after"));
	const step = await explainStep(model, textOf(ids), { step: 0, layer: 0 });
	expect(whyNumber(model.weights, step, { name: "gate.f", index: 0 })).toBe(undefined);
	expect(whyNumber(model.weights, step, { name: "gate.z", index: 99 })).toBe(undefined);
	expect(whyNumber(model.weights, step, { name: "h_prev", index: 0 })!.origin).toBe(null);
});
