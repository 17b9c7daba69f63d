/** The gradient's way back from one cost, compared with the training step's own deltas and gradients. */
import { describe, expect, test } from "vitest";
import { engineFor } from "../../test/conformance/fastEngine.ts";
import { copyTwin, explained, twins, twoStates } from "../../test/conformance/ownTwins.ts";
import { CELLS, cellNamed, H, modelOf, V } from "../../test/conformance/smallModels.ts";
import { statesOf as stateNamesOf } from "../cells/layout.ts";
import { Unrolled } from "../cells/unroll.ts";
import { Weights } from "../cells/weights.ts";
import type { Floats } from "../kernels/kernels.ts";
import { wayBack } from "./wayBack.ts";

const ids = Int32Array.from({ length: 60 }, (_, n) => (n * n + 3 * n) % V);
const textOf = (all: Int32Array) => ({
	symbols: all.length,
	reader: (at: number) => ({ read: async (n: number) => all.slice(at, at + n) }),
});
const [STEP, AHEAD, BACK] = [20, 3, 12];
const first = STEP - BACK;
type Model = ReturnType<typeof modelOf>;

/** States before a step, by running the whole text up to it. */
const statesOf = (model: Model, extra?: (window: Unrolled) => Floats) => async (step: number) => {
	const window = new Unrolled(model.engine, model.weights, { steps: Math.max(1, step), lanes: 1 });
	window.ids.set(ids.subarray(0, step));
	if (step > 0) window.forward();
	if (step > 0) window.carry();
	const states = new Map<string, ArrayLike<number>>(window.carried().map(({ name, data }) => [name, data.slice()]));
	return extra ? states.set("extra", extra(window)) : states;
};

const norm = (x: ArrayLike<number>) => Math.sqrt(Array.from(x).reduce((sum, v) => sum + v * v, 0));

describe.each([...CELLS, ...explained])("$cell $variant:", (cell) => {
	test("norms of dL/dh, dL/dc and of the gradient are those of one backward call over the same steps, to 1e-12", async () => {
		const model = modelOf(cell);
		const { engine, weights } = model;
		const found = await wayBack(model, textOf(ids), { step: STEP, ahead: AHEAD, back: BACK }, statesOf(model));
		const S = BACK + AHEAD + 1;
		const window = new Unrolled(engine, weights, { steps: S, lanes: 1, training: true });
		const before = await statesOf(model)(first);
		for (const { name, data } of window.carried()) data.set(before.get(name)!);
		for (let t = 0; t < S; t++) {
			window.ids[t] = ids[first + t]!;
			window.targets[t] = t < BACK ? -1 : ids[first + t + 1]!;
		}
		window.forward();
		const others = stateNamesOf(cell).length - 1;
		const deltas = window.layers.map(({ c }) => ({ h: engine.floats(S * H), c: c && engine.floats(others * S * H) }));
		const gradients = new Weights(engine, weights.spec);
		const { lossNats } = window.backward(gradients, { scale: 1 / (AHEAD + 1), deltas });
		expect(found).toMatchObject({ first, scored: AHEAD + 1 });
		expect(found.costNats).toBeCloseTo(lossNats / (AHEAD + 1), 12);
		expect(2 ** found.weights / norm(gradients.flat)).toBeCloseTo(1, 11);
		for (const [l, layer] of found.layers.entries())
			for (let t = 0; t < S; t++) {
				const row = (x: ArrayLike<number>) => norm(Array.from(x).filter((_, n) => Math.floor(n / H) % S === t));
				expect(2 ** layer.h[t]! / row(deltas[l]!.h)).toBeCloseTo(1, 11);
				const gates = window.layers[l]!.gates;
				if (cell.cell === "lstm" && gates) {
					const block = { 1997: -1, coupled: 0, forget: 1, peephole: 1 }[cell.variant];
					const mean = Array.from(gates)
						.slice((t * (gates.length / S / H) + block) * H)
						.slice(0, H);
					const f = mean.reduce((sum, x) => sum + x / H, 0);
					expect(layer.open![t]).toBeCloseTo(block < 0 ? 1 : block === 0 ? 1 - f : f, 12);
				}
				if (layer.c) expect(2 ** layer.c[t]! / row(deltas[l]!.c!)).toBeCloseTo(1, 11);
			}
	});
});

