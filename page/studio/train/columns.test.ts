/** Logged lines as columns, two runs over one axis, and the first weight that differs: against values written by hand. */
import { expect, test } from "vitest";
import { Columns } from "./columns.ts";
import { firstDifference } from "./firstDifference.ts";
import { together } from "./together.ts";

function columnsOf(...lines: { step: number; [key: string]: number }[]): Columns {
	const columns = new Columns();
	for (const line of lines) columns.add(line);
	return columns;
}

test("3 of the 10 updates before a line clipped are 0.3, a validation joins the line of its update, and a rollback drops what came later", () => {
	const columns = columnsOf(
		{ step: 10, lossNats: 4, gradNorm: 2, clipped: 3 },
		{ step: 20, lossNats: 3, gradNorm: 1, clipped: 10 },
		{ step: 20, validLossNats: 3.5 },
		{ step: 30, lossNats: 9, gradNorm: 8, clipped: 1 },
	);
	expect([columns.step, columns.train, columns.valid]).toEqual([
		[10, 20, 30],
		[4, 3, 9],
		[null, 3.5, null],
	]);
	expect(columns.clipped).toEqual([0.3, 1, 0.1]);
	columns.add({ step: 25, lossNats: 2, gradNorm: 1, clipped: 0 });
	expect([columns.step, columns.train, columns.valid]).toEqual([
		[10, 20, 25],
		[4, 3, 2],
		[null, 3.5, null],
	]);
});

test("two runs over one axis have null where only the other has a line; a run that is not there has no values", () => {
	const [a, b] = [columnsOf({ step: 10, loss: 1 }, { step: 30, loss: 3 }), columnsOf({ step: 20, loss: 2 })];
	const [step, own, second, third] = together(a, b, undefined);
	expect([step, own("train"), second("train"), third("train")]).toEqual([
		...[
			[10, 20, 30],
			[1, null, 3],
			[null, 2, null],
			[null, null, null],
		],
	]);
});

test("the first weight that differs is named, -0 from 0 too; moments and carried states are no weights", () => {
	const of = (...values: number[]) => ({
		tensors: [
			{ name: "state.l0.h", shape: [1], data: Float64Array.of(values[0]!) },
			{ name: "weight_ih_l0", shape: [2], data: Float64Array.of(values[1]!, values[2]!) },
		],
		state: {},
	});
	expect(firstDifference(of(1, 2, 3), of(9, 2, 3))).toBeNull();
	expect(firstDifference(of(1, 2, 3), of(1, 2, 4))).toEqual({ tensor: "weight_ih_l0", index: 1 });
	expect(firstDifference(of(1, 0, 3), of(1, -0, 3))).toEqual({ tensor: "weight_ih_l0", index: 0 });
});
