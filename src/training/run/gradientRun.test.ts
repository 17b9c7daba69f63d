import { describe, expect, test } from "vitest";
import { openCorpus } from "../../data/corpus.ts";
import { bytesSource } from "../../data/source.ts";
import { RandomStream } from "../../kernels/random.ts";
import { createReference } from "../../kernels/reference.ts";
import type { Keeper } from "../keeper.ts";
import { type GivenOptions, parseOptions } from "../options/options.ts";
import type { Snapshot } from "../snapshot.ts";
import { TextSubject } from "../text/textSubject.ts";
import { Trainer } from "../trainer.ts";
import type { TrainEvent } from "./events.ts";
import { GradientRun } from "./gradientRun.ts";
import { withoutClock } from "./logLines.ts";
import { freshProgress, parseProgress } from "./progress.ts";

const engine = createReference();
const random = new RandomStream(5, "text");
const letters = Array.from({ length: 900 }, () => "abcde"[random.below(5)]).join("");
const corpus = await openCorpus(bytesSource("letters", new TextEncoder().encode(letters)), { split: [80, 20, 0] });

function copied({ tensors, state }: Snapshot): Snapshot {
	return { tensors: tensors.map((t) => ({ ...t, data: t.data.slice() })), state: structuredClone(state) };
}

type Line = Parameters<Keeper["metric"]>[0];

/** A session whose clock moves by `tick` seconds each time it is read, and whose keeper is a list. */
function session(raw: GivenOptions, tick = 0, prepare?: (t: Trainer) => void) {
	const options = parseOptions({ hidden: 4, batch: 3, k1: 7, lr: 0.01, seed: 3, ...raw }, "test");
	const trainer = new Trainer(engine, corpus.parts.train, corpus.vocabulary.size, options);
	prepare?.(trainer);
	const metrics: Line[] = [];
	const records: Line[] = [];
	const saves: {
		step: number;
		validLoss: number | null;
		goodStep: number;
		snapshot: Snapshot;
		metrics: Line[];
		records: Line[];
	}[] = [];
	const events: TrainEvent[] = [];
	let now = 0;
	const keeper: Keeper = {
		...{ name: "run", folder: "", close: () => {} },
		metric: (line) => metrics.push(JSON.parse(JSON.stringify(line))),
		sample: () => {},
		record: (line) => records.push(JSON.parse(JSON.stringify(line))),
		checkpoint(snapshot, step, validLoss, goodStep) {
			saves.push({
				step,
				validLoss,
				goodStep,
				snapshot: copied(snapshot),
				metrics: [...metrics],
				records: [...records],
			});
			return `step-${step}`;
		},
		goBack(step) {
			for (const lines of [metrics, records])
				lines.splice(0, lines.length, ...lines.filter((line) => line.step <= step));
			return copied(saves.findLast((save) => save.step === step)!.snapshot);
		},
	};
	const { steps, epochs, minutes } = options;
	const controller = new AbortController();
	const made = new GradientRun({
		...{ subject: new TextSubject(trainer, corpus), keeper, signal: controller.signal },
		host: { clock: () => (now += tick), turn: () => new Promise((resolve) => setImmediate(resolve)) },
		...{ onEvent: (event) => events.push(event), progress: freshProgress({ steps, epochs, minutes }) },
	});
	return { made, trainer, metrics, records, saves, events, controller };
}

