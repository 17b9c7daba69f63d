import { describe, expect, test } from "vitest";
import { engineFor } from "../../test/conformance/fastEngine.ts";
import type { CellSpec, ModelSpec } from "../cells/layout.ts";
import { Weights } from "../cells/weights.ts";
import { openCorpus } from "../data/corpus.ts";
import { bytesSource } from "../data/source.ts";
import { RandomStream } from "../kernels/random.ts";
import { startWeights } from "../remedies/starts.ts";
import { examine } from "./examine.ts";
import { ladder, lagOfShare } from "./memoryLength.ts";
import { textSequences } from "./sequences.ts";

const H = 6;
const TEXT = "the sluice opens and the water runs. ".repeat(30);
const training = { horizon: 32, clipNorm: 1, lr: 0.004, clippedShare: 0.1 };

/** Examines a model whose initial weights `plant` has changed, on 1110 bytes. */
async function examined(
	spec: CellSpec & Partial<ModelSpec>,
	plant: (w: Weights) => void = () => {},
	{ name = "fast" as "fast" | "reference", given = {}, lags = 40 } = {},
) {
	const engine = engineFor(name);
	const weights = new Weights(engine, { symbols: 256, hidden: H, layers: 1, dropout: 0, ...spec } as ModelSpec);
	startWeights(weights, "default", spec.cell === "lstm" && spec.variant !== "1997" ? 1 : 0, new RandomStream(5, "w"));
	plant(weights);
	const { parts } = await openCorpus(bytesSource("text", new TextEncoder().encode(TEXT)), {
		unit: "byte",
		split: [100, 0, 0],
	});
	const found = await examine(textSequences(engine, weights, parts.train), {
		lags,
		training: { ...training, ...given },
	});
	engine.close();
	return found;
}

const diagonal = (value: number) => (w: Weights) => {
	const w_hh = w.layer(0).w_hh.fill(0);
	for (let i = 0; i < H; i++) w_hh[i * H + i] = value;
};

