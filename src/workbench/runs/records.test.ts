import { expect, test } from "vitest";
import { historyOf } from "./records.ts";

const layer = { reach: 4, h: [0], saturation: {}, recurrent: { h: [0.5, "NaN"] } };
const line = { step: 10, lags: [0, 1, 64], layers: [layer, { ...layer, reach: null }], clippedShare: 0.25 };

test("a record's reach of each layer, its last lag, its clip share and what of W_hh is a number", () => {
	expect(historyOf([line], "records.jsonl")).toEqual([
		{ step: 10, lags: 64, clippedShare: 0.25, reach: [4, null], recurrent: [{ h: [0.5, null] }, { h: [0.5, null] }] },
	]);
});

test("a line that is no record is E_LOG_DAMAGED with its number", () => {
	for (const bad of [
		{ step: "10" },
		{ lags: 64 },
		{ lags: [] },
		{ layers: [{}] },
		{ layers: [null] },
		{ layers: [{ ...layer, reach: "4" }] },
		{ clippedShare: null },
	]) {
		expect(() => historyOf([line, { ...line, ...bad }], "records.jsonl")).toThrow(
			expect.objectContaining({ code: "E_LOG_DAMAGED", params: { path: "records.jsonl", line: 2 } }),
		);
	}
});
