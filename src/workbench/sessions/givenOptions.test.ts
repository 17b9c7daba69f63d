/** What a run takes from the run that it starts from, where a default depends on the budget. */
import { expect, test } from "vitest";
import { type GivenOptions, parseOptions } from "../../training/options/options.ts";
import { inherited } from "./givenOptions.ts";

const timed = parseOptions({ minutes: 3 }, "test") as GivenOptions;
const from = (given: GivenOptions, base = timed) => {
	const { schedule, average } = parseOptions(inherited(given, base), "test");
	return [schedule, average];
};

test("the constant rate and the mean that minutes bring stay with minutes, and leave with another budget, schedule or syncEvery", () => {
	expect(from({ minutes: 1 })).toEqual(["constant", "poly:8"]);
	expect(from({ steps: 9 })).toEqual(["cosine", undefined]);
	expect(from({ epochs: 1 })).toEqual(["cosine", undefined]);
	expect(from({ schedule: "cosine" })).toEqual(["cosine", undefined]);
	expect(from({ syncEvery: 8 })).toEqual(["cosine", undefined]);
	expect(from({ steps: 9, average: "ema:0.9" })).toEqual(["cosine", "ema:0.9"]);
});

test("a schedule or a mean that a user gave stays", () => {
	const step = parseOptions({ minutes: 3, schedule: "step" }, "test") as GivenOptions;
	expect(from({ steps: 9 }, step)).toEqual(["step", undefined]);
	const mean = parseOptions({ minutes: 3, average: "ema:0.9" }, "test") as GivenOptions;
	expect(from({ steps: 9 }, mean)).toEqual(["constant", "ema:0.9"]);
	const counted = parseOptions({ steps: 3 }, "test") as GivenOptions;
	expect(from({ minutes: 1 }, counted)).toEqual(["cosine", undefined]);
});
