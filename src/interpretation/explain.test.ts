/**
 * One explained step: its values compared with the equations' own sums, its derivatives with differences through hooks.
 */
import { describe, expect, test } from "vitest";
import { explained } from "../../test/conformance/ownTwins.ts";
import { CELLS, cellNamed, H, ids, modelOf, V } from "../../test/conformance/smallModels.ts";
import { statesOf } from "../cells/layout.ts";
import { explainStep } from "./explain.ts";
import { hooksOf } from "./hookNames.ts";
import { runWithHooks } from "./hooks.ts";
import { textOf } from "./stream.ts";

/** Sum of the losses of steps `from` to `to`, with `by` added to unit `k` of value `name` in step `from`. */
function cost(model: ReturnType<typeof modelOf>, [from, to]: [number, number], name: string, k: number, by: number) {
	const logits = runWithHooks(model, ids, {
		[name]: (values, { step }) => {
			if (step === from) values[k]! += by;
		},
	}).get("logits")!;
	let nats = 0;
	for (let t = from; t <= to && t + 1 < ids.length; t++) {
		const y = logits.subarray(t * V, (t + 1) * V);
		if (ids[t + 1]! >= 0) nats += Math.log([...y].reduce((sum, a) => sum + Math.exp(a), 0)) - y[ids[t + 1]!]!;
	}
	return nats;
}

describe.each([...CELLS, ...explained])("$cell $variant:", (cell) => {
	const model = modelOf(cell);
	test.each([0, 1])("every derivative of layer %i is the central difference of the cost, to 1e-8", async (layer) => {
		const N = 1;
		const { ahead, backward, costNats } = await explainStep(model, textOf(ids), { step: N, layer, ahead: 3 });
		expect(ahead).toBe(3);
		expect(costNats).toBeCloseTo(cost(model, [N, N + 3], "embed", 0, 0), 12);
		const found = new Map(backward.map(({ name, values }) => [name, values]));
		const hooks = hooksOf(model.weights.spec).filter((hook) => hook.layer === layer && hook.kind !== "embed");
		for (const { name } of hooks) {
			const own = found.get(`d.${name.slice(3)}`)!;
			for (let k = 0; k < H; k++) {
				const difference = cost(model, [N, N + 3], name, k, 1e-5) - cost(model, [N, N + 3], name, k, -1e-5);
				expect(Math.abs(own[k]! - difference / 2e-5), `${name} ${k}`).toBeLessThan(1e-8);
			}
		}
		if (layer > 0) {
			// what the layer below receives: everything that its h gets from above
			const below = await explainStep(model, textOf(ids), { step: N, layer: 0, ahead: 3 });
			const above = below.backward.find(({ name }) => name === "d.h.above")!.values;
			for (const [k, x] of found.get("d.x")!.entries()) expect(Math.abs(x - above[k]!)).toBeLessThan(1e-14);
		}
	});

	test("what leaves for the step before is all that the step before gets from this one, to 1e-14", async () => {
		for (const layer of [0, 1]) {
			const now = await explainStep(model, textOf(ids), { step: 4, layer, ahead: 2 });
			const before = await explainStep(model, textOf(ids), { step: 3, layer, ahead: 3 });
			const left = new Map(now.backward.map(({ name, values }) => [name, values]));
			const arrived = new Map(before.backward.map(({ name, values }) => [name, values]));
			for (const state of statesOf(cell))
				for (const [k, x] of left.get(`d.${state}_prev`)!.entries())
					expect(Math.abs(x - arrived.get(`d.${state}.later`)![k]!)).toBeLessThan(1e-14);
		}
	});

	test("what is kept and what is added make up the new state; kept and forgotten the old one", async () => {
		const { forward, id, target } = await explainStep(model, textOf(ids), { step: 4, layer: 1 });
		expect([id, target]).toEqual([ids[4], ids[5]]);
		const found = new Map(forward.map(({ name, values }) => [name, values]));
		const input = found.get("input")!;
		expect([...input]).toEqual([...found.get("x")!, ...found.get("h_prev")!]);
		if (cell.cell === "rnn" || cell.cell === "own") return;
		const [state, before] = cell.cell === "lstm" ? ["c", "c_prev"] : ["h", "h_prev"];
		for (let k = 0; k < H; k++) {
			const [kept, forgotten, added] = ["kept", "forgotten", "added"].map((name) => found.get(name)![k]!);
			expect(Math.abs(found.get(state!)![k]! - kept! - added!)).toBeLessThan(1e-15);
			const old = cell.variant === "1997" ? kept! : kept! + forgotten!;
			expect(Math.abs(found.get(before!)![k]! - old)).toBeLessThan(1e-15);
		}
	});
});

test("the last step has no next symbol: no loss, and every derivative is 0", async () => {
	const { lossNats, target, ahead, backward } = await explainStep(modelOf(cellNamed("lstm forget")), textOf(ids), {
		step: ids.length - 1,
		layer: 0,
	});
	expect([lossNats, target, ahead]).toEqual([null, -1, 0]);
	for (const { values } of backward) expect(values.every((x) => x === 0)).toBe(true);
});

test("a step or layer that is not there is an error with the range", async () => {
	const model = modelOf(cellNamed("lstm forget"));
	await expect(explainStep(model, textOf(ids), { step: 7, layer: 0 })).rejects.toThrow(/step is 7.*0 to 6/);
	await expect(explainStep(model, textOf(ids), { step: 0, layer: 2 })).rejects.toThrow(/layer is 2.*0 to 1/);
});
