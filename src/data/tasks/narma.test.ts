import { expect, test } from "vitest";
import { meanOf, stream } from "../../../test/conformance/taskAnswers.ts";
import { narma10, narma10Task } from "./narma.ts";

test("the answers of 3 sequences of 60 follow the recursion from zeros, recomputed with time as in the paper", () => {
	const task = narma10Task();
	const batch = task.draw(stream(31), { batch: 3, length: 60 });
	for (let b = 0; b < 3; b++) {
		const u = (t: number) => (t < 0 ? 0 : batch.x![t * 3 + b]!);
		const y = new Map<number, number>();
		const at = (t: number) => y.get(t) ?? 0;
		for (let t = 0; t < 60; t++) {
			const past = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].reduce((sum, i) => sum + at(t - i), 0);
			y.set(t + 1, 0.3 * at(t) + 0.05 * at(t) * past + 1.5 * u(t - 9) * u(t) + 0.1);
			expect(batch.values![t * 3 + b]).toBeCloseTo(y.get(t + 1)!, 13);
		}
	}
});

test("inputs are uniform in [0,.5); outputs settle about .39 with a variance of .012, over 300 sequences of 200", () => {
	const random = stream(32);
	const inputs: number[] = [];
	const means: number[] = [];
	const variances: number[] = [];
	for (let n = 0; n < 300; n++) {
		const { u, y } = narma10(random, 200);
		inputs.push(...u);
		const late = [...y.subarray(50)];
		const { mean } = meanOf(late);
		means.push(mean);
		variances.push(meanOf(late.map((value) => (value - 0.3886) ** 2)).mean);
	}
	expect(Math.min(...inputs)).toBeGreaterThanOrEqual(0);
	expect(Math.max(...inputs)).toBeLessThan(0.5);
	const input = meanOf(inputs);
	expect(Math.abs(input.mean - 0.25)).toBeLessThan(input.within);
	const mean = meanOf(means);
	expect(Math.abs(mean.mean - 0.3886)).toBeLessThan(mean.within);
	const variance = meanOf(variances);
	expect(Math.abs(variance.mean - 0.0119)).toBeLessThan(variance.within);
});

test("a system that runs away is drawn again: about 1 of 120 sequences of 2000, and none above 2 is kept", () => {
	const random = stream(33);
	let redrawn = 0;
	let largest = 0;
	for (let n = 0; n < 400; n++) {
		const drawn = narma10(random, 2000);
		redrawn += drawn.redrawn;
		for (const value of drawn.y) largest = Math.max(largest, value);
	}
	expect(redrawn).toBeGreaterThan(0);
	expect(redrawn).toBeLessThan(14); // 3.4 expected
	expect(largest).toBeLessThan(2);
});

test("a sequence is wrong above an NRMSE of .2 over its own variance; 10 steps are the least", () => {
	const task = narma10Task();
	const batch = task.draw(stream(34), { batch: 2, length: 100 });
	const own = meanOf([...batch.values!].filter((_, i) => i % 2 === 1));
	const deviation = (own.within / 5) * 10; // the standard error of 100 values, times its root
	const off = (by: number) => batch.values!.map((value, i) => (i % 2 === 1 ? value + by * deviation : value));
	expect([...task.wrong(batch, off(0.199))]).toEqual([0, 0]);
	expect([...task.wrong(batch, off(-0.201))]).toEqual([0, 1]);
	expect([
		...task.wrong(
			batch,
			batch.values!.map(() => own.mean),
		),
	]).toEqual([1, 1]);
	expect(() => task.draw(stream(1), { batch: 1, length: 9 })).toThrow(/Try --length 10.*E_TASK_LENGTH/);
});
