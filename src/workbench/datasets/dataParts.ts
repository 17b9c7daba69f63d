/** The part of its data that a run on a task or a series is asked about: its own valid or test part, or another file. */
import type { Task } from "../../data/tasks/task.ts";
import { fail } from "../../errors/index.ts";
import { parseLength } from "../../training/options/taskOptions.ts";
import { type OpenData, titleOf } from "./dataSpec.ts";
import { openLike } from "./seriesData.ts";
import type { TaskPart } from "./taskData.ts";

/** A run's own lengths, of which a series has what it has. */
export function within(length: string, { lengths: { max } }: Task): [number, number] {
	const [from, to] = parseLength(length, "eval");
	return [Math.min(from, max), Math.min(to, max)];
}

/** Another file with the columns of the run's series. @throws E_OPTION for a run on a task, several files, or a part beside. */
export async function otherSeries(
	{ spec, series }: OpenData,
	texts: readonly string[],
	part: TaskPart | undefined,
	where: string,
) {
	const refuse = (option: string, got: string, wanted: string) => fail("E_OPTION", { option, got, wanted, where });
	if (!series) throw refuse("texts", "it for a task", "a run on a text or a series");
	if (part !== undefined) throw refuse("part", "it beside a file", "one of the two");
	if (texts.length !== 1)
		throw refuse("texts", `${texts.length} files`, `one file with the columns of ${titleOf(spec)}`);
	return openLike(texts[0]!, series.spec);
}

/** The part asked for; fresh sequences where the task has no end, and so no parts. */
export function partOf({ spec, parts }: OpenData, part?: TaskPart) {
	const found = parts[part ?? "valid"];
	const got = found ? `it for ${titleOf(spec)}, which has no end` : `"${part ?? "valid"}"`;
	if (!found || (part !== undefined && !found.inOrder)) {
		const wanted = found ? "no part: all its sequences are fresh" : `one of ${Object.keys(parts).join(", ")}`;
		throw fail("E_OPTION", { option: "part", got, wanted, where: titleOf(spec) });
	}
	return found;
}
