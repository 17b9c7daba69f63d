import { describe, expect, test } from "vitest";
import { engineFor } from "../../test/conformance/fastEngine.ts";
import { type CellSpec, type ModelSpec, VARIANTS } from "../cells/layout.ts";
import { Unrolled } from "../cells/unroll.ts";
import { Weights } from "../cells/weights.ts";
import { RandomStream } from "../kernels/random.ts";
import { backflow } from "./backflow.ts";
import { gradientByLag, lastScored } from "./gradientByLag.ts";
import { scientific } from "./logNumbers.ts";
import { lagOfShare } from "./memoryLength.ts";
import { networkGradient } from "./tangents.ts";

const V = 5;
const H = 4;

/** A window over random symbols after its forward pass, with weights `deviation` N(0,1) or as set by `set`. */
function windowOf(
	name: "reference" | "fast",
	spec: Partial<ModelSpec> & CellSpec,
	{ T = 7, B = 3, deviation = 0.6, seed = 1, set = (_: Weights) => {} } = {},
) {
	const engine = engineFor(name);
	const weights = new Weights(engine, { symbols: V, hidden: H, layers: 1, dropout: 0, ...spec } as ModelSpec);
	const random = new RandomStream(seed, "lags");
	for (let j = 0; j < weights.flat.length; j++) weights.flat[j] = Math.fround(deviation * random.normal());
	set(weights);
	const window = new Unrolled(engine, weights, { steps: T, lanes: B });
	for (let j = 0; j < T * B; j++) [window.ids[j], window.targets[j]] = [random.below(V), random.below(V)];
	window.forward();
	return { engine, weights, window };
}

const allCells = Object.entries(VARIANTS).flatMap(([cell, variants]) =>
	variants.map((variant) => ({ cell, variant }) as CellSpec),
);

describe.each(["reference", "fast"] as const)("on the engine %s", (engine) => {
	test("a linear cell of w = 0.5 has |dL/dh_{t-k}| = 0.5^k |dL/dh_t| to 1e-9: 0.5^266 is printed as 8.43e-81", () => {
		const { weights, window } = windowOf(
			engine,
			{ cell: "rnn", variant: "linear" },
			{
				T: 300,
				set: (w) => {
					const w_hh = w.layer(0).w_hh.fill(0);
					for (let i = 0; i < H; i++) w_hh[i * H + i] = 0.5;
				},
			},
		);
		const { typical, mean, rms, zeros } = gradientByLag(window, 299).layers[0]!.h;
		for (let k = 0; k <= 299; k++) expect(Math.abs(typical[k]! - typical[0]! + k) * Math.LN2).toBeLessThan(1e-9);
		expect(scientific(typical[266]! - typical[0]!, 3)).toBe("8.43e-81");
		expect(mean[266]! - mean[0]!).toBeCloseTo(-266, 9);
		expect(rms[266]! - rms[0]!).toBeCloseTo(-266, 9);
		expect(rms[0]).toBeGreaterThanOrEqual(mean[0]!);
		expect(mean[0]).toBeGreaterThan(typical[0]!);
		expect(zeros[266]).toBe(0);
		expect(weights.spec.hidden).toBe(H);
	});

	test("0.125^400 = 5.81e-362 and 8^400 = 1.72e+361, beyond the range of a double, are printed as such", () => {
		for (const [w, text] of [
			[0.125, "5.81e-362"],
			[8, "1.72e+361"],
		] as const) {
			const { window } = windowOf(
				engine,
				{ cell: "rnn", variant: "linear" },
				{
					T: 401,
					set: (weights) => {
						const w_hh = weights.layer(0).w_hh.fill(0);
						weights.layer(0).w_ih.fill(0);
						weights.layer(0).b.fill(0); // the state stays 0: only the gradient grows
						for (let i = 0; i < H; i++) w_hh[i * H + i] = w;
					},
				},
			);
			const { typical } = gradientByLag(window, 400).layers[0]!.h;
			expect(scientific(typical[400]! - typical[0]!, 3)).toBe(text);
		}
	});

	test("a layer below one that forgets at once keeps its own gradient: 0.5^k beside 2^-20k", () => {
		const { window } = windowOf(
			engine,
			{ cell: "rnn", variant: "linear", layers: 2 },
			{
				T: 41,
				set: (w) => {
					for (const [l, value] of [0.5, 2 ** -20].entries()) {
						const w_hh = w.layer(l).w_hh.fill(0);
						for (let i = 0; i < H; i++) w_hh[i * H + i] = value;
					}
				},
			},
		);
		const [low, top] = gradientByLag(window, 40).layers;
		expect(top!.h.typical[40]! - top!.h.typical[0]!).toBeCloseTo(-800, 9);
		expect(low!.h.typical[40]! - low!.h.typical[20]!).toBeCloseTo(-20, 4);
	});
});

