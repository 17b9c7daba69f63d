/** What the trials of a comparison are judged by: the unit of their losses, the baseline, and when one counts as a success. */
import type { Corpus } from "../../data/corpus.ts";
import { frequencyLoss } from "../../data/frequencyLoss.ts";
import { baselineOf, type Task } from "../../data/tasks/task.ts";
import { type LossUnit, lossUnitOf } from "../task/lossUnit.ts";
import { DEFAULT_GOAL } from "./defaults.ts";
import type { Goal } from "./outcomes.ts";

export interface JudgedBy {
	/** Unit of the losses. */
	unit: LossUnit;
	/** Default success threshold: largest fraction of wrong sequences; null if only the loss counts. */
	goal: Goal;
	/** Loss of the best prediction that ignores the input; for a text, of the symbols' frequencies in its training part. */
	baseline: number | null;
}

/** @param byLoss whether hardly any sequence is without a fault, so that only the loss counts. */
export function judgedByTask(
	task: Task,
	valid: Task,
	{ length, byLoss }: { length: unknown; byLoss: boolean },
): JudgedBy {
	return {
		unit: lossUnitOf(task.head),
		goal: byLoss || task.head === "binary" ? null : DEFAULT_GOAL,
		baseline: baselineOf(valid, middleOf(task, length)) ?? null,
	};
}

/** Symbols that the baseline of a text is measured on: those of a trial's last measurement. */
const MEASURED = 1 << 16;

export async function judgedByCorpus({ parts, vocabulary }: Corpus): Promise<JudgedBy> {
	const baseline = await frequencyLoss(parts.train, parts.valid, vocabulary.size, MEASURED);
	return { unit: "nats", goal: null, baseline };
}

/** Mean of the shortest and the longest sequence; the task's own, if no valid length is given. */
function middleOf({ lengths }: Task, length: unknown): number {
	const [, from, to = from] = /^(\d{1,9})(?:\.\.(\d{1,9}))?$/.exec(String(length ?? lengths.default.join(".."))) ?? [];
	const [first, last] = from === undefined ? lengths.default : [Number(from), Number(to)];
	return Math.round((first + last) / 2);
}
