/** Every claim of the lessons, under its own sentence. docs/lessons marks each with the number in brackets. */
import { describe, expect, test } from "vitest";
import { questionGain } from "../../page/studio/chat/listen/gain.ts";
import { listening as stored } from "../../page/studio/chat/listen/stored.ts";
import { spectralRadius } from "../../src/algebra/spectrum.ts";
import { Reservoir } from "../../src/cells/esn.ts";
import { gateLetters } from "../../src/cells/layout.ts";
import { softmax } from "../../src/cells/likeliest.ts";
import { Unrolled } from "../../src/cells/unroll.ts";
import { Weights } from "../../src/cells/weights.ts";
import { openCorpus } from "../../src/data/corpus.ts";
import { kneserNey } from "../../src/data/ngrams/kneserNey.ts";
import { suffixTable } from "../../src/data/ngrams/suffixTable.ts";
import { learnPairs } from "../../src/data/pairs/learnedPairs.ts";
import { pairRecord } from "../../src/data/pairs/pairRecord.ts";
import { answerOf, pairSet, questionOf } from "../../src/data/pairs/pairSet.ts";
import { bytesSource } from "../../src/data/source.ts";
import { DIAL_STEPS, dial, dialBase } from "../../src/diagnosis/dial.ts";
import { drawnRecurrent } from "../../src/diagnosis/drawnRecurrent.ts";
import { itemise } from "../../src/diagnosis/itemised.ts";
import { normals, reachByLag } from "../../src/diagnosis/reach.ts";
import { descend, wallAt, wallCentre, wallPeak } from "../../src/diagnosis/wall.ts";
import { parseUnit } from "../../src/interpretation/hookNames.ts";
import { intervene } from "../../src/interpretation/proof/intervention.ts";
import { falseDiscoveryRates, studentTail } from "../../src/interpretation/search/significance.ts";
import { textOf } from "../../src/interpretation/stream.ts";
import { RandomStream } from "../../src/kernels/random.ts";
import { atOnce } from "../../src/kernels/work.ts";
import { clipScale } from "../../src/remedies/clipping.ts";
import { startReservoir } from "../../src/remedies/drawReservoir.ts";
import { addOmega, omegaScratch } from "../../src/remedies/omega.ts";
import { startWeights } from "../../src/remedies/starts.ts";
import { EchoState } from "../../src/training/echo/echoState.ts";
import { memoryCapacity } from "../../src/training/echo/memoryCapacity.ts";
import { parseOptions } from "../../src/training/options/options.ts";
import { languageReply } from "../../src/training/pairs/languageReply.ts";
import type { ReplyModel } from "../../src/training/pairs/replyModel.ts";
import { Trainer } from "../../src/training/trainer.ts";
import { plantedText, plantedWeights, QUOTES, vocabulary } from "../fixtures/plantedCells.ts";
import { paths } from "./listening.ts";
import { deltas, engine, H, network, rowTimes, sigmoid, V } from "./networks.ts";

const RNN = { cell: "rnn", variant: "tanh" } as const;
const LSTM = { cell: "lstm", variant: "forget" } as const;
/** A random matrix of n x n with the given spectral radius. */
function matrix(n: number, radius: number, seed = 1): Float64Array {
	const w = normals(n * n, 1 / Math.sqrt(n), new RandomStream(seed, "lesson"));
	const now = spectralRadius(w, n);
	return w.map((x) => (x * radius) / now);
}

