import { describe, expect, test } from "vitest";
import { engines } from "../../../test/conformance/engines.ts";
import { Unrolled } from "../../cells/unroll.ts";
import { Weights } from "../../cells/weights.ts";
import { addition } from "../../data/tasks/addition.ts";
import { delayedRecall } from "../../data/tasks/delayedRecall.ts";
import type { Task, TaskRequest } from "../../data/tasks/task.ts";
import { temporalOrder2 } from "../../data/tasks/temporalOrder.ts";
import { RandomStream } from "../../kernels/random.ts";
import { createReference } from "../../kernels/reference.ts";
import type { GivenOptions } from "../options/options.ts";
import { parseTaskOptions } from "../options/taskOptions.ts";
import type { Snapshot } from "../snapshot.ts";
import { TaskTrainer } from "./taskTrainer.ts";

const reference = createReference();
const [, fastest] = engines.find(([name]) => name === "native") ?? engines.at(-1)!;
const small: GivenOptions = { cell: "rnn", hidden: 5, layers: 2, batch: 3, length: "10..17", seed: 11 };

function trainer(raw: GivenOptions = {}, task: Task = temporalOrder2(), engine = reference): TaskTrainer {
	return new TaskTrainer(engine, task, parseTaskOptions({ ...small, ...raw }, task, "test"));
}

/** The request of the first batch of seed 11, at one length. */
function firstBatch(length: number, batch: number): [RandomStream, TaskRequest] {
	const random = new RandomStream(11, "task", 0);
	random.below(1); // the length
	return [random, { batch, length }];
}

/** A snapshot as a file would give it back: copies, and JSON through text. */
function stored({ tensors, state }: Snapshot): Snapshot {
	const copies = tensors.map((t) => ({ ...t, data: t.data.slice() }));
	return { tensors: copies, state: JSON.parse(JSON.stringify(state)) };
}

const cases: Record<string, unknown>[] = [
	{ omega: 2, omegaForm: "paper", l1: 0.01, l2: 0.02, penalize: "recurrent" },
	{ omega: 2, omegaForm: "authors", optimizer: "sgd" },
	{ cell: "lstm", forgetBias: "chrono:20", dropout: 0.3, optimizer: "momentum" },
	{ cell: "gru", init: "normal:0.3", clipValue: 0.01, optimizer: "rmsprop" },
];