describe("findings on planted models", () => {
	test("a linear cell of radius 0.3 vanishes: under 1 % after 4 steps, and the remedy is an LSTM", async () => {
		const { findings } = await examined({ cell: "rnn", variant: "linear" }, diagonal(0.3));
		expect(findings[0]).toMatchObject({ kind: "vanishing", severity: 3, layer: 0, evidence: { lag: 4, horizon: 32 } });
		expect(findings[0]!.evidence.radius).toBeCloseTo(0.3, 6);
		expect(findings[0]!.evidence.log10Ratio).toBeCloseTo(32 * Math.log10(0.3), 5);
		expect(findings[0]!.remedy).toEqual({ id: "cell-lstm", options: { cell: "lstm" }, fresh: true });
	});
	test("a linear cell of w = 2.5 explodes by 2.5^40, unclipped: clip; when its state overflows float32, it says at which step", async () => {
		const { findings } = await examined({ cell: "rnn", variant: "linear" }, diagonal(2.5), { given: { clipNorm: 0 } });
		expect(findings[0]).toMatchObject({ kind: "exploding", severity: 3, evidence: { lag: 40 } });
		expect(findings[0]!.evidence.log10Ratio).toBeCloseTo(40 * Math.log10(2.5), 4);
		expect(findings[0]!.remedy).toMatchObject({ id: "clip-norm", options: { clipNorm: 1 } });
		const long = await examined({ cell: "rnn", variant: "linear" }, diagonal(2.5), { lags: 200 });
		expect(long.findings[0]).toMatchObject({ kind: "exploding", severity: 3 });
		expect(long.overflowStep).toBeGreaterThan(80); // 2.5^97 = 4e38
		expect(long.overflowStep).toBeLessThan(110);
		expect(long.findings[0]!.evidence).toEqual({ overflowStep: long.overflowStep });
	});
	test("an LSTM with forget bias -10 is dead in f, and remembers nothing", async () => {
		const { findings, saturation, lags } = await examined({ cell: "lstm", variant: "forget" }, (w) =>
			w.layer(0).b.fill(-10, H, 2 * H),
		);
		expect(findings).toContainEqual(expect.objectContaining({ kind: "dead", where: "f", evidence: { units: 1 } }));
		expect(findings.some(({ kind }) => kind === "vanishing")).toBe(true);
		expect([...saturation.layers[0]!.gates.f!.low]).toEqual(new Array(H).fill(1));
		expect([...saturation.layers[0]!.gates.f!.high]).toEqual(new Array(H).fill(0));
		expect(saturation.steps).toBe(TEXT.length - 1);
		expect(lagOfShare(lags.layers[0]!.c!)).toBeLessThan(6);
	});
	test("relu units of at most 1e-3 are alive, and those of bias -9 dead", async () => {
		const small = await examined({ cell: "rnn", variant: "relu" }, (w) => {
			for (let j = 0; j < w.flat.length; j++) w.flat[j]! *= 1e-3;
			w.layer(0).b.fill(1e-4);
		});
		expect(small.saturation.layers[0]!.h.low).toEqual(new Float64Array(H).fill(1));
		expect(small.findings.map(({ kind }) => kind)).not.toContain("dead");
		const off = await examined({ cell: "rnn", variant: "relu" }, (w) => w.layer(0).b.fill(-9, 0, 4));
		expect(off.saturation.layers[0]!.h.off!.subarray(0, 4)).toEqual(new Float64Array(4).fill(1));
		expect(off.findings).toContainEqual(
			expect.objectContaining({ kind: "dead", severity: 2, where: "h", evidence: { units: 4 / H } }),
		);
	});
	test("a tanh cell with large weights is saturated, its share above 0.5", async () => {
		const { findings } = await examined({ cell: "rnn", variant: "tanh" }, (w) => w.layer(0).b.fill(4));
		expect(findings).toContainEqual(expect.objectContaining({ kind: "saturated", where: "h", severity: 2 }));
	});
	test.each([6, -6])("a sigmoid cell of bias %d is saturated, at 1 or at 0", async (bias) => {
		const { findings } = await examined({ cell: "rnn", variant: "sigmoid" }, (w) => w.layer(0).b.fill(bias));
		const found = findings.find(({ kind }) => kind === "saturated");
		expect(found).toMatchObject({ where: "h", severity: 2 });
		expect(found!.evidence.steps).toBeGreaterThan(0.9);
	});
	test("the carousel with a horizon of 8 is truncated, and asks for 32", async () => {
		const { findings } = await examined({ cell: "lstm", variant: "1997" }, undefined, { given: { horizon: 8 } });
		const truncated = findings.find(({ kind }) => kind === "truncated");
		expect(truncated).toMatchObject({ severity: 1, evidence: { horizon: 8 }, remedy: { options: { k2: 32 } } });
	});
	test("a short horizon is told before candidates above 0.9, which are usual in a trained model", async () => {
		const plant = (w: Weights) => {
			const { w_ih, b } = w.layer(0); // blocks i|f|g|o
			for (let j = 2 * H * 256; j < 3 * H * 256; j++) w_ih[j]! *= 100;
			b.fill(2, H, 2 * H);
		};
		const { findings } = await examined({ cell: "lstm", variant: "forget" }, plant, { given: { horizon: 4 } });
		expect(findings.map(({ kind, severity }) => [kind, severity])).toEqual([
			["truncated", 1],
			["saturated", 1],
		]);
	});
	test("clipping in 80 % of the updates is told, in 10 % is not", async () => {
		const often = await examined({ cell: "gru", variant: "reset-after" }, undefined, {
			given: { clippedShare: 0.8, optimizer: "sgd" },
		});
		expect(often.findings.map(({ kind }) => kind)).toContain("clipped");
		const rarely = await examined({ cell: "gru", variant: "reset-after" });
		expect(rarely.findings.map(({ kind }) => kind)).not.toContain("clipped");
	});
	test.each([
		["the norm alone", { clipNorm: 2 }, { clipNorm: 2 }, [{ clipNorm: 8 }]],
		["the value alone", { clipNorm: 0, clipValue: 0.5, cutShare: 0.8 }, { clipValue: 0.5 }, [{ clipValue: 2 }]],
		[
			"both, the value more often",
			{ clipNorm: 2, clipValue: 0.5, cutShare: 0.4 },
			{ clipNorm: 2, clipValue: 0.5, cutShare: 0.4 },
			[{ clipValue: 2 }, { clipNorm: 8 }],
		],
		[
			"both, the norm more often",
			{ clipNorm: 2, clipValue: 0.5, cutShare: 0.3 },
			{ clipNorm: 2, clipValue: 0.5, cutShare: 0.3 },
			[{ clipNorm: 8 }, { clipValue: 2 }],
		],
		[
			"both, and no count of the values",
			{ clipNorm: 2, clipValue: 0.5 },
			{ clipNorm: 2, clipValue: 0.5 },
			[{ clipNorm: 8 }, { clipValue: 2 }],
		],
	])(
		"where 4 of 5 updates are clipped by %s, that limit is to be raised four times",
		async (_, limits, evidence, asked) => {
			const given = { clippedShare: 0.8, optimizer: "sgd", ...limits };
			const { findings } = await examined({ cell: "gru", variant: "reset-after" }, undefined, { given });
			const { remedy, others = [], ...found } = findings.find(({ kind }) => kind === "clipped")!;
			expect(found.evidence).toEqual({ share: 0.8, ...evidence });
			expect([remedy!, ...others].map(({ options }) => options)).toEqual(asked);
		},
	);
	const saturate = (w: Weights) => {
		w.layer(0).b.fill(4, 2 * H, 3 * H);
		w.layer(0).b.fill(1, H, 2 * H);
	};
	const outcome = (loss: number, errorShare: number | null = null) => ({ loss, baseline: 1.4, errorShare });
	test("a solved model is not sent back to training: |g| saturated and 73 % of the updates clipped are severity 0, without a remedy", async () => {
		const given = { outcome: outcome(0.001, 0), optimizer: "sgd", clippedShare: 0.73 };
		const { findings } = await examined({ cell: "lstm", variant: "forget" }, saturate, { given });
		expect(findings.map(({ kind }) => kind).sort()).toEqual(["clipped", "saturated"]);
		for (const { severity, remedy, others, noAction } of findings)
			expect({ severity, remedy, others, noAction }).toEqual({ severity: 0, noAction: "solved" });
	});
	test("|g| saturated is usual in a model better than its baseline, and calls for a lower rate in one that is not", async () => {
		const at = async (loss: number) => {
			const given = { outcome: outcome(loss, 0.4), lr: 0.02 };
			const { findings } = await examined({ cell: "lstm", variant: "forget" }, saturate, { given });
			return findings.find(({ where }) => where === "g");
		};
		expect(await at(1.2)).toMatchObject({ severity: 0, noAction: "usual" });
		expect((await at(1.2))!.remedy).toBeUndefined();
		expect(await at(1.39)).toMatchObject({ severity: 1, remedy: { id: "lower-rate", options: { lr: 0.002 } } });
	});
	test("clipping in 80 % of the updates is usual for adam, which divides by the gradient's size, and limits the steps of sgd", async () => {
		const at = async (optimizer: string) => {
			const given = { clippedShare: 0.8, optimizer, outcome: outcome(1.2) };
			const { findings } = await examined({ cell: "gru", variant: "reset-after" }, undefined, { given });
			return findings.find(({ kind }) => kind === "clipped");
		};
		expect(await at("adam")).toMatchObject({ severity: 0, noAction: "usual" });
		expect(await at("sgd")).toMatchObject({ severity: 1, remedy: { id: "larger-clip-norm" } });
	});
	test("weights that training without clipping has ruined call for the clip, from new weights; what follows from it has no remedy of its own", async () => {
		const ruined = (w: Weights) => w.layer(0).b.fill(4);
		const given = { clipNorm: 0, endLoss: 4.9, outcome: outcome(1.45, 0.75) };
		const { findings } = await examined({ cell: "rnn", variant: "tanh" }, ruined, { given });
		expect(findings[0]).toEqual({
			...{ kind: "exploding", severity: 3, evidence: { loss: 4.9, baseline: 1.4 } },
			remedy: { id: "clip-norm", options: { clipNorm: 0.1 }, fresh: true },
		});
		expect(findings.slice(1).map(({ kind }) => kind)).toEqual(["vanishing", "saturated"]);
		for (const { remedy, others, noAction } of findings.slice(1))
			expect({ remedy, others, noAction }).toEqual({ noAction: "follows" });
		for (const calm of [
			{ ...given, clipNorm: 1 },
			{ ...given, endLoss: undefined },
			{ ...given, endLoss: 1.45 },
		]) {
			const found = await examined({ cell: "rnn", variant: "tanh" }, ruined, { given: calm });
			expect(found.findings.map(({ kind }) => kind)).not.toContain("exploding");
		}
	});
	test("a reservoir that is not trained is not told to learn: saturated, it is drawn with a third of the input weights", async () => {
		const given = { reservoir: { spectralRadius: 0.9, inputScale: 6 }, horizon: 400 };
		const { findings } = await examined({ cell: "rnn", variant: "tanh" }, (w) => w.layer(0).b.fill(4), { given });
		expect(findings).toHaveLength(1);
		expect(findings[0]).toMatchObject({
			kind: "saturated",
			remedy: { id: "smaller-input", options: { inputScale: 2 }, fresh: true },
		});
		const calm = await examined({ cell: "rnn", variant: "linear" }, diagonal(0.3), { given });
		expect(calm.findings.map(({ kind }) => kind)).toEqual(["healthy"]); // vanishing does not matter here
	});
	test("an LSTM of forget bias 1 is healthy at a horizon of 32", async () => {
		const { findings } = await examined({ cell: "lstm", variant: "forget" }, (w) => w.layer(0).b.fill(1, H, 2 * H));
		expect(findings.map(({ kind }) => kind)).toEqual(["healthy"]);
	});
});

