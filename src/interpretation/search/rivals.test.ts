import { expect, test } from "vitest";
import { Rival } from "./rivals.ts";

test("a rival is scored by how often the pattern held with each kind on the chosen part: by hand, 10 of 12 pairs", () => {
	const rival = new Rival("symbol", 3, 1);
	const show = (part: 0 | 1, k: number, holds: number, not: number) => {
		for (let n = 0; n < holds + not; n++) rival.seen(part, k);
		for (let n = 0; n < holds; n++) rival.held(part, 0, k);
	};
	show(0, 0, 9, 1); // most likely
	show(0, 1, 1, 9);
	show(1, 0, 2, 1);
	show(1, 1, 0, 3);
	show(1, 2, 1, 0); // never seen before: the mean, in between
	// pairs (holds, not): kind 0 against 1 wins 2x3, 0 against 0 ties 2x1; kind 2 against 1 wins 1x3, against 0 loses 1x1
	expect(rival.area(0)).toBeCloseTo((6 + 1 + 3) / 12, 15);
});
