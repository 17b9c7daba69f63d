/** All tasks by name, with their options. */
import { fail } from "../../errors/index.ts";
import { nearest } from "../../errors/nearest.ts";
import { shown } from "../../errors/quote.ts";
import { unknownOption } from "../../errors/request.ts";
import { addition, multiplication } from "./addition.ts";
import { addition1997, multiplication1997 } from "./addition1997.ts";
import { type BracketsOptions, brackets } from "./brackets.ts";
import { type DelayedRecallOptions, delayedRecall } from "./delayedRecall.ts";
import { type MackeyGlassTaskOptions, mackeyGlassTask } from "./mackeyGlass.ts";
import { type MnistOptions, mnist } from "./mnist.ts";
import { type MusicOptions, music } from "./music.ts";
import { type NarmaOptions, narma10Task } from "./narma.ts";
import { copySequence, type PairTaskOptions, reversal } from "./pairs.ts";
import { randomPermutation } from "./permutation.ts";
import { embeddedReber } from "./reber.ts";
import { type CopyingOptions, copying, type MemorisationOptions, memorisation, memorisationBits } from "./recall.ts";
import type { Task } from "./task.ts";
import { temporalOrder2, temporalOrder3 } from "./temporalOrder.ts";

/** All options of all tasks; each is documented where it is declared. */
export type TaskOptions = DelayedRecallOptions &
	BracketsOptions &
	MackeyGlassTaskOptions &
	MnistOptions &
	MusicOptions &
	NarmaOptions &
	MemorisationOptions &
	CopyingOptions &
	PairTaskOptions;

interface Entry {
	options: readonly (keyof TaskOptions)[];
	/** Data that the caller must pass in; a task without any is endless and needs none. */
	data?: readonly (keyof TaskOptions)[];
	make(options: TaskOptions): Task;
}

const ENTRIES: Readonly<Record<string, Entry>> = {
	"temporal-order": { options: [], make: temporalOrder2 },
	"temporal-order-3": { options: [], make: temporalOrder3 },
	addition: { options: [], make: addition },
	multiplication: { options: [], make: multiplication },
	"adding-1997": { options: [], make: addition1997 },
	"multiplication-1997": { options: [], make: multiplication1997 },
	"random-permutation": { options: [], make: randomPermutation },
	memorisation: { options: ["values", "positions", "all"], make: memorisation },
	"memorisation-bits": { options: ["values", "positions", "all"], make: memorisationBits },
	copying: { options: ["values", "positions"], make: copying },
	"copy-sequence": { options: ["values"], make: copySequence },
	reversal: { options: ["values"], make: reversal },
	"delayed-recall": { options: ["delay", "symbols"], make: delayedRecall },
	reber: { options: [], make: embeddedReber },
	brackets: { options: ["kinds"], make: brackets },
	"mackey-glass-17": { options: ["horizon", "tolerance"], make: (options) => mackeyGlassTask(17, options) },
	"mackey-glass-30": { options: ["horizon", "tolerance"], make: (options) => mackeyGlassTask(30, options) },
	"narma-10": { options: ["tolerance"], make: narma10Task },
	mnist: { options: [], data: ["images", "labels", "pictures"], make: (options) => mnist("mnist", options) },
	"mnist-permuted": {
		options: ["permutationSeed"],
		data: ["images", "labels", "pictures"],
		make: (options) => mnist("mnist-permuted", options),
	},
	music: { options: ["part"], data: ["songs"], make: music },
};

export const TASK_NAMES: readonly string[] = Object.keys(ENTRIES);

/**
 * Returns the options of the task `name`, and the data that must be passed in with them.
 * @throws E_TASK for an unknown name.
 */
export function taskOptions(name: string): { options: readonly string[]; data: readonly string[] } {
	const { options, data = [] } = entryOf(name);
	return { options, data };
}

/**
 * Returns the task `name`.
 * @throws E_TASK with the nearest name, E_OPTION for an option that it does not have.
 */
export function taskNamed(name: string, options: TaskOptions = {}): Task {
	const entry = entryOf(name);
	const known = [...entry.options, ...(entry.data ?? [])];
	for (const option of Object.keys(options)) {
		if ((known as string[]).includes(option)) continue;
		throw fail("E_OPTION", { option, why: unknownOption(option, known), where: `task:${name}` });
	}
	for (const option of ["tolerance", "permutationSeed"] as const) {
		const value = options[option];
		if (value === undefined || (Number.isFinite(value) && value >= 0)) continue;
		throw fail("E_OPTION", { option, why: { reason: "number", min: 0, got: shown(value) }, where: `task:${name}` });
	}
	if (options.all !== undefined && typeof options.all !== "boolean") {
		const why = { reason: "oneOf", choices: ["true", "false"], got: shown(options.all) } as const;
		throw fail("E_OPTION", { option: "all", why, where: `task:${name}` });
	}
	return entry.make(options);
}

function entryOf(name: string): Entry {
	if (Object.hasOwn(ENTRIES, name)) return ENTRIES[name]!;
	const near = nearest(name, TASK_NAMES);
	throw fail("E_TASK", { name, ...(near !== undefined && { near }), known: TASK_NAMES.join(", ") });
}