describe("memory length", () => {
	test("a model that reads only its last input forgets a flip after 1 step; one that holds the carousel open does not", async () => {
		const none = await examined({ cell: "rnn", variant: "tanh" }, (w) => {
			w.layer(0).w_hh.fill(0);
			w.tensor("head.weight").fill(0);
			for (let v = 0; v < H; v++) w.tensor("head.weight")[v * H + v] = 20;
			for (let j = 0; j < w.layer(0).w_ih.length; j++) w.layer(0).w_ih[j]! *= 10;
		});
		expect(none.input.change[0]).toBeGreaterThan(0.01);
		expect(none.input.lag).toBe(1);
		expect(none.input.change[40]).toBe(0);
		expect(none.input.moved[1]).toBe(0);
	});
	test("the lag of 1 % is the last crossing, and null when the curve does not fall that far", () => {
		const typical = Float64Array.of(0, -1, -8, -2, -7, -9);
		expect(lagOfShare({ typical })).toBe(4);
		expect(lagOfShare({ typical: typical.subarray(0, 4) })).toBeNull();
		expect(lagOfShare({ typical }, 0.5)).toBe(2);
	});
	test("the ladder of lags begins 0 1 2 3 4 5 7 and ends at K", () => {
		expect(ladder(40)).toEqual([0, 1, 2, 3, 4, 5, 7, 9, 12, 16, 22, 30, 40]);
		expect(ladder(1)).toEqual([0, 1]);
	});
});

test("a text of 9 symbols is enough: lags are cut to it", async () => {
	const engine = engineFor("reference");
	const weights = new Weights(engine, {
		cell: "gru",
		variant: "reset-before",
		symbols: 256,
		hidden: H,
		layers: 2,
		dropout: 0,
	});
	startWeights(weights, "default", 0, new RandomStream(5, "w"));
	const { parts } = await openCorpus(bytesSource("t", new TextEncoder().encode("123456789")), {
		unit: "byte",
		split: [100, 0, 0],
	});
	const { lags, jacobians, triangles, tensors } = await examine(textSequences(engine, weights, parts.train), {
		training,
	});
	expect(lags.lags).toBe(7);
	expect(triangles).toHaveLength(2);
	expect(jacobians[1]).toMatchObject({ size: H, exact: true });
	for (const { share } of tensors) expect(share.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
});
