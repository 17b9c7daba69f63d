/**
 * Labelled sequences as a task: one class per step, or one per sequence, read at its last step. Batches are drawn with
 * replacement and padded at their ends, where nothing is scored.
 */
// T steps, B sequences, D values per step, V classes
import { fail } from "../../errors/index.ts";
import { checkRequest } from "../tasks/checks.ts";
import { wrongClasses } from "../tasks/scoring.ts";
import type { Task, TaskBatch } from "../tasks/task.ts";
import { type LabelledSet, UNLABELLED } from "./labelledSet.ts";

/** Most input numbers of a batch of a part read in order: 32 MiB of float64. */
const MOST_NUMBERS = 2 ** 22;

export interface LabelledTask extends Task {
	set: LabelledSet;
	/** Sequences of the set that belong to this part, in file order. */
	members: Uint32Array;
	inOrder: NonNullable<Task["inOrder"]>;
}

/** @param members sequences of the part; default all. */
export function labelledTask(set: LabelledSet, members: Uint32Array = allOf(set)): LabelledTask {
	const { learned, inputs, starts } = set;
	const { classes, steps } = learned;
	const V = classes.length;
	const gather = (chosen: readonly number[]): TaskBatch => {
		const B = chosen.length;
		const lengths = Int32Array.from(chosen, (n) => starts[n + 1]! - starts[n]!);
		const T = lengths.reduce((a, b) => Math.max(a, b), 1);
		const ids = set.symbols && new Int32Array(T * B).fill(-1); // [T,B]
		const x = set.values && new Float64Array(T * B * inputs); // [T,B,D]
		const targets = new Int32Array(T * B).fill(-1); // [T,B]
		for (const [b, n] of chosen.entries()) {
			const start = starts[n]!;
			for (let t = 0; t < lengths[b]!; t++) {
				const to = t * B + b;
				const symbol = set.symbols?.[start + t];
				if (ids && symbol! < inputs) ids[to] = symbol!;
				x?.set(set.values!.subarray((start + t) * inputs, (start + t + 1) * inputs), to * inputs);
				const label = learned.perStep ? set.labels[start + t]! : t + 1 === lengths[b] ? set.labels[n]! : UNLABELLED;
				if (label !== UNLABELLED) targets[to] = label;
			}
		}
		return { T, B, lengths, ...(ids && { ids }), ...(x && { x }), targets };
	};
	const together = Math.max(1, Math.floor(MOST_NUMBERS / (steps[1] * (set.values ? inputs : 1))));
	const task: LabelledTask = {
		...{ name: set.name, inputs, outputs: V, input: set.symbols ? "symbols" : "values", head: "softmax" },
		lengths: { min: steps[0], max: steps[1], default: steps },
		...{ set, members, baseline: entropy(set, members) },
		/** Sequences have their own lengths: that of the request is not used. */
		draw(random, { batch }) {
			checkRequest(task, { batch, length: steps[1] });
			if (members.length === 0) throw fail("E_INTERNAL", { what: "a draw from no sequences" });
			return gather(Array.from({ length: batch }, () => members[random.below(members.length)]!));
		},
		inOrder: () => ({
			count: members.length,
			batch: (first, B) => gather([...members.subarray(first, first + Math.min(B, together))]),
		}),
		wrong: (batch, outputs) => wrongClasses(batch, outputs, V),
	};
	return task;
}

/** Every sequence of the set. */
function allOf({ count }: LabelledSet): Uint32Array {
	return new Uint32Array(count).map((_, n) => n);
}

/** Numbers of the labels of these sequences, [V]. */
export function labelCounts({ learned, labels, starts }: LabelledSet, members: Uint32Array): Float64Array {
	const counts = new Float64Array(learned.classes.length);
	const count = (label: number) => {
		if (label !== UNLABELLED) counts[label]!++;
	};
	for (const n of members) {
		if (!learned.perStep) count(labels[n]!);
		else for (let t = starts[n]!; t < starts[n + 1]!; t++) count(labels[t]!);
	}
	return counts;
}

/** Number of symbols of these sequences that the training part lacks. They are read as zeros. */
export function unknownSymbols({ symbols, starts, inputs }: LabelledSet, members: Uint32Array): number {
	let unknown = 0;
	for (const n of symbols ? members : []) {
		for (let t = starts[n]!; t < starts[n + 1]!; t++) if (symbols![t] === inputs) unknown++;
	}
	return unknown;
}

/** Loss of the best prediction that ignores the input: the entropy of the part's own labels, in nats. */
function entropy(set: LabelledSet, members: Uint32Array): number {
	const counts = labelCounts(set, members);
	const sum = counts.reduce((a, b) => a + b, 0);
	return counts.reduce((nats, n) => (n === 0 ? nats : nats - (n / sum) * Math.log(n / sum)), 0);
}