describe("1 the unrolled network", () => {
	test("1.1 With 8 units, the arrow from one circle to the next is a matrix of 8 x 8 weights.", () => {
		const { weights } = network(RNN, 1);
		expect(weights.layer(0).w_hh).toHaveLength(64);
	});
	test("1.2 Every step uses the same weights.", () => {
		const { weights, window } = network(RNN, 50);
		window.forward();
		const { w_ih, w_hh, b } = weights.layer(0);
		let h = new Float64Array(H);
		for (let t = 0; t < 50; t++) {
			h = h.map((_, i) => Math.tanh(w_ih[i * V + window.ids[t]!]! + rowTimes(w_hh, i, H, h) + b[i]!));
			for (let i = 0; i < H; i++) expect(window.layers[0]!.h[(t + 1) * H + i]).toBeCloseTo(h[i]!, 12);
		}
	});
	test("1.3 The loss of a text is the mean of the losses of its steps.", () => {
		const { window } = network(RNN, 20);
		window.forward();
		const { lossNats, scored } = window.loss();
		let sum = 0;
		for (let t = 0; t < 20; t++) {
			const logits = Float64Array.from(window.logits.subarray(t * V, (t + 1) * V));
			sum += Math.log(logits.reduce((total, y) => total + Math.exp(y), 0)) - logits[window.targets[t]!]!;
		}
		expect(lossNats / scored).toBeCloseTo(sum / 20, 12);
	});
	test("1.4 The gradient of W_hh is a sum with one term per step.", () => {
		const { weights, window } = network(RNN, 12);
		const gradients = new Weights(engine, weights.spec);
		const kept = deltas(1, 12);
		window.forward();
		window.backward(gradients, { scale: 1 / 12, deltas: [kept] });
		const sum = new Float64Array(H * H);
		for (let t = 0; t < 12; t++)
			for (let i = 0; i < H; i++)
				for (let j = 0; j < H; j++) sum[i * H + j]! += kept.gates[t * H + i]! * window.layers[0]!.h[t * H + j]!;
		for (let k = 0; k < H * H; k++) expect(gradients.layer(0).w_hh[k]).toBeCloseTo(sum[k]!, 12);
	});
	test("1.5 The loss at a step reaches that step and those before it, never a later one.", () => {
		const S = 6;
		const { window } = network(RNN, S, { lanes: S });
		for (let t = 0; t < S; t++) window.ids.fill(window.ids[t * S]!, t * S, (t + 1) * S);
		window.forward();
		const { reach } = itemise(window, S)[0]!;
		for (let t = 0; t < S; t++) for (let k = 0; k < S; k++) expect(Number.isFinite(reach[t * S + k])).toBe(k <= t);
	});
});

describe("2 why the gradient vanishes and explodes", () => {
	test("2.1 In a linear network, each step back multiplies the gradient by the spectral radius of W_hh in the long run.", () => {
		for (const radius of [0.5, 0.9, 1.1]) {
			const w = matrix(32, radius);
			const { log10 } = reachByLag("linear", w, new Float64Array(2000 * 32), new Float64Array(32).fill(1));
			expect((log10[2000]! - log10[1000]!) / 1000).toBeCloseTo(Math.log10(radius), 3);
		}
	});
	test("2.2 With 0.9, less than 1 % is left after 44 steps.", () => {
		const H = 50; // the dial of the figure
		const base = dialBase(drawnRecurrent("orthogonal", H, 1), H);
		const firstBelow = (radius: number) => {
			const { log10 } = dial(base, { radius, act: "linear", input: 0.1, bias: 0, seed: 1, moves: [] });
			const last = (DIAL_STEPS - 1) * DIAL_STEPS; // row of the last step's loss
			for (let k = 0; k < DIAL_STEPS; k++) if (log10[last + DIAL_STEPS - 1 - k]! < -2) return k;
			return undefined;
		};
		expect([firstBelow(0.9), firstBelow(0.5)]).toEqual([44, 7]);
	});
	test("2.3 With 1.1, it is 107 times as large after 49 steps.", () => {
		const { log10 } = reachByLag("linear", Float64Array.of(1.1), new Float64Array(50), Float64Array.of(1));
		expect(Math.round(10 ** log10[49]!)).toBe(107);
	});
	test("2.4 If the largest singular value of W_hh is below 1, the gradient shrinks at every step.", () => {
		const w = matrix(16, 1);
		const largest = Math.sqrt(spectralRadius(gram(w, 16), 16));
		const shrunk = w.map((x) => (0.99 * x) / largest);
		const { log10 } = reachByLag("linear", shrunk, new Float64Array(60 * 16), new Float64Array(16).fill(1));
		for (let k = 1; k <= 60; k++) expect(log10[k]!).toBeLessThan(log10[k - 1]!);
	});
	test("2.5 A spectral radius of 1.5 does not suffice for an explosion: with units driven into saturation, less than 1e-20 is left after 50 steps.", () => {
		const inputs = normals(50 * 32, 6, new RandomStream(3, "lesson"));
		const g0 = new Float64Array(32).fill(1);
		const saturated = reachByLag("tanh", matrix(32, 1.5), inputs, g0);
		expect(saturated.log10[50]! - saturated.log10[0]!).toBeLessThan(-20);
		const linear = reachByLag("linear", matrix(32, 1.5), inputs, g0);
		expect(linear.log10[50]! - linear.log10[0]!).toBeGreaterThan(5);
	});
	test("2.6 A tanh unit whose value is 0.99 passes on 2 % of the gradient.", () => {
		const { weights, window } = network(RNN, 1);
		for (const name of ["weight_ih_l0", "weight_hh_l0"]) weights.tensor(name).fill(0);
		weights.layer(0).b.fill(Math.atanh(0.99));
		const kept = deltas(1, 1);
		window.forward();
		window.backward(new Weights(engine, weights.spec), { scale: 1, deltas: [kept] });
		for (let i = 0; i < H; i++) expect(kept.gates[i]! / kept.h[i]!).toBeCloseTo(0.0199, 12);
	});
});

