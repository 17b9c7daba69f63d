import { describe, expect, test } from "vitest";
import { stream } from "../../test/conformance/taskAnswers.ts";
import { checkScaling, fitScaling, scaleSeries, seriesParts, unscale } from "./series.ts";
import { seriesTask } from "./seriesTask.ts";
import { parseSeries } from "./seriesText.ts";

const random = stream(71);
const ROWS = 37;
const numbers = Array.from({ length: ROWS }, (_, n) => [n, 1e6 + random.uniform(), random.normal() * 1e-9]);
const text = `t,big,small\n${numbers.map((row) => row.join(",")).join("\n")}`;
const series = parseSeries(text, { name: "three.csv", target: "small" });

/** Mean and standard deviation by definition, over the given rows. */
function moments(c: number, from: number, to: number) {
	const column = numbers.slice(from, to).map((row) => row[c]!);
	const mean = column.reduce((sum, x) => sum + x, 0) / column.length;
	return { mean, deviation: Math.sqrt(column.reduce((sum, x) => sum + (x - mean) ** 2, 0) / column.length) };
}

describe("parts and scale", () => {
	test("37 rows cut 80/10/10 are 29, 4 and 4 in file order; an absent part is empty", () => {
		expect(seriesParts(series)).toEqual({ train: [0, 29], valid: [29, 33], test: [33, 37] });
		expect(seriesParts(series, [100, 0, 0])).toEqual({ train: [0, 37], valid: [37, 37], test: [37, 37] });
		expect(seriesParts(series, [50, 50, 0])).toEqual({ train: [0, 18], valid: [18, 37], test: [37, 37] });
		expect(() => seriesParts(series, [50, 40, 0])).toThrow(/E_SPLIT/);
	});
	test("the scale is the training part's alone, and the scaled part has mean 0 and deviation 1 within 1e-9", () => {
		const scaling = fitScaling(series, [0, 29]);
		for (const c of [0, 1, 2]) {
			const { mean, deviation } = moments(c, 0, 29);
			expect(Math.abs(scaling.mean[c]! - mean) / Math.abs(mean)).toBeLessThan(1e-12);
			// Next to a mean of 1e6 the plain sums keep 1e-10 of a deviation of .3.
			expect(Math.abs(scaling.deviation[c]! / deviation - 1)).toBeLessThan(1e-8);
			const scaled = scaleSeries(series, scaling);
			const column = Array.from({ length: 29 }, (_, n) => scaled.values[n * 3 + c]!);
			const sum = column.reduce((a, b) => a + b, 0);
			expect(Math.abs(sum / 29)).toBeLessThan(1e-9);
			expect(Math.abs(column.reduce((a, b) => a + b * b, 0) / 29 - 1)).toBeLessThan(1e-9);
		}
		expect(fitScaling(series, [0, 37]).mean).not.toEqual(scaling.mean);
	});
	test("forecasts turn back to the file's numbers, through JSON, for the targets in their order", () => {
		const both = { ...series, target: [2, 0] };
		const scaling = checkScaling(JSON.parse(JSON.stringify(fitScaling(both, [0, 29]))), both);
		const scaled = scaleSeries(both, scaling);
		const forecasts = Float64Array.from([4, 5].flatMap((n) => [scaled.values[n * 3 + 2]!, scaled.values[n * 3]!]));
		const back = unscale(forecasts, scaling, both.target);
		[numbers[4]![2], numbers[4]![0], numbers[5]![2], numbers[5]![0]].forEach((wanted, i) => {
			expect(Math.abs(back[i]! - wanted!)).toBeLessThanOrEqual(1e-15 * scaling.deviation[i % 2 === 0 ? 2 : 0]! * 30);
		});
	});
	test("a column that is constant in the training part is E_SERIES_CONSTANT with column and lines, if it moves later too", () => {
		const still = parseSeries("day,a,b\nx,1,5\nx,2,5\nx,3,5\nx,4,6", { name: "s.csv" });
		expect(() => fitScaling(still, [0, 3])).toThrow(/s\.csv: column 3 \("b"\) is 5 .*lines 2 to 4.*E_SERIES_CONSTANT/);
		expect(fitScaling(still, [0, 4]).deviation[1]).toBeCloseTo(Math.sqrt(3) / 4, 14);
		expect(() => fitScaling(parseSeries("7\n7\n7"), [0, 3])).toThrow(/column 1 is 7 in every row/);
		expect(() => fitScaling(still, [0, 1])).toThrow(/train part has 1 row,.*E_SERIES_SHORT/);
	});
	test("values to the end of float64 have a finite scale: 1e308 of both signs, and steps of 5e-324 count as constant", () => {
		const wild = fitScaling(parseSeries("1e308\n-1e308\n1.7e308\n-1.7e308"), [0, 4]);
		expect(wild.mean[0]).toBe(0);
		expect(wild.deviation[0]! / 1.3946326e308).toBeCloseTo(1, 6);
		expect(() => fitScaling(parseSeries("0\n5e-324\n0"), [0, 3])).toThrow(/E_SERIES_CONSTANT/);
	});
	test("a scaling that is not of these columns is E_SERIES_SCALING", () => {
		const good = fitScaling(series, [0, 29]);
		const bad: [unknown, RegExp][] = [
			[undefined, /"form" must be standard/],
			[{ ...good, form: "minmax" }, /form/],
			[{ ...good, columns: ["t", "big"] }, /columns/],
			[{ ...good, mean: [1, 2] }, /"mean" must be a list of 3 numbers/],
			[{ ...good, deviation: [1, 0, 1] }, /"deviation" must be a list of 3 numbers above 0/],
			[{ ...good, deviation: [1, null, 1] }, /"deviation" must be a list of 3 numbers above 0/],
		];
		for (const [read, wanted] of bad) {
			expect(() => checkScaling(read, series)).toThrow(wanted);
			expect(() => checkScaling(read, series)).toThrow(/E_SERIES_SCALING/);
		}
		expect(checkScaling(good, series)).toEqual(good);
	});
});