describe.each(allCells)("$cell $variant", (spec) => {
	test.each([1, 2])(
		"agrees with forward mode to 1e-9 at every lag, layer by layer and lane by lane, %i layers",
		(layers) => {
			const [T, B] = [6, 3];
			const { weights, window } = windowOf("reference", { ...spec, layers }, { T, B, deviation: 0.45 });
			const none = new Float64Array(B * H);
			let compared = 0;
			for (const { t, layers: flows } of backflow(window, { sources: [T - 1, T - 1, T - 1] })) {
				// forward mode of the window that begins at step t: its dL/dh_0 is dL/dh_{t-1} of the whole window
				const at = (x: ArrayLike<number>) => Float64Array.from(x).slice(t * B * H, (t + 1) * B * H);
				const { tensors } = networkGradient({
					...{ spec: weights.spec, T: T - t, B, scale: 1, weights: Float64Array.from(weights.flat) },
					ids: window.ids.slice(t * B),
					targets: window.targets.slice(t * B).fill(-1, 0, (T - 1 - t) * B),
					h0: window.layers.map(({ h }) => at(h)),
					c0: window.layers.map(({ c }) => (c ? at(c) : none)),
				});
				for (const [l, { dhLast, dcLast, exponents }] of flows.entries()) {
					for (const [name, got] of [
						["h", dhLast],
						["c", dcLast],
					] as const) {
						const want = tensors.get(`l${l}.${name}`);
						if (!want || !got) continue;
						for (let b = 0; b < B; b++) {
							const units = Array.from({ length: H }, (_, k) => b * H + k);
							const gap = Math.hypot(...units.map((j) => got[j]! * 2 ** exponents[b]! - want[j]!));
							expect(gap).toBeLessThanOrEqual(1e-9 * Math.hypot(...units.map((j) => want[j]!)));
							compared++;
						}
					}
				}
			}
			expect(compared).toBe(T * B * layers * (spec.cell === "lstm" ? 2 : 1));
		},
	);
});

describe("the split by path", () => {
	test("through c alone is the product of the forget gates, and the two ways add up to the whole", () => {
		const [T, B] = [9, 1];
		const { window } = windowOf("reference", { cell: "lstm", variant: "forget" }, { T, B });
		const { gates } = window.layers[0]!;
		const cut = backflow(window, { sources: [T - 1], withoutRecurrence: true });
		let want: number[] = [];
		for (const { t, layers } of cut) {
			const { dc, exponents } = layers[0]!;
			const got = Array.from(dc!, (v) => v * 2 ** exponents[0]!);
			if (t === T - 1) want = got;
			else for (let k = 0; k < H; k++) want[k]! *= gates![(t + 1) * 4 * H + H + k]!; // dL/dc_{t} = f_{t+1} dL/dc_{t+1}
			for (let k = 0; k < H; k++) expect(got[k]).toBeCloseTo(want[k]!, 14);
		}
		const { c, throughC, throughH } = gradientByLag(window, T - 1).layers[0]!;
		expect(throughH!.typical[0]).toBe(Number.NEGATIVE_INFINITY); // at lag 0 nothing has gone back in time
		for (let k = 1; k < T; k++) {
			const [whole, a, b] = [c!, throughC!, throughH!].map(({ typical }) => 2 ** typical[k]!);
			expect(whole).toBeLessThanOrEqual((a! + b!) * (1 + 1e-12));
			expect(whole).toBeGreaterThanOrEqual(Math.abs(a! - b!) * (1 - 1e-12));
		}
	});

	test("a plain cell is not split, and a gated one whose W_hh is 0 has all of it through c", () => {
		expect(gradientByLag(windowOf("reference", { cell: "rnn", variant: "tanh" }).window, 6).layers[0]!.throughC).toBe(
			undefined,
		);
		for (const spec of [
			{ cell: "lstm", variant: "coupled" },
			{ cell: "gru", variant: "reset-before" },
		] as const) {
			const { window } = windowOf("fast", spec, { set: (w) => w.layer(0).w_hh.fill(0) });
			const { throughC, throughH } = gradientByLag(window, 6).layers[0]!;
			expect(throughH!.zeros).toEqual(new Float64Array(7).fill(3));
			for (const x of throughC!.typical) expect(x).toBeGreaterThan(-60);
		}
	});
});

