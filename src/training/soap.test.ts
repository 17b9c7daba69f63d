/** SOAP in training: what a checkpoint has, resumes, shards, what is left to adamw, and what refuses it. */
import { describe, expect, test } from "vitest";
import { openEncoderDecoder } from "../cells/encoderDecoder/encoderDecoder.ts";
import { defineCell } from "../cells/own/ownCell.ts";
import { allowEncoderDecoders } from "../cells/pass.ts";
import { openCorpus } from "../data/corpus.ts";
import { bytesSource } from "../data/source.ts";
import { taskNamed } from "../data/tasks/registry.ts";
import type { SluiceError } from "../errors/index.ts";
import type { Engine } from "../kernels/kernels.ts";
import { RandomStream } from "../kernels/random.ts";
import { attentionReference } from "../kernels/reference/attention.ts";
import { createReference } from "../kernels/reference.ts";
import { type GivenOptions, parseOptions } from "./options/options.ts";
import { parseTaskOptions } from "./options/taskOptions.ts";
import type { Snapshot } from "./snapshot.ts";
import { TaskTrainer } from "./task/taskTrainer.ts";
import { Trainer } from "./trainer.ts";
import { Optimizer } from "./updates/optimizer.ts";

const engine = createReference(undefined, attentionReference);
const random = new RandomStream(5, "text");
const letters = Array.from({ length: 900 }, () => "abcde"[random.below(5)]).join("");
const corpus = await openCorpus(bytesSource("letters", new TextEncoder().encode(letters)), { split: [100, 0, 0] });
const usual: GivenOptions = { hidden: 4, batch: 6, k1: 7, steps: 20, seed: 11, optimizer: "soap", soapEvery: 4 };
const trainer = (raw: GivenOptions = {}, on: Engine = engine) =>
	new Trainer(on, corpus.parts.train, 5, parseOptions({ ...usual, ...raw }, "test"));
const stored = ({ tensors, state }: Snapshot): Snapshot => ({
	tensors: tensors.map((t) => ({ ...t, data: t.data.slice() })),
	state: JSON.parse(JSON.stringify(state)),
});

async function trained<T extends Trainer | TaskTrainer>(run: T, updates = 20): Promise<T> {
	for (let n = run.step; n < updates; n++) await run.update((n + 0.5) / 20);
	return run;
}

