import { expect, test } from "vitest";
import { engineFor } from "../../test/conformance/fastEngine.ts";
import type { CellSpec } from "../cells/layout.ts";
import { Unrolled } from "../cells/unroll.ts";
import { Weights } from "../cells/weights.ts";
import { taskNamed } from "../data/tasks/registry.ts";
import type { Task, TaskBatch, TaskSet } from "../data/tasks/task.ts";
import { RandomStream } from "../kernels/random.ts";
import { examine } from "./examine.ts";
import { gradientByLag, lastAnswers } from "./gradientByLag.ts";
import { largestSingular, stepSpectra } from "./jacobian.ts";
import { reachByLag } from "./reach.ts";
import { taskSequences } from "./taskSequences.ts";

const H = 5;
const training = { clipNorm: 1, lr: 0.01 };

/** Fresh sequences of an endless task, one seed. */
const endless = (task: Task, length: number): TaskSet => {
	const random = new RandomStream(3, "sequences");
	return { count: 1000, batch: (_, batch) => task.draw(random, { batch, length }) };
};
/** The same few sequences, returned as finite data would be. */
const fixed = (singles: TaskBatch[]): TaskSet => ({ count: singles.length, batch: (first) => singles[first]! });
const drawn = (task: Task, length: number, n: number) => {
	const set = endless(task, length);
	return Array.from({ length: n }, () => set.batch(0, 1));
};

function weightsOf(name: "fast" | "reference", spec: CellSpec, task: Task, layers = 1) {
	const { inputs, outputs, input, head } = task;
	const engine = engineFor(name);
	const size = { symbols: inputs, outputs, input, head, hidden: H, layers, dropout: 0 };
	const weights = new Weights(engine, { ...spec, ...size });
	const random = new RandomStream(8, "weights");
	for (let j = 0; j < weights.flat.length; j++) weights.flat[j] = Math.fround(0.5 * random.normal());
	return { engine, weights };
}

/** One complete sequence from a zero state, with its gradient at every lag, log2. */
function alone(name: "reference", spec: CellSpec, task: Task, single: TaskBatch, K: number, layers = 1) {
	const { engine, weights } = weightsOf(name, spec, task, layers);
	const window = new Unrolled(engine, weights, { steps: single.T, lanes: 1 });
	if (single.ids) window.ids.set(single.ids);
	if (single.x) window.x!.set(single.x);
	if (single.targets) window.targets.set(single.targets);
	if (single.values) window.values!.set(single.values);
	window.forward();
	return gradientByLag(window, K, { sources: lastAnswers(single, task.outputs) });
}

test("temporal order over 150 steps, tanh: the float32 curve is that of plain float64 loops at each of 149 lags, to 1e-4", async () => {
	const task = taskNamed("temporal-order");
	const { engine, weights } = weightsOf("fast", { cell: "rnn", variant: "tanh" }, task);
	const singles = drawn(task, 150, 4);
	const { lags } = await examine(taskSequences(engine, weights, fixed(singles)), { lags: 400, sequences: 4, training });
	expect([lags.lags, lags.sequences]).toEqual([149, 4]);
	const [W, U, b] = ["weight_hh_l0", "weight_ih_l0", "bias_l0"].map((n) => Float64Array.from(weights.tensor(n))); // [H,H], [H,D], [H]
	const [out, outBias] = ["head.weight", "head.bias"].map((n) => Float64Array.from(weights.tensor(n))); // [V,H], [V]
	const curves = singles.map(({ T, ids, targets }) => {
		const u = new Float64Array(T * H); // [T,H]
		for (let t = 0; t < T; t++) for (let i = 0; i < H; i++) u[t * H + i] = U![i * task.inputs + ids![t]!]! + b![i]!;
		let h = new Float64Array(H);
		for (let t = 0; t < T; t++)
			h = h.map((_, i) => Math.tanh(u[t * H + i]! + h.reduce((sum, value, j) => sum + W![i * H + j]! * value, 0)));
		const y = [0, 1, 2, 3].map((v) => outBias![v]! + h.reduce((sum, value, j) => sum + out![v * H + j]! * value, 0));
		const whole = y.reduce((sum, value) => sum + Math.exp(value), 0);
		const dy = y.map((value, v) => Math.exp(value) / whole - (targets![T - 1] === v ? 1 : 0));
		const g0 = Float64Array.from({ length: H }, (_, j) => dy.reduce((sum, d, v) => sum + d * out![v * H + j]!, 0));
		return reachByLag("tanh", W!, u, g0).log10;
	});
	for (let k = 0; k <= 149; k++) {
		const mean = curves.reduce((sum, curve) => sum + curve[k]! / 4, 0);
		expect(Math.abs(lags.layers[0]!.h.typical[k]! * Math.log10(2) - mean)).toBeLessThan(1e-4);
	}
	expect(curves[0]![149]).toBeLessThan(-8); // 149 steps back it is small, and known to four digits
});