describe("a session", () => {
	test("of 100 steps validates 20 times, writes a line of metrics every 10 steps, and saves first, best and last", async () => {
		const { made, trainer, metrics, saves } = session({ steps: 100 });
		expect(await made.run()).toBe("budget");
		expect(trainer.step).toBe(100);
		const validations = metrics.filter((line) => line.validLossNats !== undefined);
		expect(validations.map((line) => line.step)).toEqual(Array.from({ length: 20 }, (_, n) => 5 * (n + 1)));
		expect(metrics.filter((line) => line.lossNats !== undefined).map((line) => line.step)).toEqual(
			Array.from({ length: 10 }, (_, n) => 10 * (n + 1)),
		);
		expect(saves[0]!.step).toBe(0);
		expect(saves.at(-1)!.step).toBe(100);
		for (const line of validations.filter((v) => v.best)) {
			expect(saves.find((s) => s.step === line.step)?.validLoss).toBe(line.validLossNats);
		}
	});

	test("goes on from any checkpoint with equal metrics, save for the clock, and equal bits at the end", async () => {
		const calm = session({ steps: 60, saveEvery: 7, dropout: 0.2 });
		await calm.made.run();
		const last = calm.saves.at(-1)!.snapshot;
		for (const { step, snapshot } of calm.saves) {
			const again = session({ steps: 60, saveEvery: 7, dropout: 0.2 });
			await again.trainer.restore(snapshot);
			Object.assign(again.made.progress, structuredClone(snapshot.state.progress));
			await again.made.run();
			expect(again.trainer.snapshot().tensors).toEqual(last.tensors);
			const expected = calm.metrics.filter((line) => line.step > step).map(withoutClock);
			expect(again.metrics.map(withoutClock)).toEqual(expected);
		}
	});

	test("a checkpoint's progress is read back as it was written, and refused with E_SNAPSHOT where a field is not what it was", async () => {
		const { made, saves } = session({ steps: 9, validEvery: 4 });
		await made.run();
		const good = saves.at(-1)!.snapshot.state.progress as { [key: string]: never };
		expect(parseProgress(good)).toEqual(good);
		for (const key of Object.keys(good)) {
			for (const bad of [undefined, "1", -1, [-1], Number.NaN]) {
				if (key === "budgets" && bad === undefined) continue; // a checkpoint from before they were kept
				expect(() => parseProgress({ ...good, [key]: bad as never })).toThrow(
					expect.objectContaining({ code: "E_SNAPSHOT" }),
				);
			}
		}
	});

	test("updates cut by value are counted in the lines of metrics, over a stop too; a checkpoint from before there was a count goes on", async () => {
		const options = { steps: 40, saveEvery: 7, clipNorm: 0.3, clipValue: 0.15 };
		const calm = session(options);
		await calm.made.run();
		const counts = calm.metrics.flatMap(({ clipped, cut }) => (clipped === undefined ? [] : [[clipped, cut]]));
		expect(counts).toHaveLength(4);
		const [clipped, cut] = [0, 1].map((k) => counts.reduce((sum, line) => sum + (line[k] as number), 0));
		expect(clipped).toBe(Math.round(calm.trainer.clippedShare * 40));
		expect(cut).toBeGreaterThan(0);
		expect(cut).toBeLessThan(clipped!);
		const { step, snapshot } = calm.saves[2]!;
		const again = session(options);
		await again.trainer.restore(snapshot);
		Object.assign(again.made.progress, structuredClone(snapshot.state.progress));
		await again.made.run();
		expect(again.metrics.map(withoutClock)).toEqual(calm.metrics.filter((line) => line.step > step).map(withoutClock));
		const { line, ...older } = snapshot.state.progress as { line: { [key: string]: number } };
		const { cut: _, ...without } = line;
		expect(parseProgress({ ...older, line: without }).line).toEqual({ ...line, cut: 0 });
		const free = session({ steps: 10 });
		await free.made.run();
		expect(free.metrics.some((line) => "cut" in line)).toBe(false);
	});

	test("with a record at every step, every 4 steps or none it ends with equal weights, moments and metrics", async () => {
		const none = session({ steps: 30, recordEvery: 0, dropout: 0.3, k2: 11 });
		await none.made.run();
		expect(none.records).toEqual([]);
		for (const recordEvery of [1, 4]) {
			const some = session({ steps: 30, recordEvery, dropout: 0.3, k2: 11 });
			await some.made.run();
			expect(some.trainer.snapshot().tensors).toEqual(none.trainer.snapshot().tensors);
			expect(some.metrics.map(withoutClock)).toEqual(none.metrics.map(withoutClock));
			const steps = Array.from({ length: Math.floor(30 / recordEvery) + 1 }, (_, n) => n * recordEvery);
			expect(some.records.map(({ step }) => step)).toEqual(steps);
		}
	});

	test("a run that goes on from a checkpoint writes the records of one that was never stopped, clip shares among them", async () => {
		const options = { steps: 40, saveEvery: 7, recordEvery: 4, clipNorm: 0.3 };
		const calm = session(options);
		await calm.made.run();
		const shares = calm.records.map(({ clippedShare }) => clippedShare as number);
		expect(shares[0]).toBe(0);
		expect(shares.reduce((sum, share) => sum + 4 * share, 0)).toBeCloseTo(calm.trainer.clippedShare * 40, 9);
		for (const { step, snapshot } of calm.saves) {
			const again = session(options);
			await again.trainer.restore(snapshot);
			Object.assign(again.made.progress, structuredClone(snapshot.state.progress));
			await again.made.run();
			expect(again.records).toEqual(calm.records.filter((line) => line.step > step));
		}
	});

	test("of 0 steps saves the untrained weights and ends", async () => {
		const { made, saves } = session({ steps: 0 });
		expect(await made.run()).toBe("budget");
		expect(saves.map((s) => s.step)).toEqual([0]);
	});

	test("of 1 minute ends within 60 seconds of its own clock, with the evaluation's time kept back", async () => {
		const { made, trainer, events } = session({ minutes: 1 }, 0.05);
		expect(await made.run()).toBe("budget");
		expect(trainer.step).toBeGreaterThan(50);
		expect(made.progress.seconds).toBeLessThanOrEqual(60);
		expect(made.progress.seconds).toBeGreaterThan(50);
		const valid = events.filter((e) => e.type === "valid");
		expect(valid.length).toBeGreaterThan(15);
		expect(valid.length).toBeLessThanOrEqual(20);
	});

	test("stops early after `patience` validations without a better one", async () => {
		const { made, metrics } = session({ steps: 1000, lr: 0, validEvery: 4, patience: 3 });
		expect(await made.run()).toBe("early-stop");
		const best = metrics.filter((line) => line.validLossNats !== undefined).map((line) => line.best);
		expect(best).toEqual([true, false, false, false]);
	});

	test("a signal before the first update ends it there, with a checkpoint of step 0", async () => {
		const { made, saves, controller, trainer } = session({ steps: 1000 });
		controller.abort("SIGTERM");
		expect(await made.run()).toBe("signal");
		expect(trainer.step).toBe(0);
		expect(saves.at(-1)!.step).toBe(0);
	});

	test("a validation cut short by a signal is made up when the run goes on: equal metrics and bits", async () => {
		const calm = session({ steps: 30, validEvery: 5 });
		await calm.made.run();
		const cut = session({ steps: 30, validEvery: 5 });
		const update = cut.trainer.update.bind(cut.trainer);
		cut.trainer.update = async (progress) => {
			const report = await update(progress);
			if (report.step === 10) cut.controller.abort("SIGINT"); // just before the validation of step 10
			return report;
		};
		expect(await cut.made.run()).toBe("signal");
		expect(cut.events.filter((e) => e.type === "valid").map((e) => e.step)).toEqual([5]);
		const { snapshot } = cut.saves.at(-1)!;
		const again = session({ steps: 30, validEvery: 5 });
		await again.trainer.restore(snapshot);
		Object.assign(again.made.progress, structuredClone(snapshot.state.progress));
		await again.made.run();
		expect([...cut.metrics, ...again.metrics].map(withoutClock)).toEqual(calm.metrics.map(withoutClock));
		expect(again.trainer.snapshot().tensors).toEqual(calm.trainer.snapshot().tensors);
	});

	test("a number that goes wrong ends it with E_DIVERGED, exit code 3, a line of metrics, and the last checkpoint whole", async () => {
		const { made, saves, metrics } = session({ steps: 10 }, 0.01, (t) => {
			t.weights.tensor("weight_hh_l0")[2] = Number.NaN;
		});
		await expect(made.run()).rejects.toMatchObject({ code: "E_DIVERGED", exitCode: 3 });
		expect(metrics).toEqual([
			expect.objectContaining({
				divergence: { kind: "not-finite", tensor: "weight_hh_l0", index: 2, value: "NaN", gradNorms: [] },
			}),
		]);
		expect(saves).toEqual([]);
	});

	test("weights that an update itself made infinite are never saved: the last good checkpoint stays the newest", async () => {
		const { made, saves, trainer } = session({ steps: 12, saveEvery: 5, rollbacks: 0 });
		const update = trainer.update.bind(trainer);
		trainer.update = async (progress) => {
			const report = await update(progress);
			if (report.step === 10) trainer.weights.tensor("head.bias")[1] = Number.POSITIVE_INFINITY;
			return report;
		};
		const wanted = { code: "E_DIVERGED", params: { tensor: "head.bias", index: 1, checkpoint: 9 } };
		await expect(made.run()).rejects.toMatchObject(wanted);
		expect(saves.at(-1)!.step).toBe(9);
	});

	test("keepBest 2 saves at every validation that is among the two best so far", async () => {
		const { made, metrics, saves } = session({
			steps: 60,
			validEvery: 4,
			keepBest: 2,
			lr: 0.3,
			saveEvery: 1000,
			rollbacks: 0,
		});
		await made.run();
		let best: number[] = [];
		for (const { step, validLossNats } of metrics.filter((line) => line.validLossNats !== undefined)) {
			best = [...best, validLossNats as number].sort((a, b) => a - b).slice(0, 2);
			const saved = saves.some((s) => s.step === step);
			if (step < 60) expect([step, saved]).toEqual([step, best.includes(validLossNats as number)]);
		}
	});

	test("a huge rate without clipping diverges and says so within 200 steps", async () => {
		const raw: GivenOptions = {
			steps: 200,
			lr: 1e6,
			optimizer: "sgd",
			clipNorm: 0,
			cell: "rnn",
			variant: "linear",
			schedule: "constant",
		};
		await expect(session(raw).made.run()).rejects.toMatchObject({ code: "E_DIVERGED", params: { rollbacks: 3 } });
	});
});

