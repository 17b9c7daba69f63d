/** One step of an echo state network: against plain loops, and derivatives against forward mode, with an output fed back. */
import { describe, expect, test } from "vitest";
import { RandomStream } from "../../kernels/random.ts";
import { createReference } from "../../kernels/reference.ts";
import { changedEcho, parseEchoChange } from "./changedEcho.ts";
import { type EchoModel, type EchoSequence, isScoredAt, lossAt } from "./echoModel.ts";
import { EchoStates } from "./echoStates.ts";
import { echoWay } from "./echoWay.ts";
import { whyChangedEcho, whyEcho } from "./echoWhy.ts";
import { explainEcho } from "./explainEcho.ts";

const [N, D, V, T] = [7, 3, 2, 9];
const HEADS = ["regression", "softmax", "binary"] as const;

function made(head: (typeof HEADS)[number], feedback: boolean, input: EchoModel["input"] = "values", steps = T) {
	const random = new RandomStream(5, "echo");
	const draw = (n: number) => Float64Array.from({ length: n }, () => random.uniform() - 0.5);
	const model: EchoModel = {
		...{ engine: createReference(), input, units: N, inputs: D, outputs: V, feedback, gain: 0.6, leak: 0.7 },
		...{ w_in: draw(N * (feedback ? D + V : D)), w: draw(N * N), b: draw(N), readout: draw(V * (D + N + 1)) },
		...{ head, beta: head === "regression" ? 1 : 2.3 },
	};
	const scored = (t: number) => t !== 3; // one step in the middle has no target
	const sequence: EchoSequence = {
		steps,
		...(input === "values" ? { x: draw(steps * D) } : { ids: Int32Array.from({ length: steps }, (_, t) => t % D) }),
		...(head === "softmax"
			? { targets: Int32Array.from({ length: steps }, (_, t) => (scored(t) ? t % V : -1)) }
			: {
					values: draw(steps * V).map((d, i) =>
						scored(Math.floor(i / V)) ? (head === "binary" ? Number(d > 0) : d) : Number.NaN,
					),
				}),
	};
	return { model, sequence, states: new EchoStates(model, sequence) };
}

/** A number with its derivative. */
type Dual = readonly [value: number, slope: number];
const plus = (a: Dual, b: Dual): Dual => [a[0] + b[0], a[1] + b[1]];
const times = (c: number, a: Dual): Dual => [c * a[0], c * a[1]];

/**
 * The sum of the losses of steps `step` to `last` and its derivative, forward, from a state of dual numbers.
 * @param moved number of h_{step-1} or of x_step that has slope 1
 */
function forwardMode(
	{ model, sequence }: ReturnType<typeof made>,
	step: number,
	last: number,
	moved: ["h" | "x", number],
) {
	const { w_in, w, b, readout, gain, leak, feedback } = model;
	const [W, M] = [feedback ? D + V : D, D + N + 1];
	let h: Dual[] = Array.from({ length: N }, () => [0, 0]);
	let back: Dual[] = Array.from({ length: V }, () => [0, 0]);
	let sum: Dual = [0, 0];
	let y: Dual[] = [];
	for (let t = 0; t <= last; t++) {
		if (t === step && moved[0] === "h") h = h.map(([v], k) => [v, Number(k === moved[1])]);
		if (t === step) back = back.map(([v]) => [v, 0]); // dL/dh_{t-1} at a fixed y_{t-1}, which is a value of its own
		const x = Array.from(
			{ length: D },
			(_, d): Dual => [
				sequence.x ? sequence.x[t * D + d]! : Number(sequence.ids![t] === d),
				Number(t === step && moved[0] === "x" && moved[1] === d),
			],
		);
		const row = (weights: Float64Array, at: number, v: readonly Dual[]) =>
			v.reduce((total, one, j) => plus(total, times(weights[at + j]!, one)), [0, 0] as Dual);
		const was = h;
		h = was.map((before, k) => {
			const fed = feedback ? row(w_in, k * W + D, back) : ([0, 0] as Dual);
			const a = [row(w_in, k * W, x), row(w, k * N, was), fed, [b[k]!, 0] as Dual].reduce(plus);
			const tanh: Dual = [Math.tanh(a[0]), (1 - Math.tanh(a[0]) ** 2) * a[1]];
			return plus(times(1 - gain * leak, before), times(gain, tanh));
		});
		y = Array.from({ length: V }, (_, v) => row(readout, v * M, [...x, ...h, [1, 0]]));
		back = isScoredAt(model, sequence, t) ? y : y.map((): Dual => [0, 0]);
		if (t < step) continue;
		const { loss, dy } = lossAt(
			model,
			sequence,
			t,
			Float64Array.from(y, ([v]) => v),
		);
		sum = plus(sum, [loss ?? 0, y.reduce((total, [, slope], v) => total + slope * dy[v]!, 0)]);
	}
	const values = (list: readonly Dual[]) => list.map(([v]) => v);
	return { loss: sum[0], slope: sum[1], h: values(h), y: values(y) };
}

