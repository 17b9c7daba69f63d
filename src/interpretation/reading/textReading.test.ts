/** A text read once and its stretches computed again, compared with one trace and the predictions of the whole text. */
import { describe, expect, test } from "vitest";
import { CELLS, cellNamed, H, modelOf, V } from "../../../test/conformance/smallModels.ts";
import { textOf } from "../stream.ts";
import { predictions } from "../textPredictions.ts";
import { trace } from "../wholeTrace.ts";
import { TextReading } from "./textReading.ts";

const S = 2333;
const ids = Int32Array.from({ length: S }, (_, t) => (t === 1030 ? -1 : (t * t + 3 * t + (t >> 3)) % V));

describe.each(CELLS)("$cell $variant:", (cell) => {
	const model = modelOf(cell);
	test("three stretches of 2333 symbols have every value of one trace and every figure of the predictions, bit for bit", async () => {
		const reading = new TextReading(model, ids);
		await reading.readOn(() => false);
		const whole = await trace(model, textOf(ids), { names: reading.names });
		const wanted = [];
		for await (const one of predictions(model, textOf(ids), { top: Math.min(5, V) })) wanted.push(one);
		expect([reading.complete, reading.stretches, reading.every]).toEqual([true, 3, 1024]);
		for (const k of [2, 0, 1]) {
			const { from, symbols, values, likeliest, chances, probability, nats, rank, top } = (await reading.stretch(k))!;
			expect([from, symbols]).toEqual([k * 1024, k === 2 ? S - 2048 : 1024]);
			for (let n = 0; n < symbols; n++) {
				const row = reading.names.flatMap((name) => [...whole.get(name)!.subarray((from + n) * H, (from + n + 1) * H)]);
				expect([...values.subarray(n * reading.units, (n + 1) * reading.units)]).toEqual(row);
				const said = wanted[from + n]; // its `at` is from + n + 1
				if (!said) {
					expect([from + n, probability[n], nats[n], rank[n]]).toEqual([S - 1, Number.NaN, Number.NaN, -1]);
					continue;
				}
				expect([...likeliest.subarray(n * top, (n + 1) * top)]).toEqual(said.top.map(({ id }) => id));
				expect([...chances.subarray(n * top, (n + 1) * top)]).toEqual(said.top.map((one) => one.probability));
				expect([probability[n], nats[n], rank[n]]).toEqual([
					...[said.probability ?? Number.NaN, said.nats ?? Number.NaN, said.rank ?? -1],
				]);
			}
		}
	});
});

describe("the pass:", () => {
	const model = modelOf(cellNamed("lstm forget"));
	test("extremes of 2048 spans at most are those of the whole trace", async () => {
		const reading = new TextReading(model, ids);
		await reading.readOn(() => false);
		const whole = await trace(model, textOf(ids), { names: reading.names });
		const { symbols, spans } = reading.extremes;
		expect([symbols, spans]).toEqual([2, 1167]); // ceil(2333 / 2048), ceil(2333 / 2)
		for (const unit of ["l0.gate.i.0", "l0.c.2", "l1.h.4"]) {
			const x = [...whole.get(unit.slice(0, -2))!].filter((_, i) => i % H === Number(unit.at(-1)));
			const { low, high } = reading.extremes.of(reading.indexOf(unit));
			for (let n = 0; n < spans; n++) {
				const some = x.slice(2 * n, 2 * n + 2);
				expect([low[n], high[n]]).toEqual([Math.min(...some), Math.max(...some)].map(Math.fround));
			}
		}
		expect([reading.indexOf("l0.c.5"), reading.indexOf("l9.c.0"), reading.indexOf("l0.c")]).toEqual([-1, -1, -1]);
	});

	test("in pieces of 64 symbols it goes on where it was, and a stretch ahead of it is not there yet", async () => {
		const reading = new TextReading(model, ids);
		await reading.readOn(() => true);
		expect([reading.done, reading.stretches]).toEqual([64, 1]);
		expect(await reading.stretch(1)).toBeUndefined();
		while (!reading.complete) await reading.readOn(() => true);
		const once = new TextReading(model, ids);
		await once.readOn(() => false);
		expect(await reading.stretch(2)).toEqual(await once.stretch(2));
		await reading.readOn(() => false); // does nothing
		expect(reading.done).toBe(S);
	});

	test("an empty text is complete from the start, and one of a single symbol has one stretch without a next symbol", async () => {
		const none = new TextReading(model, new Int32Array(0));
		await none.readOn(() => false);
		expect([none.complete, none.stretches]).toEqual([true, 0]);
		const one = new TextReading(model, Int32Array.of(1));
		await one.readOn(() => false);
		expect((await one.stretch(0))!.rank[0]).toBe(-1);
	});
});
