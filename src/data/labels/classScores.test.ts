import { expect, test } from "vitest";
import { classScores, wilson } from "./classScores.ts";

const classes = ["cat", "cow", "dog", "emu"];
const learned = { classes, counts: [4, 3, 9, 0], perStep: false };

/** 11 pairs (actual, predicted); emu neither occurs nor is predicted, cow is predicted and does not occur. */
const PAIRS = "cc cc cc cd cw dd dd dd dd dc dw".split(" ").map((pair) => [...pair].map((one) => "cwde".indexOf(one)));

test("11 planted pairs of 4 classes: accuracy 7/11, F1 of cat 3/4 * 3/5 ..., macro F1 over the 3 classes that occur or are predicted", () => {
	const confusion = new Float64Array(16);
	for (const [actual, predicted] of PAIRS) confusion[4 * actual! + predicted!]!++;
	const scores = classScores(confusion, learned);
	const ratio = (hits: number, of: number) => hits / of;
	expect(scores.labels).toBe(11);
	expect(scores.accuracy).toBe(7 / 11);
	expect(scores.confusion).toEqual([
		[3, 1, 1, 0],
		[0, 0, 0, 0],
		[1, 1, 4, 0],
		[0, 0, 0, 0],
	]);
	const f1 = (p: number, r: number) => (2 * p * r) / (p + r);
	const [cat, cow, dog, emu] = scores.classes;
	expect(cat).toMatchObject({ label: "cat", precision: ratio(3, 4), recall: ratio(3, 5), support: 5 });
	expect(cat!.f1).toBeCloseTo(f1(3 / 4, 3 / 5), 15);
	expect(cow).toEqual({ label: "cow", precision: 0, recall: null, f1: 0, support: 0 });
	expect(dog).toMatchObject({ precision: 4 / 5, recall: 4 / 6, support: 6 });
	expect(emu).toEqual({ label: "emu", precision: null, recall: null, f1: null, support: 0 });
	expect(scores.macroF1).toBeCloseTo((f1(3 / 4, 3 / 5) + 0 + f1(4 / 5, 4 / 6)) / 3, 15);
	expect(scores.majority).toEqual({ label: "dog", accuracy: 6 / 11 });
});

test("the Wilson interval holds the fractions whose own normal interval reaches 7/11, at 95 %, to 1e-12", () => {
	for (const [right, n] of [
		[7, 11],
		[0, 5],
		[29, 30],
		[13, 13],
	] as const) {
		for (const end of wilson(right, n)) {
			const away = Math.abs(right / n - end) - 1.959963984540054 * Math.sqrt((end * (1 - end)) / n);
			expect(Math.abs(away)).toBeLessThan(1e-12);
		}
	}
	expect(wilson(8, 10).map((end) => end.toFixed(4))).toEqual(["0.4902", "0.9433"]); // Brown, Cai & DasGupta 2001
});

test("labels per step have no interval: the steps of a sequence are not independent", () => {
	const scores = classScores(Float64Array.of(1, 0, 0, 1), { classes: ["0", "1"], counts: [1, 1], perStep: true });
	expect(scores).toMatchObject({ per: "step", interval: null, accuracy: 1, macroF1: 1 });
});
