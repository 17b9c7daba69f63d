/** A reader that goes back and forth sees the states of one who reads on, and a step without changes the engine's own. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cellNamed, modelOf, V } from "../../test/conformance/smallModels.ts";
import { Weights } from "../cells/weights.ts";
import { createWasm } from "../kernels/wasm.ts";
import { changedStep } from "./changedStep.ts";
import { whyChanged } from "./changedWhy.ts";
import { parseClamp } from "./clamp.ts";
import { explainStep } from "./explain.ts";
import { textOf } from "./model.ts";
import { StepStates } from "./stepStates.ts";
import { windows } from "./stream.ts";

const ids = Int32Array.from({ length: 2311 }, (_, n) => (n * n + 3 * n) % V);
const binary = readFileSync(join(import.meta.dirname, "../../wasm/sluice-plain.wasm"));

test.each(["reference", "wasm-plain"])(
	"%s: states of 12 steps, in any order, are those of a text read through, bit for bit",
	async (name) => {
		const small = modelOf(cellNamed("lstm forget"));
		const engine = name === "reference" ? small.engine : createWasm(binary, { build: "plain" });
		const weights = new Weights(engine, small.weights.spec);
		weights.flat.set(small.weights.flat);
		const model = { engine, weights };
		const names = ["l0.h", "l0.c", "l1.h", "l1.c"];
		const read = new Map(names.map((one) => [one, [] as number[][]]));
		for await (const { end, values } of windows(model, textOf(ids), { names }))
			for (let t = 0; t < end[0]!; t++)
				for (const one of names) read.get(one)!.push([...values.get(one)!.subarray(t * 5, (t + 1) * 5)]);
		const states = new StepStates(model, textOf(ids));
		for (const N of [2310, 1, 1500, 64, 65, 0, 1024, 1025, 63, 2048, 128, 1088]) {
			const before = await states.before(N);
			for (const one of names)
				expect([N, one, [...before.get(one)!]]).toEqual([N, one, N === 0 ? [0, 0, 0, 0, 0] : read.get(one)![N - 1]]);
		}
	},
);

test("a changed gate changes what follows from it by the equations, and the reasons of these numbers; taken back, every bit is as before", async () => {
	const model = modelOf(cellNamed("lstm forget"));
	const text = textOf(ids);
	const states = new StepStates(model, text);
	const at = { step: 77, layer: 0 };
	const untouched = await explainStep(model, text, at, states);
	const change = (...words: string[]) =>
		changedStep(model, text, { ...at, changes: words.map((word) => parseClamp(model.weights.spec, word)) }, states);
	const changed = await change("l0.gate.f.3=0.25");
	const of = (values: typeof untouched.forward, name: string) => values.find((one) => one.name === name)!.values;
	const [c_prev, i, g, o] = ["c_prev", "gate.i", "gate.g", "gate.o"].map((name) => of(untouched.forward, name)[3]!);
	const c = 0.25 * c_prev! + i! * g!;
	expect(of(changed.forward, "c")[3]).toBeCloseTo(c, 14);
	expect(of(changed.forward, "h")[3]).toBeCloseTo(o! * Math.tanh(c), 14);
	expect(of(changed.forward, "h")[2]).toBe(of(untouched.forward, "h")[2]);
	expect(changed.predicted).not.toEqual(untouched.predicted);
	const back = await change();
	expect(back).toEqual({ forward: untouched.forward, predicted: untouched.predicted });
	const changes = [parseClamp(model.weights.spec, "l0.gate.f.3=0.25")];
	const why = (name: string, index: number) =>
		whyChanged(model.weights, untouched, { changes, forward: changed.forward }, { name, index });
	const reason = why("c", 3)!;
	expect(reason.value).toBe(of(changed.forward, "c")[3]);
	expect(reason.operands.map(({ name, value }) => [name, value])).toEqual([
		["kept", 0.25 * c_prev!],
		["added", of(untouched.forward, "added")[3]],
	]);
	expect(why("gate.f", 3)).toMatchObject({
		value: 0.25,
		operands: [],
		terms: [],
		text: "set, instead of f_t = sigmoid(a_f)",
	});
	expect(why("gate.f", 2)!.operands.map(({ name }) => name)).toEqual(["a.f"]);
	expect(why("d.c", 3)).toBeUndefined();
	const twice = await change("l0.gate.f.3=0.25", "l1.gate.i.0=1");
	expect(of(twice.forward, "c")[3]).toBe(of(changed.forward, "c")[3]);
});
