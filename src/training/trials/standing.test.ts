import { describe, expect, test } from "vitest";
import { chanceOf, standingOf } from "./standing.ts";
import { type Finished, rowsOf } from "./summary.ts";

const curve = { lag: null, most: 3, lags: [0], log10: [0] };

/** Trials of one rate, one seed for each loss; a loss at or below 0.1 met the goal at that update. */
function trials(remedy: string, losses: (number | null)[], steps = 100): Finished[] {
	return losses.map((loss, n) => {
		const point = { step: steps, loss, errorShare: loss !== null && loss <= 0.1 ? 0 : 0.75, data: "" };
		const diverged = loss === null ? { step: 3, tensor: "w", index: 0, value: "NaN" } : null;
		const outcome = { points: [point], diverged, before: curve, after: curve, parameters: 9, seconds: 1, steps };
		return { trial: { remedy, rate: 0.01, seed: n + 1 }, outcome } as unknown as Finished;
	});
}

function standing(all: Record<string, (number | null)[]>, baseline: number | null = 1.386, goal: number | null = null) {
	const finished = Object.entries(all).flatMap(([remedy, losses]) => trials(remedy, losses));
	return standingOf(rowsOf(Object.keys(all), finished, goal), finished, { goal, baseline });
}

describe("the best remedy of a comparison", () => {
	test("is the one all of whose 3 trials are better than all of every other remedy", () => {
		const found = standing({ none: [1.2, 1.3, 1.25], clip: [0.9, 0.8, 1.1], lstm: [0.3, 0.5, 0.7] });
		expect(found).toEqual({ best: "lstm", leaders: ["lstm"], why: null });
	});
	test("is nobody where all are at the baseline of 1.386 or worse, or less than 1 % better", () => {
		for (const losses of [
			[1.39, 1.4, 1.38],
			[1.376, 1.377, 1.378],
			[null, null, 1.2],
		])
			expect(standing({ none: [1.5, 1.5, 1.5], lstm: losses })).toEqual({ best: null, leaders: [], why: "baseline" });
		expect(standing({ none: [1.5, 1.5, 1.5], lstm: [1.39, 1.4, 1.38] }, null).best).toBe("lstm"); // no known baseline
	});
	test("is nobody where no remedy is better than none, or one trial of none is better than one of the first", () => {
		expect(standing({ none: [0.5, 0.6, 0.7], clip: [0.8, 0.9, 1.0] })).toEqual({
			best: null,
			leaders: ["none"],
			why: "none",
		});
		expect(standing({ none: [0.5, 0.9, 1], clip: [0.4, 0.45, 0.6] })).toEqual({
			...{ best: null, leaders: ["clip", "none"], why: "none" },
		});
	});
	test("is nobody where two lead whose trials overlap, both named", () => {
		const found = standing({ none: [1.2, 1.3, 1.25], gru: [0.3, 0.5, 0.9], lstm: [0.4, 0.2, 0.6] });
		expect(found).toEqual({ best: null, leaders: ["lstm", "gru"], why: "tied" });
	});
	test("is nobody with two seeds, which separate nothing, and none alone has no rival", () => {
		const found = standing({ none: [1.2, 1.3], lstm: [0.1, 0.2] });
		expect(found).toEqual({ best: null, leaders: ["lstm", "none"], why: "seeds" });
		expect(standing({ lstm: [0.1, 0.2, 0.3] })).toEqual({ best: null, leaders: ["lstm"], why: null });
	});
	test("is decided by updates to success before the loss: 3 of 3 at the goal against 3 that end lower but miss it", () => {
		const finished = [...trials("a", [0.1, 0.09, 0.08], 200), ...trials("b", [0.11, 0.12, 0.13], 50)];
		const rows = rowsOf(["a", "b"], finished, 0.01);
		expect(standingOf(rows, finished, { goal: 0.01, baseline: 1 })).toMatchObject({ best: "a" });
	});
});

describe("the chance of a difference", () => {
	const scores = (values: number[]) => values.map((loss): [number, number] => [Number.POSITIVE_INFINITY, loss]);
	test("of 3 and 3, 4 and 4, 5 and 3 trials that do not overlap is 1 in 20, 70 and 56", () => {
		expect(chanceOf(scores([1, 2, 3]), scores([4, 5, 6]))).toBeCloseTo(1 / 20, 15);
		expect(chanceOf(scores([1, 2, 3, 4]), scores([5, 6, 7, 8]))).toBeCloseTo(1 / 70, 15);
		expect(chanceOf(scores([1, 2, 3, 4, 5]), scores([6, 7, 8]))).toBeCloseTo(1 / 56, 15);
		expect(chanceOf(scores([4, 5, 6]), scores([1, 2, 3]))).toBe(1);
	});
	test("is that of all orders counted one by one: 4 and 3 trials, every order", () => {
		const orders: number[][] = [];
		for (let mask = 0; mask < 128; mask++)
			if ([...mask.toString(2)].filter((bit) => bit === "1").length === 4)
				orders.push([...Array(7).keys()].filter((k) => (mask >> k) & 1));
		const wins = (a: number[]) =>
			a.reduce((sum, x) => sum + [...Array(7).keys()].filter((y) => !a.includes(y) && y > x).length, 0);
		expect(orders).toHaveLength(35);
		for (const a of orders) {
			const b = [...Array(7).keys()].filter((k) => !a.includes(k));
			const atLeast = orders.filter((other) => wins(other) >= wins(a)).length / 35;
			expect(chanceOf(scores(a), scores(b))).toBeCloseTo(atLeast, 14);
		}
	});
	test("of 21 and 20 trials is 0.5 to 0.01 where they alternate, and below 1e-7 where they do not overlap", () => {
		const [even, odd] = [Array.from({ length: 21 }, (_, k) => 2 * k), Array.from({ length: 20 }, (_, k) => 2 * k + 1)];
		expect(Math.abs(chanceOf(scores(even), scores(odd)) - 0.5)).toBeLessThan(0.01);
		const later = odd.map((x) => x + 100);
		expect(chanceOf(scores(even), scores(later))).toBeLessThan(1e-7);
		expect(chanceOf(scores(later), scores(even))).toBeGreaterThan(1 - 1e-7);
	});
});