/** w^T w, [n,n] */
const gram = (w: Float64Array, n: number) =>
	Float64Array.from({ length: n * n }, (_, at) => {
		let sum = 0;
		for (let k = 0; k < n; k++) sum += w[k * n + Math.floor(at / n)]! * w[k * n + (at % n)]!;
		return sum;
	});

describe("3 against explosion", () => {
	test("3.1 With b = -2.5 the gradient is 1,600 on the wall, and below 0.25 half a unit to either side.", () => {
		const { w, norm } = wallPeak(-2.5);
		expect(Math.round(norm / 100)).toBe(16);
		for (const side of [-0.5, 0.5]) expect(wallAt(w + side, -2.5).norm).toBeLessThan(0.25);
		expect(Math.abs(w - wallCentre(-2.5))).toBeLessThan(0.001);
	});
	test("3.2 One step at rate 0.1 from the wall's edge goes 162 units without a limit, and 0.1 with the limit 1.", () => {
		const { w } = wallPeak(-2.5);
		const length = (clip: number) => {
			const [from, to] = descend(w, -2.5, { lr: 0.1, clip, updates: 1 });
			return Math.hypot(to!.w - from!.w, to!.b - from!.b);
		};
		expect(Math.round(length(Number.POSITIVE_INFINITY))).toBe(162);
		expect(length(1)).toBeCloseTo(0.1, 9);
	});
	test("3.3 The limit shortens a step and keeps its direction.", () => {
		const gradient = [30, -40];
		const scale = clipScale(50, 5);
		expect(gradient.map((g) => g * scale)).toEqual([3, -4]);
		expect(clipScale(4, 5)).toBe(1);
	});
	test("3.4 Truncation after 10 steps drops exactly the terms from further back.", () => {
		const { weights, window } = network(RNN, 30, { lastOnly: true });
		const gradients = new Weights(engine, weights.spec);
		const kept = deltas(1, 30);
		window.forward();
		window.backward(gradients, { scale: 1, deltas: [kept] });
		const near = new Float64Array(H * H);
		for (let t = 20; t < 30; t++)
			for (let at = 0; at < H * H; at++)
				near[at]! += kept.gates[t * H + Math.floor(at / H)]! * window.layers[0]!.h[t * H + (at % H)]!;
		const short = new Unrolled(engine, weights, { steps: 10, lanes: 1, training: true });
		short.ids.set(window.ids.subarray(20));
		short.targets.set(window.targets.subarray(20));
		short.layers[0]!.h.set(window.layers[0]!.h.subarray(20 * H, 21 * H));
		const truncated = new Weights(engine, weights.spec);
		short.forward();
		short.backward(truncated, { scale: 1 });
		for (let at = 0; at < H * H; at++) expect(truncated.layer(0).w_hh[at]).toBeCloseTo(near[at]!, 12);
	});
	test("3.5 The penalty is zero if no step changes the gradient's length.", () => {
		const spec = { cell: "rnn", variant: "linear", symbols: V, hidden: H, layers: 1, dropout: 0 } as const;
		const weights = new Weights(engine, spec);
		startWeights(weights, "orthogonal", 0, new RandomStream(1, "lesson"));
		const omega = (scale: number) => {
			const [T, B] = [10, 1];
			const w_hh = engine.floats(H * H);
			w_hh.set(weights.layer(0).w_hh.map((x) => scale * x));
			const [dh, da] = [engine.floats(T * H), engine.floats(T * H)];
			da.fill(1, (T - 1) * H);
			for (let t = T - 2; t >= 0; t--)
				for (let j = 0; j < H; j++)
					for (let i = 0; i < H; i++) da[t * H + j]! += w_hh[i * H + j]! * da[(t + 1) * H + i]!;
			dh.set(da);
			const call = {
				engine,
				form: "paper",
				alpha: 1,
				activation: "linear",
				T,
				B,
				H,
				h: engine.floats((T + 1) * H),
			} as const;
			return addOmega({ ...call, dh, da, w_hh, dw_hh: engine.floats(H * H), scratch: omegaScratch(engine, T, B, H) })
				.omega;
		};
		expect(omega(1)).toBeLessThan(1e-20);
		expect(omega(0.5)).toBeCloseTo(9 * 0.25, 9);
	});
});

