import { describe, expect, test } from "vitest";
import { findingsOf, type Measured, remediesAtChance } from "./findings.ts";

const at = (lags: number, log2: number) => Float64Array.from({ length: lags + 1 }, (_, k) => k * log2);
const shares = (share: number) => Float64Array.of(share, share);

/** A tanh cell whose gradient keeps 90 % a step, 98 % of whose states are above 0.9, at chance. */
const failed: Measured = {
	spec: { cell: "rnn", variant: "tanh" },
	layers: [{ h: { typical: at(40, -0.15) } } as never],
	saturation: [{ h: { low: shares(0), high: shares(0.98) }, gates: {} } as never],
	...{ recurrent: [[]], overflowStep: -1, horizon: 32, clipNorm: 1, lr: 0.1 },
	...{ outcome: { loss: 1.39, baseline: 1.3863, errorShare: null }, options: { cell: "rnn" } },
};
const idsOf = (measured: Measured) =>
	findingsOf(measured).map(({ kind, remedy, others = [] }) => [kind, remedy?.id, ...others.map(({ id }) => id)]);

describe("a saturated tanh cell that is no better than its baseline", () => {
	test("is advised a tenth of the rate, and an LSTM with it: one finding, two remedies", () => {
		expect(idsOf(failed)).toEqual([["saturated", "lower-rate", "cell-lstm"]]);
	});
	test("is not advised an LSTM if it has learned, if it is one, or if another finding names one", () => {
		expect(idsOf({ ...failed, outcome: { ...failed.outcome!, loss: 1 } })).toEqual([["saturated", "lower-rate"]]);
		expect(idsOf({ ...failed, options: { cell: "lstm" } })).toEqual([["saturated", "lower-rate"]]);
		const vanishing = { ...failed, layers: [{ h: { typical: at(40, -3) } } as never] };
		expect(idsOf(vanishing)).toEqual([
			["vanishing", "cell-lstm"],
			["saturated", "lower-rate"],
		]);
	});
	test("and one without any finding, ruined, is advised both too: 2 remedies instead of 1", () => {
		const ruined = { ...failed, outcome: { loss: 5, baseline: 1.3863, errorShare: null } };
		expect(remediesAtChance(ruined).map(({ id }) => id)).toEqual(["lower-rate", "cell-lstm"]);
		const gated = { ...ruined, spec: { cell: "lstm", variant: "forget" } } as Measured;
		expect(remediesAtChance(gated).map(({ id }) => id)).toEqual(["lower-rate"]);
	});
	test("is advised an orthogonal start, and no lower rate, if the spectral radius of its W_hh is above 2", () => {
		const large = {
			...failed,
			recurrent: [[{ radius: 3, largestSingular: 4 } as never]],
			options: { cell: "rnn", init: "spectral:3" },
		};
		expect(idsOf(large)).toEqual([["saturated", "init-orthogonal"]]);
		expect(findingsOf(large)[0]!.evidence).toEqual({ steps: 0.98, units: 0, radius: 3, largestSingular: 4 });
		expect(idsOf({ ...large, recurrent: [[{ radius: 1.9 } as never]] })[0]).toContain("lower-rate");
		expect(idsOf({ ...large, options: { ...large.options, init: "default" } })[0]).toContain("lower-rate");
	});
});
