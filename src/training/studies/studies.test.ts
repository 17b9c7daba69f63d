/** Spaces, searches and rankings of studies, each compared with an independent count. */
import { describe, expect, test } from "vitest";
import { RandomStream } from "../../kernels/random.ts";
import { type Known, type PlannedTrial, trialsOf } from "./search.ts";
import { importanceOf, type RankedTrial, rowsOf } from "./settingRanking.ts";
import { checkSpace, gridOf, pointOf, pointsOf, settingsWords } from "./space.ts";

describe("a space", () => {
	test("of 3, 2 and 2 values has the 12 points of its grid, each once, the last option fastest", () => {
		const grid = gridOf({ lr: [0.1, 0.01, 0.001], hidden: [3, 5], cell: ["rnn", "gru"] }, "test");
		expect(grid).toHaveLength(12);
		expect(new Set(grid.map(settingsWords)).size).toBe(12);
		expect(grid.slice(0, 2)).toEqual([
			{ lr: 0.1, hidden: 3, cell: "rnn" },
			{ lr: 0.1, hidden: 3, cell: "gru" },
		]);
	});

	test("draws 4,000 points inside its ranges: half of a log range below its geometric mean, each of 5 whole numbers a fifth", () => {
		const space = {
			lr: { from: 1e-4, to: 1e-2, scale: "log" },
			hidden: { from: 3, to: 7 },
			cell: ["rnn", "gru"],
		} as const;
		const points = Array.from({ length: 4000 }, (_, n) => pointOf(space, 5, n));
		const rates = points.map(({ lr }) => lr as number);
		expect(Math.min(...rates)).toBeGreaterThanOrEqual(1e-4);
		expect(Math.max(...rates)).toBeLessThanOrEqual(1e-2);
		// four standard deviations of a binomial count: 4 sqrt(4000 / 4) = 126, 4 sqrt(4000 * .16) = 101
		expect(Math.abs(rates.filter((lr) => lr < 1e-3).length - 2000)).toBeLessThan(127);
		for (const hidden of [3, 4, 5, 6, 7]) {
			const count = points.filter((point) => point.hidden === hidden).length;
			expect(Math.abs(count - 800)).toBeLessThan(102);
		}
		expect(pointsOf(space, 5, 7).slice(0, 4)).toEqual(pointsOf(space, 5, 4)); // more points change none
	});

	test("of 4 lists of values gives 4 points when 9 are asked for", () => {
		expect(pointsOf({ cell: ["rnn", "gru"], layers: [1, 2] }, 1, 9)).toHaveLength(4);
	});

	test.each([
		[{}, /needs|lr=/],
		[{ seed: [1] }, /seeds/],
		[{ rate: [1] }, /rate/],
		[{ lr: [] }, /values/],
		[{ lr: [0.1, 0.1] }, /twice/],
		[{ hidden: [0] }, /hidden/],
		[{ hidden: [2.5] }, /whole/],
		[{ cell: ["lstn"] }, /lstm/],
		[{ lr: { from: 1, to: 0.1 } }, /A\.\.B/],
		[{ lr: { from: 0, to: 0.1, scale: "log" } }, /A\.\.B/],
		[{ cell: { from: 1, to: 2 } }, /list/],
	])("%j is refused, naming the option", (space, message) => {
		expect(() => checkSpace(space as never, "test", { ranges: true })).toThrow(message);
	});
});

