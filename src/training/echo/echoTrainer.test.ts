import { describe, expect, test } from "vitest";
import { seriesTask } from "../../data/seriesTask.ts";
import { parseSeries } from "../../data/seriesText.ts";
import { taskNamed } from "../../data/tasks/registry.ts";
import type { Task } from "../../data/tasks/task.ts";
import { RandomStream } from "../../kernels/random.ts";
import { createReference } from "../../kernels/reference.ts";
import { atOnce } from "../../kernels/work.ts";
import { echoNetwork } from "../network.ts";
import { drawLength } from "../options/taskOptions.ts";
import type { Snapshot } from "../snapshot.ts";
import type { EchoOptions } from "./echoOptions.ts";
import { EchoSubject } from "./echoSubject.ts";
import { EchoTrainer } from "./echoTrainer.ts";
import { likeliestFactor } from "./linkFactor.ts";

const engine = createReference();
const options = (given: Partial<EchoOptions> = {}): EchoOptions => ({
	...{ cell: "esn", hidden: 30, seed: 3, batch: 7, length: "20", spectralRadius: 0.8, inputScale: 0.1, biasScale: 0.2 },
	...{ leak: 1, density: 0.3, feedback: 0, ridge: 1e-10, stateNoise: 0, ...given },
});

async function trained(task: Task, given: Partial<EchoOptions> = {}): Promise<EchoTrainer> {
	const trainer = new EchoTrainer(engine, task, options(given));
	for (let total = trainer.totalSteps; trainer.step < total; ) trainer.update();
	await trainer.solve();
	return trainer;
}

/** x_n = 1.6 x_{n-1} - .8 x_{n-2} + noise of deviation .1 */
function autoregression(rows: number) {
	const random = new RandomStream(5, "series");
	const x = [0, 0];
	while (x.length < rows + 50) x.push(1.6 * x.at(-1)! - 0.8 * x.at(-2)! + 0.1 * random.normal());
	return parseSeries(x.slice(50).join("\n"), { name: "ar.txt" });
}

/** A copy, as a file would give it back. */
function kept({ tensors, state }: Snapshot): Snapshot {
	return {
		tensors: tensors.map((tensor) => ({ ...tensor, data: tensor.data.slice() })),
		state: JSON.parse(JSON.stringify(state)),
	};
}

function errorOf(trainer: EchoTrainer, task: Task): number {
	const batch = task.whole!();
	const said = trainer.outputs(batch);
	const errors = [...batch.values!].flatMap((value, i) => (Number.isNaN(value) ? [] : [(said[i]! - value) ** 2]));
	return Math.sqrt(errors.reduce((a, b) => a + b, 0) / errors.length);
}

