import { expect, test } from "vitest";
import {
	fiveSigma,
	logitsFor,
	stream,
	symbolsOf,
	targetsOf,
	wrongCount,
} from "../../../test/conformance/taskAnswers.ts";
import { copying, memorisation, memorisationBits } from "./recall.ts";
import { baselineOf, type Task } from "./task.ts";

const N = 2000;
const L = 13;
/**
 * The strings of the papers' codes, written out: symbols, pause with the marker at its position, blanks while
 * answering.
 */
const FORMS: { task: Task; k: number; n: number; first: number; input: (s: number[]) => number[]; blank: number }[] = [
	{ task: memorisation(), k: 5, n: 10, first: 0, blank: 5, input: (s) => [...s, ...rep(5, L), 6, ...rep(5, 9)] },
	{ task: memorisationBits(), k: 2, n: 5, first: 0, blank: 2, input: (s) => [...s, ...rep(2, L), 3, ...rep(2, 4)] },
	{ task: copying(), k: 8, n: 10, first: 1, blank: 0, input: (s) => [...s, ...rep(0, L - 1), 9, ...rep(0, 10)] },
];
function rep(symbol: number, times: number): number[] {
	return new Array<number>(times).fill(symbol);
}

for (const { task, k, n, first, blank, input } of FORMS) {
	const batch = task.draw(stream(4), { batch: N, length: L });

	test(`${task.name}: ${n} symbols, a pause of ${L} with its marker, and the symbols again, in ${L + 2 * n} steps`, () => {
		expect(batch.T).toBe(L + 2 * n);
		expect(task.inputs).toBe(k + 2);
		const counts = new Map<number, number>();
		for (let b = 0; b < N; b++) {
			const string = symbolsOf(batch, b).slice(0, n);
			for (const symbol of string) counts.set(symbol, (counts.get(symbol) ?? 0) + 1);
			expect(symbolsOf(batch, b)).toEqual(input(string));
			expect(targetsOf(batch, b)).toEqual([...rep(blank, L + n), ...string]);
		}
		expect([...counts.keys()].sort()).toEqual(Array.from({ length: k }, (_, i) => first + i));
		for (const count of counts.values()) expect(Math.abs(count - (N * n) / k)).toBeLessThan(fiveSigma(N * n, 1 / k));
	});

	test(`${task.name}: giving everything back is right, one symbol amiss is wrong; not looking costs the baseline`, () => {
		const recalled = logitsFor(batch, k + 1, (b, t) => (t < L + n ? blank : batch.ids![(t - L - n) * N + b]!));
		expect(wrongCount(task, batch, recalled)).toBe(0);
		const step = (batch.T - n) * N + 3;
		recalled.fill(0, step * (k + 1), (step + 1) * (k + 1));
		recalled[step * (k + 1) + ((batch.targets![step]! + 1) % (k + 1))] = 1;
		expect([...task.wrong(batch, recalled).subarray(2, 5)]).toEqual([0, 1, 0]);
		// Certain of the blanks, 1/k for each symbol of the target: the same loss for every sequence.
		let nats = 0;
		for (const target of batch.targets!) nats += target === blank ? 0 : Math.log(k);
		expect(nats / (batch.T * N)).toBeCloseTo(baselineOf(task, L)!, 12);
		expect(() => task.draw(stream(1), { batch: 1, length: 0 })).toThrow("Try --length 1.");
	});
}

test("copying: 10 ln 8 / (T + 20) as the paper's baseline, .0990 at T = 190", () => {
	expect(copying().baselineAt!(190)).toBeCloseTo(20.794415 / 210, 6);
});

test("memorisation-bits with every pattern: a batch of 32 holds each of the 32 once, the first bit moving fastest", () => {
	const batch = memorisationBits({ all: true }).draw(stream(1), { batch: 32, length: 3 });
	const patterns = Array.from({ length: 32 }, (_, b) => symbolsOf(batch, b).slice(0, 5));
	expect(new Set(patterns.map(String)).size).toBe(32);
	expect(patterns[6]).toEqual([0, 1, 1, 0, 0]);
});

test("other sizes are drawn as asked; sizes out of range are E_SIZE", () => {
	const batch = copying({ values: 3, positions: 4 }).draw(stream(1), { batch: 50, length: 2 });
	expect(batch.T).toBe(10);
	expect(new Set(batch.ids)).toEqual(new Set([0, 1, 2, 3, 4]));
	expect(() => copying({ values: 1 })).toThrow(/values is 1.*E_SIZE/);
	expect(() => memorisation({ positions: 0 })).toThrow(/positions is 0.*E_SIZE/);
});
