/** Diagnosis of cells given by equations: twins of the built-in cells give their numbers, others those of forward mode. */
import { describe, expect, test } from "vitest";
import { engineFor } from "../../test/conformance/fastEngine.ts";
import { copyTwin, lonely, ownSpec, shippedSpecs, twins, twoStates } from "../../test/conformance/ownTwins.ts";
import { stateOf } from "../cells/cell.ts";
import { type CellSpec, type ModelSpec, statesOf } from "../cells/layout.ts";
import { Unrolled } from "../cells/unroll.ts";
import { Weights } from "../cells/weights.ts";
import { openCorpus } from "../data/corpus.ts";
import { bytesSource } from "../data/source.ts";
import type { Engine } from "../kernels/kernels.ts";
import { RandomStream } from "../kernels/random.ts";
import { backflow } from "./backflow.ts";
import { examine } from "./examine.ts";
import { gradientByLag } from "./gradientByLag.ts";
import { largestSingular, stepJacobian, stepSpectra } from "./jacobian.ts";
import { recordOf } from "./record.ts";
import { recurrentBlocks } from "./recurrentBlocks.ts";
import { firstOverflow, tail, textSequences } from "./sequences.ts";
import { layerGradient, networkGradient } from "./tangents.ts";
import { windowDeltas } from "./windowDeltas.ts";

const [V, H] = [5, 4];
const noRecurrence = shippedSpecs.get("mingru")!;

function drawn(engine: Engine, spec: CellSpec & Partial<ModelSpec>, deviation = 0.6): Weights {
	const weights = new Weights(engine, { symbols: V, hidden: H, layers: 1, dropout: 0, ...spec } as ModelSpec);
	const random = new RandomStream(1, "own");
	for (let j = 0; j < weights.flat.length; j++) weights.flat[j] = Math.fround(deviation * random.normal());
	return weights;
}

/** A window over random symbols, from a random state, after its forward pass. */
function windowOf(engine: Engine, weights: Weights, { T = 7, B = 3 } = {}): Unrolled {
	const random = new RandomStream(2, "own");
	const window = new Unrolled(engine, weights, { steps: T, lanes: B, training: true });
	for (let j = 0; j < T * B; j++) [window.ids[j], window.targets[j]] = [random.below(V), random.below(V)];
	for (const { data } of window.carried()) for (let j = 0; j < data.length; j++) data[j] = Math.fround(random.normal());
	window.forward();
	return window;
}

const reference = engineFor("reference");
const fast = engineFor("fast");

/** Windows of a built-in cell and of its twin: the same weights, symbols and states. */
function both(twin: (typeof twins)[number], { layers = 2, T = 7, dropout = 0 } = {}) {
	const builtIn = drawn(reference, { ...twin.builtIn, layers, dropout });
	const own = drawn(reference, { ...twin.own, layers, dropout });
	copyTwin(builtIn, own);
	return { builtIn: windowOf(reference, builtIn, { T }), own: windowOf(reference, own, { T }) };
}

/** Compares two results number by number to a relative 1e-10; `names` are keys of `want` with another name in `got`. */
function expectSame(got: unknown, want: unknown, names: Readonly<Record<string, string>> = {}, at = ""): void {
	if (typeof want === "number") {
		const gap = got === want ? 0 : Math.abs((got as number) - want);
		if (!(gap <= 1e-10 * Math.max(1, Math.abs(want)))) throw new Error(`${at}: got ${got}, wanted ${want}`);
	} else if (typeof want === "object" && want !== null) {
		for (const [key, value] of Object.entries(want))
			expectSame((got as Record<string, unknown>)[names[key] ?? key], value, names, `${at}.${key}`);
	} else if (typeof want !== "string") expect(got, at).toEqual(want);
}

