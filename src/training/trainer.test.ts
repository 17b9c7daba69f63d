import { describe, expect, test } from "vitest";
import { VARIANTS } from "../cells/layout.ts";
import { openCorpus } from "../data/corpus.ts";
import { bytesSource } from "../data/source.ts";
import { RandomStream } from "../kernels/random.ts";
import { createReference } from "../kernels/reference.ts";
import { type GivenOptions, parseOptions } from "./options/options.ts";
import type { Snapshot } from "./snapshot.ts";
import { Trainer } from "./trainer.ts";

const engine = createReference();
const random = new RandomStream(5, "text");
const letters = Array.from({ length: 600 }, () => "abcde"[random.below(5)]).join("");
const source = bytesSource("letters", new TextEncoder().encode(letters));
const corpus = await openCorpus(source, { split: [100, 0, 0] });
const usual = { layers: 2, hidden: 4, batch: 3, k1: 7, steps: 100, dropout: 0.3, seed: 11 };

function trainer(raw: GivenOptions = {}): Trainer {
	return new Trainer(engine, corpus.parts.train, 5, parseOptions({ ...usual, ...raw }, "test"));
}

/** A snapshot as a file would give it back: copies, and JSON through text. */
function stored({ tensors, state }: Snapshot): Snapshot {
	const copies = tensors.map((t) => ({ ...t, data: t.data.slice() }));
	return { tensors: copies, state: JSON.parse(JSON.stringify(state)) };
}

const cases: GivenOptions[] = [
	...(["rnn", "lstm", "gru"] as const).flatMap((cell) => VARIANTS[cell].map((variant) => ({ cell, variant }))),
	...(["sgd", "momentum", "rmsprop", "adamw"] as const).map((optimizer) => ({ optimizer })),
	{ k1: 5, k2: 12 },
	{ k1: 12, k2: 5 },
	{ clipValue: 0.01, weightDecay: 0.1, batch: 5 },
	{ cell: "rnn", k1: 5, k2: 12, omega: 2, l1: 0.01, l2: 0.02, penalize: "recurrent" },
	{ cell: "rnn", k1: 12, k2: 5, omega: 2, omegaForm: "authors", optimizer: "sgd" },
	{ cell: "lstm", forgetBias: "chrono:20", init: "normal:0.3" },
	{ batch: 6, shards: 3, k1: 5, k2: 12 },
	{ weightDrop: 0.4, k1: 12, k2: 5 },
	{ weightDrop: 0.4, batch: 6, shards: 3, k1: 5, k2: 12 },
];

