import { expect, test } from "vitest";
import { fiveSigma, meanOf, rowsOf, stream } from "../../../test/conformance/taskAnswers.ts";
import { addition1997, multiplication1997 } from "./addition1997.ts";
import type { Task } from "./task.ts";

const N = 20_000;
const FORMS: { make: () => Task; answer: (x: number, y: number) => number; low: number; neutral: number }[] = [
	{ make: addition1997, answer: (x, y) => 0.5 + (x + y) / 4, low: -1, neutral: 0 },
	{ make: multiplication1997, answer: (x, y) => x * y, low: 0, neutral: 1 },
];

for (const { make, answer, low, neutral } of FORMS) {
	const task = make();
	const batch = task.draw(stream(5), { batch: N, length: 40 });
	const sequences = Array.from({ length: N }, (_, b) => rowsOf(batch, b, 2));

	test(`${task.name}: lengths are each of T..T + T/10, even, and what is past an end is zero and not scored`, () => {
		const counts = new Map<number, number>();
		for (const n of batch.lengths) counts.set(n, (counts.get(n) ?? 0) + 1);
		expect([...counts.keys()].sort()).toEqual([40, 41, 42, 43, 44]);
		for (const count of counts.values()) expect(Math.abs(count - N / 5)).toBeLessThan(fiveSigma(N, 1 / 5));
		expect(batch.T).toBe(44);
		let scored = 0;
		for (let t = 0; t < 44; t++) {
			for (let b = 0; b < N; b++) {
				if (!Number.isNaN(batch.values![t * N + b]!)) scored += t === batch.lengths[b]! - 1 ? 1 : 1e9;
				if (t >= batch.lengths[b]! && (batch.x![(t * N + b) * 2] !== 0 || batch.x![(t * N + b) * 2 + 1] !== 0))
					scored = -1e9;
			}
		}
		expect(scored).toBe(N);
	});

	test(`${task.name}: markers are -1 at both ends, 1 at two pairs, one of the first ten and one of the first T/2`, () => {
		const pairs = new Set<string>();
		let firstMarked = 0;
		const strange = sequences.filter((rows) => {
			const ones = rows.flatMap(([, marker], t) => (marker === 1 ? [t] : []));
			pairs.add(ones.join(" "));
			if (ones[0] === 0) firstMarked++;
			const markers = rows.map((_, t) => (ones.includes(t) ? 1 : t === 0 || t === rows.length - 1 ? -1 : 0));
			const asDrawn =
				ones.length === 2 &&
				ones[0]! < 10 &&
				ones[1]! < 20 &&
				rows.every(([, marker], t) => marker === markers[t]) &&
				rows.slice(1).every(([number]) => number! >= low && number! < 1) &&
				(ones[0] !== 0 || rows[0]![0] === neutral);
			return !asDrawn;
		});
		expect(strange).toEqual([]);
		expect(pairs.size).toBe(45 + 10 * 10); // two of the first ten, or one of them and one of the next ten
		const share = 0.1 + 0.9 / 19;
		expect(Math.abs(firstMarked - N * share)).toBeLessThan(fiveSigma(N, share));
	});

	test(`${task.name}: the answer is that of the two marked numbers; a constant comes to the baseline of T = 40`, () => {
		const answers = sequences.map((rows) => {
			const [x, y] = rows.filter(([, marker]) => marker === 1).map(([number]) => number!);
			return answer(x!, y!);
		});
		const outputs = new Float64Array(batch.T * N).fill(Number.NaN);
		answers.forEach((value, b) => {
			outputs[(batch.lengths[b]! - 1) * N + b] = value + (b % 2 === 0 ? 0.0399 : -0.0399);
		});
		expect(task.wrong(batch, outputs).every((wrong) => wrong === 0)).toBe(true);
		outputs[(batch.lengths[6]! - 1) * N + 6] = answers[6]! + 0.0401;
		expect([...task.wrong(batch, outputs).subarray(5, 8)]).toEqual([0, 1, 0]);
		const { mean } = meanOf(answers);
		const loss = meanOf(answers.map((value) => (value - mean) ** 2));
		expect(Math.abs(loss.mean - task.baselineAt!(40))).toBeLessThan(loss.within);
		expect(() => task.draw(stream(1), { batch: 1, length: 19 })).toThrow(/Try --length 20.*E_TASK_LENGTH/);
	});
}

test("at T = 100 the baselines are .0392 and .0592, under and over the 1/24 and 7/144 of two numbers that always count", () => {
	expect(addition1997().baselineAt!(100)).toBeCloseTo(0.0392007, 7);
	expect(multiplication1997().baselineAt!(100)).toBeCloseTo(0.0592434, 7);
});