describe("on a series", () => {
	const series = autoregression(3000);
	const train = seriesTask(series, { rows: [0, 2400] });
	const test2 = seriesTask(series, { rows: [2400, 3000], part: "test" });

	test("a planted linear series is foretold with the deviation of its noise, .1, to 8 % on 600 unseen rows", async () => {
		const trainer = await trained(train, { ridge: 1e-4 });
		expect(trainer.rows).toBe(2399 - 100);
		expect(trainer.sequences).toBe(1);
		expect(Math.abs(errorOf(trainer, test2) / 0.1 - 1)).toBeLessThan(0.08); // the noise's own: 3 % at 600 rows
		expect(Math.abs(trainer.fitted!.rmse[0]! / 0.1 - 1)).toBeLessThan(0.05);
	});
	test.each([1e-4, 100, 1e4])(
		"with ridge %d the training error is that of the training rows, to 1e-9",
		async (ridge) => {
			const trainer = await trained(train, { ridge, washout: 0 });
			expect(Math.abs(trainer.fitted!.rmse[0]! / errorOf(trainer, train) - 1)).toBeLessThan(1e-9);
		},
	);
	test("saved after 1, 5 or all 10 stretches and gone on from a copy, the readout has the bits of one never stopped, with state noise", async () => {
		const whole = await trained(train, { stateNoise: 1e-3, leak: 0.6 });
		expect(whole.step).toBe(10);
		for (const stop of [1, 5, 10]) {
			const first = new EchoTrainer(engine, train, options({ stateNoise: 1e-3, leak: 0.6 }));
			while (first.step < stop) first.update();
			if (stop === 5) first.outputs(test2.whole()); // an evaluation in between disturbs nothing
			const second = new EchoTrainer(engine, train, options({ stateNoise: 1e-3, leak: 0.6 }), kept(first.snapshot()));
			while (second.step < 10) second.update();
			expect(await second.solve()).toEqual(whole.fitted);
			expect(second.network.readout).toEqual(whole.network.readout);
			expect(second.start).toEqual(whole.start);
		}
	});
	test("a snapshot of a fitted network answers as it did, without a fit", async () => {
		const trainer = await trained(train);
		const again = new EchoTrainer(engine, train, options(), kept(trainer.snapshot()));
		expect(again.fitted).toEqual(trainer.fitted);
		expect(again.outputs(test2.whole())).toEqual(trainer.outputs(test2.whole()));
		expect(() => new EchoTrainer(engine, train, options({ hidden: 31 }), kept(trainer.snapshot()))).toThrow(
			/reservoir\.w.* has shape .*E_SNAPSHOT/s,
		);
	});
	test("where no ridge is asked for, the one with the least error of those tried is taken, and kept", async () => {
		const noisy = seriesTask(series, { rows: [0, 150] });
		const valid = seriesTask(series, { rows: [150, 700] });
		const trainer = new EchoTrainer(engine, noisy, options({ hidden: 90, ridge: undefined, washout: 10 }));
		trainer.update();
		const { ridge } = await trainer.solve(() => errorOf(trainer, valid));
		expect(ridge).toBeGreaterThan(1e-6); // 92 inputs learned from 139 rows want to be held back
		const chosen = errorOf(trainer, valid);
		for (const other of [1e-12, 1e-10, 1e-8, 1e-6, 1e-4, 1e-2, 1, 100, 1e4]) {
			trainer.options.ridge = other;
			await trainer.solve();
			expect(errorOf(trainer, valid)).toBeGreaterThanOrEqual(chosen);
		}
	});
	test("a series is scored without the 100 rows of the washout, which no forecast is made for", async () => {
		const trainer = await trained(train);
		const measure = { sequences: 1, lengths: trainer.lengths, random: new RandomStream(1, "none") };
		const { loss } = await echoNetwork(trainer).evaluate(train, measure);
		const batch = train.whole();
		const said = trainer.outputs(batch);
		const errors = [...batch.values!].map((value, n) => (n < 100 ? Number.NaN : (said[n]! - value) ** 2));
		const known = errors.filter((error) => !Number.isNaN(error));
		expect(known.length).toBe(2399 - 100);
		expect(loss / (known.reduce((a, b) => a + b, 0) / known.length)).toBeCloseTo(1, 12);
	});
	test("more units than rows with --ridge 0 is E_SINGULAR with a condition number; a ridge of 1e-6 gives one below 1e6", async () => {
		const short = seriesTask(series, { rows: [0, 40] });
		const trainer = new EchoTrainer(engine, short, options({ hidden: 60, ridge: 0, washout: 0 }));
		for (const total = trainer.totalSteps; trainer.step < total; ) trainer.update();
		await expect(trainer.solve()).rejects.toThrow(
			/39 rows for 62 inputs, condition number .*Raise --ridge.*E_SINGULAR/,
		);
		trainer.options.ridge = 1e-6;
		expect((await trainer.solve()).condition).toBeLessThan(1e6);
	});
});

