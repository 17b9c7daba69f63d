import { describe, expect, test } from "vitest";
import { engines } from "../../../test/conformance/engines.ts";
import type { ModelSpec } from "../../cells/layout.ts";
import { Unrolled } from "../../cells/unroll.ts";
import { Weights } from "../../cells/weights.ts";
import { layerGradient } from "../../diagnosis/tangents.ts";
import type { Engine, RnnActivation } from "../../kernels/kernels.ts";
import { RandomStream } from "../../kernels/random.ts";
import { OmegaWindow } from "./omegaWindow.ts";

const [B, H, V] = [2, 3, 4];

interface Case {
	activation: RnnActivation;
	T: number;
	layers: number;
	/** Standard deviation of the recurrent weights. */
	size: number;
	/** Whether the window knows at which steps an error enters, as that of a task does. */
	told: boolean;
	dropout: number;
	/** Steps that are scored. */
	scored: number[];
}

const usual = { activation: "tanh", T: 100, layers: 1, size: 0.0016, told: true, dropout: 0, scored: [99] } as const;
const cases: (Partial<Case> & { name: string })[] = [
	{ name: "one layer" },
	{ name: "one layer, not told where errors enter", told: false },
	{ name: "one layer, linear", activation: "linear" },
	{ name: "one layer, sigmoid", activation: "sigmoid", size: 0.006 },
	{ name: "errors at steps 99 and 45", scored: [99, 45] },
	{ name: "the last 9 steps scored by nothing", scored: [90] },
	{ name: "two layers", layers: 2 },
	{ name: "two layers with dropout 0.4", layers: 2, dropout: 0.4 },
];

/** A window after both passes, Omega and its gradient by W_hh of each layer. */
function measured(engine: Engine, given: Partial<Case>) {
	const c: Case = { ...usual, scored: [...usual.scored], ...given };
	const { T, layers, dropout } = c;
	const spec: ModelSpec = { cell: "rnn", variant: c.activation, symbols: V, hidden: H, layers, dropout };
	const weights = new Weights(engine, spec);
	const random = new RandomStream(4, "omega");
	for (const { name } of weights.specs) {
		const w = weights.tensor(name);
		for (let j = 0; j < w.length; j++)
			w[j] = Math.fround((name.startsWith("weight_hh") ? c.size : 0.4) * random.normal());
	}
	const window = new Unrolled(engine, weights, { steps: T, lanes: B, training: true });
	for (let n = 0; n < T * B; n++) window.ids[n] = random.below(V);
	window.targets.fill(-1);
	for (const t of c.scored) for (let b = 0; b < B; b++) window.targets[t * B + b] = random.below(V);
	const omegaWindow = new OmegaWindow(engine, window);
	if (c.told) omegaWindow.enters = Uint8Array.from(window.targets, (target) => (target >= 0 ? 1 : 0));
	const gradients = new Weights(engine, spec);
	window.forward({ dropout: { rate: dropout, key: [3, 5], counter: 0 } });
	window.backward(gradients, { scale: 1 / B, deltas: omegaWindow.deltas });
	gradients.flat.fill(0);
	const omega = omegaWindow.add(T, "paper", 1, gradients);
	return { c, window, omega, dw: Array.from({ length: layers }, (_, l) => gradients.layer(l).w_hh) };
}

/** dE/da of every layer by forward mode, from the errors of the head alone; [L] of [T,B,H]. */
function deltasByForwardMode({ c: { T, layers, dropout, activation }, window }: ReturnType<typeof measured>) {
	const { weights, logits: dlogits, ids } = window;
	const head = weights.tensor("head.weight"); // [V,H]
	let dOut = new Float64Array(T * B * H);
	for (let n = 0; n < T * B; n++)
		for (let v = 0; v < V; v++) for (let k = 0; k < H; k++) dOut[n * H + k]! += head[v * H + k]! * dlogits[n * V + v]!;
	const found: Float64Array[] = [];
	for (let l = layers - 1; l >= 0; l--) {
		const kept = (layer: number): Float64Array => {
			const ones = window.engine.floats(T * B * H).fill(1);
			const counter = layer * Math.ceil((T * B * H) / 2);
			if (dropout > 0) window.engine.dropout({ n: T * B * H, rate: dropout, key: [3, 5], counter, x: ones, y: ones });
			return Float64Array.from(ones);
		};
		dOut = dOut.map((g, j) => g * kept(l)[j]!) as typeof dOut;
		const { w_ih, w_hh, b } = weights.layer(l);
		const D = l === 0 ? V : H;
		const x = new Float64Array(T * B * D);
		if (l === 0) for (let n = 0; n < T * B; n++) x[n * V + ids[n]!] = 1;
		else {
			const [below, keep] = [window.layers[l - 1]!.h.subarray(B * H), kept(l - 1)];
			for (let j = 0; j < x.length; j++) x[j] = below[j]! * keep[j]!;
		}
		const none = new Float64Array(B * H);
		const { tensors } = layerGradient({
			...{ spec: { cell: "rnn", variant: activation }, T, B, D, H, x, dOut, h0: none, c0: none, dhLast: none },
			...{
				dcLast: none,
				weights: { w_ih: Float64Array.from(w_ih), w_hh: Float64Array.from(w_hh), b: Float64Array.from(b) },
			},
		});
		found.unshift(tensors.get("deltaGates")!);
		dOut = Float64Array.from(tensors.get("x")!);
	}
	return found;
}

