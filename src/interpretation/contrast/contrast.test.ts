/** Two networks on one text, against the loss of an evaluation, against hooks, and against a unit that was taken out. */
import { describe, expect, test } from "vitest";
import { engineFor } from "../../../test/conformance/fastEngine.ts";
import { CELLS, cellNamed, modelOf, V } from "../../../test/conformance/smallModels.ts";
import { plantedText, plantedWeights, QUOTES, vocabulary } from "../../../test/fixtures/plantedCells.ts";
import { lossOf } from "../../cells/likeliest.ts";
import { Vocabulary } from "../../data/vocabulary.ts";
import { runWithHooks } from "../hooks.ts";
import { Labels } from "../patterns/pattern.ts";
import { PATTERNS } from "../patterns/registry.ts";
import { contrastOf, placesOf, sumsOf } from "./contrast.ts";
import { explainingUnits } from "./explainingUnits.ts";
import { sharedSymbols, translated } from "./sharedSymbols.ts";

const S = 333;
const ids = Int32Array.from({ length: S }, (_, t) => (t === 130 ? -1 : (t * t + 3 * t + (t >> 3)) % V));
const TEXT = plantedText(6000);
const read = vocabulary.encode(TEXT);

// A linear rnn with these weights grows beyond every bound.
describe.each(CELLS.filter(({ variant }) => variant !== "linear"))("$cell $variant against another cell:", (cell) => {
	const model = modelOf(cell);
	const against = modelOf(cellNamed(cell.cell === "lstm" ? "gru reset-after" : "lstm forget"));
	test("the differences sum to the difference of the losses of two whole passes, to 1e-9", async () => {
		const contrast = await contrastOf({ model, against, ids, againstIds: ids });
		const { all } = sumsOf(contrast);
		const [own, other] = [model, against].map((one) => {
			const logits = runWithHooks(one, ids, {}).get("logits")!;
			const row = (t: number) => Float64Array.from(logits.subarray(t * V, (t + 1) * V));
			return ids.subarray(1).reduce((sum, id, t) => (id < 0 ? sum : sum + lossOf(row(t), id)), 0);
		}) as [number, number];
		expect(all.symbols).toBe(S - 2);
		expect(Math.abs(all.gainNats - (other - own))).toBeLessThan(1e-9);
		expect(Math.abs(all.lossNats! - own / all.symbols)).toBeLessThan(1e-12);
		const { better, worse } = placesOf(contrast, ids, 5);
		const sorted = [...contrast.gain].filter((x) => !Number.isNaN(x)).sort((a, b) => b - a);
		expect(better.map(({ gainNats }) => gainNats)).toEqual(sorted.slice(0, 5));
		expect(worse.map(({ gainNats }) => gainNats)).toEqual(sorted.reverse().slice(0, 5));
		expect(Number.isNaN(contrast.gain[130]!)).toBe(true);
	});

	test("each unit's rise is what a pass with a hook says, to 1e-10, and the best is the first", async () => {
		const { gain } = await contrastOf({ model, against, ids, againstIds: ids });
		const { units, of } = await explainingUnits(model, ids, { gain, units: 6 });
		expect([units.length, of]).toEqual([6, 10]);
		const lossesWith = (hooks: Parameters<typeof runWithHooks>[2]) => {
			const logits = runWithHooks(model, ids, hooks).get("logits")!;
			return ids
				.subarray(1)
				.reduce(
					(sum, id, t) => (id < 0 ? sum : sum + lossOf(Float64Array.from(logits.subarray(t * V, (t + 1) * V)), id)),
					0,
				);
		};
		const plain = lossesWith({});
		for (const { unit, heldAt, riseNats } of units) {
			const [, name, index] = /^(.*)\.(\d+)$/.exec(unit)!;
			const hook = (values: { [k: number]: number }) => {
				values[Number(index)] = heldAt;
			};
			expect(Math.abs(lossesWith({ [name!]: hook }) - plain - riseNats)).toBeLessThan(1e-10 * plain);
		}
		expect(units.map(({ riseNats }) => riseNats)).toEqual(units.map(({ riseNats }) => riseNats).sort((a, b) => b - a));
	});
});

test("against itself without its quote cell, all of the gain is inside quotes, and that cell explains it: share and correlation 1 to 1e-3", async () => {
	const engine = engineFor("fast");
	const model = { engine, weights: plantedWeights(engine) };
	const blind = { engine, weights: plantedWeights(engine) };
	const head = blind.weights.tensor("head.weight"); // [V,H]
	const H = blind.weights.spec.hidden;
	for (let v = 0; v < vocabulary.size; v++) head[v * H + QUOTES] = 0;
	const labels = new Labels(
		PATTERNS.filter(({ name }) => name === "quotes"),
		TEXT.length,
	);
	for (const sign of TEXT) labels.push(sign.charCodeAt(0));
	const label = labels.tracks[0]!;
	const contrast = await contrastOf({ model, against: blind, ids: read, againstIds: read });
	const { all, inside, outside } = sumsOf(contrast, label);
	expect(inside!.gainNats / inside!.symbols).toBeGreaterThan(2);
	expect(Math.abs(outside!.gainNats)).toBeLessThan(1e-3 * inside!.gainNats);
	expect(inside!.gainNats + outside!.gainNats).toBeCloseTo(all.gainNats, 9);
	const { units, gainNats } = await explainingUnits(model, read, { gain: contrast.gain, label, units: 100 });
	expect(gainNats).toBeCloseTo(inside!.gainNats, 9);
	expect(units[0]!.unit).toBe(`l0.c.${QUOTES}`);
	expect([units[0]!.share, units[0]!.correlation].map((x) => Math.abs(x - 1) < 1e-3)).toEqual([true, true]);
	expect(Math.abs(units[0]!.outsideNats!)).toBeLessThan(1e-3 * gainNats);
	for (const { share } of units.slice(1)) expect(Math.abs(share)).toBeLessThan(1e-3);
});

test("a text is read by the symbols that both know; other units of symbols, or none in common, are refused", () => {
	const of = (text: string) =>
		new Vocabulary(
			"codepoint",
			Int32Array.from([...new Set(text)].map((c) => c.codePointAt(0)!).sort((a, b) => a - b)),
		);
	const shared = sharedSymbols(of("abc"), of("bcd"));
	expect([...shared]).toEqual([-1, 0, 1]);
	expect([...translated(Int32Array.of(0, 1, 2, -1), shared)]).toEqual([-1, 0, 1, -1]);
	expect(() => sharedSymbols(of("abc"), new Vocabulary("byte"))).toThrow("E_AGAINST_SYMBOLS");
	expect(() => sharedSymbols(of("abc"), of("xyz"))).toThrow("E_AGAINST_SYMBOLS");
});
