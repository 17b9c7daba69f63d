/**
 * Options of a run on a task: those of a text run that a task has a use for, and the remedies of the gradient laboratory.
 * A task's sequences start from a zero state and are trained whole, so there is no k1, k2 or reset.
 */
import type { CellSpec } from "../cells/layout.ts";
import type { Task } from "../data/tasks/task.ts";
import { fail } from "../errors/index.ts";
import type { RandomStream } from "../kernels/random.ts";
import { parseForgetBias } from "../remedies/forgetBias.ts";
import { checkOmega, OMEGA_FORMS, type OmegaForm } from "../remedies/omega.ts";
import { checked, OPTION_NAMES, parseOptions, type Rule, type TrainOptions } from "./options.ts";

const NOT_FOR_TASKS = ["k1", "k2", "reset"] as const;

export interface TaskTrainOptions extends Omit<TrainOptions, (typeof NOT_FOR_TASKS)[number] | "forgetBias"> {
	/** A number, or chrono:TMAX, see remedies/forgetBias.ts. */
	forgetBias: number | string;
	/** Length asked of each batch: L, or A..B for a whole number from A to B, both included, drawn anew each update. */
	length: string;
	/** alpha, the factor of Omega in the loss; 0 leaves it out. Plain recurrent cells only. */
	omega: number;
	/** See remedies/omega.ts. "authors" brings the shrink rule with it while omega is above 0. */
	omegaForm: OmegaForm;
	/** Factor of sum |w| over the tensors of `penalize`. */
	l1: number;
	/** Factor of sum w^2 / 2 over the tensors of `penalize`. */
	l2: number;
	/** Tensors that l1 and l2 act on, see remedies/penalties.ts. */
	penalize: string;
}

/** Options that only a run on a task has. */
export const TASK_OPTION_RULES = {
	length: { kind: "text", default: "" },
	omega: { kind: "number", min: 0, max: 1e6, default: 0 },
	omegaForm: { kind: "choice", of: OMEGA_FORMS, default: "paper" },
	l1: { kind: "number", min: 0, max: 1e6, default: 0 },
	l2: { kind: "number", min: 0, max: 1e6, default: 0 },
	penalize: { kind: "text", default: "weights" },
} as const satisfies Record<string, Rule>;

const OWN = Object.keys(TASK_OPTION_RULES) as (keyof typeof TASK_OPTION_RULES)[];

/** Names of all options of a run on a task. */
export const TASK_OPTION_NAMES: readonly string[] = [
	...OPTION_NAMES.filter((name) => !(NOT_FOR_TASKS as readonly string[]).includes(name)),
	...OWN,
];

/**
 * Checks `raw` and fills the defaults in; the length's is the task's own.
 * @throws E_OPTION for an unknown key or a value out of range, E_TASK_LENGTH, E_REMEDY for Omega of a cell with gates.
 */
export function parseTaskOptions(
	raw: Readonly<Record<string, unknown>>,
	task: Pick<Task, "name" | "lengths">,
	where: string,
): TaskTrainOptions {
	const shared: Record<string, unknown> = {};
	for (const [option, value] of Object.entries(raw)) {
		if (!TASK_OPTION_NAMES.includes(option)) {
			const wanted = `one of ${TASK_OPTION_NAMES.join(", ")}`;
			throw fail("E_OPTION", { option, got: "a name that a task has no use for", wanted, where });
		}
		if (!Object.hasOwn(TASK_OPTION_RULES, option)) shared[option] = value;
	}
	const bias = typeof shared.forgetBias === "string" ? shared.forgetBias : undefined;
	if (bias !== undefined) delete shared.forgetBias;
	const { k1: _1, k2: _2, reset: _3, ...options } = parseOptions(shared, where);
	if (bias !== undefined) parseForgetBias(bias, options as unknown as CellSpec, where);
	const own: Record<string, unknown> = {};
	for (const name of OWN) own[name] = checked(name, TASK_OPTION_RULES[name], raw[name] ?? defaultOf(name, task), where);
	const parsed = { ...options, forgetBias: bias ?? options.forgetBias, ...own } as TaskTrainOptions;
	lengthsOf(parsed.length, task, where);
	if (parsed.omega > 0) checkOmega(parsed.cell);
	return parsed;
}

function defaultOf(name: (typeof OWN)[number], { lengths }: Pick<Task, "lengths">): unknown {
	return name === "length" ? lengths.default.join("..") : TASK_OPTION_RULES[name].default;
}

/** Shortest and longest length of "L" or "A..B". @throws E_OPTION, E_TASK_LENGTH. */
export function lengthsOf(length: string, task: Pick<Task, "name" | "lengths">, where: string): [number, number] {
	const found = /^(\d{1,9})(?:\.\.(\d{1,9}))?$/.exec(length);
	const [from, to] = [Number(found?.[1]), Number(found?.[2] ?? found?.[1])];
	if (!found || from > to) {
		const wanted = "a length such as 50, or a range such as 50..200";
		throw fail("E_OPTION", { option: "length", got: `"${length.slice(0, 80)}"`, wanted, where });
	}
	const { min, max } = task.lengths;
	for (const asked of [from, to]) {
		if (asked < min || asked > max) throw fail("E_TASK_LENGTH", { task: task.name, length: asked, min, max });
	}
	return [from, to];
}

/** A length from the shortest to the longest, both included. */
export function drawLength([from, to]: [number, number], random: RandomStream): number {
	return from + random.below(to - from + 1);
}
