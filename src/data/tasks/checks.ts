/** Checks of a request and of options, shared by all tasks: errors state the smallest value that works. */
import { fail } from "../../errors/index.ts";
import type { Task, TaskRequest } from "./task.ts";

/** Longest sequence that a task accepts; the papers' longest is 5000. */
export const LONGEST = 1_000_000;
const MAX_BATCH = 1 << 20;
/** Numbers in one batch: 2^28 of them are 2 GiB as float64. */
const MAX_NUMBERS = 2 ** 28;

/**
 * Checks that the task can draw this request; `stepsOf` returns how long a batch can become.
 * @throws E_TASK_LENGTH, E_SIZE or E_MEMORY.
 */
export function checkRequest(
	task: Pick<Task, "name" | "lengths" | "inputs" | "outputs" | "input">,
	{ batch, length }: TaskRequest,
	stepsOf: (length: number) => number = (L) => L,
): void {
	const { min, max } = task.lengths;
	if (!Number.isInteger(length) || length < min || length > max) {
		throw fail("E_TASK_LENGTH", { task: task.name, length, min, max });
	}
	checkWhole("--batch", batch, 1, MAX_BATCH);
	const width = task.input === "symbols" ? 1 : Math.max(task.inputs, task.outputs);
	if (batch * stepsOf(length) * width > MAX_NUMBERS) {
		throw fail("E_MEMORY", { need: "batch", batch, steps: stepsOf(length), task: task.name });
	}
}

export function checkWhole(what: string, got: number, min: number, max: number): void {
	if (!Number.isInteger(got) || got < min || got > max) throw fail("E_SIZE", { what, got, min, max });
}
