/** Carrying planted cells from one text into another moves the expectation by what the cell is known to do. */
import { describe, expect, test } from "vitest";
import { engineFor } from "../../../test/conformance/fastEngine.ts";
import { CELLS, modelOf, V } from "../../../test/conformance/smallModels.ts";
import { plantedWeights, vocabulary } from "../../../test/fixtures/plantedCells.ts";
import { softmax } from "../../cells/likeliest.ts";
import { runWithHooks } from "../hooks.ts";
import { hooksOf, parseUnit, type UnitName } from "../names.ts";
import { textOf } from "../stream.ts";
import { divergence, patch } from "./patch.ts";

const engine = engineFor("fast");
const planted = { engine, weights: plantedWeights(engine) };
const at = (text: string, at: number) => ({ text: textOf(vocabulary.encode(text)), at });
const unit = (name: string) => [parseUnit(planted.weights.spec, name)] as [UnitName];
const outside = "ab ca dab bad cab\nab ab\n";
const inside = 'ab "AB CAB DAB';

describe("of the planted LSTM", () => {
	test("the quote cell from inside quotes turns small letters into capitals up to the newline that empties it", async () => {
		const found = await patch(planted, unit("l0.c.7"), { from: at(inside, 8), to: at(outside, 5) });
		expect(found.values).toEqual([{ unit: "l0.c.7", from: expect.closeTo(1, 6), to: expect.closeTo(0, 6) }]);
		const moved = new Map(found.shifts.map(({ id, ...shift }) => [vocabulary.label(id), shift]));
		for (const c of "ABCDE") {
			expect(moved.get(c)!.before).toBeLessThan(0.02);
			expect(moved.get(c)!.after).toBeGreaterThan(0.15);
		}
		for (const c of "abcde") expect(moved.get(c)!.after).toBeLessThan(0.01);
		expect(found.klNats).toBeGreaterThan(3);
		// in the curve of 18 steps from 5 on, the newline is read in step 12
		expect(Math.abs(found.sumNats - found.curve.reduce((sum, kl) => sum + kl))).toBeLessThan(1e-9);
		expect(found.read).toEqual([...vocabulary.encode(outside.slice(5))]);
		expect([found.lasts, found.open, found.curve.length]).toEqual([12, false, outside.length - 5]);
		expect(Math.max(...found.curve.slice(12))).toBeLessThan(1e-9);
		expect([found.others.length, found.beside!.rank]).toEqual([16, 1]);
		expect(found.beside!.most).toBeLessThan(1e-9);
		expect(found.ids).toEqual({ from: vocabulary.id(65), to: vocabulary.id(32), next: vocabulary.id(100) });
	});

	test("from one place outside to another it moves nothing; carried to itself, a whole layer moves nothing", async () => {
		const still = await patch(planted, unit("l0.c.7"), { from: at(outside, 2), to: at(outside, 5) });
		expect([still.lasts, still.open]).toEqual([0, false]);
		expect(still.peakNats).toBeLessThan(1e-9);
		const layer = Array.from({ length: 10 }, (_, k) => unit(`l0.c.${k}`)[0]) as [UnitName];
		const itself = await patch(planted, layer, { from: at(outside, 9), to: at(outside, 9) });
		expect(itself.peakNats).toBeLessThan(1e-9);
		expect([itself.others, itself.beside]).toEqual([[], undefined]);
	});

	test("a place beyond its text is refused with the last one", async () => {
		const to = at(outside, 24);
		await expect(patch(planted, unit("l0.c.7"), { from: at(inside, 0), to })).rejects.toThrow(/--to is 24.*0 to 23/);
		const from = { ...at(inside, 0), at: -1 };
		await expect(patch(planted, unit("l0.c.7"), { from, to: at(outside, 0) })).rejects.toThrow("E_SIZE");
	});
});

test("a divergence is the sum of p ln(p/q), also where q is too small for a number", () => {
	expect(divergence(Float64Array.of(0, 0), Float64Array.of(Math.log(3), 0))).toBeCloseTo(
		0.5 * Math.log(0.5 / 0.75) + 0.5 * Math.log(0.5 / 0.25),
		15,
	);
	expect(divergence(Float64Array.of(0, -1000), Float64Array.of(-2000, 0))).toBe(2000);
	expect(divergence(Float64Array.of(1, 2, 3), Float64Array.of(11, 12, 13))).toBeLessThan(1e-14);
});

describe.each(CELLS)("$cell $variant:", (cell) => {
	const model = modelOf(cell);
	const ids = Int32Array.from({ length: 40 }, (_, t) => (t * t + 3 * t) % V);
	test("two units patched at step 20 act as a hook there does, to 1e-12, in every value and step after", async () => {
		for (const { name, width } of hooksOf(model.weights.spec)) {
			const units = [0, width - 1].map((k) => parseUnit(model.weights.spec, `${name}.${k}`)) as [UnitName, UnitName];
			const text = textOf(ids);
			const found = await patch(model, units, { from: { text, at: 7 }, to: { text, at: 20 }, others: 2, top: V });
			const source = runWithHooks(model, ids, {}, { names: [name] }).get(name)!;
			const plain = runWithHooks(model, ids, {}).get("logits")!;
			const changed = runWithHooks(model, ids, {
				[name](values, { step }) {
					for (const { index } of step === 20 ? units : []) values[index] = source[7 * width + index]!;
				},
			}).get("logits")!;
			const row = (logits: ArrayLike<number>, t: number) =>
				Float64Array.from({ length: V }, (_, v) => logits[t * V + v]!);
			for (let t = 20; t < 40; t++) {
				const wanted = divergence(row(plain, t), row(changed, t));
				expect(Math.abs(found.curve[t - 20]! - wanted), `${name} at ${t}`).toBeLessThan(1e-12 * Math.max(1, wanted));
			}
			for (const { id, before, after } of found.shifts) {
				expect(Math.abs(before - softmax(row(plain, 20))[id]!)).toBeLessThan(1e-12);
				expect(Math.abs(after - softmax(row(changed, 20))[id]!)).toBeLessThan(1e-12);
			}
		}
	});
});
