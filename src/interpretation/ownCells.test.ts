/** Steps of cells given by equations: derivatives compared with forward mode, values with the hand-written twin's. */
import { describe, expect, test } from "vitest";
import { lossOf, ownByHand } from "../../test/conformance/ownByHand.ts";
import { copyTwin, explained, type Twin, twins } from "../../test/conformance/ownTwins.ts";
import { H, ids, modelOf, V } from "../../test/conformance/smallModels.ts";
import { statesOf } from "../cells/layout.ts";
import { changedStep } from "./changedStep.ts";
import { whyChanged } from "./changedWhy.ts";
import { parseClamp } from "./clamp.ts";
import { explainStep, type StepExplanation } from "./explain.ts";
import { parseUnit, type UnitName } from "./hookNames.ts";
import { textOf } from "./model.ts";
import { type Act, intervene } from "./proof/intervention.ts";
import { patch } from "./proof/patching.ts";
import { type Place, whyNumber } from "./why.ts";

const [N, AHEAD] = [1, 3];
const valuesOf = ({ forward, backward }: Pick<StepExplanation, "forward" | "backward">) =>
	new Map([...forward, ...backward].map(({ name, values }) => [name, values]));

describe.each(explained)("$variant:", (own) => {
	const model = modelOf(own);
	const { weights } = model;

	test.each([0, 1])(
		"every derivative of layer %i is that of forward mode over steps 1 to 4, to 1e-13",
		async (layer) => {
			const { backward, costNats } = await explainStep(model, textOf(ids), { step: N, layer, ahead: AHEAD });
			let compared = 0;
			for (const { name, values } of backward) {
				const value = /^d\.((?:a|gate)\.\w+|\w+)$/.exec(name)?.[1];
				if (!value || !(value.includes(".") || statesOf(own).includes(value))) continue;
				for (let k = 0; k < H; k++) {
					const logits = ownByHand(weights, ids.subarray(0, N + AHEAD + 1), (t) => (at, x) => {
						const here = t === N && at === `l${layer}.${value}`;
						return here ? x.map(({ v, d }, j) => ({ v, d: d + Number(j === k) })) : x;
					});
					const sum = { v: 0, d: 0 };
					for (let t = N; t <= N + AHEAD; t++) {
						if (ids[t + 1]! < 0) continue;
						const { v, d } = lossOf(logits[t]!, ids[t + 1]!);
						[sum.v, sum.d] = [sum.v + v, sum.d + d];
					}
					expect(Math.abs(costNats - sum.v)).toBeLessThan(1e-12);
					expect(Math.abs(values[k]! - sum.d), `${name}[${k}]`).toBeLessThan(1e-13);
					compared++;
				}
			}
			expect(compared).toBeGreaterThanOrEqual(3 * H);
		},
	);

	test("from every value of a step, reasons lead to weights, symbols, constants and zero states alone", async () => {
		const step = await explainStep(model, textOf(ids), { step: 0, layer: 0, ahead: 0 });
		const ends = new Set<string>();
		const seen = new Set<string>();
		const follow = ({ name, index }: Place): void => {
			if (seen.has(`${name} ${index}`)) return;
			seen.add(`${name} ${index}`);
			const { operands, terms, origin, value, text } = whyNumber(
				weights,
				step,
				{ name, index },
				Number.POSITIVE_INFINITY,
			)!;
			expect(origin === null || name === "d.h.above").toBe(true);
			if (operands.length === 0 && terms.length === 0 && Number(text) !== value) {
				ends.add(name);
				if (name.endsWith("_prev") || name.endsWith(".later")) expect(value).toBe(0);
			}
			for (const place of [...operands, ...terms.flatMap(({ factors }) => factors)]) follow(place);
			for (const { weight } of terms)
				if (weight) expect(weights.tensor(weight.tensor)[weight.index]).toBe(weight.value);
		};
		for (const name of [...statesOf(own), ...step.backward.map((one) => one.name)])
			if (valuesOf(step).get(name)!.length === H) follow({ name, index: 2 });
		const zeros = statesOf(own).flatMap((state) => [`${state}_prev`, `d.${state}.later`]);
		const known = [...zeros, "d.logits", "d.h.above", "d.x"]; // layer 1 has the reason of d.h.above
		expect([...ends].filter((name) => !known.includes(name))).toEqual([]);
		expect(seen.size).toBeGreaterThan(10);
	});
});

/** Names of a built-in cell's values in the equations of its twin. */
function twinName({ names, builtIn }: Twin, name: string): string {
	const [, d = "", kind = "", letter = ""] = /^(d\.)?(a|gate)\.?(.*)$/.exec(name) ?? [];
	if (kind !== "") return `${d}${kind}.${names[letter === "" ? "h" : letter]}`;
	if (builtIn.cell === "gru" && /^(d\.)?s$/.test(name)) return name.replace("s", "gate.s");
	return name;
}