const valuesOf = (step: ReturnType<typeof explainEcho>) =>
	new Map([...step.forward, ...step.backward].map(({ name, values }) => [name, values]));

describe.each(HEADS)("a head of %s, an output fed back or not:", (head) => {
	test.each([true, false])(
		"the loss, dL/dh_{t-1} and dL/dx_t of steps 2 to 6 are those of forward mode to 1e-13 (feedback %s)",
		(feedback) => {
			const small = made(head, feedback);
			for (const step of [2, 3, 4, 6]) {
				const found = explainEcho(small.states, { step, ahead: 2 });
				const values = valuesOf(found);
				for (let k = 0; k < N; k++) {
					const { loss, slope } = forwardMode(small, step, step + 2, ["h", k]);
					expect(Math.abs(found.cost - loss)).toBeLessThan(1e-13);
					expect(Math.abs(values.get("d.h_prev")![k]! - slope)).toBeLessThan(1e-13);
				}
				for (let d = 0; d < D; d++) {
					const { slope } = forwardMode(small, step, step + 2, ["x", d]);
					expect(Math.abs(values.get("d.x")![d]! - slope)).toBeLessThan(1e-13);
				}
			}
		},
	);
});

test("what the equations compute is what the engine computed: tanh(a_t), h_t and y_t, to 1e-15 in each of nine steps", () => {
	const { states } = made("regression", true);
	for (let step = 0; step < T; step++) {
		const values = valuesOf(explainEcho(states, { step }));
		const [a, tanh, kept, added, h] = ["a", "tanh_a", "kept", "added", "h"].map((name) => values.get(name)!);
		for (let k = 0; k < N; k++) {
			expect(Math.abs(Math.tanh(a![k]!) - tanh![k]!)).toBeLessThan(1e-15);
			expect(Math.abs(kept![k]! + added![k]! - h![k]!)).toBeLessThan(1e-15);
		}
	}
});

test("the derivative of a loss by y is that of central differences, to 1e-8", () => {
	for (const head of HEADS) {
		const { model, sequence } = made(head, false);
		const y = Float64Array.of(0.3, -0.4);
		for (let v = 0; v < V; v++) {
			const at = (by: number) =>
				lossAt(
					model,
					sequence,
					1,
					y.map((one, k) => one + (k === v ? by : 0)),
				).loss!;
			const slope = (at(1e-5) - at(-1e-5)) / 2e-5;
			expect(Math.abs(lossAt(model, sequence, 1, y).dy[v]! - slope)).toBeLessThan(1e-8);
		}
	}
});

test("states are those of one pass from a zero state, whichever step was asked before: the bits of steps 8, 2 and 8 again", () => {
	const { states } = made("regression", true);
	const whole = states.window(0, T);
	for (const [from, to] of [
		[8, 9],
		[2, 5],
		[8, 9],
		[0, 1],
	] as const) {
		const { h, y, activation } = states.window(from, to);
		expect(h).toEqual(whole.h.slice(from * N, (to + 1) * N));
		expect(y).toEqual(whole.y.slice(from * V, to * V));
		expect(activation).toEqual(whole.activation.slice(from * N, to * N));
	}
});