describe("a run on a task", () => {
	test.each(cases)("put back after 20 of 35 updates ends with the bits of the undisturbed run: %o", (raw) => {
		for (const task of [temporalOrder2(), addition()]) {
			const calm = trainer(raw, task);
			for (let n = 0; n < 35; n++) calm.update(n / 40);
			const first = trainer(raw, task);
			for (let n = 0; n < 20; n++) first.update(n / 40);
			const second = trainer(raw, task);
			second.restore(stored(first.snapshot()));
			for (let n = 20; n < 35; n++) second.update(n / 40);
			expect(stored(second.snapshot())).toEqual(stored(calm.snapshot()));
			expect(calm.weights.flat.every(Number.isFinite)).toBe(true);
			expect(calm.sequences).toBe(35 * 3);
		}
	});

	test("evaluating between updates changes no bit of the run, and the same step gives the same fresh sequences", async () => {
		const [calm, asked] = [trainer(), trainer()];
		for (let n = 0; n < 12; n++) {
			calm.update(0.5);
			asked.update(0.5);
			const first = await asked.evaluate({ sequences: 7, batch: 3 });
			expect(await asked.evaluate({ sequences: 7, batch: 3 })).toEqual(first);
			expect(first.sequences).toBe(7);
			expect(first.errorShare).toBe(first.wrong / 7);
		}
		expect(stored(asked.snapshot())).toEqual(stored(calm.snapshot()));
	});

	test("runs with other remedies, cells and rates are given the same batches", () => {
		const seen = (raw: Record<string, unknown>) => {
			const task = temporalOrder2();
			const drawn: unknown[] = [];
			const spied: Task = {
				...task,
				draw(random, request) {
					const batch = task.draw(random, request);
					drawn.push(batch);
					return batch;
				},
			};
			const run = trainer(raw, spied);
			for (let n = 0; n < 5; n++) run.update(0.5);
			return drawn;
		};
		const plain = seen({});
		expect(seen({ omega: 4, clipNorm: 0 })).toEqual(plain);
		expect(seen({ cell: "lstm", dropout: 0.5, lr: 0.1 })).toEqual(plain);
		expect(seen({ seed: 12 })).not.toEqual(plain);
	});

	test("lengths of 10..12 are drawn, all three of them and no other; a fixed length stays", () => {
		const lengths = (length: string) => {
			const run = trainer({ length, hidden: 2, layers: 1 });
			return new Set(Array.from({ length: 60 }, () => run.update(0.5).steps));
		};
		expect(lengths("10..12")).toEqual(new Set([10, 11, 12]));
		expect(lengths("13")).toEqual(new Set([13]));
	});

	test("one update of SGD without clipping moves the weights by lr times the gradient of loss + alpha Omega + L2", () => {
		const raw: GivenOptions = { optimizer: "sgd", lr: 1, schedule: "constant", warmup: 0, clipNorm: 0, length: "12" };
		const moved = (more: Record<string, unknown>) => {
			const run = trainer({ ...raw, ...more });
			const before = run.weights.flat.slice();
			const report = run.update(0.5);
			return { report, run, before, step: run.weights.flat.map((w, j) => before[j]! - w) };
		};
		const [plain, omega, both] = [
			moved({}),
			moved({ omega: 1 }),
			moved({ omega: 3, l2: 0.1, penalize: "head.weight" }),
		];
		expect(omega.report.omega).toBeGreaterThan(0);
		expect(both.report.omega).toBe(omega.report.omega);
		let sum = 0;
		for (const { name, offset, length } of plain.run.weights.specs) {
			for (let j = offset; j < offset + length; j++) {
				const share = omega.step[j]! - plain.step[j]!; // the gradient of Omega
				if (!name.startsWith("weight_hh")) expect(share).toBe(0);
				const decay = name === "head.weight" ? 0.1 * plain.before[j]! : 0;
				expect(Math.abs(both.step[j]! - (plain.step[j]! + 3 * share + decay))).toBeLessThan(1e-12);
				if (name === "head.weight") sum += plain.before[j]! ** 2;
			}
		}
		expect(both.report.penalty).toBeCloseTo(0.05 * sum, 12);
		expect(both.report.gradNorm).toBeCloseTo(Math.hypot(...both.step), 9);
		expect([plain.report.omega, plain.report.penalty]).toEqual([undefined, undefined]);

		// The same batch after 1e-6 of the step: the mean loss falls by 1e-6 |gradient|^2, to first order.
		const again = trainer(raw);
		again.weights.flat.set(plain.before.map((w, j) => w - 1e-6 * plain.step[j]!));
		const fall = (plain.report.loss - again.update(0.5).loss) / 1e-6;
		expect(Math.abs(fall / plain.report.gradNorm ** 2 - 1)).toBeLessThan(1e-4);
	});

	test("a gradient above 1e10 shrinks W_hh by 0.02 lr and leaves the rest under the authors' form; else it is applied", () => {
		const raw: GivenOptions = {
			layers: 1,
			optimizer: "sgd",
			lr: 0.5,
			schedule: "constant",
			warmup: 0,
			omega: 1,
			variant: "linear",
		};
		for (const omegaForm of ["authors", "paper"] as const) {
			const run = trainer({ ...raw, omegaForm, length: "17" });
			run.weights.tensor("weight_hh_l0").set(run.weights.tensor("weight_hh_l0").map((w) => 60 * w));
			const before = run.weights.flat.slice();
			const report = run.update(0.5);
			expect(report.gradNorm).toBeGreaterThan(1e10);
			expect(report.shrunk).toBe(omegaForm === "authors");
			expect(report.clipped).toBe(omegaForm === "paper");
			if (omegaForm === "paper") continue;
			for (const { name, offset, length } of run.weights.specs) {
				const factor = name === "weight_hh_l0" ? 1 - 0.5 * 0.02 : 1;
				for (let j = offset; j < offset + length; j++) expect(run.weights.flat[j]).toBeCloseTo(factor * before[j]!, 10);
			}
		}
	});

	test("a NaN in a weight is named with step, tensor and index under either form of Omega, and not applied", () => {
		for (const omegaForm of ["authors", "paper"] as const) {
			const run = trainer({ omega: 2, omegaForm });
			for (let n = 0; n < 3; n++) run.update(0.5);
			run.weights.tensor("weight_hh_l1")[13] = Number.NaN;
			const report = run.update(0.5);
			expect(report.divergence).toMatchObject({ step: 4, tensor: "weight_hh_l1", index: 13 });
			expect([run.step, run.updates.shrunk]).toEqual([3, 0]);
		}
	});

	test("a snapshot of another shape, with a missing tensor or counter, is refused with E_SNAPSHOT", () => {
		const refuse = (change: (s: Snapshot) => void) => {
			const bad = stored(trainer().snapshot());
			change(bad);
			expect(() => trainer().restore(bad)).toThrow(expect.objectContaining({ code: "E_SNAPSHOT" }));
		};
		refuse((s) => s.tensors.pop());
		refuse((s) => Object.assign(s.tensors[0]!, { shape: [3] }));
		refuse((s) => Object.assign(s.state, { taskCounter: -1 }));
		refuse((s) => Object.assign(s.state, { shrunk: 1.5 }));
	});
});