describe("a run with SOAP", () => {
	test.each([
		{ layers: 2 },
		{ cell: "gru", weightDrop: 0.3, average: "ema:0.8" },
		{ cell: "rnn", soapEvery: 1 },
	] as const)("%o: put back after 13 of 20 updates, ends with the bits of the undisturbed one", async (raw) => {
		const [calm, first, second] = [await trained(trainer(raw)), await trained(trainer(raw), 13), trainer(raw)];
		await second.restore(stored(first.snapshot()));
		expect(stored((await trained(second)).snapshot())).toEqual(stored(calm.snapshot()));
	});

	test("put back with the eigenvectors of another update, it ends with other bits", async () => {
		const [calm, first, second] = [await trained(trainer()), await trained(trainer(), 13), trainer()];
		const snapshot = stored(first.snapshot());
		const older = stored((await trained(trainer(), 11)).snapshot()); // before the refresh of update 12
		const name = "optimizer.eigenvectors.weight_hh_l0";
		const of = ({ tensors }: Snapshot) => tensors.find((tensor) => tensor.name === name)!.data;
		of(snapshot).set(of(older));
		await second.restore(snapshot);
		expect((await trained(second)).weights.flat).not.toEqual(calm.weights.flat);
	});

	test("has a factor and eigenvectors of each recurrent matrix in its checkpoint, and refuses one without them", async () => {
		const run = await trained(trainer({ layers: 2 }), 3);
		const { tensors, state } = stored(run.snapshot());
		const own = tensors
			.filter(({ name }) => /^optimizer\.(?![mv]$)/.test(name))
			.map(({ name, shape }) => [name, shape]);
		expect(own).toEqual([
			["optimizer.factor.weight_hh_l0", [4, 4]],
			["optimizer.eigenvectors.weight_hh_l0", [4, 4]],
			["optimizer.factor.weight_hh_l1", [4, 4]],
			["optimizer.eigenvectors.weight_hh_l1", [4, 4]],
		]);
		const without = { tensors: tensors.filter(({ name }) => !name.startsWith("optimizer.factor")), state };
		await expect(trainer({ layers: 2 }).restore(without)).rejects.toThrow("optimizer.factor.weight_hh_l0");
	});

	test("updates all other tensors as adamw does, bit for bit, at the first update", async () => {
		const [soap, adamw] = [
			trainer({ weightDecay: 0.1 }),
			trainer({ optimizer: "adamw", soapEvery: undefined, weightDecay: 0.1 }),
		];
		await trained(soap, 1);
		await trained(adamw, 1);
		for (const { name } of soap.weights.specs) {
			const equal = soap.weights.tensor(name).every((w, p) => w === adamw.weights.tensor(name)[p]);
			expect([name, equal]).toEqual([name, name !== "weight_hh_l0"]);
		}
	});

	test("cut into 3 shards and back, its weights are those of the whole batch to 1e-9 after 20 updates", async () => {
		const [whole, parts] = [await trained(trainer()), await trained(trainer({ shards: 3 }))];
		for (const [p, w] of whole.weights.flat.entries()) expect(Math.abs(parts.weights.flat[p]! - w)).toBeLessThan(1e-9);
	});

	test("a NaN is named and not applied: weights, moments, factors and eigenvectors stay as they were", async () => {
		const run = await trained(trainer(), 6);
		const before = stored(run.snapshot());
		run.weights.tensor("weight_hh_l0")[13] = Number.NaN;
		const { divergence } = await run.update(0.5);
		expect(divergence).toMatchObject({ step: 7, tensor: "weight_hh_l0", index: 13, value: Number.NaN });
		run.weights.tensor("weight_hh_l0")[13] = before.tensors.find(({ name }) => name === "weight_hh_l0")!.data[13]!;
		const optimizer = ({ tensors }: Snapshot) => tensors.filter(({ name }) => /^(optimizer|weight|head)/.test(name));
		expect(optimizer(stored(run.snapshot()))).toEqual(optimizer(before));
	});

	test("on a task, resumes to the same bits, of an encoder-decoder with the matrices of both parts", async () => {
		allowEncoderDecoders(openEncoderDecoder);
		const task = taskNamed("reversal");
		const given: GivenOptions = { hidden: 4, batch: 4, length: "3..5", steps: 20, optimizer: "soap", soapEvery: 4 };
		const open = () => new TaskTrainer(engine, task, parseTaskOptions({ ...given, model: "encoder-decoder" }, task));
		const [calm, first, second] = [await trained(open()), await trained(open(), 13), open()];
		second.restore(stored(first.snapshot()));
		const end = stored((await trained(second)).snapshot());
		expect(end).toEqual(stored(calm.snapshot()));
		const names = end.tensors.map(({ name }) => name).filter((name) => name.startsWith("optimizer.factor"));
		expect(names).toEqual(["optimizer.factor.encoder.weight_hh_l0", "optimizer.factor.decoder.weight_hh_l0"]);
	});
});

describe("the options of SOAP", () => {
	const refused = (raw: GivenOptions) => {
		try {
			parseOptions(raw, "test");
			return undefined;
		} catch (error) {
			return (error as SluiceError).message;
		}
	};

	test("soapEvery is 10, and needs soap; the learning rate is that of adam", () => {
		expect(parseOptions({ optimizer: "soap" })).toMatchObject({ soapEvery: 10, lr: 2 / 256 });
		expect(parseOptions({})).not.toHaveProperty("soapEvery");
		expect(refused({ soapEvery: 5 })).toContain('"soapEvery" needs "optimizer" soap');
		expect(refused({ optimizer: "soap", soapEvery: 0 })).toContain('"soapEvery" must be a whole number from 1');
	});

	test("it is rejected where there is no trained recurrent matrix, and with syncEvery", () => {
		const equations = ["z = sigmoid(W x + b)", "n = W x + b", "h = (1 - z) * h' + z * n"];
		const mingru = defineCell({ name: "mingru", equations });
		expect(refused({ optimizer: "soap", cell: mingru })).toContain('"optimizer" soap needs a recurrent matrix');
		expect(refused({ optimizer: "soap", cell: "esn" })).toContain("is for cells trained by backpropagation");
		expect(refused({ optimizer: "soap", syncEvery: 5 })).toContain(
			'"optimizer" soap cannot be combined with "syncEvery"',
		);
	});

	test("an optimiser without its matrices, or on an engine in bfloat16, is an E_OPTION", () => {
		const options = parseOptions({ optimizer: "soap" });
		expect(() => new Optimizer(engine, 9, options)).toThrow('"optimizer" soap needs "matrices"');
		const { flat, specs } = trainer().weights;
		const matrices = specs.filter(({ name }) => name === "weight_hh_l0");
		const coarse: Engine = { ...engine, operands: "bfloat16" };
		expect(() => new Optimizer(coarse, flat.length, options, 0, matrices)).toThrow(
			'cannot be combined with "precision"',
		);
	});
});