/** Eigenvalues without the order within a pair, which rounding decides. */
const unsigned = <J extends { spectra?: { eigenvalues: { im: Float64Array } }[] }>(jacobian: J) => ({
	...jacobian,
	spectra: jacobian.spectra?.map(({ eigenvalues, ...rest }) => ({
		...rest,
		eigenvalues: { ...eigenvalues, im: eigenvalues.im.map(Math.abs) },
	})),
});

describe.each(twins)("$own.variant, the twin of $builtIn.cell $builtIn.variant", (twin) => {
	test("has its gradient by lag, by path and by state, to 1e-10 at every lag", () => {
		const { builtIn, own } = both(twin);
		expectSame(gradientByLag(own, 6), gradientByLag(builtIn, 6));
		expect(Object.keys(gradientByLag(own, 6).layers[0]!)).toEqual(Object.keys(gradientByLag(builtIn, 6).layers[0]!));
	});

	test("has its Jacobian of one step, and its blocks of W_hh with their bounds", () => {
		const { builtIn, own } = both(twin);
		expectSame(stepJacobian(own, 1, 4, 2), stepJacobian(builtIn, 1, 4, 2));
		const blocks = recurrentBlocks(builtIn.weights, 1).filter(({ block }) => block !== "n"); // of a GRU: s, without a slope
		const found = new Map(recurrentBlocks(own.weights, 1).map(({ block, ...numbers }) => [block, numbers]));
		for (const { block, ...numbers } of blocks) expectSame(found.get(twin.names[block]!), numbers);
	});

	test("has its record: reach, curves and saturation", () => {
		const { builtIn, own } = both(twin);
		const [got, want] = [own, builtIn].map((window) => recordOf({ window, sources: [6, 6, 5], lags: 5 }));
		for (const [l, { recurrent: _, ...layer }] of want!.layers.entries()) {
			const { recurrent: __, ...mine } = got!.layers[l]!;
			expectSame(mine, layer, twin.names.h ? {} : twin.names);
			expect(Object.keys(mine.saturation).sort()).toEqual(Object.keys(layer.saturation).sort());
		}
	});

	test("has its examination on a text: lags, triangle, tensors, Jacobians, saturation, memory, findings", async () => {
		const text = "the sluice opens and the water runs. ".repeat(12);
		const { parts } = await openCorpus(bytesSource("text", new TextEncoder().encode(text)), {
			...{ unit: "byte", split: [100, 0, 0] as [number, number, number] },
		});
		const builtIn = drawn(reference, { ...twin.builtIn, symbols: 256 }, 1.2);
		const own = drawn(reference, { ...twin.own, symbols: 256 });
		copyTwin(builtIn, own);
		const training = { horizon: 16, clipNorm: 1, lr: 0.004 };
		const [want, got] = await Promise.all(
			[builtIn, own].map((weights) => examine(textSequences(reference, weights, parts.train), { lags: 24, training })),
		);
		for (const part of ["lags", "triangles", "input", "overflowStep", "horizon"] as const)
			expectSame(got![part], want![part], {}, part);
		for (const [l, { recurrent: _, ...jacobian }] of want!.jacobians.entries())
			expectSame(unsigned(got!.jacobians[l]!), unsigned(jacobian), {}, "jacobian");
		for (const [l, { gates, h }] of want!.saturation.layers.entries()) {
			expectSame(got!.saturation.layers[l]!.h, h, {}, "h");
			expectSame(got!.saturation.layers[l]!.gates, gates, twin.names.h ? {} : twin.names, "gates");
		}
		for (const { tensor, ...steps } of want!.tensors) {
			if (twin.builtIn.cell === "gru" && /_l0$/.test(tensor)) continue; // its blocks are in other tensors
			const found = got!.tensors.find((one) => one.tensor === tensor);
			if (tensor !== "weight_peephole_l0") expectSame(found, steps, {}, tensor); // of equations: three vectors
		}
		if (twin.builtIn.cell !== "rnn") return; // their remedies are options of the cell
		expect(got!.findings.map(({ kind, severity, where }) => [kind, severity, where])).toEqual(
			want!.findings.map(({ kind, severity, where }) => [kind, severity, where]),
		);
		expectSame(got!.findings, want!.findings, {}, "findings");
	});

	test("has its deltas of a window, dropout 0.3 of 2 layers", () => {
		const windows = Object.values(both(twin, { T: 9, dropout: 0.3 })).map((window) => {
			window.forward({ dropout: { rate: 0.3, key: [3, 4], counter: 0 } });
			window.backward(new Weights(reference, window.weights.spec), { scale: 1 / 17 });
			return windowDeltas(window);
		});
		expectSame(windows[1], windows[0]);
	});
});