describe("learning", () => {
	const constant: GivenOptions = { schedule: "constant", warmup: 0, seed: 1, batch: 20, layers: 1 };

	test("temporal order of 10..15 steps: 50 tanh units, SGD at 0.01, clip 1: under 10 % wrong of 1000 after 1800 updates", async () => {
		const tanh: GivenOptions = {
			...constant,
			hidden: 50,
			length: "10..15",
			init: "normal:0.1",
			optimizer: "sgd",
			lr: 0.01,
		};
		const run = trainer(tanh, temporalOrder2(), fastest);
		expect((await run.evaluate({ sequences: 1000 })).errorShare).toBeGreaterThan(0.6);
		for (let n = 0; n < 1800; n++) expect(run.update(0.5).divergence).toBeUndefined();
		expect(run.clippedShare).toBeGreaterThan(0.05);
		const { errorShare, loss } = await run.evaluate({ sequences: 1000 });
		expect(errorShare).toBeLessThan(0.1);
		expect(loss).toBeLessThan(0.5 * Math.log(4));
		run.free();
	});

	test("addition of 10..15 numbers: an LSTM of 16 units falls below half of the best constant answer's error in 300 updates", async () => {
		const task = addition();
		const lstm: GivenOptions = { ...constant, cell: "lstm", hidden: 16, length: "10..15", optimizer: "adam", lr: 0.01 };
		const run = trainer(lstm, task, fastest);
		for (let n = 0; n < 300; n++) run.update(0.5);
		expect((await run.evaluate({ sequences: 1000 })).loss).toBeLessThan(task.baseline! / 2);
		run.free();
	});
});

describe("options of a run on a task", () => {
	const task = temporalOrder2();
	const parsed = (raw: Record<string, unknown>) => parseTaskOptions(raw, task, "test");

	test("what parseTaskOptions gives, it takes again unchanged; lengths are the task's own where none are given", () => {
		for (const raw of [{}, ...cases]) {
			const options = parsed({ cell: "rnn", ...raw });
			expect(parsed({ ...options })).toEqual(options);
			expect(options.length).toBe("50..200");
		}
		expect(parsed({ cell: "lstm" }).forgetBias).toBe(1);
		expect(parsed({ cell: "lstm", forgetBias: "chrono:99" }).forgetBias).toBe("chrono:99");
	});

	test.each([
		[{ k2: 0 }, "E_OPTION"],
		[{ reset: 0 }, "E_OPTION"],
		[{ omegga: 1 }, "E_OPTION"],
		[{ omega: -1, cell: "rnn" }, "E_OPTION"],
		[{ omegaForm: "theirs" }, "E_OPTION"],
		[{ omegaForm: "authors", cell: "rnn" }, "E_OPTION"],
		[{ penalize: "head" }, "E_OPTION"],
		[{ stopAtError: 1.5 }, "E_OPTION"],
		[{ forgetBias: true }, "E_OPTION"],
		[{ cell: "rnn", forgetBias: "chrono:50" }, "E_OPTION"],
		[{ forgetBias: "chrono:two" }, "E_OPTION"],
		[{ length: "200..50" }, "E_OPTION"],
		[{ length: "50.." }, "E_OPTION"],
		[{ length: "9..50" }, "E_TASK_LENGTH"],
		[{ omega: 1, cell: "lstm" }, "E_REMEDY"],
		[{ omega: 1, cell: "gru" }, "E_REMEDY"],
	])("%o is refused with %s", (raw, code) => {
		expect(() => parsed(raw)).toThrow(expect.objectContaining({ code }));
	});

	test("a penalty on a tensor that the model has not is refused before anything is trained", () => {
		expect(() => trainer({ l2: 1, penalize: "weight_hh_l7" })).toThrow(expect.objectContaining({ code: "E_OPTION" }));
	});
});

