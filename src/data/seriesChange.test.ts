/** The form in which a series enters a network whose change it forecasts, against changes computed from the rows themselves. */
import { expect, test } from "vitest";
import { RandomStream } from "../kernels/random.ts";
import type { Series } from "./series.ts";
import { fitChange } from "./seriesChange.ts";
import { seriesTask } from "./seriesTask.ts";

const ROWS = 40;
/** Column "level" rises by 0, 1, 2 ... rows; "season" goes 0, 1, 2, 0, 1, 2. */
const values = Float64Array.from({ length: 2 * ROWS }, (_, i) => {
	const n = Math.floor(i / 2);
	return i % 2 === 0 ? (n * (n - 1)) / 2 : n % 3;
});
const series: Series = {
	...{ name: "rising", columns: ["level", "season"], places: [1, 2], skipped: [], header: true, rows: ROWS, values },
	...{ lines: new Int32Array(ROWS), target: [0], inputs: [1, 0] },
};
const level = (n: number) => (n * (n - 1)) / 2;

test("units are root mean squares of the training part's own changes, over 1 row and over a horizon of 3", () => {
	const { row, horizon } = fitChange(series, [0, 10], 3);
	const squares = (rows: number) => {
		const changes = Array.from({ length: 10 - rows }, (_, n) => level(n + rows) - level(n));
		return Math.sqrt(changes.reduce((sum, change) => sum + change ** 2, 0) / changes.length);
	};
	expect(row[0]).toBeCloseTo(squares(1), 12);
	expect(horizon[0]).toBeCloseTo(squares(3), 12);
	expect(horizon[1]).toBe(1); // a season of 3 rows does not change over 3 rows
});

test("a window reads the target's change from the row before and other columns as they are, and answers the change in 2 rows", () => {
	const change = { row: [4, 9], horizon: [5, 9] };
	const task = seriesTask(series, { rows: [10, 30], part: "train", horizon: 2, change });
	const { T, x, values: wanted } = task.draw(new RandomStream(3, "task"), { batch: 1, length: 5 });
	const first = (x![1]! * 4 + 1) % ROWS; // the change at row n is n - 1
	for (let t = 0; t < T; t++) {
		const n = first + t;
		expect(x![2 * t]).toBe(n % 3);
		expect(x![2 * t + 1]).toBe((level(n) - level(n - 1)) / 4);
		if (!Number.isNaN(wanted![t]!)) expect(wanted![t]).toBe((level(n + 2) - level(n)) / 5);
	}
});

test("an output of 0 is the last known value, and an output of 1 lies one unit above it", () => {
	const change = { row: [4, 9], horizon: [5, 9] };
	const task = seriesTask(series, { rows: [10, 30], horizon: 2, change });
	expect([...task.valuesOf(new Float64Array(20))]).toEqual(Array.from({ length: 20 }, (_, i) => level(8 + i)));
	expect([...task.valuesOf(new Float64Array(20).fill(1))]).toEqual(
		Array.from({ length: 20 }, (_, i) => level(8 + i) + 5),
	);
});

test("a stepper over values gives its network the changes that windows give, and adds the last value to its outputs", () => {
	const change = { row: [4, 9], horizon: [5, 9] };
	const task = seriesTask(series, { horizon: 1, change });
	const read: number[][] = [];
	const step = task.form.stepper((x) => {
		read.push([...x]);
		return [2];
	});
	const known = task.seen([7, 10]);
	const said = [0, 1, 2].map((t) => step(known.slice(2 * t, 2 * t + 2))[0]);
	expect(read).toEqual([
		[1, 0], // no row before it
		[2, 7 / 4],
		[0, 8 / 4],
	]);
	expect(said).toEqual([level(7) + 10, level(8) + 10, level(9) + 10]);
});