describe.each(lonely)("$variant", (spec) => {
	const S = statesOf(spec).length;

	test.each([1, 2])("agrees with forward mode to 1e-9 at every lag, in every state and lane, %i layers", (layers) => {
		const [T, B] = [6, 3];
		const window = windowOf(reference, drawn(reference, { ...spec, layers }, 0.45), { T, B });
		const BH = B * H;
		let compared = 0;
		for (const { t, layers: flows } of backflow(window, { sources: [T - 1, T - 1, T - 1] })) {
			// forward mode of the window that begins at step t: its dL/ds_0 is dL/ds_{t-1} of the whole window
			const before = (l: number, k: number) => [...stateOf(window.layers[l]!, k, S).subarray(t * BH, (t + 1) * BH)];
			const c = (l: number) => Array.from({ length: S - 1 }, (_, k) => before(l, k + 1)).flat();
			const { tensors } = networkGradient({
				...{ spec: window.weights.spec, T: T - t, B, scale: 1, weights: Float64Array.from(window.weights.flat) },
				ids: window.ids.slice(t * B),
				targets: window.targets.slice(t * B).fill(-1, 0, (T - 1 - t) * B),
				h0: window.layers.map((_, l) => Float64Array.from(before(l, 0))),
				c0: window.layers.map((_, l) => Float64Array.from(S > 1 ? c(l) : new Array(BH).fill(0))),
			});
			for (const [l, { dhLast, dcLast, exponents }] of flows.entries()) {
				const got = [...dhLast, ...(dcLast ?? [])];
				const want = [...tensors.get(`l${l}.h`)!, ...(tensors.get(`l${l}.c`) ?? [])];
				expect([got.length, want.length]).toEqual([S * BH, S * BH]);
				for (let at = 0; at < got.length; at += H) {
					const scale = 2 ** exponents[(at / H) % B]!;
					const norm = Math.hypot(...want.slice(at, at + H));
					const gap = Math.hypot(...want.slice(at, at + H).map((x, k) => got[at + k]! * scale - x));
					expect(gap).toBeLessThanOrEqual(1e-9 * norm);
					compared++;
				}
			}
		}
		expect(compared).toBe(T * B * layers * S);
	});

	test("has the Jacobian of one step that forward mode gives, [S H,S H], to 1e-12, and its largest singular value", () => {
		const window = windowOf(reference, drawn(reference, spec));
		const [t, b, n] = [4, 2, S * H];
		const { w_ih, w_hh, b: bias, p } = window.weights.layer(0);
		const states = Array.from({ length: S }, (_, k) =>
			Float64Array.from(stateOf(window.layers[0]!, k, S).subarray((t * 3 + b) * H, (t * 3 + b + 1) * H)),
		);
		const [h0, c0] = [states[0]!, Float64Array.from(states.slice(1).flatMap((x) => [...x]))];
		const x = new Float64Array(V);
		x[window.ids[t * 3 + b]!] = 1;
		const f64 = (a: ArrayLike<number>) => Float64Array.from(a);
		const weights = { w_ih: f64(w_ih), w_hh: f64(w_hh), b: f64(bias), ...(p && { p: f64(p) }) };
		const got = stepJacobian(window, 0, t, b);
		for (let row = 0; row < n; row++) {
			const unit = Float64Array.from({ length: n }, (_, k) => (k === row ? 1 : 0));
			const { tensors } = layerGradient({
				...{ spec, T: 1, B: 1, D: V, H, weights, x, h0, c0: S > 1 ? c0 : new Float64Array(H) },
				...{ dOut: new Float64Array(H), dhLast: unit.slice(0, H), dcLast: S > 1 ? unit.slice(H) : new Float64Array(H) },
			});
			const want = [...tensors.get("h0")!, ...(tensors.get("c0") ?? [])];
			for (let k = 0; k < n; k++) expect(Math.abs(got[row * n + k]! - want[k]!)).toBeLessThan(1e-12);
		}
		const exact = stepSpectra(window, 0, [t], b)[0]!.singular[0]!;
		expect(Math.abs(largestSingular(window, 0, t, b, 400) / exact - 1)).toBeLessThan(1e-3);
	});

	test("has the same numbers on the fast engine within float32: curves to 1e-3 of log2", () => {
		const [exact, found] = [reference, fast].map((engine) => gradientByLag(windowOf(engine, drawn(engine, spec)), 6));
		for (const name of Object.keys(exact!.layers[0]!) as ("h" | "c")[])
			for (const [k, value] of exact!.layers[0]![name]!.typical.entries()) {
				const got = found!.layers[0]![name]!.typical[k]!;
				// a part below 1e-3 of the whole is a difference of larger numbers
				const whole = (exact!.layers[0]!.c ?? exact!.layers[0]!.h).typical[k]!;
				if (value > whole - 10) expect(Math.abs(got - value)).toBeLessThan(1e-3);
			}
	});
});

