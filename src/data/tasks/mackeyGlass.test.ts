import { expect, test } from "vitest";
import { stream } from "../../../test/conformance/taskAnswers.ts";
import { ATTRACTOR_VARIANCE, mackeyGlass, mackeyGlassShown, mackeyGlassTask } from "./mackeyGlass.ts";

const slope = (y: number, late: number) => (0.2 * late) / (1 + late ** 10) - 0.1 * y;

/**
 * The same history with any number of steps per time unit: the whole past is kept, and Heun's rule may replace Euler's.
 */
function integrate(seed: number, tau: number, units: number, refine: number, heun: boolean): number[] {
	const random = stream(seed);
	const drawn = Array.from({ length: tau * 10 }, () => 1.2 + 0.2 * (random.uniform() - 0.5));
	const h = 0.1 / refine;
	// History on the finer grid: each drawn value holds until the next.
	const y = drawn.flatMap((value) => new Array<number>(refine).fill(value));
	const delay = y.length;
	y.push(1.2);
	for (let step = 0; step < units * 10 * refine; step++) {
		const now = y.at(-1)!;
		const k1 = slope(now, y[y.length - 1 - delay]!);
		if (!heun) y.push(now + h * k1);
		else y.push(now + (h / 2) * (k1 + slope(now + h * k1, y[y.length - delay]!)));
	}
	return Array.from({ length: units }, (_, n) => y[delay + (n + 1) * 10 * refine]!);
}

test("tau 17 and 30: 300 units are those of a plain Euler integration over the whole past, within 1e-11", () => {
	for (const tau of [17, 30]) {
		const y = mackeyGlass(stream(21), { tau, length: 300, washout: 0 });
		const plain = integrate(21, tau, 300, 1, false);
		// late^10 by five products and by ** differ by 1e-15, which 300 units of a Lyapunov exponent below .01 grow twentyfold.
		plain.forEach((value, t) => {
			expect(Math.abs(y[t]! - value)).toBeLessThan(1e-11);
		});
	}
});

test("a second-order integration with steps of 1/320 agrees to the first order of the scheme: within .03 over 60 units", () => {
	for (const tau of [17, 30]) {
		const y = mackeyGlass(stream(22), { tau, length: 60, washout: 0 });
		const fine = integrate(22, tau, 60, 32, true);
		const apart = Math.max(...fine.map((value, t) => Math.abs(value - y[t]!)));
		expect(apart).toBeLessThan(0.03);
		expect(apart).toBeGreaterThan(1e-4); // Euler's own error: the scheme is the paper's, not a better one
	}
});

test("the attractor's variance as tanh(y - 1): .067 at tau 30 as Jaeger gives it, .0467 at tau 17, over 60,000 units", () => {
	for (const [tau, within] of [
		[17, 0.0003],
		[30, 0.0015],
	] as const) {
		const shown = mackeyGlassShown(mackeyGlass(stream(23), { tau, length: 60_000 }));
		const mean = shown.reduce((sum, x) => sum + x, 0) / shown.length;
		const variance = shown.reduce((sum, x) => sum + (x - mean) ** 2, 0) / shown.length;
		expect(Math.abs(variance - ATTRACTOR_VARIANCE[tau])).toBeLessThan(within);
	}
});

test("washing out drops the first units and changes nothing else", () => {
	const whole = mackeyGlass(stream(24), { tau: 17, length: 80, washout: 0 });
	const late = mackeyGlass(stream(24), { tau: 17, length: 50, washout: 30 });
	expect([...late]).toEqual([...whole.subarray(30)]);
});

test("the task asks for the value 5 steps on in every step, each sequence from a series of its own", () => {
	const task = mackeyGlassTask(30, { horizon: 5 });
	const batch = task.draw(stream(25), { batch: 3, length: 40 });
	const random = stream(25);
	for (let b = 0; b < 3; b++) {
		const shown = mackeyGlassShown(mackeyGlass(random, { tau: 30, length: 45 }));
		for (let t = 0; t < 40; t++) {
			expect(batch.x![t * 3 + b]).toBe(shown[t]);
			expect(batch.values![t * 3 + b]).toBe(shown[t + 5]);
		}
	}
	expect(task.name).toBe("mackey-glass-30");
});

test("a sequence is wrong above an NRMSE of .1 (or as asked), and where an output is NaN", () => {
	const task = mackeyGlassTask(17);
	const batch = task.draw(stream(26), { batch: 4, length: 30 });
	const deviation = Math.sqrt(ATTRACTOR_VARIANCE[17]);
	const outputs = batch.values!.map((value, i) => value + [0, 0.099, -0.101, 0][i % 4]! * deviation);
	outputs[3] = Number.NaN;
	expect([...task.wrong(batch, outputs)]).toEqual([0, 0, 1, 1]);
	expect([...mackeyGlassTask(17, { tolerance: 0.11 }).wrong(batch, outputs)]).toEqual([0, 0, 0, 1]);
	expect(() => mackeyGlassTask(17, { horizon: 0 })).toThrow(/horizon is 0.*E_SIZE/);
	expect(() => task.draw(stream(1), { batch: 1, length: 0 })).toThrow(/E_TASK_LENGTH/);
});
