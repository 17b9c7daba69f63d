/** Weight-drop in training: which mask an update has, and that its gradient is that of the masked network. */
import { describe, expect, test } from "vitest";
import { tensorsOf } from "../cells/layout.ts";
import { Unrolled } from "../cells/unroll.ts";
import { weightDropBlocks } from "../cells/weightDrop.ts";
import { openCorpus } from "../data/corpus.ts";
import { bytesSource } from "../data/source.ts";
import { taskNamed } from "../data/tasks/registry.ts";
import { networkGradient } from "../diagnosis/tangents.ts";
import { RandomStream } from "../kernels/random.ts";
import { createReference } from "../kernels/reference.ts";
import { type GivenOptions, parseOptions } from "./options/options.ts";
import { parseTaskOptions } from "./options/taskOptions.ts";
import { TaskTrainer } from "./task/taskTrainer.ts";
import { Trainer } from "./trainer.ts";

const engine = createReference();
const random = new RandomStream(5, "text");
const letters = Array.from({ length: 600 }, () => "abcde"[random.below(5)]).join("");
const corpus = await openCorpus(bytesSource("letters", new TextEncoder().encode(letters)), { split: [100, 0, 0] });
const usual: GivenOptions = { layers: 2, hidden: 4, batch: 6, k1: 6, steps: 100, seed: 11, reset: 0, lr: 0 };
const trainer = (raw: GivenOptions) =>
	new Trainer(engine, corpus.parts.train, 5, parseOptions({ ...usual, ...raw }, "test"));
const distance = (a: ArrayLike<number>, b: ArrayLike<number>) => {
	const norm = (x: number[]) => Math.sqrt(x.reduce((sum, v) => sum + v * v, 0));
	return norm(Array.from(a, (v, k) => v - b[k]!)) / norm(Array.from(b));
};
const RATE = 0.4;

describe("weight-drop on a text", () => {
	test.each([
		{ cell: "lstm", k2: 6 },
		{ cell: "gru", k2: 3 },
		{ cell: "rnn", k2: 4 },
	] as const)("gives every update the gradient of forward mode under its own mask, to 1e-12: %o", async (model) => {
		const run = trainer({ ...model, weightDrop: RATE });
		const { spec, weights } = run;
		const { key } = new RandomStream(11, "weight-drop");
		const window = new Unrolled(engine, weights, { steps: 6, lanes: 6 });
		const states = () => window.carried().filter(({ name }) => name.endsWith(".h"));
		const others = () => window.carried().filter(({ name }) => name.endsWith(".c"));
		for (const update of [0, 1]) {
			const batch: Int32Array[] = [];
			run.onBatch = (ids, targets) => batch.push(ids.slice(), targets.slice());
			await run.update(0.5); // the learning rate is 0: the weights stay
			const weightDrop = { rate: RATE, key, counter: update * weightDropBlocks(spec) };
			const sum = new Float64Array(weights.flat.length);
			for (let from = 0; from < 6; from += model.k2) {
				const T = Math.min(model.k2, 6 - from);
				const rows = (all: Int32Array) => all.slice(from * 6, (from + T) * 6);
				const [h0, c0] = [states, others].map((of) => of().map(({ data }) => Float64Array.from(data)));
				const c = c0!.length > 0 ? c0! : h0!;
				const sizes = { spec, T, B: 6, scale: 1 / 36, weights: Float64Array.from(weights.flat) };
				const point = { ...sizes, ids: rows(batch[0]!), targets: rows(batch[1]!), h0: h0!, c0: c, weightDrop };
				const { tensors } = networkGradient(point);
				const flat = tensorsOf(spec).flatMap(({ name }) => [...tensors.get(name)!]);
				for (const [p, g] of flat.entries()) sum[p]! += g;
				window.ids.set(point.ids);
				window.forward({ steps: T, weightDrop });
				window.carry(T);
			}
			expect(distance(run.gradients.flat, sum)).toBeLessThan(1e-12);
		}
	});

	test("has one mask for the whole batch: cut into 3 shards, the gradient is the same to 1e-12", async () => {
		const [whole, parts] = [trainer({ weightDrop: RATE }), trainer({ weightDrop: RATE, shards: 3 })];
		for (let n = 0; n < 3; n++) {
			await whole.update(0.5);
			await parts.update(0.5);
			expect(distance(parts.gradients.flat, whole.gradients.flat)).toBeLessThan(1e-12);
		}
	});

	test("leaves out 40 % of R, within 4 standard errors of 200 masks, and scales the rest by 1 / 0.6", () => {
		const { weights, spec } = trainer({ weightDrop: RATE });
		const window = new Unrolled(engine, weights, { steps: 1, lanes: 1 });
		const stream = new RandomStream(11, "weight-drop");
		let [dropped, all] = [0, 0];
		const masks = new Set<string>();
		for (let n = 0; n < 200; n++) {
			window.forward({ weightDrop: { rate: RATE, key: stream.key, counter: n * weightDropBlocks(spec) } });
			for (const l of [0, 1]) {
				const [masked, own] = [window.layerWeights(l).w_hh, weights.layer(l).w_hh];
				for (const [k, w] of masked.entries()) {
					if (w === 0) dropped++;
					else expect(Math.abs(w / (own[k]! / (1 - RATE)) - 1)).toBeLessThan(1e-15);
				}
				all += masked.length;
				masks.add([...masked].map((w) => (w === 0 ? 0 : 1)).join(""));
			}
		}
		expect(Math.abs(dropped / all - RATE)).toBeLessThan(4 * Math.sqrt((RATE * (1 - RATE)) / all));
		expect(masks.size).toBe(400); // no two layers, and no two updates, share one
	});

	test("is off in evaluation: the weights that a pass without it runs are the trained ones", () => {
		const { weights } = trainer({ weightDrop: RATE });
		const window = new Unrolled(engine, weights, { steps: 1, lanes: 1 });
		window.forward({ weightDrop: { rate: RATE, key: [1, 2], counter: 0 } });
		expect(window.layerWeights(0).w_hh).not.toBe(weights.layer(0).w_hh);
		window.forward();
		expect(window.layerWeights(0).w_hh).toBe(weights.layer(0).w_hh);
	});
});

describe("weight-drop on a task", () => {
	const task = taskNamed("addition");
	const given: GivenOptions = { hidden: 5, batch: 4, length: "10..14", steps: 40, weightDrop: RATE, cell: "gru" };
	const open = (raw: GivenOptions = {}) => new TaskTrainer(engine, task, parseTaskOptions({ ...given, ...raw }, task));

	test("resumes to the bits of the undisturbed run, and changes what is learned", () => {
		const [calm, first, second, plain] = [open(), open(), open(), open({ weightDrop: 0 })];
		for (let n = 0; n < 12; n++) calm.update(n / 40);
		for (let n = 0; n < 12; n++) plain.update(n / 40);
		for (let n = 0; n < 7; n++) first.update(n / 40);
		const { tensors, state } = first.snapshot();
		second.restore({ tensors: tensors.map((t) => ({ ...t, data: t.data.slice() })), state: structuredClone(state) });
		for (let n = 7; n < 12; n++) second.update(n / 40);
		expect(second.weights.flat).toEqual(calm.weights.flat);
		expect(second.weights.flat).not.toEqual(plain.weights.flat);
		expect(plain.snapshot().state).not.toHaveProperty("weightDropCounter");
	});
});