describe("4 against vanishing", () => {
	test("4.1 With an orthogonal W_hh, a linear network keeps the gradient's length over 100 steps.", () => {
		const weights = new Weights(engine, { ...RNN, symbols: V, hidden: 16, layers: 1, dropout: 0 });
		startWeights(weights, "orthogonal", 0, new RandomStream(1, "lesson"));
		const w = Float64Array.from(weights.layer(0).w_hh);
		const { log10 } = reachByLag("linear", w, new Float64Array(100 * 16), new Float64Array(16).fill(1));
		for (let k = 0; k <= 100; k++) expect(log10[k]).toBeCloseTo(log10[0]!, 9);
	});
	test("4.2 With tanh units it shrinks all the same: every factor 1 - h^2 is below 1.", () => {
		const weights = new Weights(engine, { ...RNN, symbols: V, hidden: 16, layers: 1, dropout: 0 });
		startWeights(weights, "orthogonal", 0, new RandomStream(1, "lesson"));
		const w = Float64Array.from(weights.layer(0).w_hh);
		const inputs = normals(100 * 16, 0.5, new RandomStream(2, "lesson"));
		const { log10 } = reachByLag("tanh", w, inputs, new Float64Array(16).fill(1));
		expect(log10[100]! - log10[0]!).toBeLessThan(-3);
	});
	test("4.3 An echo state network trains its readout alone: not one weight of W_hh changes.", () => {
		const spec = { units: 20, inputs: 1, feedback: 0 };
		const drawn = startReservoir(spec, { spectralRadius: 0.9 }, new RandomStream(1, "lesson"));
		const before = drawn.w.slice();
		const network = new EchoState(new Reservoir(engine, spec, drawn), 1);
		const inputs = normals(400, 0.3, new RandomStream(4, "lesson"));
		network.fit({ inputs, teacher: inputs, steps: 400 });
		expect(drawn.w).toEqual(before);
		expect(network.readout.some((x) => x !== 0)).toBe(true);
	});
	test("4.4 The memory capacity of an echo state network is at most its number of units.", () => {
		for (const [units, radius] of [
			[10, 0.5],
			[20, 0.95],
		] as const) {
			const spec = { units, inputs: 1, feedback: 0 };
			const drawn = startReservoir(spec, { spectralRadius: radius, density: 0.5 }, new RandomStream(2, "lesson"));
			const { total } = memoryCapacity(new Reservoir(engine, spec, drawn), new RandomStream(3, "lesson"));
			expect(total).toBeGreaterThan(units / 4);
			expect(total).toBeLessThanOrEqual(units);
		}
	});
});