describe.each(twins)("$own.variant, the twin of $builtIn.cell $builtIn.variant:", (twin) => {
	const [builtIn, own] = [modelOf(twin.builtIn), modelOf(twin.own)];
	copyTwin(builtIn.weights, own.weights);

	test.each([0, 1])(
		"layer %i has the values, derivatives and predictions of the hand-written cell to 1e-14",
		async (layer) => {
			const [want, got] = (await Promise.all(
				[builtIn, own].map((model) => explainStep(model, textOf(ids), { step: 4, layer, ahead: 2 })),
			)) as [StepExplanation, StepExplanation];
			const found = valuesOf(got);
			let compared = 0;
			for (const [name, values] of valuesOf(want)) {
				const own = found.get(twinName(twin, name));
				const absent = /^(tanh_c|d\.tanh_c|kept|forgotten|added|a\.n|d\.a\.n)$/.test(name); // no line of their own
				const otherOrder = name === "wx" && twin.builtIn.cell === "gru"; // blocks r|z|n, and cand|r|z
				if (!own && absent) continue;
				if (!otherOrder)
					for (const [k, x] of values.entries()) expect(Math.abs(own![k]! - x), `${name}[${k}]`).toBeLessThan(1e-14);
				compared++;
			}
			expect(compared).toBeGreaterThanOrEqual(twin.builtIn.cell === "rnn" ? 11 : 18);
			for (const key of ["lossNats", "costNats"] as const) expect(got[key]).toBeCloseTo(want[key]!, 13);
			expect(got.predicted.map(({ id }) => id)).toEqual(want.predicted.map(({ id }) => id));
		},
	);

	test("a step with two values set predicts what the hand-written cell predicts, to 1e-14", async () => {
		const letter = Object.keys(twin.names)[0]!;
		const gate = twin.builtIn.cell === "rnn" ? "l0.h" : `l0.gate.${letter}`;
		const changed = (model: typeof own, ...set: string[]) => {
			const changes = set.map((words) => parseClamp(model.weights.spec, words));
			return changedStep(model, textOf(ids), { step: 4, layer: 1, changes });
		};
		const want = await changed(builtIn, `${gate}.1=0.9`, "l1.h.3=-0.5");
		const name = twin.builtIn.cell === "rnn" ? "l0.h" : `l0.gate.${twin.names[letter]}`;
		const got = await changed(own, `${name}.1=0.9`, "l1.h.3=-0.5");
		for (const [n, { id, probability }] of want.predicted.entries()) {
			expect(got.predicted[n]!.id).toBe(id);
			expect(Math.abs(got.predicted[n]!.probability - probability)).toBeLessThan(1e-14);
		}
		const plain = await changed(own);
		expect(plain.predicted[0]!.probability).not.toBeCloseTo(got.predicted[0]!.probability, 6);
	});
});

test("holding, scaling and patching c and f of an LSTM by equations has the effects of the built-in one, to 1e-12", async () => {
	const twin = twins.find((one) => one.builtIn.cell === "lstm")!;
	const [builtIn, own] = [modelOf(twin.builtIn), modelOf(twin.own)];
	copyTwin(builtIn.weights, own.weights);
	const long = textOf(Int32Array.from({ length: 400 }, (_, t) => (t * t + 3 * t) % V));
	const acts: [string, Act][] = [
		["l0.c.1", { to: "mean" }],
		["l1.gate.f.2", { factor: 0.5 }],
	];
	for (const [unit, act] of acts) {
		const measure = (model: typeof own) =>
			intervene(model, long, parseUnit(model.weights.spec, unit), { act, others: 2, warmup: 8 });
		const [want, got] = [await measure(builtIn), await measure(own)];
		expect(Math.abs(want.change.all.mean)).toBeGreaterThan(1e-6);
		for (const [k, one] of [want, ...want.others].entries()) {
			const { change } = [got, ...got.others][k]!;
			expect(Math.abs(change.all.mean - one.change.all.mean)).toBeLessThan(1e-12);
		}
	}
	const moved = (model: typeof own) => {
		const units = ["l0.c.1", "l0.c.3"].map((unit) => parseUnit(model.weights.spec, unit)) as [UnitName, UnitName];
		const places = { from: { text: long, at: 90 }, to: { text: long, at: 40 } };
		return patch(model, units, { ...places, ahead: 20, others: 1 });
	};
	const [want, got] = [await moved(builtIn), await moved(own)];
	expect(want.sumNats).toBeGreaterThan(1e-6);
	for (const [n, x] of want.curve.entries()) expect(Math.abs(got.curve[n]! - x)).toBeLessThan(1e-12);
});

test("a number that was set has no terms, and what follows from it has the new operands", async () => {
	const model = modelOf(explained[0]!);
	const step = await explainStep(model, textOf(ids), { step: 4, layer: 0 });
	const changes = [parseClamp(model.weights.spec, "l0.gate.f.2=0.25")];
	const { forward } = await changedStep(model, textOf(ids), { step: 4, layer: 0, changes });
	const why = (name: string) => whyChanged(model.weights, step, { changes, forward }, { name, index: 2 });
	expect(why("gate.f")).toMatchObject({ value: 0.25, operands: [], terms: [], origin: null });
	expect(why("h")!.operands.find(({ name }) => name === "gate.f")!.value).toBe(0.25);
	expect(why("d.h")).toBe(undefined);
});
