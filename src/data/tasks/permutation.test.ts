import { expect, test } from "vitest";
import {
	fiveSigma,
	logitsFor,
	stream,
	symbolsOf,
	targetsOf,
	wrongCount,
} from "../../../test/conformance/taskAnswers.ts";
import { delayedRecall } from "./delayedRecall.ts";
import { randomPermutation } from "./permutation.ts";

test("random-permutation: first 0 or 1, evenly, the rest each of 2..99, and the first asked for at the last of 17 steps", () => {
	const N = 3000;
	const task = randomPermutation();
	const batch = task.draw(stream(2), { batch: N, length: 17 });
	const counts = new Float64Array(100);
	for (let b = 0; b < N; b++) {
		const [first, ...rest] = symbolsOf(batch, b);
		expect(first! < 2 && rest.every((symbol) => symbol >= 2)).toBe(true);
		for (const symbol of rest) counts[symbol] = counts[symbol]! + 1;
		counts[first!] = counts[first!]! + 1;
		expect(targetsOf(batch, b)).toEqual([...new Array(16).fill(-1), first]);
	}
	expect(Math.abs(counts[0]! - N / 2)).toBeLessThan(fiveSigma(N, 1 / 2));
	for (const count of counts.subarray(2))
		expect(Math.abs(count - (N * 16) / 98)).toBeLessThan(fiveSigma(N * 16, 1 / 98));
	expect(
		wrongCount(
			task,
			batch,
			logitsFor(batch, 100, (b) => batch.ids![b]),
		),
	).toBe(0);
	expect(
		wrongCount(
			task,
			batch,
			logitsFor(batch, 100, () => 0),
		),
	).toBe(counts[1]);
	expect(task.baseline).toBeCloseTo(Math.LN2, 12);
	expect(() => task.draw(stream(1), { batch: 1, length: 1 })).toThrow(/Try --length 2.*E_TASK_LENGTH/);
});

test("delayed-recall: each answer is the symbol of 3 steps before, from step 3 on; 4 steps are the least", () => {
	const task = delayedRecall({ delay: 3, symbols: 5 });
	const batch = task.draw(stream(6), { batch: 500, length: 11 });
	const counts = new Float64Array(5);
	for (let b = 0; b < 500; b++) {
		const symbols = symbolsOf(batch, b);
		expect(targetsOf(batch, b)).toEqual([-1, -1, -1, ...symbols.slice(0, -3)]);
		for (const symbol of symbols) counts[symbol] = counts[symbol]! + 1;
	}
	for (const count of counts) expect(Math.abs(count - 1100)).toBeLessThan(fiveSigma(5500, 1 / 5));
	const recalled = logitsFor(batch, 5, (b, t) => (t < 3 ? undefined : batch.ids![(t - 3) * 500 + b]));
	expect(wrongCount(task, batch, recalled)).toBe(0);
	const late = logitsFor(batch, 5, (b, t) => (t < 3 ? undefined : batch.ids![(t - 2) * 500 + b]));
	expect(wrongCount(task, batch, late)).toBeGreaterThan(490); // right by chance once in 5^8
	expect(task.baseline).toBeCloseTo(Math.log(5), 12);
	expect(() => task.draw(stream(1), { batch: 1, length: 3 })).toThrow(/Try --length 4.*E_TASK_LENGTH/);
	expect(delayedRecall().lengths).toEqual({ min: 11, max: 1_000_000, default: [50, 100] });
});