describe("5 the LSTM", () => {
	/** An LSTM without W_hh, whose loss is at the last step alone: the gradient goes back over the memory line only. */
	function line(variant: "1997" | "forget", { steps = 12, forget }: { steps?: number; forget?: number } = {}) {
		const { weights, window } = network({ cell: "lstm", variant }, steps, { lastOnly: true });
		const { w_ih, w_hh, b } = weights.layer(0);
		w_hh.fill(0);
		if (forget !== undefined) {
			const block = gateLetters(LSTM).indexOf("f");
			w_ih.fill(0); // nothing is written on the line
			b.fill(0).fill(Math.log(forget / (1 - forget)), block * H, (block + 1) * H);
		}
		const kept = deltas(variant === "1997" ? 3 : 4, steps);
		window.forward();
		window.backward(new Weights(engine, weights.spec), { scale: 1, deltas: [kept] });
		return { steps, kept, weights, gates: window.layers[0]!.gates! };
	}
	test("5.1 An LSTM with 64 units has 192 valves, three per unit.", () => {
		const valves = gateLetters(LSTM).filter((letter) => letter !== "g");
		expect(valves.length * 64).toBe(192);
	});
	test("5.2 On the memory line of 1997, each step back multiplies the gradient by exactly 1.", () => {
		const { steps, kept } = line("1997");
		for (let t = 0; t < steps - 1; t++)
			for (let i = 0; i < H; i++) expect(kept.c[t * H + i]).toBe(kept.c[(steps - 1) * H + i]);
	});
	test("5.3 With a forget valve, each step back multiplies it by the valve's opening.", () => {
		const { steps, kept, gates } = line("forget");
		const f = gateLetters(LSTM).indexOf("f");
		for (let t = 0; t < steps - 1; t++)
			for (let i = 0; i < H; i++) {
				const opening = gates[(t + 1) * 4 * H + f * H + i]!;
				expect(kept.c[t * H + i]).toBeCloseTo(opening * kept.c[(t + 1) * H + i]!, 14);
			}
	});
	test("5.4 A forget valve at 0.9 leaves 0.5 % after 50 steps, one at 0.99 leaves 61 %.", () => {
		for (const [forget, percent] of [
			[0.9, "0.5"],
			[0.99, "61"],
		] as const) {
			const { kept } = line("forget", { steps: 51, forget });
			for (let i = 0; i < H; i++)
				expect(((100 * kept.c[i]!) / kept.c[50 * H + i]!).toFixed(percent === "61" ? 0 : 1)).toBe(percent);
		}
	});
	test("5.5 A forget bias of 1 opens the valve to 0.73 before anything is learned.", () => {
		const { weights, window } = network(LSTM, 1);
		startWeights(weights, "default", 1, new RandomStream(1, "lesson"));
		weights.layer(0).w_ih.fill(0);
		window.forward();
		const f = gateLetters(LSTM).indexOf("f");
		for (let i = 0; i < H; i++) expect(window.layers[0]!.gates![f * H + i]!.toFixed(2)).toBe("0.73");
	});
	test("5.6 On the memory line, less than 1 % is left after 15 steps.", () => {
		const { kept } = line("forget", { steps: 16, forget: sigmoid(1) });
		const left = (steps: number) => kept.c[(15 - steps) * H]! / kept.c[15 * H]!;
		expect([left(14) > 0.01, left(15) < 0.01]).toEqual([true, true]);
	});
});