test("a step after one whose state is kept (every 256th) has the h, the y and the fed-back y of plain loops from step 0, to 1e-12", () => {
	const long = made("regression", true, "values", 600);
	for (const step of [599, 256, 257, 300, 512, 513, 10]) {
		const values = valuesOf(explainEcho(long.states, { step, ahead: 0 }));
		const [before, now] = [step - 1, step].map((last) => forwardMode(long, last, last, ["h", 0]));
		for (const [name, wanted] of [
			["h_prev", before!.h],
			["y_prev", before!.y],
			["h", now!.h],
			["y", now!.y],
		] as const)
			for (const [k, one] of wanted.entries()) {
				expect(Math.abs(one)).toBeGreaterThan(0);
				expect([step, name, Math.abs(values.get(name)![k]! - one) < 1e-12]).toEqual([step, name, true]);
			}
	}
});

test.each(["values", "symbols"] as const)(
	"why: the terms of a, y, d.h_prev and d.x add up to the number to 1e-14, and lead to weights and inputs (%s)",
	(input) => {
		const { model, states } = made("regression", true, input);
		const step = explainEcho(states, { step: 5, ahead: 3 });
		for (const [name, count] of [
			["a", N],
			["wx", N],
			["y", V],
			["d.h.above", N],
			["d.h_prev", N],
			["d.y_prev", V],
			["d.x", D],
		] as const) {
			for (let index = 0; index < count; index++) {
				const { value, terms, rest } = whyEcho(model, step, { name, index }, 4)!;
				expect(terms.length).toBeGreaterThan(0);
				expect(Math.abs(terms.reduce((sum, one) => sum + one.value, rest.value) - value)).toBeLessThan(1e-14);
				for (const { weight } of terms.filter((one) => one.weight)) {
					const data = {
						"reservoir.w_in": model.w_in,
						"reservoir.w": model.w,
						"reservoir.b": model.b,
						readout: model.readout,
					};
					expect(data[weight!.tensor as "readout"][weight!.index]).toBe(weight!.value);
				}
			}
		}
		const operands = (name: string) => whyEcho(model, step, { name, index: 1 })!.operands.map((one) => one.name);
		expect([operands("h"), operands("kept"), operands("d.a")]).toEqual([
			["kept", "added"],
			["keep", "h_prev"],
			["C", "tanh_a", "d.h"],
		]);
		expect(whyEcho(model, step, { name: "h_prev", index: 2 })!.origin).toEqual({
			step: 4,
			ahead: 4,
			layer: 0,
			name: "h",
			index: 2,
		});
		expect(whyEcho(model, step, { name: "d.h.later", index: 2 })!.origin).toEqual({
			step: 6,
			ahead: 2,
			layer: 0,
			name: "d.h_prev",
			index: 2,
		});
		expect(whyEcho(model, step, { name: "h", index: N })).toBeUndefined();
	},
);

