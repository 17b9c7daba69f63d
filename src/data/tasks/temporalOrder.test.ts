import { expect, test } from "vitest";
import {
	fiveSigma,
	logitsFor,
	stream,
	symbolsOf,
	targetsOf,
	wrongCount,
} from "../../../test/conformance/taskAnswers.ts";
import { temporalOrder2, temporalOrder3 } from "./temporalOrder.ts";

const N = 4000;
const FORMS = [
	{
		make: temporalOrder2,
		ranges: [
			[7, 14],
			[37, 44],
		],
	}, // L = 75: int(.1 L) = 7, int(.5 L) = 37
	{
		make: temporalOrder3,
		ranges: [
			[7, 14],
			[22, 29],
			[45, 52],
		],
	},
];

for (const { make, ranges } of FORMS) {
	const task = make();
	const batch = task.draw(stream(3), { batch: N, length: 75 });

	test(`${task.name}: marks stand at every place of [s L, s L + .1 L) and nowhere else, over ${N} sequences of 75`, () => {
		const seen = ranges.map(() => new Set<number>());
		for (let b = 0; b < N; b++) {
			const places = symbolsOf(batch, b).flatMap((symbol, t) => (symbol < 2 ? [t] : []));
			expect(places.length).toBe(ranges.length);
			for (const [k, t] of places.entries()) seen[k]!.add(t);
		}
		ranges.forEach(([from, to], k) => {
			expect([...seen[k]!].sort((a, b) => a - b)).toEqual(Array.from({ length: to! - from! }, (_, i) => from! + i));
		});
	});

	test(`${task.name}: the class counts the marks as bits, the first as 1; only the last step is scored`, () => {
		const counts = new Map<number, number>();
		const answers: number[] = [];
		for (let b = 0; b < N; b++) {
			const marks = symbolsOf(batch, b).filter((symbol) => symbol < 2);
			answers[b] = Number.parseInt([...marks].reverse().join(""), 2);
			expect(targetsOf(batch, b)).toEqual([...new Array(74).fill(-1), answers[b]]);
			counts.set(answers[b]!, (counts.get(answers[b]!) ?? 0) + 1);
		}
		const V = 2 ** ranges.length;
		expect(counts.size).toBe(V);
		for (const count of counts.values()) expect(Math.abs(count - N / V)).toBeLessThan(fiveSigma(N, 1 / V));
		expect(
			wrongCount(
				task,
				batch,
				logitsFor(batch, V, (b) => answers[b]),
			),
		).toBe(0);
		const constant = wrongCount(
			task,
			batch,
			logitsFor(batch, V, () => V - 1),
		);
		expect(constant).toBe(N - counts.get(V - 1)!);
		expect(task.baseline).toBeCloseTo(Math.log(V), 12);
	});

	test(`${task.name}: the four distractors are even, 300,000 draws`, () => {
		const counts = [0, 0, 0, 0, 0, 0];
		for (const id of batch.ids!) counts[id]!++;
		const distractors = N * (75 - ranges.length);
		expect(counts.slice(2).reduce((sum, n) => sum + n)).toBe(distractors);
		for (const n of counts.slice(2)) expect(Math.abs(n - distractors / 4)).toBeLessThan(fiveSigma(distractors, 0.25));
	});

	test(`${task.name}: 10 steps are the least, 9 and 10.5 are E_TASK_LENGTH that says so`, () => {
		expect(task.draw(stream(1), { batch: 5, length: 10 }).T).toBe(10);
		for (const length of [9, 10.5, 0, -1, Number.NaN, 1_000_001]) {
			expect(() => task.draw(stream(1), { batch: 5, length })).toThrow(/from 10 to 1000000.*E_TASK_LENGTH/);
		}
		expect(() => task.draw(stream(1), { batch: 5, length: 9 })).toThrow("Try --length 10.");
		expect(() => task.draw(stream(1), { batch: 0, length: 10 })).toThrow(/E_SIZE/);
		expect(() => task.draw(stream(1), { batch: 1 << 20, length: 100_000 })).toThrow(/E_MEMORY/);
	});
}

test("a NaN answer is wrong, and too few outputs are E_SHAPE", () => {
	const task = temporalOrder2();
	const batch = task.draw(stream(3), { batch: 3, length: 20 });
	const outputs = logitsFor(batch, 4, (b) => batch.targets![19 * 3 + b]);
	expect([...task.wrong(batch, outputs)]).toEqual([0, 0, 0]);
	outputs[(19 * 3 + 1) * 4 + 2] = Number.NaN;
	expect([...task.wrong(batch, outputs)]).toEqual([0, 1, 0]);
	expect(() => task.wrong(batch, outputs.subarray(1))).toThrow(/E_SHAPE/);
});
