import { describe, expect, test } from "vitest";
import { spectralRadius } from "../algebra/spectrum.ts";
import type { ModelSpec } from "../cells/layout.ts";
import { Weights } from "../cells/weights.ts";
import type { Engine, Floats } from "../kernels/kernels.ts";
import { RandomStream } from "../kernels/random.ts";
import { createReference } from "../kernels/reference.ts";
import { atOnce } from "../kernels/work.ts";
import { startForgetBias } from "./forgetBias.ts";
import { parseStart, STARTS, startWeights } from "./starts.ts";

const engine = createReference();
const H = 7;

function started(init: string, forgetBias: number | string = 1, model: Partial<ModelSpec> = {}) {
	const spec = { cell: "lstm", variant: "forget", layers: 2, hidden: H, symbols: 5, dropout: 0, ...model } as ModelSpec;
	const weights = new Weights(engine, spec);
	startWeights(weights, init, forgetBias, new RandomStream(3, "weights"));
	return weights;
}

/** Expects the mean and the standard deviation to be within four of their standard errors. */
function expectNormal(weights: Floats, deviation: number) {
	const n = weights.length;
	const values = Float64Array.from(weights);
	const mean = values.reduce((a, b) => a + b) / n;
	const square = values.reduce((a, b) => a + b * b, 0) / n;
	expect(Math.abs(mean)).toBeLessThan((4 * deviation) / Math.sqrt(n));
	expect(Math.abs(square / deviation ** 2 - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
}

describe("starts", () => {
	test("orthogonal: every block of W_hh times its transpose is the gain squared on the diagonal, to 1e-12", () => {
		const w = started("orthogonal:1.5").tensor("weight_hh_l1");
		for (let block = 0; block < 4; block++) {
			const q = w.subarray(block * H * H, (block + 1) * H * H);
			for (let i = 0; i < H; i++) {
				for (let j = 0; j < H; j++) {
					let dot = 0;
					for (let k = 0; k < H; k++) dot += q[i * H + k]! * q[j * H + k]!;
					expect(dot).toBeCloseTo(i === j ? 2.25 : 0, 12);
				}
			}
		}
	});

	test.each([1, 2, 5, 14, 63, 66])(
		"orthogonal: products of rows are those of the identity to 1e-12 at H = %i",
		(size) => {
			const q = new Float64Array(size * size);
			atOnce(STARTS.orthogonal!.fill(q, size, 1, new RandomStream(4, "weights")));
			for (let i = 0; i < size; i++) {
				for (let j = 0; j <= i; j++) {
					let dot = 0;
					for (let k = 0; k < size; k++) dot += q[i * size + k]! * q[j * size + k]!;
					expect(Math.abs(dot - (i === j ? 1 : 0))).toBeLessThan(1e-12);
				}
			}
		},
	);

	test("orthogonal: a float32 engine changes no bit at 1023 units and is used from 1024 on, in more than 16 pieces", () => {
		const calls: number[] = [];
		const fast = {
			...engine,
			precision: 32,
			denseForward: ({ N }: { N: number }) => void calls.push(N),
			denseBackward: () => {},
		} as unknown as Engine;
		const fill = (size: number) => STARTS.orthogonal!.fill(new Float32Array(size * size), size, 1, constant, fast);
		const constant = { normal: () => 1 } as RandomStream;
		fill(1023).next();
		expect(calls).toEqual([]);
		const pieces = [...fill(1024)];
		expect(calls.reduce((sum, rows) => sum + rows)).toBe(2 * 64 * ((15 * 16) / 2)); // twice, off all earlier panels of 64
		expect(pieces.length).toBeGreaterThan(16);
	});

	test("smart-tanh: 15 connections from each of 40 units, spectral radius 0.95, all else N(0, 0.01^2), biases 0", () => {
		const size = 40;
		const rnn = {
			cell: "rnn",
			variant: "tanh",
			layers: 1,
			hidden: size,
			symbols: 30,
			outputs: 25,
		} as Partial<ModelSpec>;
		const weights = started("smart-tanh", 0, rnn);
		const w = weights.tensor("weight_hh_l0");
		for (let j = 0; j < size; j++) {
			expect(Array.from({ length: size }, (_, k) => w[k * size + j]!).filter((x) => x !== 0).length).toBe(15);
		}
		expect(spectralRadius(w, size)).toBeCloseTo(0.95, 3);
		for (const name of ["weight_ih_l0", "head.weight"]) expectNormal(weights.tensor(name), 0.01);
		for (const name of ["bias_l0", "head.bias"]) expect(weights.tensor(name).every((b) => b === 0)).toBe(true);
	});

	test("normal:0.3: every weight of two layers is N(0, 0.3^2), biases 0", () => {
		const rnn = { cell: "rnn", variant: "sigmoid", layers: 2, hidden: 40, symbols: 30 } as Partial<ModelSpec>;
		const weights = started("normal:0.3", 0, rnn);
		for (const { name } of weights.specs) {
			if (name.includes("weight")) expectNormal(weights.tensor(name), 0.3);
			else expect(weights.tensor(name).every((b) => b === 0)).toBe(true);
		}
	});

	test("spectral:0.9 gives every block a spectral radius of 0.9 within 1e-3", () => {
		const w = started("spectral:0.9").tensor("weight_hh_l0");
		for (let block = 0; block < 4; block++) {
			expect(spectralRadius(w.subarray(block * H * H, (block + 1) * H * H), H)).toBeCloseTo(0.9, 3);
		}
	});

	test("spectral radius: a rotation by 1 radian scaled to 1.7 has 1.7, a nilpotent matrix 0", () => {
		const turn = [Math.cos(1), -Math.sin(1), Math.sin(1), Math.cos(1)].map((x) => 1.7 * x);
		expect(spectralRadius(turn, 2)).toBeCloseTo(1.7, 4);
		expect(spectralRadius([0, 5, 0, 0], 2)).toBe(0);
	});

	test("identity:0.5 is half the identity matrix", () => {
		const w = started("identity:0.5", 0, { cell: "rnn", variant: "relu" } as Partial<ModelSpec>).tensor("weight_hh_l0");
		expect([...w]).toEqual(Array.from({ length: H * H }, (_, i) => (i % (H + 1) === 0 ? 0.5 : 0)));
	});

	test("the forget gate's bias goes to block f of an LSTM, z of a GRU, and minus it to i of a coupled LSTM", () => {
		const block = (weights: Weights, n: number) => [...weights.tensor("bias_l1").subarray(n * H, (n + 1) * H)];
		expect(block(started("default", 2), 1)).toEqual(new Array(H).fill(2));
		expect(block(started("default", 2), 0)).toEqual(new Array(H).fill(0));
		const gru = { cell: "gru", variant: "reset-after" } as Partial<ModelSpec>;
		expect(block(started("default", 2, gru), 1)).toEqual(new Array(H).fill(2));
		const coupled = { cell: "lstm", variant: "coupled" } as Partial<ModelSpec>;
		expect(block(started("default", 2, coupled), 0)).toEqual(new Array(H).fill(-2));
	});

	test("chrono:60: of 2000 units e^b is uniform from 1 to 59, and the input gate starts at minus the forget gate's bias", () => {
		const size = 2000;
		const bias = new Float64Array(4 * size).fill(7);
		const spec = { cell: "lstm", variant: "forget" } as const;
		startForgetBias(bias, size, spec, { kind: "chrono", longest: 60 }, new RandomStream(5, "weights"));
		const times = [...bias.subarray(size, 2 * size)].map(Math.exp);
		expect(Math.min(...times)).toBeGreaterThanOrEqual(1);
		expect(Math.max(...times)).toBeLessThanOrEqual(59);
		const mean = times.reduce((a, b) => a + b) / size;
		expect(Math.abs(mean - 30)).toBeLessThan((4 * 58) / Math.sqrt(12 * size)); // four standard errors of the mean
		for (let k = 0; k < size; k++) expect(bias[k]).toBe(-bias[size + k]!);
		expect(bias.subarray(2 * size).every((b) => b === 7)).toBe(true);
	});

	test("chrono goes to z of a GRU and, negated, to i of a coupled LSTM; from the seed; other gates stay at 0", () => {
		const gru = started("default", "chrono:50", { cell: "gru", variant: "reset-after" } as Partial<ModelSpec>);
		const z = gru.tensor("bias_l0").subarray(H, 2 * H);
		expect(z.every((b) => b > 0 && b < Math.log(49))).toBe(true);
		expect(
			[...gru.tensor("bias_l0").subarray(0, H), ...gru.tensor("bias_l0").subarray(2 * H)].every((b) => b === 0),
		).toBe(true);
		const coupled = started("default", "chrono:50", { cell: "lstm", variant: "coupled" } as Partial<ModelSpec>);
		expect(
			coupled
				.tensor("bias_l1")
				.subarray(0, H)
				.every((b) => b < 0 && b > -Math.log(49)),
		).toBe(true);
		expect(started("default", "chrono:50").flat).toEqual(started("default", "chrono:50").flat);
	});

	test.each(["chrono", "chrono:", "chrono:2", "chrono:x", "chrono:1e10", "1e9", "", "Infinity"])(
		"--forget-bias %j is refused with E_OPTION",
		(bias) => {
			expect(() => started("default", bias)).toThrow(expect.objectContaining({ code: "E_OPTION" }));
		},
	);

	test("a cell without a gate that forgets refuses chrono and takes only the bias 0", () => {
		const rnn = { cell: "rnn", variant: "tanh" } as Partial<ModelSpec>;
		const old = { cell: "lstm", variant: "1997" } as Partial<ModelSpec>;
		for (const model of [rnn, old]) {
			for (const bias of ["chrono:50", 1]) {
				expect(() => started("default", bias, model)).toThrow(expect.objectContaining({ code: "E_OPTION" }));
			}
			expect(
				started("default", 0, model)
					.tensor("bias_l0")
					.every((b) => b === 0),
			).toBe(true);
		}
	});

	test("the same seed gives the same weights, another seed others, and every start fills every recurrent block", () => {
		for (const name of Object.keys(STARTS)) {
			const weights = started(name);
			expect(started(name).flat).toEqual(weights.flat);
			for (let block = 0; block < 4; block++) {
				expect(
					weights
						.tensor("weight_hh_l1")
						.subarray(block * H * H, (block + 1) * H * H)
						.some((x) => x !== 0),
				).toBe(true);
			}
		}
	});

	test.each(["banana", "orthogonal:", "orthogonal:x", "spectral:-1", "identity:1e9", "__proto__", ""])(
		"--init %s is refused with E_OPTION",
		(init) => {
			expect(() => parseStart(init, "--init")).toThrow(expect.objectContaining({ code: "E_OPTION" }));
		},
	);
});
