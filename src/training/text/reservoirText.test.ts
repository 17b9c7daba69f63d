import { describe, expect, test } from "vitest";
import { engineFor } from "../../../test/conformance/fastEngine.ts";
import { spectralRadius } from "../../algebra/spectrum.ts";
import { openCorpus } from "../../data/corpus.ts";
import { bytesSource } from "../../data/source.ts";
import { createReference } from "../../kernels/reference.ts";
import { parseOptions } from "../options/options.ts";
import { Trainer } from "../trainer.ts";

const TEXT = "the sluice opens and the water runs. ".repeat(60);
const small = { cell: "esn", hidden: 13, batch: 3, k1: 7, steps: 40, density: 0.5, lr: 0.02, seed: 4 } as const;

async function trainer(raw: Record<string, unknown> = {}, engine = createReference()) {
	const bytes = new TextEncoder().encode(TEXT);
	const { parts, vocabulary } = await openCorpus(bytesSource("text", bytes), { unit: "byte", split: [100, 0, 0] });
	return new Trainer(engine, parts.train, vocabulary.size, parseOptions({ ...small, ...raw }, "test"));
}

const RECURRENT = ["weight_ih_l0", "weight_hh_l0", "bias_l0"];

describe("an echo state network on a text", () => {
	test("begins with every symbol equally likely, a reservoir of spectral radius 0.9, and input weights within 0.5", async () => {
		const run = await trainer();
		const { lossNats } = await run.update(0);
		const { w_hh, w_ih, b } = (await trainer()).weights.layer(0);
		expect(lossNats).toBeCloseTo(Math.log(run.spec.symbols), 12);
		expect(spectralRadius(w_hh, 13)).toBeCloseTo(0.9, 6);
		expect(Math.max(...w_ih.map(Math.abs))).toBeLessThanOrEqual(0.5);
		expect(Math.max(...w_ih.map(Math.abs))).toBeGreaterThan(0.45);
		expect(Math.max(...b.map(Math.abs))).toBeLessThanOrEqual(0.2);
	});

	test.each([
		{},
		{ optimizer: "adamw", weightDecay: 0.3 },
		{ l2: 0.1, l1: 0.1 },
		{ optimizer: "sgd", lr: 0.5, clipValue: 1e-3 },
	])("40 updates change no bit of its recurrent layer, and its readout lowers the loss: %o", async (raw) => {
		const [run, drawn] = [await trainer(raw), await trainer(raw)];
		const first = (await run.update(0)).lossNats;
		for (let n = 1; n < 40; n++) await run.update(n / 40);
		for (const name of RECURRENT) expect(run.weights.tensor(name)).toEqual(drawn.weights.tensor(name));
		expect(run.weights.tensor("head.weight")).not.toEqual(drawn.weights.tensor("head.weight"));
		expect((await run.update(1)).lossNats).toBeLessThan(first);
	});

	test("the gradient of its readout is that of a tanh RNN with the same weights, and the rest of it is 0", async () => {
		const run = await trainer();
		const rnn = await trainer({ cell: "rnn", density: undefined });
		rnn.weights.flat.set(run.weights.flat);
		await run.update(0);
		await rnn.update(0);
		for (const name of ["head.weight", "head.bias"]) {
			expect(run.gradients.tensor(name)).toEqual(rnn.gradients.tensor(name));
			expect(run.gradients.tensor(name).some((value) => value !== 0)).toBe(true);
		}
		for (const name of RECURRENT) expect(run.gradients.tensor(name).every((value) => value === 0)).toBe(true);
	});

	test("put back after 9 of 20 updates ends with the bits of the undisturbed run, on a fast engine too", async () => {
		for (const engine of [createReference(), engineFor("fast")]) {
			const [calm, first, second] = [await trainer({}, engine), await trainer({}, engine), await trainer({}, engine)];
			for (let n = 0; n < 20; n++) await calm.update(n / 20);
			for (let n = 0; n < 9; n++) await first.update(n / 20);
			const { tensors, state } = first.snapshot();
			await second.restore({
				tensors: tensors.map((one) => ({ ...one, data: one.data.slice() })),
				state: JSON.parse(JSON.stringify(state)),
			});
			for (let n = 9; n < 20; n++) await second.update(n / 20);
			expect(second.weights.flat).toEqual(calm.weights.flat);
			engine.close();
		}
	});

	test.each([
		[{ layers: 2 }, /"layers"/],
		[{ variant: "relu" }, /"variant"/],
		[{ dropout: 0.1 }, /"dropout"/],
		[{ omega: 2 }, /"omega"/],
		[{ init: "orthogonal" }, /"init"/],
		[{ forgetBias: 1 }, /"forgetBias"/],
		[{ k2: 14 }, /"k2"/],
		[{ leak: 0.5 }, /"leak"/],
		[{ feedback: 1 }, /"feedback"/],
		[{ ridge: 1 }, /"ridge"/],
		[{ washout: 3 }, /"washout"/],
		[{ stateNoise: 0.1 }, /"stateNoise"/],
		[{ spectralRadius: 101 }, /"spectralRadius"/],
		[{ penalize: "recurrent", l2: 1 }, /"penalize"/],
		[{ density: 0.001 }, /"density"/],
	])("%o acts on a layer that is never trained, or is out of range, and is refused by name", async (raw, option) => {
		await expect(trainer(raw)).rejects.toThrow(expect.objectContaining({ code: "E_OPTION", exitCode: 2 }));
		await expect(trainer(raw)).rejects.toThrow(option);
	});

	test("its stored options are read back unchanged", () => {
		const options = parseOptions(small, "test");
		expect(options).toMatchObject({ cell: "esn", variant: "tanh", k2: 7, spectralRadius: 0.9, density: 0.5 });
		expect(parseOptions(JSON.parse(JSON.stringify(options)), "test")).toEqual(options);
	});
});
