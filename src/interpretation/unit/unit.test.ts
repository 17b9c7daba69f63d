/** One unit: its values, their distribution, where they are strongest, and their effect on the next symbol. */
import { describe, expect, test } from "vitest";
import { engineFor } from "../../../test/conformance/fastEngine.ts";
import { CELLS, modelOf, V } from "../../../test/conformance/smallModels.ts";
import { plantedText, plantedWeights, QUOTES, vocabulary } from "../../../test/fixtures/plantedCells.ts";
import type { ModelSpec } from "../../cells/layout.ts";
import { lossOf, softmax } from "../../cells/likeliest.ts";
import { hookOf, hooksOf, parseUnit } from "../hookNames.ts";
import { runWithHooks } from "../hooks.ts";
import { textOf } from "../stream.ts";
import { distributionOf } from "./distribution.ts";
import { effectOf } from "./effect.ts";
import { peaks } from "./peaks.ts";
import { unitValues } from "./values.ts";

const engine = engineFor("fast");
const planted = { engine, weights: plantedWeights(engine) };
const { spec } = planted.weights;
const quoteCell = parseUnit(spec, `l0.c.${QUOTES}`);

test("the values of a planted quote cell in 3 lanes are 1 inside quotes and 0 outside, at each of 33,001 symbols", async () => {
	const text = plantedText(33_001);
	const ids = vocabulary.encode(text);
	const done: number[] = [];
	const read = await unitValues(planted, textOf(ids), quoteCell, {
		warmup: 1000,
		onProgress: (n) => void done.push(n),
	});
	expect([read.lanes, read.warmup, done.at(-1)]).toEqual([3, 1000, 33_001]);
	expect(read.ids).toEqual(ids);
	let quoted = 0;
	let wrong = 0;
	for (let k = 0; k < text.length; k++) {
		quoted = text[k] === "\n" ? 0 : text[k] === '"' ? 1 - quoted : quoted;
		if (Math.abs(read.values[k]! - quoted) > 1e-6) wrong++;
	}
	expect(wrong).toBe(0);
});

describe("a distribution, by hand:", () => {
	const of = (values: number[], name = "l0.c", other: Partial<ModelSpec> = {}) => {
		const model = { ...spec, ...other } as ModelSpec;
		return distributionOf(Float32Array.from(values), hookOf(model, name), model);
	};
	test("moments, quantiles between neighbours, and 64 equal bins of 0 to 8", () => {
		const found = of([8, 0, 4, 2, 6, Number.NaN, Number.POSITIVE_INFINITY]);
		expect(found).toMatchObject({ count: 5, mean: 4, least: 0, most: 8 });
		expect(found.deviation).toBeCloseTo(Math.sqrt(8), 12);
		const wanted = [0.08, 0.4, 2, 4, 6, 7.6, 7.92];
		for (const [k, { value }] of found.quantiles.entries()) expect(value).toBeCloseTo(wanted[k]!, 12);
		expect(found.histogram).toHaveLength(64);
		expect([0, 16, 32, 48, 63].map((bin) => found.histogram[bin])).toEqual([1, 1, 1, 1, 1]);
		expect(of([3, 3, 3]).histogram).toEqual([3]);
		expect(of([]).count).toBe(0);
	});
	test.each([
		["l0.gate.i", {}, "gate", [0.1, 0.9], [0.25, 0.5]],
		["l0.gate.g", {}, "tanh", [-0.9, 0.9], [0, 0.5]],
		["l0.h", {}, "tanh", [-0.9, 0.9], [0, 0.5]],
		["l0.c", {}, "cell", [-Math.atanh(0.9), Math.atanh(0.9)], [0, 0.25]],
		["l0.h", { cell: "rnn", variant: "sigmoid" }, "gate", [0.1, 0.9], [0.25, 0.5]],
		["l0.h", { cell: "rnn", variant: "relu" }, "relu", [0, undefined], [0.25, undefined]],
		["l0.h", { cell: "rnn", variant: "linear" }, undefined, [undefined, undefined], [undefined, undefined]],
	] as const)("saturation of %s %j", (name, other, kind, bounds, shares) => {
		const { saturation } = of([0, 0.5, 0.91, 2], name, other as Partial<ModelSpec>);
		expect(saturation?.kind).toBe(kind);
		expect([saturation?.low.bound, saturation?.high?.bound]).toEqual(bounds);
		expect([saturation?.low.share, saturation?.high?.share]).toEqual(shares);
	});
});

test("peaks stand 64 symbols apart, strongest first; what reads alike and what is no number is left out", () => {
	const values = new Float32Array(600);
	const ids = Int32Array.from({ length: 600 }, (_, k) => k % 97);
	for (const [at, value] of [
		[10, 5],
		[30, 4],
		[130, 3],
		[227, 3],
		[300, 9],
		[301, Number.NaN],
		[420, -2],
		[590, -7],
	])
		values[at!] = value!;
	// 30 is near 10; 227 is 130 + 97: the same symbols before it
	expect(peaks(values, ids, { sign: 1, count: 3 })).toEqual([300, 10, 130]);
	expect(peaks(values, ids, { sign: 1, count: 3, alike: 0 })[0]).toBe(300);
	expect(peaks(values, ids, { sign: -1, count: 2 })).toEqual([590, 420]);
	expect(peaks(values, ids, { sign: 1, count: 100 }).includes(227)).toBe(false);
	expect(peaks(new Float32Array(3).fill(Number.NaN), ids, { sign: 1, count: 2 })).toEqual([]);
});