test("strings of Reber's grammar, 9 to 30 steps long, 2 layers: each is looked at from its own end, half of them reach K, as each alone to 1e-9", async () => {
	const task = taskNamed("reber");
	const spec: CellSpec = { cell: "lstm", variant: "forget" };
	const singles = drawn(task, 40, 12);
	const ends = singles.map((single) => lastAnswers(single, task.outputs)[0]!);
	expect(new Set(ends).size).toBeGreaterThan(3);
	const { engine, weights } = weightsOf("reference", spec, task, 2);
	const { window, lags: K, steps } = await taskSequences(engine, weights, fixed(singles)).open(1000, 6);
	expect(K).toBe([...ends].sort((a, b) => a - b)[5]);
	const far = singles.flatMap((single, n) => (ends[n]! >= K ? [{ single, end: ends[n]! }] : []));
	const chosen = Array.from({ length: 6 }, (_, n) => far[Math.floor((n * far.length) / 6)]!);
	expect([window.B, steps]).toEqual([6, Math.max(...chosen.map(({ end }) => end)) + 1]);
	const { layers } = gradientByLag(window, K);
	const each = chosen.map(({ single }) => alone("reference", spec, task, single, K, 2));
	for (const l of [0, 1]) {
		for (let k = 0; k <= K; k++) {
			const mean = each.reduce((sum, one) => sum + one.layers[l]!.c!.typical[k]! / 6, 0);
			expect(layers[l]!.c!.typical[k]).toBeCloseTo(mean, 9);
		}
	}
});

test("a sequence of 300 steps looked at over its last 10 comes there in the state that it has after 290, GRU, to 1e-9", async () => {
	const task = taskNamed("delayed-recall", { delay: 7 });
	const spec: CellSpec = { cell: "gru", variant: "reset-after" };
	const [single] = drawn(task, 300, 1);
	const { engine, weights } = weightsOf("reference", spec, task);
	const { window, lags } = await taskSequences(engine, weights, fixed([single!])).open(10, 16);
	expect([lags, window.T, window.B]).toEqual([10, 11, 1]);
	const { layers } = gradientByLag(window, 10);
	const whole = alone("reference", spec, task, single!, 10);
	for (let k = 0; k <= 10; k++) expect(layers[0]!.h.typical[k]).toBeCloseTo(whole.layers[0]!.h.typical[k]!, 9);
});

test("with an answer at the last step alone the triangle has one row, which sums to 1, and nothing is truncated; with one at each, all", async () => {
	const once = taskNamed("temporal-order");
	const last = weightsOf("fast", { cell: "rnn", variant: "tanh" }, once);
	const { triangles, horizon, findings } = await examine(taskSequences(last.engine, last.weights, endless(once, 60)), {
		training,
	});
	const rows = (share: Float64Array) =>
		Array.from({ length: 24 }, (_, t) => share.subarray(t * 24, (t + 1) * 24).reduce((a, b) => a + b));
	for (const [t, sum] of rows(triangles[0]!.share).entries()) expect(sum).toBeCloseTo(t === 23 ? 1 : 0, 12);
	expect(horizon).toBe(60);
	expect(findings.some(({ kind }) => kind === "truncated")).toBe(false);
	const all = taskNamed("delayed-recall", { delay: 7 });
	const each = weightsOf("fast", { cell: "gru", variant: "reset-after" }, all);
	const recall = await examine(taskSequences(each.engine, each.weights, endless(all, 60)), { training });
	for (const sum of rows(recall.triangles[0]!.share)) expect(sum).toBeCloseTo(1, 12);
});

test("a plain cell that vanishes on 60 steps with one target is offered an LSTM with forget gates open for long, or Omega of 2 from a smart-tanh start", async () => {
	const task = taskNamed("temporal-order");
	const { engine, weights } = weightsOf("fast", { cell: "rnn", variant: "tanh" }, task);
	weights.layer(0).w_hh.fill(0.01);
	const { findings } = await examine(taskSequences(engine, weights, endless(task, 60)), { training });
	expect(findings[0]).toMatchObject({
		...{ kind: "vanishing", severity: 3, evidence: { horizon: 60 } },
		remedy: { id: "cell-lstm", options: { cell: "lstm", forgetBias: "chrono:60" }, fresh: true },
		others: [
			{ id: "cell-lstm", options: { cell: "lstm", forgetBias: 3 }, fresh: true },
			{ id: "omega", options: { omega: 2, init: "smart-tanh" }, fresh: true },
		],
	});
});

test("with one answer at the end of 80 steps a reach of 10 to 19 vanishes; the same gates with an answer at each step are well", async () => {
	const found = async (name: string, length: number) => {
		const task = taskNamed(name);
		const { engine, weights } = weightsOf("fast", { cell: "rnn", variant: "linear" }, task);
		weights.layer(0).w_hh.fill(0);
		for (let k = 0; k < H; k++) weights.layer(0).w_hh[k * H + k] = 0.7; // 0.7^13 < 1 %
		return (await examine(taskSequences(engine, weights, endless(task, length)), { training })).findings;
	};
	expect((await found("temporal-order", 80))[0]).toMatchObject({
		kind: "vanishing",
		severity: 2,
		evidence: { lag: 13 },
	});
	expect((await found("delayed-recall", 80)).map(({ kind }) => kind)).toEqual(["healthy"]);
	expect((await found("temporal-order", 40)).map(({ kind }) => kind)).toEqual(["healthy"]);
});