describe("6 inside the cell", () => {
	test("6.1 Multiplying the joined vector once is the same as multiplying its two parts and adding.", () => {
		const { weights } = network(LSTM, 1);
		const { w_ih, w_hh } = weights.layer(0);
		const [x, h] = [normals(V, 1, new RandomStream(1, "x")), normals(H, 1, new RandomStream(1, "h"))];
		const joined = Float64Array.of(...x, ...h);
		for (let r = 0; r < 4 * H; r++) {
			const row = [...w_ih.subarray(r * V, (r + 1) * V), ...w_hh.subarray(r * H, (r + 1) * H)];
			expect(rowTimes(row, 0, V + H, joined)).toBeCloseTo(rowTimes(w_ih, r, V, x) + rowTimes(w_hh, r, H, h), 12);
		}
	});
	test("6.2 The five steps, carried out by hand, give the network's own c and h at every symbol.", () => {
		const { weights, window } = network(LSTM, 30);
		window.forward();
		const { w_ih, w_hh, b } = weights.layer(0);
		let [h, c] = [new Float64Array(H), new Float64Array(H)];
		for (let t = 0; t < 30; t++) {
			const layer = (letter: string, squash: (a: number) => number) => {
				const block = gateLetters(LSTM).indexOf(letter as "f");
				return h.map((_, i) => {
					const r = block * H + i;
					return squash(w_ih[r * V + window.ids[t]!]! + rowTimes(w_hh, r, H, h) + b[r]!);
				});
			};
			const [i, f, g, o] = [layer("i", sigmoid), layer("f", sigmoid), layer("g", Math.tanh), layer("o", sigmoid)];
			c = c.map((now, k) => f[k]! * now + i[k]! * g[k]!);
			h = c.map((now, k) => o[k]! * Math.tanh(now));
			for (let k = 0; k < H; k++) {
				expect(window.layers[0]!.c![(t + 1) * H + k]).toBeCloseTo(c[k]!, 12);
				expect(window.layers[0]!.h[(t + 1) * H + k]).toBeCloseTo(h[k]!, 12);
			}
		}
	});
	test("6.3 Every valve is between 0 and 1, every candidate between -1 and 1.", () => {
		const { window } = network(LSTM, 30);
		window.forward();
		const { gates } = window.layers[0]!;
		for (let t = 0; t < 30; t++)
			for (const [block, letter] of gateLetters(LSTM).entries())
				for (let k = 0; k < H; k++) {
					const value = gates![t * 4 * H + block * H + k]!;
					expect(value).toBeGreaterThan(letter === "g" ? -1 : 0);
					expect(value).toBeLessThan(1);
				}
	});
});

describe("7 what a cell watches", () => {
	/** p of a thousand units without any relation to a pattern: the correlation of two series of 100 normal draws. */
	function pOfNothing(seed: number): number[] {
		const random = new RandomStream(seed, "nothing");
		const pattern = normals(100, 1, random);
		return Array.from({ length: 1000 }, () => {
			const r = correlation(pattern, normals(100, 1, random));
			return studentTail(r * Math.sqrt(98 / (1 - r * r)), 98);
		});
	}
	test("7.1 Of 1,000 units that know nothing of a pattern, about 50 pass a test at 5 %.", () => {
		const passed = [1, 2, 3, 4, 5].map((seed) => pOfNothing(seed).filter((p) => p <= 0.05).length);
		for (const n of passed) expect(Math.abs(n - 50)).toBeLessThan(28); // four standard deviations
	});
	test("7.2 Corrected for the number of tests, none of them is left.", () => {
		for (const seed of [1, 2, 3, 4, 5]) {
			const q = falseDiscoveryRates(pOfNothing(seed));
			expect(q.filter((rate) => rate <= 0.05)).toHaveLength(0);
		}
	});
	test("7.3 Holding the quote cell costs loss inside quotes and nothing outside.", async () => {
		const model = { engine, weights: plantedWeights(engine) };
		const text = plantedText(4000);
		let inside = false;
		const label = Uint8Array.from(text, (c) => {
			if (c === '"') inside = !inside;
			return Number(inside);
		});
		const unit = parseUnit(model.weights.spec, `l0.c.${QUOTES}`);
		const ids = textOf(vocabulary.encode(text));
		const { change, verdict } = await intervene(model, ids, unit, { act: { to: "zero" }, label, others: 0 });
		expect(verdict).toBe("onlyInside");
		expect(change.inside!.mean).toBeGreaterThan(1);
		expect(Math.abs(change.outside!.mean)).toBeLessThan(0.01);
	});
	test("7.4 Nothing is hard-coded: before training, the weights depend on the seed and not on the text.", async () => {
		const drawn = async (text: string) => {
			const { parts, vocabulary } = await openCorpus(bytesSource("text", new TextEncoder().encode(text.repeat(200))));
			const trainer = new Trainer(
				engine,
				parts.train,
				vocabulary.size,
				parseOptions({ hidden: 8, batch: 4 }, "options"),
				false,
			);
			atOnce(trainer.start());
			return trainer.weights.flat.slice();
		};
		expect(await drawn("if (a) b; ")).toEqual(await drawn("http://a;b"));
	});
});