describe("a series as a task", () => {
	const task = seriesTask(series, { rows: [5, 25], horizon: 3 });
	test("each window's inputs are rows in a row and its answers the target 3 rows on, all inside the part, every start met", () => {
		const batch = task.draw(stream(72), { batch: 600, length: 9 });
		expect([task.inputs, task.outputs, batch.T]).toEqual([3, 1, 9]);
		const starts = new Set<number>();
		for (let b = 0; b < 600; b++) {
			const first = batch.x![b * 3]!;
			starts.add(first);
			const rows = Array.from({ length: 9 }, (_, t) => [
				...batch.x!.subarray((t * 600 + b) * 3, (t * 600 + b + 1) * 3),
			]);
			expect(rows).toEqual(numbers.slice(first, first + 9));
			const answers = Array.from({ length: 9 }, (_, t) => batch.values![t * 600 + b]);
			expect(answers).toEqual(numbers.slice(first + 3, first + 12).map((row) => row[2]));
		}
		// answers 5 to 24: the first window sees row 2, the last answers row 13 + 8 + 3
		expect([...starts].sort((a, b) => a - b)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
	});
	test("in order, every answer of the part is asked for once, behind 3 rows of context where the file has them; their variance is the baseline", () => {
		const set = task.inOrder(7);
		expect(set.count).toBe(5);
		const asked: number[] = [];
		for (let first = 0; first < set.count; first += 2) {
			const batch = set.batch(first, 2);
			for (let b = 0; b < batch.B; b++) {
				const window = first + b;
				for (let t = 0; t < batch.T; t++) {
					const value = batch.values![t * batch.B + b]!;
					const context = window === 0 ? 2 : 3; // row 2 is scored first: there are two rows before it
					expect(Number.isNaN(value)).toBe(t < context || t >= batch.lengths[b]!);
					if (!Number.isNaN(value)) asked.push(value);
				}
			}
		}
		expect(asked).toEqual(numbers.slice(5, 25).map((row) => row[2]));
		expect(task.baseline! / moments(2, 5, 25).deviation ** 2).toBeCloseTo(1, 10);
	});
	test("windows longer than the part reach back before it, in order and drawn, and only its answers are scored", () => {
		const short = seriesTask(series, { rows: [29, 33], part: "valid", horizon: 3 });
		const set = short.inOrder(20);
		expect(set.count).toBe(1);
		for (const batch of [set.batch(0, 1), short.draw(stream(76), { batch: 1, length: 14 })]) {
			expect(batch.T).toBe(14); // 10 of context and 4 scored
			expect(batch.x![0]).toBe(16); // row 33 - 3 - 14
			expect([...batch.values!.subarray(10)]).toEqual(numbers.slice(29, 33).map((row) => row[2]));
			expect([...batch.values!.subarray(0, 10)].every(Number.isNaN)).toBe(true);
		}
	});
	test("as one sequence it begins at the file's first row and is scored in the part alone", () => {
		const { T, B, x, values } = task.whole();
		expect([T, B]).toEqual([22, 1]);
		expect([...x!]).toEqual(numbers.slice(0, 22).flat());
		expect([...values!]).toEqual(numbers.slice(3, 25).map((row, t) => (t < 2 ? Number.NaN : row[2])));
		expect(task.answers).toEqual([5, 25]);
	});
	test("inputs are chosen apart from targets; what no output foretells feeds nothing, and is not persisted", () => {
		const asked = parseSeries(`${text.replaceAll("\n", ",?\n").replace("small,?", "small,gaps")},?`, {
			inputs: "big, t",
			target: ["small", 1],
		});
		expect(asked).toMatchObject({ columns: ["t", "big", "small"], target: [2, 0], inputs: [1, 0] });
		const some = seriesTask(asked, { horizon: 2 });
		expect([some.inputs, some.outputs, some.forecast]).toEqual([2, 2, { horizon: 2, feeds: [-1, 1] }]);
		expect([...some.seen([4, 6])]).toEqual([numbers[4]![1], 4, numbers[5]![1], 5]);
		const batch = some.draw(stream(75), { batch: 1, length: 4 });
		const row = batch.x![1]!;
		expect([...batch.values!.subarray(0, 2)]).toEqual([numbers[row + 2]![2], row + 2]);
		const last = batch.values!.map((value, i) => (i % 2 === 0 ? 0 : value - 2)); // 0 if no input, else the last value
		expect([...some.wrong(batch, last)]).toEqual([0]);
		expect([
			...some.wrong(
				batch,
				last.map((value, i) => (i === 1 ? value - 0.1 : value)),
			),
		]).toEqual([1]);
	});
	test("a window is right where it beats answering what was seen last", () => {
		const batch = task.draw(stream(73), { batch: 3, length: 6 });
		const seen = batch.values!.map((_, step) => batch.x![step * 3 + 2]!);
		expect([...task.wrong(batch, batch.values!)]).toEqual([0, 0, 0]);
		expect([...task.wrong(batch, seen)]).toEqual([0, 0, 0]);
		const worse = batch.values!.map((value, i) => value + (i % 3 === 1 ? 1.01 : 0.99) * (seen[i]! - value));
		worse[2] = Number.NaN;
		expect([...task.wrong(batch, worse)]).toEqual([0, 1, 1]);
	});
	test("without a target every column is forecast", () => {
		const all = seriesTask(parseSeries(text));
		const batch = all.draw(stream(74), { batch: 1, length: 36 });
		expect(all.outputs).toBe(3);
		expect([...batch.values!]).toEqual(numbers.slice(1).flat());
	});
	test("a part too short is E_SERIES_SHORT with the rows it needs; a window too long E_TASK_LENGTH", () => {
		expect(() => seriesTask(series, { rows: [0, 3], part: "train", horizon: 3 })).toThrow(
			/train part has 3 rows.*at least 4.*E_SERIES_SHORT/,
		);
		expect(() => seriesTask(series, { rows: [29, 29], part: "valid" })).toThrow(/valid part has 0 rows/);
		expect(seriesTask(series, { rows: [29, 33], horizon: 3 }).lengths).toEqual({ min: 1, max: 30, default: [2, 2] });
		expect(() => task.draw(stream(1), { batch: 1, length: 23 })).toThrow(/from 1 to 22.*E_TASK_LENGTH/);
		expect(() => seriesTask(series, { horizon: 0 })).toThrow(/horizon is 0.*E_SIZE/);
	});
});
