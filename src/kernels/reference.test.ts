import { describe, expect, test } from "vitest";
import { RandomStream, threefry2x32 } from "./random.ts";
import { createReference } from "./reference.ts";

const engine = createReference();
const T = 7;
const B = 3;
const D = 5;
const H = 4;

function draw(n: number, purpose: string): Float64Array {
	const stream = new RandomStream(1, purpose);
	return Float64Array.from({ length: n }, () => 0.5 * stream.normal());
}

/** An LSTM with peepholes after its forward pass, and arrays for its backward pass. */
function lstm() {
	const weights = {
		w_ih: draw(16 * D, "w_ih"),
		w_hh: draw(16 * H, "w_hh"),
		b: draw(16, "b"),
		p: draw(3 * H, "p"),
	};
	const state = {
		h: engine.floats((T + 1) * B * H),
		c: engine.floats((T + 1) * B * H),
		gates: engine.floats(T * B * 16),
	};
	const forward = { T, B, D, H, variant: "peephole", ...weights, ...state } as const;
	const back = () => ({
		dOut: draw(T * B * H, "dOut"),
		dw_ih: engine.floats(16 * D),
		dw_hh: engine.floats(16 * H),
		db: engine.floats(16),
		dp: engine.floats(3 * H),
		dhFirst: engine.floats(B * H),
	});
	return { forward, state, back };
}

describe("a layer", () => {
	test("symbols by id give the bits of one-hot rows, -1 those of a row of zeros", () => {
		const { forward, state, back } = lstm();
		const ids = Int32Array.from({ length: T * B }, (_, j) => (j % 6) - 1);
		const x = engine.floats(T * B * D);
		for (const [j, id] of ids.entries()) if (id >= 0) x[j * D + id] = 1;
		const run = (input: { x: Float64Array } | { ids: Int32Array }) => {
			const gradients = back();
			engine.lstmForward({ ...forward, ...input });
			engine.lstmBackward({ ...forward, ...input, ...gradients });
			return [state.h.slice(), state.c.slice(), state.gates.slice(), ...Object.values(gradients)];
		};
		expect(run({ ids })).toEqual(run({ x: x as Float64Array }));
	});

	test("backward leaves the gates, c and h as they were, and gives the same bits with and without deltas", () => {
		const { forward, state, back } = lstm();
		const x = draw(T * B * D, "x");
		engine.lstmForward({ ...forward, x });
		const before = [state.h.slice(), state.c.slice(), state.gates.slice()];
		const plain = back();
		engine.lstmBackward({ ...forward, x, ...plain });
		const seen = back();
		const deltas = {
			deltaGates: engine.floats(T * B * 16),
			deltaH: engine.floats(T * B * H),
			deltaC: engine.floats(T * B * H),
		};
		engine.lstmBackward({ ...forward, x, ...seen, ...deltas });
		expect([state.h, state.c, state.gates]).toEqual(before);
		expect(seen).toEqual(plain);
	});

	test("over no steps hands dL/dh_T and dL/dc_T back as dL/dh_0 and dL/dc_0", () => {
		const { forward, back } = lstm();
		const dhLast = draw(B * H, "dhLast");
		const dcLast = draw(B * H, "dcLast");
		const gradients = { ...back(), dcFirst: engine.floats(B * H) };
		engine.lstmBackward({ ...forward, T: 0, x: engine.floats(0), ...gradients, dhLast, dcLast });
		expect(gradients.dhFirst).toEqual(dhLast);
		expect(gradients.dcFirst).toEqual(dcLast);
		expect(gradients.db).toEqual(new Float64Array(16));
	});

	test.each([0, 1])("runs with B = %i sequences", (B) => {
		const { forward } = lstm();
		expect(() => engine.lstmForward({ ...forward, B, x: engine.floats(T * B * D) })).not.toThrow();
	});

	test("saturated gates at pre-activations of 1e4 give 0 and 1, no NaN", () => {
		const { forward, state } = lstm();
		engine.lstmForward({ ...forward, x: engine.floats(T * B * D).fill(3), b: engine.floats(16).fill(-1e4) });
		expect(state.h.some(Number.isNaN)).toBe(false);
		engine.lstmForward({ ...forward, x: engine.floats(T * B * D).fill(3), b: engine.floats(16).fill(1e4) });
		expect(state.gates.every((v) => v === 1)).toBe(true);
	});
});