function correlation(a: Float64Array, b: Float64Array): number {
	const mean = (x: Float64Array) => x.reduce((sum, v) => sum + v, 0) / x.length;
	const [ma, mb] = [mean(a), mean(b)];
	let [ab, aa, bb] = [0, 0, 0];
	for (let k = 0; k < a.length; k++) {
		ab += (a[k]! - ma) * (b[k]! - mb);
		aa += (a[k]! - ma) ** 2;
		bb += (b[k]! - mb) ** 2;
	}
	return ab / Math.sqrt(aa * bb);
}

describe("8 what it predicts", () => {
	/** Bits that the actual symbol costs, by the library's loss, where the model gives it probability p among n symbols. */
	function bits(p: number, n: number): number {
		const weights = new Weights(engine, { ...LSTM, symbols: n, hidden: H, layers: 1, dropout: 0 });
		const bias = weights.tensor("head.bias").fill(Math.log((1 - p) / (n - 1)));
		bias[0] = Math.log(p);
		const window = new Unrolled(engine, weights, { steps: 1, lanes: 1 });
		window.forward();
		return window.loss().lossNats / Math.LN2;
	}
	test("8.1 A symbol that had probability 0.9 costs 0.15 bits, one that had 0.01 costs 6.6 bits.", () => {
		expect([bits(0.9, 20).toFixed(2), bits(0.01, 20).toFixed(1)]).toEqual(["0.15", "6.6"]);
	});
	test("8.2 A uniform guess among 64 symbols costs 6 bits per symbol.", () => {
		expect(bits(1 / 64, 64)).toBeCloseTo(6, 12);
	});
	test("8.3 An n-gram model of order 4 gives the same prediction after the same three symbols, whatever came before.", () => {
		const text = "the cat and the dog and the bat and a cat ".repeat(30);
		const ids = Int32Array.from(text, (c) => c.charCodeAt(0));
		const other = Int32Array.from("a dog and the cat, or the cat", (c) => c.charCodeAt(0));
		const { table, matches } = suffixTable(ids, 128, other);
		const last = Array.from(kneserNey(table, other, matches, 4), ({ probabilities }) => probabilities.slice()).at(-1)!;
		expect(last[16]).toBe(last[28]); // the t of "cat", after "a dog and the" and after ", or the"
		expect(last[16]).toBeGreaterThan(0.5);
	});
	test("8.4 A gate saturated at 0.999 passes a thousandth of the gradient to its own weights.", () => {
		const { weights, window } = network(LSTM, 2);
		const f = gateLetters(LSTM).indexOf("f");
		const { w_ih, w_hh, b } = weights.layer(0);
		w_ih.fill(0, f * H * V, (f + 1) * H * V);
		w_hh.fill(0);
		b.fill(Math.log(999), f * H, (f + 1) * H);
		const kept = deltas(4, 2);
		window.forward();
		window.backward(new Weights(engine, weights.spec), { scale: 1, deltas: [kept] });
		const c = window.layers[0]!.c!;
		for (let i = 0; i < H; i++) {
			const [da, dc, before] = [kept.gates[4 * H + f * H + i]!, kept.c[H + i]!, c[H + i]!];
			expect(da / (dc * before)).toBeCloseTo(0.000999, 9);
		}
	});
});

