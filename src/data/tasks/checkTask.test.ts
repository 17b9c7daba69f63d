import { expect, test } from "vitest";
import { checkTask, isTask } from "./checkTask.ts";
import { taskNamed } from "./registry.ts";
import type { Task, TaskBatch } from "./task.ts";

const base = taskNamed("temporal-order");
const values = taskNamed("addition");
/** A task whose batches are changed after they are drawn. */
const drawing = (task: Task, change: (batch: TaskBatch) => object): Task => ({
	...task,
	draw: (random, request) => {
		const batch = task.draw(random, request);
		return { ...batch, ...change(batch) };
	},
});

test("tasks of the registry pass: symbols and values, all three heads, with the batches of both default lengths", () => {
	for (const name of ["temporal-order", "addition", "brackets", "adding-1997", "memorisation", "mackey-glass-17"]) {
		const task = taskNamed(name);
		expect([name, checkTask(task).length]).toEqual([name, new Set(task.lengths.default).size]);
		expect(isTask(task)).toBe(true);
	}
	for (const other of [undefined, null, "addition", { texts: ["a"] }, { kind: "task" }])
		expect(isTask(other)).toBe(false);
});

const WRONG: [what: string, task: object, wanted: string][] = [
	["name", { ...base, name: "" }, "1 to 64 characters"],
	["name", { ...base, name: "a\u001b[2J" }, "without control characters"],
	["inputs", { ...base, inputs: 0 }, "a whole number from 1"],
	["outputs", { ...base, outputs: 2.5 }, "a whole number from 1"],
	["input", { ...base, input: "symbol" }, "did you mean symbols"],
	["head", { ...base, head: "sigmoid" }, "one of softmax, regression, binary"],
	["lengths", { ...base, lengths: undefined }, "an object with min, max, default"],
	["lengths.max", { ...base, lengths: { min: 5, max: 4, default: [5, 5] } }, "from 5"],
	["lengths.default", { ...base, lengths: { min: 5, max: 9, default: [5, 10] } }, "exactly 2|2 numbers"],
	["wrong", { ...base, wrong: undefined }, "a function"],
	["draw()", { ...base, draw: () => undefined }, "an object"],
	["draw().B", drawing(base, () => ({ B: 4 })), "whole number"],
	["draw().ids", drawing(base, ({ ids }) => ({ ids: [...ids!] })), "an Int32Array"],
	["draw().ids", drawing(base, ({ ids }) => ({ ids: ids!.subarray(1) })), "expected"],
	["draw().ids[2]", drawing(base, ({ ids }) => ({ ids: ids!.map((id, n) => (n === 2 ? 6 : id)) })), "from -1 to 5"],
	["draw().targets[0]", drawing(base, ({ targets }) => ({ targets: targets!.map(() => 4) })), "from -1 to 3"],
	["draw().targets", drawing(base, ({ targets }) => ({ targets: targets!.map(() => -1) })), "at least 1 number"],
	["draw().lengths[0]", drawing(base, ({ lengths }) => ({ lengths: lengths.map(() => 0) })), "from 1"],
	["draw().x", drawing(values, ({ x }) => ({ x: Float32Array.from(x!) })), "a Float64Array"],
	["draw().values", drawing(values, () => ({ values: undefined })), "a Float64Array"],
	["wrong()", { ...base, wrong: () => [0, 0, 0] }, "exactly 3|3 numbers"],
];
test.each(WRONG)("E_TASK_OBJECT names %s", (what, task, wanted) => {
	expect(() => checkTask(task as Task)).toThrow(expect.objectContaining({ code: "E_TASK_OBJECT" }));
	expect(() => checkTask(task as Task)).toThrow(expect.objectContaining({ params: expect.objectContaining({ what }) }));
	expect(() => checkTask(task as Task)).toThrow(new RegExp(wanted));
});

test("a task that draws from anything but its stream is E_TASK_CHANGED: a counter of its own, Math.random", () => {
	let calls = 0;
	const counted = drawing(values, ({ x }) => ({ x: x!.map((one) => one + ++calls) }));
	const random = drawing(values, ({ x }) => ({ x: x!.map(() => Math.random()) }));
	for (const task of [counted, random]) {
		expect(() => checkTask(task)).toThrow(/two equal random streams gave different batches.*E_TASK_CHANGED/);
	}
});
