import { describe, expect, test } from "vitest";
import type { ModelSpec } from "../cells/layout.ts";
import { Weights } from "../cells/weights.ts";
import { RandomStream } from "../kernels/random.ts";
import { createReference } from "../kernels/reference.ts";
import { spectralRadius } from "./spectrum.ts";
import { parseStart, STARTS, startWeights } from "./starts.ts";

const engine = createReference();
const H = 7;

function started(init: string, forgetBias = 1, model: Partial<ModelSpec> = {}) {
	const spec = { cell: "lstm", variant: "forget", layers: 2, hidden: H, symbols: 5, dropout: 0, ...model } as ModelSpec;
	const weights = new Weights(engine, spec);
	startWeights(weights, init, forgetBias, new RandomStream(3, "weights"));
	return weights;
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