describe("a training run", () => {
	test.each(cases)("put back after 40 of 60 updates ends with the bits of the undisturbed run: %o", async (raw) => {
		const calm = trainer(raw);
		for (let n = 0; n < 60; n++) await calm.update(n / 100);
		const first = trainer(raw);
		for (let n = 0; n < 40; n++) await first.update(n / 100);
		const second = trainer(raw);
		await second.restore(stored(first.snapshot()));
		for (let n = 40; n < 60; n++) await second.update(n / 100);
		expect(stored(second.snapshot())).toEqual(stored(calm.snapshot()));
		expect(calm.weights.flat.every(Number.isFinite)).toBe(true);
	});

	describe("with the gradient laboratory's remedies", () => {
		const still: GivenOptions = {
			cell: "rnn",
			optimizer: "sgd",
			lr: 1,
			schedule: "constant",
			warmup: 0,
			clipNorm: 0,
			reset: 0,
		};
		const moved = async (more: GivenOptions) => {
			const run = trainer({ ...still, dropout: 0, ...more });
			const before = run.weights.flat.slice();
			const report = await run.update(0.5);
			return { report, run, before, step: run.weights.flat.map((w, j) => before[j]! - w) };
		};

		test.each([{}, { k1: 9, k2: 4 }])(
			"an update moves the weights by the gradient of loss + alpha Omega + L2, Omega reaching W_hh alone: %o",
			async (windows) => {
				const plain = await moved(windows);
				const omega = await moved({ ...windows, omega: 1 });
				const both = await moved({ ...windows, omega: 3, l2: 0.1, penalize: "head.weight" });
				expect(omega.report.omega).toBeGreaterThan(0);
				expect(both.report.omega).toBe(omega.report.omega);
				for (const { name, offset, length } of plain.run.weights.specs) {
					let largest = 0;
					for (let j = offset; j < offset + length; j++) {
						const share = omega.step[j]! - plain.step[j]!; // the gradient of Omega
						largest = Math.max(largest, Math.abs(share));
						const decay = name === "head.weight" ? 0.1 * plain.before[j]! : 0;
						expect(Math.abs(both.step[j]! - (plain.step[j]! + 3 * share + decay))).toBeLessThan(1e-12);
					}
					expect([name, largest > 1e-6]).toEqual([name, name.startsWith("weight_hh")]);
				}
				expect(both.report.gradNorm).toBeCloseTo(Math.hypot(...both.step), 9);
				expect(both.report.lossNats).toBe(plain.report.lossNats); // the loss told is the text's alone
			},
		);

		test("Omega of an update cut into two pieces of 6 steps is the sum of what two updates of 6 steps have", async () => {
			const options = { omega: 1, lr: 0 };
			const [{ report }, { report: first, run }] = [
				await moved({ ...options, k1: 12, k2: 6 }),
				await moved({ ...options, k1: 6 }),
			];
			const second = await run.update(0.5);
			expect(Math.abs(report.omega! - (first.omega! + second.omega!))).toBeLessThan(1e-12 * report.omega!);
		});

		test("chrono:20 starts the forget gates of every layer at b = log U[1,19] and the input gates at -b", () => {
			const { weights } = trainer({ cell: "lstm", forgetBias: "chrono:20" });
			for (const l of [0, 1]) {
				const b = weights.layer(l).b; // [4H] i, f, g, o
				for (let k = 0; k < 4; k++) {
					expect(b[4 + k]).toBe(-b[k]!);
					expect(b[4 + k]! >= 0 && b[4 + k]! <= Math.log(19)).toBe(true);
				}
			}
		});

		test.each<[GivenOptions, string]>([
			[{ cell: "gru", omega: 1 }, "E_REMEDY"],
			[{ omega: 1 }, "E_REMEDY"],
			[{ cell: "rnn", omegaForm: "authors" }, "E_OPTION"],
			[{ penalize: "head" }, "E_OPTION"],
			[{ length: "50" }, "E_OPTION"],
			[{ stopAtError: 0 }, "E_OPTION"],
			[{ l2: 1, penalize: "weight_hh_l7" }, "E_OPTION"],
		])("%o is refused with %s before anything is trained", (raw, code) => {
			expect(() => trainer(raw)).toThrow(expect.objectContaining({ code }));
		});
	});

	test("learns: on the text abcde... repeated, 300 updates bring the loss from ln 5 below 0.1 nats", async () => {
		const text = bytesSource("cycle", new TextEncoder().encode("abcde".repeat(120)));
		const { parts } = await openCorpus(text, { split: [100, 0, 0] });
		const options = parseOptions({ hidden: 8, batch: 3, k1: 7, lr: 0.02, steps: 300 }, "test");
		const run = new Trainer(engine, parts.train, 5, options);
		const first = await run.update(0.5);
		expect(Math.abs(first.lossNats - Math.log(5))).toBeLessThan(0.6);
		let last = first;
		for (let n = 1; n < 300; n++) last = await run.update(0.5);
		expect(last.lossNats).toBeLessThan(0.1);
	});

	test("the clipped share counts the updates whose norm was above the limit", async () => {
		const run = trainer({ clipNorm: 0.05 });
		let above = 0;
		for (let n = 0; n < 20; n++) {
			const report = await run.update(0.5);
			expect(report.clipped).toBe(report.gradNorm > 0.05);
			if (report.clipped) above++;
		}
		expect(above).toBeGreaterThan(0);
		expect(run.clippedShare).toBe(above / 20);
	});

	test("an update whose largest element is above the value allowed is cut, and counts as clipped; beside a norm, after it", async () => {
		const plain = trainer({ clipNorm: 0 });
		const { gradNorm: norm } = await plain.update(0.5);
		const largest = Math.max(...[...plain.gradients.flat].map(Math.abs));
		const first = async (clipNorm: number, clipValue: number) => {
			const run = trainer({ clipNorm, clipValue });
			const { clipped, cut } = await run.update(0.5);
			return [clipped, cut, run.clippedShare];
		};
		expect(await first(0, 0.99 * largest)).toEqual([true, true, 1]);
		expect(await first(0, 1.01 * largest)).toEqual([false, false, 0]);
		expect(await first(norm / 2, 0.49 * largest)).toEqual([true, true, 1]);
		expect(await first(norm / 2, 0.51 * largest)).toEqual([true, false, 1]);
	});

	test("a NaN in a weight, and an Infinity in the carried state, are named with step, tensor and index, and not applied", async () => {
		const run = trainer({ dropout: 0 });
		for (let n = 0; n < 3; n++) await run.update(0.5);
		const before = stored(run.snapshot());
		run.weights.tensor("weight_hh_l1")[13] = Number.NaN;
		const report = await run.update(0.5);
		expect(report.divergence).toEqual({
			kind: "not-finite",
			step: 4,
			tensor: "weight_hh_l1",
			index: 13,
			value: Number.NaN,
		});
		expect(run.step).toBe(3);
		await run.restore(before);
		const state = stored(run.snapshot());
		state.tensors.find((t) => t.name === "state.l0.c")!.data[5] = Number.POSITIVE_INFINITY;
		await run.restore(state);
		const second = await run.update(0.5);
		expect(second.divergence).toMatchObject({ step: 4, tensor: "l0.c", index: 5, value: Number.POSITIVE_INFINITY });
	});

	test("a snapshot of another shape, with a missing tensor or a state out of range, is refused with E_SNAPSHOT", async () => {
		const good = stored(trainer().snapshot());
		const refuse = async (change: (s: Snapshot) => void) => {
			const bad = stored(good);
			change(bad);
			await expect(trainer().restore(bad)).rejects.toMatchObject({ code: "E_SNAPSHOT" });
		};
		await refuse((s) => s.tensors.pop());
		await refuse((s) => Object.assign(s.tensors[0]!, { shape: [3] }));
		await refuse((s) => Object.assign(s.state, { step: -1 }));
		await refuse((s) => Object.assign(s.state, { step: 1.5 }));
		await refuse((s) => Object.assign(s.state, { history: [1, 2, 3] }));
		await refuse((s) => Object.assign(s.state, { cursor: null }));
	});

	test("a corpus shorter than its lanes need is refused with the numbers", () => {
		expect(() => trainer({ batch: 100 })).toThrow(expect.objectContaining({ code: "E_CORPUS_SHORT" }));
	});
});