test("held high the planted quote cell makes capitals of small letters: 5 x 19.7 % raised, all others lowered", async () => {
	const ids = vocabulary.encode(plantedText(4000));
	for (const name of ["c", "h"] as const) {
		const unit = parseUnit(spec, `l0.${name}.${QUOTES}`);
		const high = name === "c" ? 1 : Math.tanh(1);
		const effect = await effectOf(planted, textOf(ids), unit, [0, high]);
		expect([effect.how, effect.steps]).toEqual([name === "c" ? "clamp" : "readout", 4000]);
		const { low, high: raised } = effect.probability;
		for (const c of "ABCDE") expect(raised[vocabulary.id(c.charCodeAt(0))]!).toBeCloseTo(Math.exp(3) / sum(1), 5);
		for (const c of "abcde") expect(low[vocabulary.id(c.charCodeAt(0))]!).toBeCloseTo(Math.exp(3) / sum(0), 5);
		for (const c of "abcde") expect(effect.logits[vocabulary.id(c.charCodeAt(0))]!).toBeCloseTo(-6, 5);
		for (const c of "ABCDE")
			expect(effect.nats[vocabulary.id(c.charCodeAt(0))]!).toBeCloseTo(3 - Math.log(sum(1) / sum(0)), 5);
		expect(effect.klNats).toBeGreaterThan(2);
	}
	/** Sum of exp of the 15 logits: five letters at 3, five at 0 (or, inside, 3 and -3), five others at 0. */
	function sum(on: 0 | 1): number {
		return 5 * Math.exp(3) + 5 * Math.exp(on ? -3 : 0) + (vocabulary.size - 10);
	}
});

describe.each(CELLS)("$cell $variant:", (cell) => {
	const model = modelOf(cell);
	const ids = Int32Array.from({ length: 40 }, (_, t) => (t === 9 ? -1 : (t * t + 3 * t) % V));
	test("the effect of every value is that of a pass with a hook, to 1e-12; of the top h, that of its column", async () => {
		for (const { name, kind, layer, width } of hooksOf(model.weights.spec)) {
			const index = width - 1;
			const effect = await effectOf(model, textOf(ids), parseUnit(model.weights.spec, `${name}.${index}`), [-0.4, 0.7]);
			const direct = kind === "h" && layer === 1;
			expect(effect.how).toBe(direct ? "readout" : "clamp");
			const pass = (value: number) => {
				const hook = (values: { [k: number]: number }) => void (values[index] = value);
				if (!direct) return runWithHooks(model, ids, { [name]: hook }).get("logits")!;
				const read = runWithHooks(model, ids, {}, { names: ["logits", name] });
				const w = model.weights.tensor("head.weight");
				return read.get("logits")!.map((z, k) => {
					const h = read.get(name)![Math.floor(k / V) * width + index]!;
					return z + w[(k % V) * width + index]! * (value - h);
				});
			};
			const [low, high] = [pass(-0.4), pass(0.7)];
			const rows = (z: ArrayLike<number>) =>
				Array.from(ids, (_, t) => Float64Array.from(z).subarray(t * V, (t + 1) * V));
			const mean = (of: (t: number) => number) => ids.reduce((total, _, t) => total + of(t), 0) / ids.length;
			const [ps, qs] = [rows(low).map((z) => softmax(z)), rows(high).map((z) => softmax(z))];
			/** log q / p of symbol v, accurate even for a probability that rounds to 0. */
			const gain = (t: number, v: number) =>
				lossOf(low.subarray(t * V, (t + 1) * V), v) - lossOf(high.subarray(t * V, (t + 1) * V), v);
			const close = (got: number, wanted: number) =>
				expect(Math.abs(got - wanted), name).toBeLessThan(1e-12 * Math.max(1, Math.abs(wanted), size));
			const size = Math.max(...[...low, ...high].map(Math.abs)); // a linear cell explodes
			for (let v = 0; v < V; v++) {
				const change = mean((t) => high[t * V + v]! - low[t * V + v]!);
				const means = [mean((t) => ps[t]![v]!), mean((t) => qs[t]![v]!), change, mean((t) => gain(t, v))];
				const { probability, logits, nats } = effect;
				for (const [k, got] of [probability.low[v]!, probability.high[v]!, logits[v]!, nats[v]!].entries())
					close(got, means[k]!);
			}
			const kl = mean((t) => qs[t]!.reduce((sum, q, v) => sum + q * gain(t, v), 0));
			close(effect.klNats, kl);
		}
	});
});