describe("a gradient truncated after k2 steps on a task", () => {
	/** dL/dw of the first update, whose batch is drawn from the same stream in every run of a seed. */
	const gradientOf = (raw: Record<string, unknown>, task: Task = temporalOrder2()) => {
		const run = trainer({ length: 13, clipNorm: 0, ...raw }, task);
		run.update(0);
		return run.gradients;
	};

	test("of at least the 13 steps of a sequence is that of the whole sequence, bit for bit; of 12 it is not", () => {
		const whole = gradientOf({}).flat;
		expect(gradientOf({ k2: 13 }).flat).toEqual(whole);
		expect(gradientOf({ k2: 40, k1: 50 }).flat).toEqual(whole);
		expect(gradientOf({ k2: 12 }).flat).not.toEqual(whole);
	});

	test.each([{ k2: 5 }, { k1: 2, k2: 5 }, { k1: 5 }])(
		"of the last of 13 steps goes back 5 steps: it is that of a sequence of 5 steps that begins in the state before, %o",
		(raw) => {
			const run = trainer({ length: 13, clipNorm: 0, ...raw });
			const task = temporalOrder2();
			const batch = task.draw(...firstBatch(13, 3));
			const before = new Unrolled(reference, run.weights, { steps: 8, lanes: 3 });
			before.ids.set(batch.ids!.subarray(0, 8 * 3));
			before.forward();
			const last = new Unrolled(reference, run.weights, { steps: 5, lanes: 3, training: true });
			for (const [l, { h }] of last.layers.entries()) h.set(before.layers[l]!.h.subarray(8 * 3 * 5, 9 * 3 * 5));
			last.ids.set(batch.ids!.subarray(8 * 3));
			last.targets.set(batch.targets!.subarray(8 * 3));
			const wanted = new Weights(reference, run.spec);
			last.forward();
			last.backward(wanted, { scale: 1 / 3 });
			run.update(0);
			expect(run.gradients.flat).toEqual(wanted.flat);
		},
	);

	test("of every step scored goes back exactly 4 steps where k1 is 1: it is the sum over the steps, each with 4 steps of its own", () => {
		const task = delayedRecall({ delay: 3, symbols: 4 });
		const run = trainer({ length: 9, k1: 1, k2: 4, clipNorm: 0, layers: 1 }, task);
		const batch = task.draw(...firstBatch(9, 3));
		const { T } = batch;
		const scored = batch.targets!.filter((target) => target >= 0).length;
		const full = new Unrolled(reference, run.weights, { steps: T, lanes: 3 });
		full.ids.set(batch.ids!);
		full.forward();
		const wanted = new Weights(reference, run.spec);
		for (let t = 0; t < T; t++) {
			const from = Math.max(0, t - 3);
			const one = new Unrolled(reference, run.weights, { steps: t + 1 - from, lanes: 3, training: true });
			one.layers[0]!.h.set(full.layers[0]!.h.subarray(from * 15, (from + 1) * 15));
			one.ids.set(batch.ids!.subarray(from * 3, (t + 1) * 3));
			one.targets.fill(-1);
			one.targets.set(batch.targets!.subarray(t * 3, (t + 1) * 3), (t - from) * 3);
			one.forward();
			one.backward(wanted, { scale: 1 / scored });
		}
		run.update(0);
		for (const [k, value] of run.gradients.flat.entries()) expect(value).toBeCloseTo(wanted.flat[k]!, 14);
	});

	test.each([{ k2: 4 }, { k1: 2, k2: 7, cell: "lstm" as const, dropout: 0.3, layers: 2 }, { k1: 3, k2: 5, omega: 2 }])(
		"put back after 9 of 15 updates ends with the bits of the undisturbed run: %o",
		(raw) => {
			for (const task of [temporalOrder2(), addition()]) {
				const calm = trainer(raw, task);
				for (let n = 0; n < 15; n++) calm.update(n / 15);
				const first = trainer(raw, task);
				for (let n = 0; n < 9; n++) first.update(n / 15);
				const second = trainer(raw, task);
				second.restore(stored(first.snapshot()));
				for (let n = 9; n < 15; n++) second.update(n / 15);
				expect(stored(second.snapshot())).toEqual(stored(calm.snapshot()));
				expect(calm.weights.flat.every(Number.isFinite)).toBe(true);
			}
		},
	);
});