test("without changes every bit is that of the step; C of unit 3 at 0 keeps its state and moves y as W_out says, and no other unit", () => {
	const { model, states } = made("regression", true);
	const step = explainEcho(states, { step: 5 });
	expect(changedEcho(model, step, [])).toEqual(step.forward);
	const before = valuesOf(step);
	const changed = new Map(
		changedEcho(model, step, [parseEchoChange(step, "l0.C.3=0")]).map((one) => [one.name, one.values]),
	);
	const [h, was] = [changed.get("h")!, before.get("h")!];
	expect(h[3]).toBe(before.get("h_prev")![3]);
	expect([...h].filter((one, k) => one !== was[k])).toEqual([h[3]]);
	const M = D + N + 1;
	for (let v = 0; v < V; v++) {
		const moved = model.readout[v * M + D + 3]! * (h[3]! - was[3]!);
		expect(Math.abs(changed.get("y")![v]! - before.get("y")![v]! - moved)).toBeLessThan(1e-15);
	}
	const why = (words: string, name: string, index: number) => {
		const changes = [parseEchoChange(step, words)];
		return whyChangedEcho(model, step, { changes, forward: changedEcho(model, step, changes) }, { name, index }, 4);
	};
	const reason = why("l0.C.3=0", "y", 1)!;
	expect(reason.value).toBe(changed.get("y")![1]);
	expect(Math.abs(reason.terms.reduce((sum, one) => sum + one.value, reason.rest.value) - reason.value)).toBeLessThan(
		1e-14,
	);
	expect(why("l0.C.3=0", "C", 3)).toMatchObject({
		value: 0,
		terms: [],
		operands: [],
		text: "set, instead of C, the leak rate",
	});
	expect(why("l0.C.3=0", "d.h", 3)).toBeUndefined();
	const symbols = made("regression", true, "symbols");
	const read = explainEcho(symbols.states, { step: 5 });
	const half = [parseEchoChange(read, "x.0=0.5")];
	const sum = whyChangedEcho(
		symbols.model,
		read,
		{ changes: half, forward: changedEcho(symbols.model, read, half) },
		{ name: "wx", index: 2 },
	)!;
	expect(Math.abs(sum.terms.reduce((all, one) => all + one.value, 0) - sum.value)).toBeLessThan(1e-15);
	const held = changedEcho(model, step, [parseEchoChange(step, "h.2=0.25")]).find(({ name }) => name === "h")!.values;
	expect([held[2], held[3]]).toEqual([0.25, was[3]]);
	for (const [words, code] of [
		["C.7=0", "E_HOOK_UNIT"],
		["D.1=0", "E_HOOK_NAME"],
		["y.0=1", "E_HOOK_NAME"],
		["C.1=", "E_CLAMP"],
		["C=1", "E_CLAMP"],
	] as const)
		expect(() => parseEchoChange(step, words)).toThrow(expect.objectContaining({ code }));
});

test("the way back: |dL/dh_t| of each step is that of the step explained, and what goes through the leak alone shrinks by 1 - C g", () => {
	const { states } = made("regression", true);
	const { first, h, memory, keep, scored } = echoWay(states, { step: 6, ahead: 1, back: 4 });
	expect([first, scored, h.length]).toEqual([2, 2, 6]);
	expect(keep).toBeCloseTo(0.58, 15);
	const own = valuesOf(explainEcho(states, { step: 6, ahead: 1 }));
	const norm = Math.hypot(...own.get("d.h")!);
	expect(2 ** h[4]! * scored).toBeCloseTo(norm, 12);
	expect(2 ** h[3]! * scored).toBeCloseTo(
		Math.hypot(...own.get("d.h_prev")!.map((one, k) => one + fedBack(states, own)[k]!)),
		12,
	);
	for (let n = 0; n < 4; n++) expect(memory![n]! - memory![n + 1]!).toBeCloseTo(Math.log2(0.58), 12);
});

/** What of dL/dh_{t-1} comes through the output fed back: W_out^T dL/dy_{t-1}. */
function fedBack({ model }: EchoStates, own: Map<string, Float64Array>): number[] {
	const M = D + N + 1;
	const dy = own.get("d.y_prev")!;
	return Array.from({ length: N }, (_, k) => dy.reduce((sum, one, v) => sum + one * model.readout[v * M + D + k]!, 0));
}

test("600 steps back through a reservoir that forgets by half each step, the gradient is a power near 2^-600 and never 0", () => {
	const small = made("regression", false);
	const steps = 620;
	const model = { ...small.model, w: new Float64Array(N * N), gain: 0.5, leak: 1 };
	const sequence = { steps, x: new Float64Array(steps * D), values: new Float64Array(steps * V) };
	const { h, memory } = echoWay(new EchoStates(model, sequence), { step: 610, ahead: 0, back: 600 });
	expect(h[0]! - h[600]!).toBeCloseTo(-600, 9);
	expect(memory![0]! - memory![600]!).toBeCloseTo(-600, 9);
});
