/** Interventions on planted cells, where the role and cost of each unit are known. */
import { describe, expect, test } from "vitest";
import { engineFor } from "../../../test/conformance/fastEngine.ts";
import { CELLS, modelOf, V } from "../../../test/conformance/smallModels.ts";
import { DEPTH, plantedText, plantedWeights, QUOTES, vocabulary } from "../../../test/fixtures/plantedCells.ts";
import { lossOf } from "../../cells/likeliest.ts";
import { hooksOf, parseUnit } from "../hookNames.ts";
import { runWithHooks } from "../hooks.ts";
import { Labels } from "../patterns/pattern.ts";
import { PATTERNS } from "../patterns/registry.ts";
import { textOf } from "../stream.ts";
import { type Act, intervene } from "./intervention.ts";

const engine = engineFor("fast");
const planted = { engine, weights: plantedWeights(engine) };
const text = plantedText(12_000);
const ids = vocabulary.encode(text);

function labelOf(name: string): Uint8Array {
	const labels = new Labels(
		PATTERNS.filter((pattern) => pattern.name === name),
		text.length,
	);
	for (const c of text) labels.push(c.charCodeAt(0));
	return labels.tracks[0]!.map((degree) => (degree > 0 ? 1 : 0));
}
const quotes = labelOf("quotes");
const on = (unit: string, act: Act, label?: Uint8Array) =>
	intervene(planted, textOf(ids), parseUnit(planted.weights.spec, unit), { act, label });

describe("of the planted LSTM, whose unit 7 is 1 inside quotes and 0 outside,", () => {
	test("holding c.7 at 0 costs over 2 nats inside quotes and not 1e-6 outside; no other unit costs 1e-6 anywhere", async () => {
		const { change, others, beside, verdict, heldAt, ...found } = await on(`l0.c.${QUOTES}`, { to: "zero" }, quotes);
		expect(heldAt).toBe(0);
		expect(change.inside!.low).toBeGreaterThan(2);
		expect(change.inside!.high).toBeLessThan(2.5);
		expect(Math.abs(change.outside!.mean)).toBeLessThan(1e-6);
		expect(change.difference!.low).toBeGreaterThan(2);
		expect([others.length, verdict, beside.inside!.rank]).toEqual([9, "onlyInside", 1]);
		for (const { change: other } of others) expect(Math.abs(other.all.mean)).toBeLessThan(1e-6);
		expect(Math.max(beside.inside!.most, beside.all!.most)).toBeLessThan(1e-6);
		expect(found.symbols).toBe(text.length - 1);
		expect(found.insideSymbols).toBe(quotes.subarray(0, -1).reduce((sum, x) => sum + x, 0));
		const capitals = found.worst.slice(0, 5).map(({ id }) => vocabulary.label(id));
		expect(capitals.toSorted()).toEqual([..."ABCDE"]);
		expect(found.worst.slice(0, 5).reduce((sum, { shareOfRise }) => sum + shareOfRise, 0)).toBeGreaterThan(0.99);
	});

	test("at its mean outside the same; at its mean of all it costs outside too", async () => {
		const outside = await on(`l0.c.${QUOTES}`, { to: "outside" }, quotes);
		expect(Math.abs(outside.heldAt!)).toBeLessThan(1e-6);
		expect(outside.change.inside!.low).toBeGreaterThan(2);
		expect(Math.abs(outside.change.outside!.mean)).toBeLessThan(1e-6);
		const mean = await on(`l0.c.${QUOTES}`, { to: "mean" }, quotes);
		expect(mean.heldAt).toBeCloseTo(quotes.reduce((sum, x) => sum + x, 0) / text.length, 3);
		expect(mean.change.outside!.low).toBeGreaterThan(0.1);
	});

	test("held at 1 it costs outside and nothing inside; the depth of brackets costs nothing, the head does not read it", async () => {
		const held = await on(`l0.c.${QUOTES}`, { value: 1 }, quotes);
		expect(held.change.outside!.low).toBeGreaterThan(3);
		expect(Math.abs(held.change.inside!.mean)).toBeLessThan(1e-6);
		const depth = await on(`l0.c.${DEPTH}`, { to: "zero" }, quotes);
		expect(Math.abs(depth.change.all.mean)).toBeLessThan(1e-6);
		expect(depth.verdict).toBe("nothing");
		expect(depth.beside.inside!.rank).toBeGreaterThan(1);
	});

	test("times 1 changes no bit of any loss, times 0 is held at 0", async () => {
		const same = await on(`l0.c.${QUOTES}`, { factor: 1 }, quotes);
		for (const { change } of [same, ...same.others]) {
			for (const estimate of Object.values(change)) expect(estimate).toEqual({ mean: 0, low: 0, high: 0 });
		}
		const gone = await on(`l0.c.${QUOTES}`, { factor: 0 }, quotes);
		expect(gone.change).toEqual((await on(`l0.c.${QUOTES}`, { to: "zero" }, quotes)).change);
	});

	test("a pattern that never or always holds where a symbol is predicted is refused", async () => {
		await expect(on("l0.c.7", { to: "zero" }, new Uint8Array(text.length))).rejects.toThrow(/never holds in the 11999/);
		await expect(on("l0.c.7", { to: "zero" }, new Uint8Array(text.length).fill(1))).rejects.toThrow(/always holds/);
		const last = new Uint8Array(text.length); // nothing is predicted after the last symbol
		last[text.length - 1] = 1;
		await expect(on("l0.c.7", { to: "zero" }, last)).rejects.toThrow(/never holds/);
		await expect(
			on(
				"l0.c.7",
				{ to: "outside" },
				last.map((one) => 1 - one),
			),
		).rejects.toThrow(/always holds/);
	});
});

describe.each(CELLS)("$cell $variant:", (cell) => {
	const model = modelOf(cell);
	const small = Int32Array.from({ length: 90 }, (_, t) => (t === 9 ? -1 : (t * t + 3 * t) % V));
	test("held at 0.3, every unit changes the loss by what a pass with a hook says, to 1e-12 of it", async () => {
		const lossesOf = (logits: ArrayLike<number>) =>
			Array.from(small.subarray(1), (id, t) =>
				id < 0
					? 0
					: lossOf(
							Float64Array.from({ length: V }, (_, v) => logits[t * V + v]!),
							id,
						),
			);
		const sum = (losses: number[]) => losses.reduce((total, x) => total + x, 0);
		const plain = sum(lossesOf(runWithHooks(model, small, {}).get("logits")!));
		for (const { name, width } of hooksOf(model.weights.spec)) {
			const own = parseUnit(model.weights.spec, `${name}.${width - 1}`);
			const found = await intervene(model, textOf(small), own, { act: { value: 0.3 }, others: 2 });
			expect(found.lossNats.all).toBeCloseTo(plain / 88, 12);
			for (const { unit, change } of [found, ...found.others]) {
				const { index } = parseUnit(model.weights.spec, unit);
				const hook = (values: { [k: number]: number }) => {
					values[index] = 0.3;
				};
				const held = sum(lossesOf(runWithHooks(model, small, { [name]: hook }).get("logits")!));
				const wanted = (held - plain) / 88;
				expect(Math.abs(change.all.mean - wanted), unit).toBeLessThan(
					1e-12 * Math.max(1, Math.abs(wanted), plain / 88),
				);
			}
		}
	});
});