test("where a relu has shut off 1 lane of 3 the other two are typical; where 2 of 3, the gradient has reached 2 steps", () => {
	const [T, B] = [7, 3];
	const curves = [1, 2].map((dead) => {
		const { weights, window } = windowOf("reference", { cell: "rnn", variant: "relu" }, { T, B });
		const { w_ih, w_hh, b } = weights.layer(0);
		b.fill(0);
		w_hh.fill(0);
		for (let i = 0; i < H; i++) {
			w_hh[i * H + i] = 2;
			for (let v = 0; v < V; v++) w_ih[i * V + v] = v === 0 ? -1000 : 1; // symbol 0 switches all units off
		}
		window.ids.fill(1);
		window.ids.fill(0, (T - 2) * B, (T - 2) * B + dead);
		window.forward();
		return gradientByLag(window, T - 1).layers[0]!.h;
	});
	expect(curves.map(({ zeros }) => zeros[2])).toEqual([1, 2]);
	expect(curves[0]!.typical[3]! - curves[0]!.typical[2]!).toBeCloseTo(1, 9);
	expect(curves[1]!.typical[2]).toBe(Number.NEGATIVE_INFINITY);
	expect(curves.map((curve) => lagOfShare(curve))).toEqual([null, 2]);
});

test("a lane whose target is unknown bears no cost and is not counted", () => {
	const { window } = windowOf("reference", { cell: "gru", variant: "reset-after" });
	const all = gradientByLag(window, 3);
	window.targets[6 * 3 + 1] = -1;
	const two = gradientByLag(window, 3);
	expect([all.sequences, two.sequences]).toEqual([3, 2]);
	expect(two.layers[0]!.h.typical[2]).not.toBe(all.layers[0]!.h.typical[2]);
});

describe("the gradient of other heads and inputs", () => {
	const headed = (head: "regression" | "binary", T: number, B: number) => {
		const engine = engineFor("reference");
		const spec = { cell: "lstm", variant: "peephole", symbols: 2, input: "values", outputs: 3, head } as const;
		const weights = new Weights(engine, { ...spec, hidden: H, layers: 2, dropout: 0 });
		const random = new RandomStream(3, "heads");
		for (let j = 0; j < weights.flat.length; j++) weights.flat[j] = 0.5 * random.normal();
		const window = new Unrolled(engine, weights, { steps: T, lanes: B });
		for (let j = 0; j < window.x!.length; j++) window.x![j] = random.normal();
		window.values!.fill(Number.NaN);
		return { window, random };
	};

	test.each(["regression", "binary"] as const)(
		"%s: lanes whose costs stand at different steps have the central differences of each in h before the first, to 1e-7",
		(head) => {
			const [T, B] = [7, 3];
			const sources = [6, 4, 5];
			const { window, random } = headed(head, T, B);
			for (const [b, t] of sources.entries()) {
				const row = (t * B + b) * 3;
				for (const v of [0, 2]) window.values![row + v] = random.uniform(); // output 1 is not scored
			}
			expect(lastScored(window)).toEqual(sources);
			window.forward();
			const { layers } = gradientByLag(window, 4, { sources });
			for (const [b, t] of sources.entries()) {
				const wanted = Array.from({ length: H }, (_, k) => {
					const at = b * H + k;
					const cost = (step: number) => {
						window.layers[1]!.h[at] = step;
						window.forward();
						window.loss();
						return window.losses[t * B + b]!;
					};
					const slope = (cost(1e-5) - cost(-1e-5)) / 2e-5;
					cost(0);
					return slope;
				});
				let got: number[] = [];
				for (const { t: step, layers: all } of backflow(window, { sources })) {
					const { dhLast, exponents } = all[1]!;
					if (step === 0) got = Array.from(dhLast.subarray(b * H, (b + 1) * H), (x) => x * 2 ** exponents[b]!);
				}
				for (let k = 0; k < H; k++) expect(Math.abs(got[k]! - wanted[k]!)).toBeLessThan(1e-7);
			}
			expect(layers[1]!.h.zeros).toEqual(new Float64Array(5));
			expect(layers[1]!.h.typical.every(Number.isFinite)).toBe(true);
		},
	);

	test("a lane among lanes whose costs stand elsewhere has the curve that it has alone, to 1e-12", () => {
		const { window, random } = headed("regression", 8, 3);
		for (let j = 0; j < window.values!.length; j++) window.values![j] = random.normal();
		window.forward();
		const together = [7, 5, 6];
		const alone = together.map((source, b) => {
			const sources = together.map((_, other) => (other === b ? source : -1));
			return gradientByLag(window, 5, { sources }).layers[0]!.c!.typical;
		});
		const mean = gradientByLag(window, 5, { sources: together }).layers[0]!.c!.typical;
		for (let k = 0; k <= 5; k++) expect(mean[k]).toBeCloseTo((alone[0]![k]! + alone[1]![k]! + alone[2]![k]!) / 3, 12);
		const last = gradientByLag(window, 5);
		expect(last).toEqual(gradientByLag(window, 5, { sources: [7, 7, 7] }));
	});
});