const slopes: Record<RnnActivation, (h: number) => number> = {
	tanh: (h) => 1 - h * h,
	sigmoid: (h) => h * (1 - h),
	relu: (h) => (h > 0 ? 1 : 0),
	linear: () => 1,
};

/** Omega of one layer from its definition, and its derivative by W_hh; every row scaled to length 1 first. */
function defined({ c: { T, activation }, window }: ReturnType<typeof measured>, l: number, da: Float64Array) {
	const { w_hh: w } = window.weights.layer(l);
	const { h } = window.layers[l]!;
	const dw = new Float64Array(H * H);
	let omega = 0;
	for (let n = B; n < T * B; n++) {
		const row = [...da.subarray(n * H, (n + 1) * H)];
		const largest = Math.max(...row.map(Math.abs));
		if (largest === 0) continue;
		const size = Math.hypot(...row.map((x) => x / largest));
		const unit = row.map((x) => x / largest / size);
		const slope = Array.from({ length: H }, (_, j) => slopes[activation](h[n * H + j]!));
		const m = slope.map((s, j) => s * unit.reduce((sum, u, k) => sum + u * w[k * H + j]!, 0));
		const r = Math.hypot(...m);
		omega += (r - 1) ** 2 / B;
		for (let k = 0; k < H; k++)
			for (let j = 0; j < H; j++) dw[k * H + j]! += ((2 * (r - 1)) / r / B) * m[j]! * slope[j]! * unit[k]!;
	}
	return { omega, dw };
}

describe.each(engines)("Omega of the paper on %s, of deltas that fall to 1e-300", (_, engine) => {
	const bound = engine.precision === 64 ? 1e-11 : 1e-5;
	test.each(cases)("$name: value and gradient are those of deltas by forward mode", (given) => {
		const got = measured(engine, given);
		const deltas = deltasByForwardMode(got);
		let omega = 0;
		for (const [l, da] of deltas.entries()) {
			const want = defined(got, l, da);
			omega += want.omega;
			const largest = Math.max(...want.dw.map(Math.abs));
			for (const [j, g] of got.dw[l]!.entries()) expect(Math.abs(g - want.dw[j]!)).toBeLessThan(bound * largest);
		}
		expect(Math.abs(got.omega / omega - 1)).toBeLessThan(bound);
		const first = Math.max(...deltas[0]!.subarray(0, H).map(Math.abs));
		if (given.layers === undefined && !given.scored) expect([first > 1e-300, first < 1e-270]).toEqual([true, true]);
	});
});

test.each(engines)(
	"on %s a delta that falls by 1e-20 at each of 20 steps and grows by 1e15 at each of 19 has those ratios",
	(_, engine) => {
		const T = 40; // units too: the delta passes from unit to unit, one per step
		const spec: ModelSpec = { cell: "rnn", variant: "linear", symbols: V, hidden: T, layers: 1, dropout: 0 };
		const weights = new Weights(engine, spec);
		const ratios = Array.from({ length: T - 1 }, (_, k) => Math.fround(k < 20 ? 1e-20 : 1e15));
		for (const [k, w] of ratios.entries()) weights.layer(0).w_hh[k * T + k + 1] = w;
		weights.tensor("head.weight")[0] = 1;
		const window = new Unrolled(engine, weights, { steps: T, lanes: 1, training: true });
		window.ids.fill(-1);
		window.targets.fill(-1);
		window.targets[T - 1] = 0;
		const omegaWindow = new OmegaWindow(engine, window);
		const gradients = new Weights(engine, spec);
		window.forward();
		window.backward(gradients, { scale: 1, deltas: omegaWindow.deltas });
		gradients.flat.fill(0);
		const omega = omegaWindow.add(T, "paper", 1, gradients);
		const want = ratios.reduce((sum, r) => sum + (r - 1) ** 2, 0);
		const bound = engine.precision === 64 ? 1e-12 : 1e-6;
		expect(Math.abs(omega / want - 1)).toBeLessThan(bound);
		for (const [k, r] of ratios.entries()) {
			expect(Math.abs(gradients.layer(0).w_hh[k * T + k + 1]! / (2 * (r - 1)) - 1)).toBeLessThan(bound);
		}
	},
);
