import { describe, expect, test } from "vitest";
import { engineFor } from "../../test/conformance/fastEngine.ts";
import type { CellSpec, ModelSpec } from "../cells/layout.ts";
import { Weights } from "../cells/weights.ts";
import { openCorpus } from "../data/corpus.ts";
import { bytesSource } from "../data/source.ts";
import { RandomStream } from "../kernels/random.ts";
import { createReference } from "../kernels/reference.ts";
import { startWeights } from "../remedies/starts.ts";
import { gradientNorms, probeText, recordOf, textLags } from "./record.ts";
import { recurrentBlocks, recurrentSizes } from "./recurrentBlocks.ts";

const TEXT = "the sluice opens and the water runs. ".repeat(30);
const { parts } = await openCorpus(bytesSource("text", new TextEncoder().encode(TEXT)), {
	unit: "byte",
	split: [100, 0, 0],
});

function weightsOf(name: "fast" | "reference", spec: CellSpec & Partial<ModelSpec>, H = 6) {
	const engine = engineFor(name);
	const weights = new Weights(engine, { symbols: 256, hidden: H, layers: 1, dropout: 0, ...spec } as ModelSpec);
	startWeights(weights, "default", spec.cell === "lstm" ? 1 : 0, new RandomStream(5, "w"));
	return { engine, weights };
}

describe.each(["reference", "fast"] as const)("on the engine %s", (name) => {
	test("a linear cell of w = 0.125 and horizon 130 is written down over 256 lags to 5 digits: 10^-231.2, reach 3", async () => {
		const { engine, weights } = weightsOf(name, { cell: "rnn", variant: "linear" });
		const w_hh = weights.layer(0).w_hh.fill(0);
		for (let i = 0; i < 6; i++) w_hh[i * 7] = 0.125;
		const probe = await probeText(engine, weights, parts.train, textLags(130), 8);
		expect([probe.lags, probe.window.B, probe.window.T]).toEqual([256, 8, 289]);
		const { lags, layers } = recordOf(probe);
		expect([lags[0], lags.at(-1)]).toEqual([0, 256]);
		const [{ reach, h, saturation, recurrent }] = layers as [(typeof layers)[0]];
		for (const [n, k] of lags.entries()) expect(h[n]! - h[0]!).toBeCloseTo(k * Math.log10(0.125), 2);
		expect(reach).toBe(3); // 0.125^2 = 0.0156
		expect(recurrent).toEqual({ h: [0.125, 0.125] });
		expect(Object.keys(saturation)).toEqual(["h"]);
	});

	test("two records of the same weights are equal, and leave every weight its bits", async () => {
		const { engine, weights } = weightsOf(name, { cell: "lstm", variant: "peephole", layers: 2 });
		const before = weights.flat.slice();
		const probe = await probeText(engine, weights, parts.train, textLags(20), 8);
		const first = recordOf(probe);
		expect(recordOf(probe)).toEqual(first);
		expect(weights.flat).toEqual(before);
		expect(probe.lags).toBe(64);
		for (const { c, recurrent, saturation } of first.layers) {
			expect(c).toHaveLength(first.lags.length);
			expect(Object.keys(recurrent)).toEqual(["i", "f", "g", "o"]);
			expect(Object.keys(saturation)).toEqual(["i", "f", "g", "o", "h"]);
		}
		probe.window.free();
	});
});

test("a text of 9 symbols is looked back at as far as it goes: 7 lags", async () => {
	const { engine, weights } = weightsOf("reference", { cell: "gru", variant: "reset-after" });
	const short = await openCorpus(bytesSource("text", new TextEncoder().encode("the water")), {
		unit: "byte",
		split: [100, 0, 0],
	});
	const { lags, layers } = recordOf(await probeText(engine, weights, short.parts.train, textLags(50), 8));
	expect(lags.at(-1)).toBe(7);
	expect(layers[0]!.h.every(Number.isFinite)).toBe(true);
});

test("the sizes of Gaussian W_hh of 40 to 130 units are within 3 % (radius) and 5 % (norm, from below) of the decomposition's", () => {
	for (const [H, seed] of [
		[40, 1],
		[40, 3],
		[77, 2],
		[130, 1],
	] as const) {
		const random = new RandomStream(seed, "w");
		const weights = new Weights(createReference(), {
			cell: "rnn",
			variant: "tanh",
			symbols: 2,
			hidden: H,
			layers: 1,
			dropout: 0,
		});
		const { w_hh } = weights.layer(0);
		for (let j = 0; j < H * H; j++) w_hh[j] = random.normal() / Math.sqrt(H);
		const [[exact], [fast]] = [recurrentBlocks(weights, 0), recurrentSizes(weights, 0)] as never as [
			ReturnType<typeof recurrentBlocks>,
			ReturnType<typeof recurrentBlocks>,
		];
		expect(Math.abs(fast!.radius / exact!.radius - 1)).toBeLessThan(0.03);
		expect(fast!.largestSingular / exact!.largestSingular).toBeGreaterThan(0.95);
		expect(fast!.largestSingular / exact!.largestSingular).toBeLessThan(1 + 1e-4);
		expect(fast!.exact).toBe(false);
	}
});

test("norms of gradients of 1e-200 and of 1e200 are -199.x and 200.x, of none -Infinity, of a NaN NaN", () => {
	const { weights } = weightsOf("reference", { cell: "rnn", variant: "tanh" });
	weights.flat.fill(0);
	weights.tensor("weight_hh_l0").fill(1e-200); // 36 of them: norm 6e-200
	weights.tensor("bias_l0").fill(1e200);
	weights.tensor("head.bias")[3] = Number.NaN;
	expect(gradientNorms(weights)).toEqual({
		weight_ih_l0: Number.NEGATIVE_INFINITY,
		weight_hh_l0: -199.22,
		bias_l0: 200.39,
		"head.weight": Number.NEGATIVE_INFINITY,
		"head.bias": Number.NaN,
	});
});
