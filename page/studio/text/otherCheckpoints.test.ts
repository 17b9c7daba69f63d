/** A run is compared with itself only at another update. */
import { expect, test } from "vitest";
import { otherCheckpoints } from "./otherCheckpoints.ts";

const run = { best: { step: 30, loss: 1 }, checkpoints: [20, 30, 40] };

test("of the checkpoints at updates 20, 30 and 40 the one shown is none to compare with, whatever it is called", () => {
	const shownAs = [
		{ checkpoint: "best", step: 30 },
		{ checkpoint: "last", step: null },
		{ checkpoint: 20, step: 20 },
	] as const;
	expect(shownAs.map((one) => otherCheckpoints(run, one))).toEqual([
		["last", 20, 40],
		["best", 20, 30],
		["best", "last", 30, 40],
	]);
});

test("a run of one checkpoint has no other, also if it was never validated", () => {
	expect(otherCheckpoints({ best: { step: 5, loss: 1 }, checkpoints: [5] }, { checkpoint: "best", step: 5 })).toEqual(
		[],
	);
	expect(otherCheckpoints({ best: null, checkpoints: [0] }, { checkpoint: "best", step: null })).toEqual([]);
	expect(otherCheckpoints({ best: null, checkpoints: [] }, { checkpoint: "last", step: null })).toEqual([]);
});
