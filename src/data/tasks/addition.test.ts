import { expect, test } from "vitest";
import { meanOf, rowsOf, stream, wrongCount } from "../../../test/conformance/taskAnswers.ts";
import { addition, multiplication } from "./addition.ts";
import type { Task, TaskBatch } from "./task.ts";

const FORMS: { make: () => Task; answer: (x: number, y: number) => number; mean: number }[] = [
	{ make: addition, answer: (x, y) => (x + y) / 2, mean: 1 / 2 },
	{ make: multiplication, answer: (x, y) => x * y, mean: 1 / 4 },
];

/** The marked numbers of sequence b, and their positions. */
function marks(batch: TaskBatch, b: number) {
	const rows = rowsOf(batch, b, 2);
	return rows.flatMap(([mark, number], t) => (mark === 0 ? [] : [{ mark, number: number!, t }]));
}

for (const { make, answer, mean } of FORMS) {
	const task = make();
	test(`${task.name}: L' takes each of L .. L + .1L - 1, marks each place of [0,.1L') and [.1L',.5L'), over 600 batches`, () => {
		const random = stream(8);
		const lengths = new Set<number>();
		const first = new Set<number>();
		const second = new Set<number>();
		for (let n = 0; n < 600; n++) {
			const batch = task.draw(random, { batch: 7, length: 33 }); // L' = 33, 34 or 35, of which .1 is 3 and .4 is 13 or 14
			lengths.add(batch.T);
			expect([...batch.lengths]).toEqual(new Array(7).fill(batch.T));
			for (let b = 0; b < 7; b++) {
				const found = marks(batch, b);
				expect(found.map(({ mark }) => mark)).toEqual([1, 1]);
				first.add(found[0]!.t);
				if (batch.T === 35) second.add(found[1]!.t);
				const scored = batch.values!.filter((_, i) => i % 7 === b);
				expect([...scored.subarray(0, -1)].every(Number.isNaN)).toBe(true);
				expect(scored.at(-1)).toBe(answer(found[0]!.number, found[1]!.number));
			}
		}
		const numeric = (set: Set<number>) => [...set].sort((a, b) => a - b);
		expect(numeric(lengths)).toEqual([33, 34, 35]);
		expect(numeric(first)).toEqual([0, 1, 2]);
		expect(numeric(second)).toEqual(Array.from({ length: 14 }, (_, i) => 3 + i));
	});

	test(`${task.name}: the best constant comes to the baseline within 5 standard errors, over 20,000 sequences`, () => {
		const batch = task.draw(stream(9), { batch: 20_000, length: 10 });
		const answers = [...batch.values!].filter((value) => !Number.isNaN(value));
		expect(answers.length).toBe(20_000);
		const loss = meanOf(answers.map((value) => (value - mean) ** 2));
		expect(Math.abs(loss.mean - task.baseline!)).toBeLessThan(loss.within);
		const first = meanOf(answers);
		expect(Math.abs(first.mean - mean)).toBeLessThan(first.within);
	});

	test(`${task.name}: wrong above a squared error of .04, at the last step only`, () => {
		const batch = task.draw(stream(10), { batch: 4, length: 30 });
		const last = (batch.T - 1) * 4;
		const outputs = new Float64Array(batch.T * 4).fill(77);
		for (let b = 0; b < 4; b++) outputs[last + b] = batch.values![last + b]! + [0, 0.1999, -0.2001, Number.NaN][b]!;
		expect([...task.wrong(batch, outputs)]).toEqual([0, 0, 1, 1]);
		expect(wrongCount(task, batch, outputs)).toBe(2);
		expect(() => task.draw(stream(1), { batch: 1, length: 9 })).toThrow("Try --length 10.");
	});
}
