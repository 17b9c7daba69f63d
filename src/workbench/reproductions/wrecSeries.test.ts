import { expect, test } from "vitest";
import { sizeWords } from "./wrecSeries.ts";

test.each([
	[-30.98, "1e-31.0"],
	[-0.04, "1e0.0"],
	[0, "1e0.0"],
	[Number.NEGATIVE_INFINITY, "0"],
])("a size of 10^%d reads %s", (log10, want) => {
	expect(sizeWords(log10)).toBe(want);
});
