/** The part of its data that a run on a task or a series is asked about: its own valid or test part, or another file. */
import type { Task } from "../../data/tasks/task.ts";
import { fail } from "../../errors/index.ts";
import type { Reason } from "../../errors/reasons.ts";
import { notOneOf } from "../../errors/request.ts";
import { parseLength } from "../../training/options/taskOptions.ts";
import { type OpenData, titleOf } from "./dataSpec.ts";
import { openLike } from "./seriesData.ts";
import type { TaskPart } from "./taskData.ts";

/** A run's own lengths, of which a series has what it has. */
export function within(length: string, { lengths: { max } }: Task): [number, number] {
	const [from, to] = parseLength(length, "eval");
	return [Math.min(from, max), Math.min(to, max)];
}

/** Another file with the columns of the run's series. @throws E_OPTION for a run on a task, several files, or a part as well. */
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
	return openLike(texts[0]!, series.spec);
}

/** The part asked for; fresh sequences where the task has no end, and so no parts. */
export function partOf({ spec, parts }: OpenData, part?: TaskPart) {
	const found = parts[part ?? "valid"];
	if (!found || (part !== undefined && !found.inOrder)) {
		const data = titleOf(spec);
		const why: Reason = found ? { reason: "endless", data } : notOneOf(Object.keys(parts), part ?? "valid");
		throw fail("E_OPTION", { option: "part", why, where: data });
	}
	return found;
}