test("saturation leaves the padding out: a cell held at 1 by its bias is above 0.9 in all of the steps that there are", async () => {
	const task = taskNamed("reber");
	const { engine, weights } = weightsOf("fast", { cell: "rnn", variant: "tanh" }, task);
	weights.flat.fill(0);
	weights.layer(0).b.fill(5);
	const singles = drawn(task, 40, 7);
	const { saturation } = await examine(taskSequences(engine, weights, fixed(singles)), { training });
	expect(saturation.steps).toBe(singles.reduce((sum, { lengths }) => sum + lengths[0]!, 0));
	expect([...saturation.layers[0]!.h.high]).toEqual(new Array(H).fill(1));
});

test("values in and out: a cell that reads its last input alone forgets an exchanged one after 1 step, counted in deviations; equal inputs move nothing", async () => {
	const task = taskNamed("addition");
	const { engine, weights } = weightsOf("fast", { cell: "rnn", variant: "tanh" }, task);
	weights.layer(0).w_hh.fill(0);
	const { input } = await examine(taskSequences(engine, weights, endless(task, 30)), { training });
	expect(input.lag).toBe(1);
	expect(input.change[0]).toBeGreaterThan(0.1);
	expect(input.change[2]).toBe(0);
	expect(input.unit).toBeGreaterThan(0.1); // (x + y) / 2 of uniform numbers has standard deviation 0.204
	expect(input.unit).toBeLessThan(0.3);
	const flat = drawn(task, 30, 4).map((single) => ({ ...single, x: single.x!.map(() => 0.5) }));
	const still = await examine(taskSequences(engine, weights, fixed(flat)), { training });
	expect(Math.max(...still.input.change)).toBe(0);
	expect(still.input.lag).toBe(0);
});

test("songs, notes in and out: a flip is another step's notes, its effect a change of a probability, and falls below 1 % at once without W_hh", async () => {
	const random = new RandomStream(4, "songs");
	const song = (steps: number) => Array.from({ length: steps }, () => [60 + random.below(3), 64 + random.below(3)]);
	const songs = { name: "toy", low: 60, high: 66, train: [30, 41, 25].map(song), valid: [], test: [] };
	const task = taskNamed("music", { songs, part: "train" });
	const { engine, weights } = weightsOf("fast", { cell: "rnn", variant: "tanh" }, task);
	weights.layer(0).w_hh.fill(0);
	const { input, lags } = await examine(taskSequences(engine, weights, task.inOrder!(50)), { training });
	expect([input.unit, input.lag, lags.sequences]).toEqual([null, 1, 2]);
	expect(input.change[0]).toBeGreaterThan(0.01);
	expect(input.change[0]).toBeLessThan(1);
});

test("the step Jacobian of a layer over values is diag(1 - h^2) W_hh, by products and by differences", async () => {
	const task = taskNamed("addition");
	const { engine, weights } = weightsOf("reference", { cell: "rnn", variant: "tanh" }, task);
	const { window } = await taskSequences(engine, weights, endless(task, 30)).open(20, 2);
	const t = 12;
	const h = window.layers[0]!.h.subarray((t + 1) * 2 * H); // [2,H]
	const { w_hh } = weights.layer(0);
	const J = Array.from(w_hh, (w, at) => w * (1 - h[Math.floor(at / H)]! ** 2)); // [H,H]
	const frobenius = Math.sqrt(J.reduce((sum, x) => sum + x * x, 0));
	const { singular } = stepSpectra(window, 0, [t])[0]!;
	expect(Math.sqrt(singular.reduce((sum, s) => sum + s * s, 0))).toBeCloseTo(frobenius, 12);
	expect(largestSingular(window, 0, t)).toBeCloseTo(singular[0]!, 3);
});

test("a state that overflows in the part that is not looked at is told by its step in the sequence", async () => {
	const task = taskNamed("delayed-recall", { delay: 7 });
	const { engine, weights } = weightsOf("fast", { cell: "rnn", variant: "linear" }, task);
	const w_hh = weights.layer(0).w_hh.fill(0);
	for (let i = 0; i < H; i++) w_hh[i * H + i] = 2.5;
	const { overflowStep, findings } = await examine(taskSequences(engine, weights, endless(task, 300)), {
		lags: 20,
		training,
	});
	expect(overflowStep).toBeGreaterThan(80); // 2.5^97 = 4e38
	expect(overflowStep).toBeLessThan(110);
	expect(findings[0]).toMatchObject({ kind: "exploding", evidence: { overflowStep } });
});

test("sequences of one step, which have nothing before their answer, are refused", async () => {
	const task = taskNamed("mackey-glass-17");
	const { engine, weights } = weightsOf("fast", { cell: "rnn", variant: "tanh" }, task);
	await expect(taskSequences(engine, weights, endless(task, 1)).open(10, 4)).rejects.toThrow(/length.*E_OPTION/);
});
