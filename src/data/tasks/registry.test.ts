import { expect, test } from "vitest";
import { sequenceOf, stream } from "../../../test/conformance/taskAnswers.ts";
import { TASK_NAMES, taskNamed, taskOptions } from "./registry.ts";
import type { Task, TaskBatch } from "./task.ts";

const idx = (shape: number[], data: number[]) =>
	Uint8Array.from([0, 0, 8, shape.length, ...shape.flatMap((n) => [0, 0, 0, n]), ...data]);
const DATA = {
	images: idx([3, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
	labels: idx([3], [1, 0, 2]),
	songs: '{"train":[[[60],[61],[62],[63]],[[64]]]}',
};
const make = (name: string) => {
	const { data } = taskOptions(name);
	return taskNamed(name, Object.fromEntries(Object.entries(DATA).filter(([key]) => data.includes(key))));
};
const lengthFor = ({ lengths }: Task) => Math.min(lengths.max, Math.max(lengths.min, 23));

test("21 tasks are listed, and each bears its own name", () => {
	expect(TASK_NAMES.length).toBe(21);
	for (const name of TASK_NAMES) expect(make(name).name).toBe(name);
});

test("every task's batch is as the contract says: shapes, paddings, ranges, and one scored step or more a sequence", () => {
	for (const name of TASK_NAMES) {
		const task = make(name);
		for (const length of [lengthFor(task), task.lengths.min])
			checkContract(task, task.draw(stream(61), { batch: 5, length }));
	}
});

function checkContract(task: Task, { T, B, lengths, ids, x, targets, values }: TaskBatch): void {
	const { inputs: D, outputs: V } = task;
	expect([B, lengths.length, Math.max(...lengths)], task.name).toEqual([5, 5, T]);
	expect([ids?.length, x?.length]).toEqual(task.input === "symbols" ? [T * B, undefined] : [undefined, T * B * D]);
	expect([targets?.length, values?.length]).toEqual(
		task.head === "softmax" ? [T * B, undefined] : [undefined, T * B * V],
	);
	for (let b = 0; b < B; b++) {
		let scored = 0;
		for (let t = 0; t < T; t++) {
			const step = t * B + b;
			const inside = t < lengths[b]!;
			if (ids) expect(inside ? ids[step]! >= 0 && ids[step]! < D : ids[step] === -1).toBe(true);
			if (x && !inside) expect(x.subarray(step * D, (step + 1) * D).every((value) => value === 0)).toBe(true);
			if (targets) {
				expect(targets[step]! >= -1 && targets[step]! < V && (inside || targets[step] === -1)).toBe(true);
				scored += targets[step] === -1 ? 0 : 1;
			}
			if (values) {
				const given = [...values.subarray(step * V, (step + 1) * V)].filter((value) => !Number.isNaN(value));
				expect([0, inside ? V : 0]).toContain(given.length);
				if (task.head === "binary") expect(given.every((value) => value === 0 || value === 1)).toBe(true);
				scored += given.length;
			}
		}
		expect(scored, task.name).toBeGreaterThan(0);
	}
}

test("equal seeds give equal batches, other seeds others; drawing goes on where the stream stands", () => {
	for (const name of TASK_NAMES) {
		const task = make(name);
		const request = { batch: 6, length: lengthFor(task) };
		const [random, again] = [stream(62), stream(62)];
		const [one, two] = [task.draw(random, request), task.draw(random, request)];
		expect(task.draw(again, request), name).toEqual(one);
		expect(task.draw(again, request), name).toEqual(two);
		expect(two, name).not.toEqual(one);
		expect(task.draw(stream(63), request), name).not.toEqual(one);
	}
});

test("7 sequences are the same drawn as 7 or as 3 and 4, but for addition and multiplication, whose batch shares L'", () => {
	for (const name of TASK_NAMES) {
		const task = make(name);
		const length = lengthFor(task);
		const at = (batch: TaskBatch) => Array.from({ length: batch.B }, (_, b) => sequenceOf(batch, b));
		const random = stream(64);
		const parts = [task.draw(random, { batch: 3, length }), task.draw(random, { batch: 4, length })];
		const whole = at(task.draw(stream(64), { batch: 7, length }));
		if (name === "addition" || name === "multiplication") expect(new Set(whole.map(({ n }) => n)).size).toBe(1);
		else expect(parts.flatMap(at), name).toEqual(whole);
	}
});

test("an unknown task is E_TASK with the nearest name and all of them; names of the object's own are unknown too", () => {
	expect(() => taskNamed("temporal-ordr")).toThrow(/Did you mean temporal-order\?.*addition.*E_TASK/);
	expect(() => taskNamed("mackeyglass-17")).toThrow(/Did you mean mackey-glass-17/);
	for (const name of ["", "chess", "constructor", "__proto__"])
		expect(() => taskNamed(name)).toThrow(/Known: .*E_TASK/);
});

test("an option that the task does not take is E_OPTION with those it does; wild values are refused", () => {
	expect(() => taskNamed("delayed-recall", { dealy: 3 } as object)).toThrow(
		/"dealy" is not an option of task:delayed-recall; did you mean "delay"\?.*E_OPTION/,
	);
	expect(() => taskNamed("reber", { kinds: 3 })).toThrow(
		/"kinds" is not an option of task:reber, which takes none.*E_OPTION/,
	);
	expect(() => taskNamed("narma-10", { tolerance: Number.NaN })).toThrow(/tolerance.*E_OPTION/);
	expect(taskNamed("delayed-recall", { delay: 4, symbols: 3 }).outputs).toBe(3);
	expect(taskOptions("mnist-permuted")).toEqual({
		options: ["permutationSeed"],
		data: ["images", "labels", "pictures"],
	});
});