describe("options", () => {
	const refused = (raw: Record<string, unknown>) => {
		expect(() => parseOptions(raw as GivenOptions, "test")).toThrow(
			expect.objectContaining({ code: "E_OPTION", exitCode: 2 }),
		);
	};

	test("unknown names, wrong types, values out of range and two budgets are refused with E_OPTION", () => {
		refused({ hiden: 3 });
		for (const hidden of [0, -1, 1.5, "12", Number.NaN, Infinity, 20000, true, {}]) refused({ hidden });
		refused({ cell: "transformer" });
		refused({ cell: "gru", variant: "peephole" });
		refused({ steps: 5, minutes: 1 });
		refused({ cell: "rnn", forgetBias: 1 });
		refused({ variant: "1997", forgetBias: 1 });
		refused({ dropout: 1 });
	});

	test("what parseOptions gives, it takes again unchanged", () => {
		for (const raw of cases) {
			const options = parseOptions({ ...usual, ...raw }, "test");
			expect(parseOptions({ ...options }, "again")).toEqual(options);
		}
	});

	test("k2 follows k1, the rate follows the optimiser, forget bias is 1 for an LSTM only, the budget 3 minutes", () => {
		expect(parseOptions({ k1: 9 }, "test")).toMatchObject({ k2: 9, minutes: 3, forgetBias: 1, variant: "forget" });
		expect(parseOptions({ cell: "gru", optimizer: "sgd" }, "test")).toMatchObject({ lr: 1, forgetBias: 0 });
		expect([50, 256, 512].map((hidden) => parseOptions({ hidden }, "test").lr)).toEqual([0.008, 2 / 256, 2 / 512]);
	});
});
