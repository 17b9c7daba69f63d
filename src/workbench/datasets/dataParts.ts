/** Selects the data that a run on a task or a series is evaluated on: its validation or test part, or another file. */
import type { Task } from "../../data/tasks/task.ts";
import { fail } from "../../errors/index.ts";
import type { Reason } from "../../errors/reasons.ts";
import { notOneOf } from "../../errors/request.ts";
import { parseLength } from "../../training/options/taskOptions.ts";
import { type OpenData, titleOf } from "./dataSpec.ts";
import { openLike } from "./seriesData.ts";
import type { TaskPart } from "./taskData.ts";

/** Parses a length range and limits both ends to the task's maximum. A series has a single length, its own. */
export function within(length: string, { lengths: { max } }: Task): [number, number] {
	const [from, to] = parseLength(length, "eval");
	return [Math.min(from, max), Math.min(to, max)];
}

/**
 * Opens another file with the columns of the run's series.
 * @throws E_OPTION for a run on a task, for several files, or if `part` is given too.
 */
export async function otherSeries(
	{ series }: OpenData,
	texts: readonly string[],
	part: TaskPart | undefined,
	where: string,
) {
	const refuse = (option: string, why: Reason) => fail("E_OPTION", { option, why, where });
	if (!series) throw refuse("texts", { reason: "onlyFor", kinds: ["text", "series"], not: "task" });
	if (part !== undefined) throw refuse("part", { reason: "together", with: "texts" });
	if (texts.length !== 1) throw refuse("texts", { reason: "count", of: "files", got: texts.length, min: 1, max: 1 });
	return openLike(texts[0]!, series);
}

/** The requested part, by default the validation part. A generated task has no parts: it draws fresh sequences. */
export function partOf({ spec, parts }: OpenData, part?: TaskPart) {
	const found = parts[part ?? "valid"];
	if (!found || (part !== undefined && !found.inOrder)) {
		const data = titleOf(spec);
		const why: Reason = found ? { reason: "endless", data } : notOneOf(Object.keys(parts), part ?? "valid");
		throw fail("E_OPTION", { option: "part", why, where: data });
	}
	return found;
}