describe("a session whose numbers go wrong", () => {
	const OPTIONS = { steps: 60, validEvery: 8, keepLast: 1, dropout: 0.2, recordEvery: 12 };

	/** Step 21 spoils a weight while the rate is more than a quarter of what was asked. */
	const wild = (raw = {}, tick = 0) => {
		const made = session({ ...OPTIONS, ...raw }, tick);
		const update = made.trainer.update.bind(made.trainer);
		made.trainer.update = async (progress, rate = 1) => {
			const report = await update(progress, rate);
			if (report.step === 21 && rate > 0.25) made.trainer.weights.tensor("bias_l0")[5] = Number.NaN;
			return report;
		};
		return made;
	};

	test("goes back to the last validation's checkpoint twice, each time at half the rate, and says which tensor, where and after which gradients", async () => {
		const { made, trainer, metrics, events, saves } = wild();
		const calm = session(OPTIONS);
		expect(await made.run()).toBe("budget");
		await calm.made.run();
		expect(trainer.step).toBe(60);
		const told = events.filter((e) => e.type === "rollback");
		const first = {
			step: 22,
			to: 16,
			kind: "not-finite",
			tensor: "bias_l0",
			index: 5,
			value: "NaN",
			rate: 0.5,
			left: 2,
		};
		expect(told).toEqual([expect.objectContaining(first), expect.objectContaining({ ...first, rate: 0.25, left: 1 })]);
		const norms = events.flatMap((e) => (e.type === "step" ? [e.gradNorm] : [])); // 1 to 21, then 17 to 21 again
		expect(told[0]!.gradNorms).toEqual(norms.slice(13, 21));
		expect(told[1]!.gradNorms).toEqual([...norms.slice(13, 16), ...norms.slice(21, 26)]);
		const { type: _, left: __, ...line } = told[1]!;
		expect(metrics.filter(({ rollback }) => rollback).map(({ step }) => step)).toEqual([17, 17]);
		expect(metrics.findLast(({ rollback }) => rollback)!.rollback).toEqual(line);
		const rates = (lines: Line[]) => lines.filter(({ lr }) => lr !== undefined).map(({ lr }) => lr as number);
		const asked = rates(calm.metrics);
		expect(rates(metrics)).toEqual(asked.map((lr, n) => (n === 0 ? lr : lr / 4))); // the line of step 10 came before
		expect(saves.at(-1)!.goodStep).toBe(56);
	});

	test("ends with the bits of an undisturbed run when it is stopped and resumed at any save, and whatever the clock saves in between", async () => {
		const calm = wild();
		await calm.made.run();
		const last = calm.saves.at(-1)!.snapshot;
		const hasty = wild({}, 7); // a save at every other step
		await hasty.made.run();
		expect(hasty.saves.length).toBeGreaterThan(2 * calm.saves.length);
		expect(hasty.trainer.snapshot().tensors).toEqual(last.tensors);
		expect(hasty.metrics.map(withoutClock)).toEqual(calm.metrics.map(withoutClock));
		for (const [n, { step, snapshot, metrics, records }] of hasty.saves.entries()) {
			const again = wild();
			again.saves.push(...hasty.saves.slice(0, n + 1)); // what lies on the disk, rewound to the checkpoint
			again.metrics.push(...metrics.filter((line) => line.step <= step));
			again.records.push(...records.filter((line) => line.step <= step));
			await again.trainer.restore(snapshot);
			Object.assign(again.made.progress, parseProgress(structuredClone(snapshot.state.progress)));
			await again.made.run();
			expect(again.trainer.snapshot().tensors).toEqual(last.tensors);
			expect(again.metrics.map(withoutClock)).toEqual(calm.metrics.map(withoutClock));
			expect(again.records).toEqual(calm.records);
		}
	});

	test("stops with E_DIVERGED when it has gone back as often as --rollbacks allows", async () => {
		const { made, metrics } = wild({ rollbacks: 1 });
		await expect(made.run()).rejects.toMatchObject({ code: "E_DIVERGED", params: { rollbacks: 1, tensor: "bias_l0" } });
		expect(metrics.at(-1)!.divergence).toMatchObject({ tensor: "bias_l0", index: 5, value: "NaN" });
	});

	test("goes back when the mean loss of ten updates is over ten times what the untrained model cost, before any number is wrong", async () => {
		const exploding = (rollbacks: number) => {
			const made = session({ ...OPTIONS, rollbacks });
			const update = made.trainer.update.bind(made.trainer);
			made.trainer.update = async (progress, rate = 1) => {
				const report = await update(progress, rate);
				return report.step > 20 && rate === 1 ? { ...report, loss: 40 } : report;
			};
			return made;
		};
		const { made, events, trainer } = exploding(3);
		expect(await made.run()).toBe("budget");
		expect(events.filter((e) => e.type === "rollback")).toEqual([
			expect.objectContaining({ step: 30, to: 16, kind: "exploded", tensor: "loss", value: "40", rate: 0.5 }),
		]);
		expect(trainer.step).toBe(60);
		const as = exploding(0); // as without a guard
		expect(await as.made.run()).toBe("budget");
		expect(as.events.some((e) => e.type === "rollback")).toBe(false);
	});
});