describe("softmax cross-entropy", () => {
	const row = (logits: number[], target: number) => {
		const V = logits.length;
		const losses = engine.floats(1);
		const dlogits = engine.floats(V);
		const targets = Int32Array.of(target);
		engine.softmaxCrossEntropy({ N: 1, V, logits: Float64Array.from(logits), targets, scale: 2, losses, dlogits });
		return { loss: losses[0], dlogits: [...dlogits] };
	};

	test("is ln 3 nats for three equal logits, with gradient scale (1/3 - target)", () => {
		const { loss, dlogits } = row([5, 5, 5], 2);
		expect(loss).toBeCloseTo(Math.log(3), 15);
		for (const [v, wanted] of [2 / 3, 2 / 3, -4 / 3].entries()) expect(dlogits[v]).toBeCloseTo(wanted, 15);
	});

	test("stays finite for logits of 1e4 and of 1e300", () => {
		expect(row([1e4, -1e4], 1)).toEqual({ loss: 2e4, dlogits: [2, -2] });
		expect(row([1e300, -1e300], 1)).toEqual({ loss: 2e300, dlogits: [2, -2] });
		expect(row([1e300, -1e300], 0)).toEqual({ loss: 0, dlogits: [0, 0] });
	});

	test("of a vocabulary of one symbol is 0", () => {
		expect(row([3.7], 0)).toEqual({ loss: 0, dlogits: [0] });
	});

	test("may write its gradient over the logits", () => {
		const logits = draw(B * D, "logits");
		const targets = Int32Array.of(1, -1, 4);
		const apart = engine.floats(B * D);
		const call = { N: B, V: D, logits, targets, scale: 0.3, losses: engine.floats(B) };
		engine.softmaxCrossEntropy({ ...call, dlogits: apart });
		engine.softmaxCrossEntropy({ ...call, dlogits: logits });
		expect(logits).toEqual(apart);
		expect([...apart.subarray(D, 2 * D)]).toEqual([0, 0, 0, 0, 0]);
	});
});

describe("dropout", () => {
	const key = [11, 13] as const;

	test("drops element j when word j%2 of block counter + floor(j/2) is below rate 2^32, and scales the others", () => {
		for (const counter of [0, 2 ** 32 - 2]) {
			const n = 9;
			const x = draw(n, "x");
			const y = engine.floats(n);
			engine.dropout({ n, rate: 0.4, key, counter, x, y });
			for (let j = 0; j < n; j++) {
				const block = counter + Math.floor(j / 2);
				const word = threefry2x32(key[0], key[1], block % 2 ** 32, Math.floor(block / 2 ** 32))[j % 2];
				expect(y[j]).toBe(word < 0.4 * 2 ** 32 ? 0 : x[j] / (1 - 0.4));
			}
		}
	});

	test("drops 30 % of 20,000 elements within 1 %, keeps the mean within 1 %, and may write over x", () => {
		const n = 20_000;
		const x = new Float64Array(n).fill(1);
		engine.dropout({ n, rate: 0.3, key, counter: 0, x, y: x });
		expect(x.filter((v) => v === 0).length / n).toBeCloseTo(0.3, 2);
		expect(x.reduce((sum, v) => sum + v, 0) / n).toBeCloseTo(1, 2);
	});

	test("with rate 0 is the identity, bit for bit", () => {
		const x = draw(7, "x");
		const y = engine.floats(7);
		engine.dropout({ n: 7, rate: 0, key, counter: 3, x, y });
		expect(y).toEqual(x);
	});
});

test("sumSquares adds squares in float64, and shows NaN and Infinity", () => {
	expect(engine.sumSquares(Float64Array.of(3, -4, 12))).toBe(169);
	expect(engine.sumSquares(Float64Array.of(3, Number.NaN, 12))).toBeNaN();
	expect(engine.sumSquares(Float64Array.of(3, Number.NEGATIVE_INFINITY))).toBe(Number.POSITIVE_INFINITY);
	expect(engine.sumSquares(engine.floats(0))).toBe(0);
});

test("update shows a NaN gradient as a NaN weight, clipped by value or not", () => {
	for (const clipValue of [1, Number.POSITIVE_INFINITY]) {
		const w = Float64Array.of(1, 2);
		const g = Float64Array.of(Number.NaN, 0.5);
		const none = { beta1: 0, beta2: 0, eps: 0, weightDecay: 0, step: 1, gradScale: 1 };
		engine.update({ kind: "sgd", n: 2, w, g, lr: 0.1, ...none, clipValue });
		expect([...w]).toEqual([Number.NaN, 1.95]);
	}
});