describe("on a task", () => {
	test("a class at the last step is learned: of 4 orders of two symbols in 12 steps, fewer than half are wrong", async () => {
		const task = taskNamed("temporal-order");
		const trainer = await trained(task, { hidden: 80, length: "12", batch: 100, inputScale: 0.5, spectralRadius: 0.9 });
		const batch = task.draw(new RandomStream(9, "fresh"), { batch: 100, length: 12 });
		const said = trainer.outputs(batch);
		expect(task.wrong(batch, said).reduce((a, b) => a + b, 0)).toBeLessThan(50); // by chance 75
		expect(trainer.fitted!.beta).toBeGreaterThan(3);
	});
	test("the loss is that of all 40 steps of each of 20 sequences, the 4 of the washout too, by network and by subject", async () => {
		const task = taskNamed("narma-10");
		const trainer = await trained(task, { length: "40", steps: 5 });
		expect(trainer.washout).toBe(4);
		const stream = () => new RandomStream(trainer.options.seed, `validation at ${trainer.step}`);
		const [sequences, random] = [20, stream()];
		let [sum, scored] = [0, 0];
		for (const B of [7, 7, 6]) {
			const batch = task.draw(random, { batch: B, length: drawLength([40, 40], random) });
			const said = trainer.outputs(batch);
			for (const [i, value] of batch.values!.entries()) {
				if (Number.isNaN(value)) continue;
				sum += (said[i]! - value) ** 2;
				scored++;
			}
		}
		const measure = { sequences, lengths: trainer.lengths, random: stream() };
		const network = await echoNetwork(trainer).evaluate(task, measure);
		expect(network.loss / (sum / scored)).toBeCloseTo(1, 12);
		const subject = new EchoSubject(trainer, { title: "narma-10", valid: task });
		const scores = await subject.evaluate({ size: sequences, purpose: "validation" });
		expect(scores.loss).toBe(network.loss);
	});
	test("batches, noise and all: two updates, a copy, two more give the bits of four in a row", async () => {
		const task = taskNamed("narma-10");
		const given = { stateNoise: 1e-3, feedback: 0.2, steps: 4, length: "30..40" };
		const whole = await trained(task, given);
		const first = new EchoTrainer(engine, task, options(given));
		first.update();
		first.update();
		const second = new EchoTrainer(engine, task, options(given), kept(first.snapshot()));
		second.update();
		second.update();
		expect(await second.solve()).toEqual(whole.fitted);
		expect(second.network.readout).toEqual(whole.network.readout);
		expect([second.sequences, second.rows]).toEqual([28, whole.rows]);
	});
	test("stopped between two steps of a batch, asked meanwhile and gone on from a copy, it has the bits of one never stopped", async () => {
		const task = taskNamed("narma-10");
		const given = { stateNoise: 1e-3, feedback: 0.2, steps: 2, length: "30..40" };
		const whole = await trained(task, given);
		const first = new EchoTrainer(engine, task, options(given));
		first.update();
		let asked = 0;
		atOnce(first.updating(() => ++asked > 13));
		expect([first.step, first.sequences]).toEqual([1, 7]);
		first.outputs(task.draw(new RandomStream(8, "other"), { batch: 3, length: 30 }));
		const second = new EchoTrainer(engine, task, options(given), kept(first.snapshot()));
		for (const trainer of [first, second]) {
			trainer.update();
			expect(await trainer.solve()).toEqual(whole.fitted);
			expect(trainer.network.readout).toEqual(whole.network.readout);
			expect([trainer.step, trainer.sequences]).toEqual([2, 14]);
		}
	});
	test("an untold budget comes to 20 scored steps for each of the readout's inputs, 72", async () => {
		const trainer = await trained(taskNamed("temporal-order"), { hidden: 65, length: "12", batch: 50 });
		expect(trainer.network.inputs).toBe(72);
		expect(trainer.step).toBe(Math.ceil((20 * 72) / 50));
	});
	test("the teacher's value is fed back while it learns, its own while it answers, each one step late", async () => {
		const task = taskNamed("mackey-glass-17");
		const trainer = await trained(task, { feedback: 0.5, length: "150", hidden: 40, stateNoise: 1e-5 });
		const batch = task.draw(new RandomStream(4, "fresh"), { batch: 2, length: 60 });
		const said = trainer.outputs(batch);
		const { network } = trainer;
		network.reservoir.reset(undefined, 1);
		let y = new Float64Array(1);
		for (let n = 0; n < 60; n++) {
			network.step([batch.x![n * 2 + 1]!], y);
			y = network.read(0) as Float64Array<ArrayBuffer>;
			expect(said[n * 2 + 1]).toBe(y[0]);
		}
	});
});

test("the factor that makes planted outputs likeliest is found to 3 %: softmax and yes or no of 4,000 rows drawn with 3", () => {
	const random = new RandomStream(11, "link");
	const softmax: [Float64Array, Float64Array][] = [];
	const binary: [Float64Array, Float64Array][] = [];
	for (let n = 0; n < 4000; n++) {
		const y = Float64Array.from({ length: 4 }, () => random.normal());
		const weights = y.map((value) => Math.exp(3 * value));
		let left = random.uniform() * weights.reduce((a, b) => a + b, 0);
		const chosen = weights.findIndex((weight) => (left -= weight) < 0);
		softmax.push([y, Float64Array.from(y, (_, v) => (v === chosen ? 1 : 0))]);
		binary.push([y, y.map((value) => (random.uniform() < 1 / (1 + Math.exp(-3 * value)) ? 1 : 0))]);
	}
	const factor = (head: "softmax" | "binary", rows: typeof softmax) =>
		likeliestFactor(
			head,
			rows.map(([y]) => y),
			rows.map(([, d]) => d),
		);
	expect(Math.abs(factor("softmax", softmax) / 3 - 1)).toBeLessThan(0.06);
	expect(Math.abs(factor("binary", binary) / 3 - 1)).toBeLessThan(0.03);
	const right = [Float64Array.of(0.2, 0.1)];
	expect(likeliestFactor("softmax", right, [Float64Array.of(1, 0)])).toBeGreaterThan(300); // nothing speaks against it
	expect(likeliestFactor("softmax", right, [Float64Array.of(0, 1)])).toBeLessThan(1e-4);
});