describe("successive halving", () => {
	const space = { lr: { from: 1e-4, to: 1e-1, scale: "log" } } as const;
	const search = { kind: "halving", space, points: 9, firstSteps: 10, factor: 3, rungs: 3 } as const;
	const points = pointsOf(space, 1, 9).map(({ lr }) => lr as number);

	/** All ended trials are those whose steps are listed; the loss is the rate. */
	const withEnded = (ended: (trial: PlannedTrial) => boolean) => {
		const known = (trial: PlannedTrial): Known => {
			const done = ended(trial);
			return { ended: done, begun: done, value: done ? (trial.settings.lr as number) : null };
		};
		return trialsOf(search, [1, 2], [], known);
	};

	test("begins with every setting on both seeds, and promotes none before one in three has ended on both", () => {
		expect(withEnded(() => false).map(({ steps }) => steps)).toEqual(Array(18).fill(10));
		const two = withEnded(({ settings, steps }) => steps === 10 && points.indexOf(settings.lr as number) < 2);
		expect(two.filter(({ steps }) => steps === 30)).toEqual([]);
		const one = withEnded(
			({ settings, seed, steps }) => steps === 10 && points.indexOf(settings.lr as number) < 3 && seed === 1,
		);
		expect(one.filter(({ steps }) => steps === 30)).toEqual([]);
	});

	test("with 9 ended promotes the 3 of lowest loss on both seeds, and of those the best; higher rungs come first", () => {
		const lowest = [...points].sort((a, b) => a - b);
		const best = (lr: unknown) => lowest.indexOf(lr as number) < 3;
		const all = withEnded(({ steps, settings }) => steps === 10 || (steps === 30 && best(settings.lr)));
		const at = (steps: number) => [...new Set(all.filter((t) => t.steps === steps).map((t) => t.settings.lr))];
		expect(at(30).sort()).toEqual(lowest.slice(0, 3).sort());
		expect(at(90)).toEqual([lowest[0]]);
		expect(all[0]!.steps).toBe(90);
		expect(all).toHaveLength(18 + 6 + 2);
	});
});

describe("a ranking", () => {
	const trial = (settings: RankedTrial["settings"], seed: number, value: number | null): RankedTrial => {
		return { id: `${settingsWords(settings)} ${seed}`, settings, seed, value };
	};

	test("orders settings by their mean over the seeds; one with a lost seed has none and comes last", () => {
		const trials = [
			...[trial({ lr: 1 }, 1, 0.5), trial({ lr: 1 }, 2, 0.7)],
			...[trial({ lr: 2 }, 1, 0.1), trial({ lr: 2 }, 2, null)],
			...[trial({ lr: 3 }, 1, 0.2), trial({ lr: 3 }, 2, 0.3)],
		];
		const rows = rowsOf(trials);
		expect(rows.map(({ settings }) => settings.lr)).toEqual([3, 1, 2]);
		expect(rows.map(({ mean }) => mean)).toEqual([0.25, 0.6, null]);
		expect(rows[1]!.deviation).toBeCloseTo(Math.sqrt(0.02), 14);
	});

	test("gives an option the epsilon squared of its groups, as F gives it", () => {
		const values = [
			[3, 4, 8],
			[1, 2, 3],
			[9, 7, 5],
		];
		const trials = values.flatMap((group, lr) => group.map((value, seed) => trial({ lr, layers: 1 }, seed, value)));
		const [n, k] = [9, 3];
		const grand = values.flat().reduce((a, b) => a + b) / n;
		const means = values.map((group) => group.reduce((a, b) => a + b) / 3);
		const between = means.reduce((sum, mean) => sum + 3 * (mean - grand) ** 2, 0) / (k - 1);
		const within =
			values.flatMap((group, g) => group.map((y) => (y - means[g]!) ** 2)).reduce((a, b) => a + b) / (n - k);
		const F = between / within;
		const epsilon = ((k - 1) * (F - 1)) / ((k - 1) * F + (n - k)); // Kelley 1935, by F
		const [first, second] = importanceOf(trials);
		expect(first!.option).toBe("lr");
		expect(first!.share).toBeCloseTo(epsilon, 12);
		expect(second).toEqual({ option: "layers", share: null });
	});

	test("finds nothing in an option that does nothing: on average at most 0.08 over 200 studies of 20 trials", () => {
		const random = new RandomStream(3, "importance");
		const shares = Array.from({ length: 200 }, () => {
			const trials = Array.from({ length: 20 }, (_, seed) => trial({ lr: random.uniform() }, seed, random.normal()));
			return importanceOf(trials)[0]!.share!;
		});
		// E of max(0, e) where e has mean 0: half its mean absolute value; eta squared here is Beta(2, 7.5), sd 0.125 of e about 0.158
		expect(shares.reduce((a, b) => a + b) / 200).toBeLessThan(0.08);
	});
});
