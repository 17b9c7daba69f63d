import { describe, expect, test } from "vitest";
import { type ModelSpec, tensorsOf } from "../../cells/layout.ts";
import { Unrolled } from "../../cells/unroll.ts";
import { Weights } from "../../cells/weights.ts";
import { openCorpus, type Part } from "../../data/corpus.ts";
import { bytesSource } from "../../data/source.ts";
import { networkGradient } from "../../diagnosis/tangents.ts";
import { RandomStream } from "../../kernels/random.ts";
import { createReference } from "../../kernels/reference.ts";
import { startWeights } from "../../remedies/starts.ts";
import { evaluate } from "./evaluate.ts";
import { EPSILON, evaluateDynamic } from "./evaluateDynamic.ts";

const engine = createReference();
const spec: ModelSpec = { cell: "lstm", variant: "forget", layers: 1, hidden: 3, symbols: 5, dropout: 0 };
const weights = new Weights(engine, spec);
startWeights(weights, "orthogonal:1", 1, new RandomStream(1, "weights"));
const encode = (text: string) => new TextEncoder().encode(text);
const { vocabulary } = await openCorpus(bytesSource("letters", encode("abcde")), { split: [100, 0, 0] });
const partOf = async (text: string) =>
	(await openCorpus(bytesSource("text", encode(text)), { split: [100, 0, 0], vocabulary })).parts.train;
const drawn = (length: number, seed: number) => {
	const random = new RandomStream(seed, "text");
	return Array.from({ length }, () => "abcde"[random.below(5)]).join("");
};

/** A text read in segments, with the gradient of each by forward mode; `step` may change the weights. */
function bySegments(w: Float64Array, ids: Int32Array, segment: number, step: (g: Float64Array) => void): number {
	const moving = new Weights(engine, spec);
	const window = new Unrolled(engine, moving, { steps: segment, lanes: 1 });
	let sum = 0;
	for (let at = 0; at < ids.length - 1; at += segment) {
		const T = Math.min(segment, ids.length - 1 - at);
		const [read, targets] = [ids.slice(at, at + T), ids.slice(at + 1, at + T + 1)];
		const [h, c] = window.carried().map(({ data }) => Float64Array.from(data)) as [Float64Array, Float64Array];
		const point = { spec, T, B: 1, ids: read, targets, scale: 1 / T, weights: w, h0: [h], c0: [c] };
		const { loss, tensors } = networkGradient(point);
		sum += loss * T;
		moving.flat.set(w); // the state after the segment is that of the weights which scored it
		window.ids.set(read);
		window.forward({ steps: T });
		window.carry(T);
		step(Float64Array.from(tensorsOf(spec).flatMap(({ name }) => [...tensors.get(name)!])));
	}
	return sum / (ids.length - 1);
}

/** Mean squared gradient at ten places of a text of 10 n + 1 symbols, each read whole. */
function squaresOf(text: string, segment: number): Float64Array {
	const ids = vocabulary.encode(text);
	const squares = new Float64Array(weights.flat.length);
	let count = 0;
	const n = (ids.length - 1) / 10;
	for (let place = 0; place < 10; place++) {
		bySegments(Float64Array.from(weights.flat), ids.slice(place * n, (place + 1) * n + 1), segment, (g) => {
			for (const [p, value] of g.entries()) squares[p]! += value * value;
			count++;
		});
	}
	return squares.map((sum) => sum / count);
}

describe("dynamic evaluation", async () => {
	const [trainText, text] = [drawn(71, 2), drawn(45, 3)];
	const parts = { train: await partOf(trainText), text: await partOf(text) };

	test("is the update of the paper with gradients by forward mode, to 1e-12", async () => {
		const [lr, decay, segment] = [0.01, 0.05, 4];
		const roots = squaresOf(trainText, segment).map(Math.sqrt);
		const mean = roots.reduce((sum, root) => sum + root, 0) / roots.length;
		const trained = Float64Array.from(weights.flat);
		const w = trained.slice();
		const expected = bySegments(w, vocabulary.encode(text), segment, (g) => {
			for (const [p, value] of g.entries()) {
				const back = Math.min(1, decay * (roots[p]! / mean)) * (trained[p]! - w[p]!);
				w[p]! += back - (lr * value) / (roots[p]! + EPSILON);
			}
		});
		const got = await evaluateDynamic(engine, weights, parts, { lr, decay, segment });
		expect(got.symbols).toBe(44);
		expect(Math.abs(got.lossNats! / expected - 1)).toBeLessThan(1e-12);
		const still = await evaluate(engine, weights, parts.text, { lanes: 1 });
		expect(Math.abs(got.lossNats! - still.lossNats!)).toBeGreaterThan(1e-4); // the steps matter at this precision
	});

	test("with learning rate 0 is the loss of the trained weights in one piece, to 1e-14", async () => {
		const got = await evaluateDynamic(engine, weights, parts, { lr: 0 });
		const still = await evaluate(engine, weights, parts.text, { lanes: 1 });
		expect(Math.abs(got.lossNats! / still.lossNats! - 1)).toBeLessThan(1e-14);
	});

	test("scores a segment before it learns from it: the first 20 symbols have the loss of the trained weights", async () => {
		const first = { train: parts.train, text: await partOf(text.slice(0, 21)) };
		const got = await evaluateDynamic(engine, weights, first, { lr: 100 });
		const still = await evaluate(engine, weights, first.text, { lanes: 1 });
		expect(got.lossNats).toBe(still.lossNats);
	});

	test("leaves the trained weights as they were, also after a signal", async () => {
		const before = weights.flat.slice();
		await evaluateDynamic(engine, weights, parts, { lr: 1 });
		expect(weights.flat).toEqual(before);
		const signal = AbortSignal.abort(new Error("stopped"));
		await expect(evaluateDynamic(engine, weights, parts, { signal })).rejects.toThrow("stopped");
		expect(weights.flat).toEqual(before);
	});

	test("a signal ends it while it reads the training part, where onProgress is called with 0 of 44 symbols", async () => {
		const stop = new AbortController();
		const calls: [number, number][] = [];
		const onProgress = (done: number, total: number) => {
			calls.push([done, total]);
			stop.abort(new Error("stopped"));
		};
		const read = evaluateDynamic(engine, weights, parts, { onProgress, signal: stop.signal });
		await expect(read).rejects.toThrow("stopped");
		expect(calls).toEqual([[0, 44]]);
	});

	test("of an output layer alone changes nothing below it: its gradient there is 0 at every segment", async () => {
		const window = new Unrolled(engine, weights, { steps: 4, lanes: 1, training: true });
		const gradients = new Weights(engine, spec);
		window.backward(gradients, { scale: 1, readoutOnly: true });
		const head = weights.specs.find(({ name }) => name === "head.weight")!.offset;
		expect(gradients.flat.slice(0, head).every((g) => g === 0)).toBe(true);
		const options = { lr: 0.05, decay: 0 };
		const whole = await evaluateDynamic(engine, weights, parts, options);
		const readout = await evaluateDynamic(engine, weights, parts, { ...options, readoutOnly: true });
		expect(readout.lossNats).not.toBe(whole.lossNats);
	});

	test("adapts: on a text of one repeated word the loss is below half of that of the fixed weights", async () => {
		const repeated: { train: Part; text: Part } = { train: parts.train, text: await partOf("abcd".repeat(200)) };
		const still = await evaluate(engine, weights, repeated.text, { lanes: 1 });
		const got = await evaluateDynamic(engine, weights, repeated, { lr: 0.05, decay: 0 });
		expect(got.lossNats!).toBeLessThan(still.lossNats! / 2);
	});
});
