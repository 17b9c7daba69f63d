/** The checks of a claim one by one, and whether a network has learned anything. */
import { expect, test } from "vitest";
import { engineFor } from "../../../test/conformance/fastEngine.ts";
import { plantedText, plantedWeights, vocabulary } from "../../../test/fixtures/plantedCells.ts";
import { checksIn, checksOf, lettersOf } from "./claimChecks.ts";
import type { Evidence } from "./evidence.ts";
import { failuresOf } from "./evidence.ts";
import { learnedOf } from "./learnedLittle.ts";

const search = (auc: number, rival: number, q: number, low = auc) =>
	({
		auc,
		chance: 0.6,
		q,
		ci: [low, auc],
		sign: 1,
		rival: { name: "symbol", auc: rival },
	}) as never as Evidence["search"];
const held = (verdict: string) => ({ verdict }) as never as Evidence["held"];

test.each([
	[{ search: null, held: null }, "fnnn", "notScored"],
	[{ search: search(0.55, 0.7, 0.9), held: null }, "pffn", "notFound"],
	[{ search: search(0.9, 0.95, 1e-9), held: null }, "ppfn", "rival"],
	[{ search: search(0.9, 0.7, 1e-9), held: held("everywhere") }, "pppf", "unused"],
	[{ search: search(0.9, 0.7, 1e-9), held: held("moreInside") }, "pppp", undefined],
	[{ search: search(0.9, 0.87, 1e-9, 0.86), held: held("moreInside") }, "ppfp", "rival"],
	[{ search: search(0.9, 0.86, 1e-9, 0.87), held: held("moreInside") }, "pppp", undefined],
] as const)(
	"%#: the letters are %s and read back; the first failure is that of failuresOf",
	(evidence, letters, failure) => {
		const checks = checksOf(evidence);
		expect(lettersOf(checks)).toBe(letters);
		expect(checksIn(letters)).toEqual(checks);
		expect(failuresOf(evidence)[0]).toBe(failure);
	},
);

test("letters of something else are none", () => {
	for (const letters of ["", "ppp", "ppppp", "PPPP", "ppxp"]) expect(checksIn(letters)).toBeNull();
});

test("a network is measured against the entropy of the symbols: one that knows their frequencies alone has learned little", async () => {
	const engine = engineFor("fast");
	const text = plantedText(6000);
	const ids = vocabulary.encode(text);
	const weights = plantedWeights(engine, { closes: true });
	const counts = new Float64Array(vocabulary.size);
	for (const id of ids.subarray(1)) counts[id]!++;
	const entropy = counts.reduce((sum, n) => (n === 0 ? sum : sum - (n / 5999) * Math.log(n / 5999)), 0);
	const planted = await learnedOf({ engine, weights }, ids);
	expect(planted.baselineNats).toBeCloseTo(entropy, 12);
	expect(planted.little).toBe(planted.lossNats > 0.9 * entropy);
	weights.tensor("head.weight").fill(0);
	weights.tensor("head.bias").set(counts.map((n) => Math.log(Math.max(n, 1e-6))));
	const frequencies = await learnedOf({ engine, weights }, ids);
	expect(frequencies.lossNats).toBeCloseTo(entropy, 5);
	expect(frequencies.little).toBe(true);
});
