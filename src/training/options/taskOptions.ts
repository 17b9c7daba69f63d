/** Options of a run on a task: those in options.ts, and the length, whose bounds the task sets. */
import type { Task } from "../../data/tasks/task.ts";
import { fail } from "../../errors/index.ts";
import { shown } from "../../errors/quote.ts";
import type { RandomStream } from "../../kernels/random.ts";
import { BUDGETS } from "./budgetOptions.ts";
import { checkQuestions } from "./modelOptions.ts";
import { type GivenOptions, parseAll, type TaskTrainOptions } from "./options.ts";

export type { TaskTrainOptions } from "./options.ts";

/**
 * Validates `raw` and fills in defaults. The task sets the default length.
 * @param task undefined to check the form only; `raw` must then contain a length.
 * @throws the errors of parseOptions, and E_TASK_LENGTH.
 */
export function parseTaskOptions(
	raw: Readonly<GivenOptions>,
	task: Pick<Task, "name" | "lengths" | "defaults" | "questions"> | undefined,
	where = "options",
): TaskTrainOptions {
	const options = parseAll(withDefaults(raw, task?.defaults), "task", where) as TaskTrainOptions;
	const { k1, k2 } = options;
	if (k1 !== undefined || k2 !== undefined) Object.assign(options, { k1: k1 ?? k2, k2: k2 ?? k1 });
	options.length = String(options.length ?? [...new Set(task?.lengths.default)].join(".."));
	if (task) {
		lengthsOf(options.length, task, where);
		checkQuestions(options, task, where);
	} else parseLength(options.length, where);
	return options;
}

/** The given options and, for those left out, the task's defaults. A given budget replaces the default one. */
function withDefaults(raw: Readonly<Record<string, unknown>>, defaults: Task["defaults"] = {}) {
	const budgeted = BUDGETS.some((name) => raw[name] !== undefined);
	const missing = Object.entries(defaults).filter(([name]) => {
		return raw[name] === undefined && !(budgeted && BUDGETS.some((budget) => budget === name));
	});
	return { ...raw, ...Object.fromEntries(missing) };
}

/** Like parseLength, and checks the task's bounds. @throws E_OPTION, E_TASK_LENGTH. */
export function lengthsOf(length: string, task: Pick<Task, "name" | "lengths">, where: string): [number, number] {
	const lengths = parseLength(length, where);
	const { min, max } = task.lengths;
	for (const asked of lengths) {
		if (asked < min || asked > max) throw fail("E_TASK_LENGTH", { task: task.name, length: asked, min, max });
	}
	return lengths;
}

/** Parses "L" or "A..B". Returns the shortest and longest length. @throws E_OPTION. */
export function parseLength(length: string, where: string): [number, number] {
	const found = /^(\d{1,9})(?:\.\.(\d{1,9}))?$/.exec(length);
	const [from, to] = [Number(found?.[1]), Number(found?.[2] ?? found?.[1])];
	if (found && from <= to) return [from, to];
	const why = { reason: "form", forms: ["L", "A..B"], such: ["50", "50..200"], got: shown(length) } as const;
	throw fail("E_OPTION", { option: "length", why, where });
}

/** Draws a length uniformly from the shortest to the longest, inclusive. */
export function drawLength([from, to]: [number, number], random: RandomStream): number {
	return from + random.below(to - from + 1);
}
