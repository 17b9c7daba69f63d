import { expect, test } from "vitest";
import { jsonText } from "../context.ts";
import { figuresOf } from "../verbs/cells/show/figures.ts";
import { readoutLine } from "./forecasts.ts";
import { nats } from "./numbers.ts";
import { scientific } from "./scientific.ts";

test.each([
	[Number.NEGATIVE_INFINITY, "0"],
	[Number.POSITIVE_INFINITY, "Infinity"],
	[Number.NaN, "NaN"],
	[-400, "1.0e-400"],
	[-4 + Math.log10(0.9999), "1.0e-4"], // not 10.0e-5
	[3.301, "2.0e3"],
	[-1, "0.1"],
])("a ratio of 10^%d is %s", (log10, want) => {
	expect(scientific(log10)).toBe(want);
});

test("an exponent of -Infinity is -∞, one that is not a number -, others have three decimals", () => {
	expect(["-Infinity" as const, null, -0.25].map(nats)).toEqual(["-∞", "-", "-0.250"]);
});

test("--json names infinities, which JSON lacks, and writes NaN as null", () => {
	const value = { evidence: { ratio: Number.NEGATIVE_INFINITY, growth: Number.POSITIVE_INFINITY, lost: Number.NaN } };
	const text = jsonText({ format: "jsonl" } as Parameters<typeof jsonText>[0], value);
	expect(text).toBe('{"schema":1,"evidence":{"ratio":"-Infinity","growth":"Infinity","lost":null}}');
});

test("a ridge of 0 and a value of 0 are shown as 0, not 0e+0", () => {
	const echo = { ridge: 0, condition: 12, rows: 9, rmse: [0], beta: 1, washout: 0 };
	const facts: Record<string, unknown>[] = [];
	readoutLine(
		{ ...echo, spectralRadius: 1, leak: 1, effectiveRadius: 1 },
		((_: string, given: Record<string, unknown>) => void facts.push(given)) as unknown as Parameters<
			typeof readoutLine
		>[1],
	);
	expect(facts[0]).toMatchObject({ ridge: "0", condition: "1.2e+1" });
	expect([0, 2e-9].map(figuresOf({ least: 0, most: 0 } as Parameters<typeof figuresOf>[0]))).toEqual(["0", "2.0e-9"]);
});