describe("9 does it listen", () => {
	const tables = (["en", "ko"] as const).map((lang) => stored[lang].nats);
	test("9.1 Five answers that are equally likely cost ln 5 = 1.61 nats each.", () => {
		const [logits, p] = [new Float64Array(5).fill(0.3), softmax(new Float64Array(5).fill(0.3))];
		expect(logits.map((_, k) => -Math.log(p[k]!))).toEqual(new Float64Array(5).fill(-Math.log(1 / 5)));
		expect(Math.log(5)).toBeCloseTo(1.61, 2);
	});
	test("9.2 A network that ignores the question has a question gain of exactly 0.", () => {
		const { weights, set, ask } = talker();
		weights.layer(0).w_hh.fill(0); // the past does not reach the answer
		const model = languageReply(engine, weights, set);
		const deaf = ask(model);
		expect(questionGain(deaf, false).gain).toBe(0);
		expect(questionGain(deaf, true).gain).toBe(0);
		expect(questionGain(ask(languageReply(engine, talker().weights, set)), false).gain).not.toBe(0);
	});
	test("9.3 Over the averaged predictions, the gain is at most ln 5.", () => {
		for (const table of tables.flat()) {
			for (let j = 0; j < 5; j++) {
				const mixture = -Math.log(table.reduce((sum, row) => sum + Math.exp(-row[j]!), 0) / 5);
				expect(mixture - table[j]![j]!).toBeLessThanOrEqual(Math.log(5) + 1e-12);
			}
			expect(questionGain(table, false).mixture).toBeLessThanOrEqual(Math.log(5) + 1e-12);
		}
		for (const table of tables) expect(questionGain(table.at(-1)!, false).gain).toBeGreaterThan(Math.log(5));
	});
	test("9.4 With shuffled questions, the loss of every answer is above ln 5.", () => {
		for (const table of tables) {
			for (let j = 0; j < 5; j++) expect(table.at(-1)![(j + 1) % 5]![j]).toBeGreaterThan(Math.log(5));
			expect(questionGain(table.at(-1)!, true).gain).toBeLessThan(0);
		}
	});
	test("9.5 Through the last state of an untrained LSTM of 6 units, the gradient at the first of 40 symbols is less than a hundred thousandth of that at the last.", () => {
		const { state } = paths();
		expect([state.length, state[0]]).toEqual([40, 0]);
		expect(state[39]).toBeLessThan(-5);
	});
	test("9.6 Through attention the gradient changes by less than a factor of 2 over the same 40 symbols.", () => {
		for (const log10 of paths().attention) expect(Math.abs(log10)).toBeLessThan(Math.log10(2));
	});
});

/** An untrained RNN for three pairs of questions and answers, and the losses of each answer after each question. */
function talker() {
	const records = ["ab", "ba", "bb"].map((Q, n) => {
		const fields = new Map(Object.entries({ Q, A: ["aab", "b", "ba"][n]! }));
		return pairRecord("talk", n + 2, fields, { question: "Q", answer: "A" }, "codepoint");
	});
	const set = pairSet(
		"talk",
		learnPairs("codepoint", records, () => true),
		records,
	);
	const weights = new Weights(engine, { ...RNN, symbols: set.vocabulary.size, hidden: H, layers: 1, dropout: 0 });
	const random = new RandomStream(7, "talker");
	for (let k = 0; k < weights.flat.length; k++) weights.flat[k] = 0.5 * random.normal();
	const ask = (model: ReplyModel) => {
		const all = records.flatMap((_, i) =>
			records.map((_, j) => ({ question: questionOf(set, i), answer: answerOf(set, j) })),
		);
		const nats = [...model.answerNats(all)];
		return records.map((_, i) => nats.slice(3 * i, 3 * i + 3));
	};
	return { weights, set, ask };
}