test("through the states alone, a minGRU passes back the product of 1 - z, and nothing through W_hh", () => {
	const window = windowOf(reference, drawn(reference, noRecurrence), { B: 1 });
	const { h, throughC, throughH } = gradientByLag(window, 6).layers[0]!;
	expect(throughC).toEqual(h);
	expect([...throughH!.typical]).toEqual(new Array(7).fill(Number.NEGATIVE_INFINITY));
	expect(recurrentBlocks(window.weights, 0)).toEqual([]);
	const { gates } = window.layers[0]!; // [T,1,2*H] z|n
	let want: number[] = [];
	for (const { t, layers } of backflow(window, { sources: [6] })) {
		const got = Array.from(layers[0]!.dh, (v) => v * 2 ** layers[0]!.exponents[0]!);
		want = t === 6 ? got : want.map((x, k) => x * (1 - gates![(t + 1) * 2 * H + k]!));
		for (let k = 0; k < H; k++) expect(got[k]).toBeCloseTo(want[k]!, 14);
	}
});

test("the last 3 steps of a window of two states besides h continue from all three states", () => {
	const window = windowOf(reference, drawn(reference, { ...twoStates, layers: 2 }));
	const again = tail(window, 3, [2, 0]);
	again.forward();
	for (const l of [0, 1])
		for (const k of [0, 1, 2])
			for (const [n, b] of [2, 0].entries())
				expect([...stateOf(again.layers[l]!, k, 3).subarray((3 * 2 + n) * H, (3 * 2 + n + 1) * H)]).toEqual([
					...stateOf(window.layers[l]!, k, 3).subarray((7 * 3 + b) * H, (7 * 3 + b + 1) * H),
				]);
});

test("the first step at which the third state of four is infinite is found, not one of the steps after", () => {
	const grows = ownSpec({
		name: "grows",
		states: ["h", "m", "v", "w"],
		equations: ["a = tanh(W x + R h' + b)", "m = a", "v = 1000000000 * v' + a", "w = a", "h = m + w"],
	});
	const window = windowOf(fast, drawn(fast, grows), { T: 9 });
	const v = [...stateOf(window.layers[0]!, 2, 4)];
	const want = Math.floor(v.findIndex((x) => !Number.isFinite(x)) / (3 * H)) - 1;
	expect([want > 0, firstOverflow(window)]).toEqual([true, want]);
	expect(Number.isFinite(window.layers[0]!.h.at(-1))).toBe(true);
});