test.each(twins)(
	"$own.variant has the way back of $builtIn.cell $builtIn.variant, memory and mean gate included, to 1e-11",
	async (twin) => {
		const [builtIn, own] = [modelOf(twin.builtIn), modelOf(twin.own)];
		copyTwin(builtIn.weights, own.weights);
		const asked = { step: STEP, ahead: AHEAD, back: BACK };
		const want = await wayBack(builtIn, textOf(ids), asked, statesOf(builtIn));
		const got = await wayBack(own, textOf(ids), asked, statesOf(own));
		expect(got.weights).toBeCloseTo(want.weights, 11);
		for (const [l, layer] of want.layers.entries()) {
			expect(Object.keys(got.layers[l]!)).toEqual(Object.keys(layer));
			for (const [name, values] of Object.entries(layer))
				for (const [t, x] of (values as Float64Array).entries())
					expect(got.layers[l]![name as "h"]![t]! - x, `${name} ${t}`).toBeCloseTo(0, 11);
		}
	},
);

test("two states that read themselves: open is the mean of f and 0.5 + 0.1 m', to 1e-12", async () => {
	const model = modelOf(twoStates);
	const found = await wayBack(model, textOf(ids), { step: STEP, ahead: 0, back: 0 }, statesOf(model));
	const before = await statesOf(model)(STEP);
	const f = await statesOf(model, (window) => window.layers[0]!.gates!.slice(-2 * H, -H))(STEP + 1);
	let sum = 0;
	for (let k = 0; k < H; k++) sum += (f.get("extra")![k]! + 0.5 + 0.1 * before.get("l0.m")![k]!) / 2 / H;
	expect(found.layers[0]!.open![0]).toBeCloseTo(sum, 12);
});

test("a gate that is open keeps |dL/dc| the same for 12 steps through the memory alone: with f = 1, to 1e-12", async () => {
	const model = modelOf(cellNamed("lstm 1997"));
	const found = await wayBack(model, textOf(ids), { step: STEP, ahead: 0, back: BACK }, statesOf(model));
	const memory = found.layers[1]!.memory!;
	for (const log of memory.subarray(0, BACK)) expect(log - memory[BACK]!).toBeCloseTo(0, 12);
});

test("on a float32 engine a gradient of 1e-60 is a power, not 0: 40 steps through weights of 0.01", async () => {
	const engine = engineFor("fast");
	const small = modelOf(cellNamed("rnn tanh"));
	const weights = new Weights(engine, small.weights.spec);
	weights.flat.set(small.weights.flat.map((w) => w * 0.02));
	const model = { engine, weights } as unknown as Model;
	const found = await wayBack(model, textOf(ids), { step: 50, ahead: 0, back: 40 }, statesOf(model));
	const log10 = found.layers[1]!.h[0]! * Math.log10(2);
	expect(log10).toBeLessThan(-60);
	expect(log10).toBeGreaterThan(-200);
});

test("the start of the text and its end shorten the way, and a step that is not there is an error", async () => {
	const model = modelOf(cellNamed("gru reset-after"));
	const at = (step: number) => wayBack(model, textOf(ids), { step, ahead: 5, back: 9 }, statesOf(model));
	expect((await at(4)).layers[0]!.h).toHaveLength(4 + 6);
	expect(await at(58)).toMatchObject({ first: 49, scored: 1 });
	expect((await at(58)).layers[0]!.h).toHaveLength(11);
	await expect(at(60)).rejects.toThrow(/step is 60.*0 to 59/);
});
