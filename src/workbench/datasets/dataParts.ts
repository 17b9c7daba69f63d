/** Selects the data that a run on a task, a series, labelled sequences or pairs is evaluated on: its validation or test part, or another file. */
import type { LabelledTask } from "../../data/labels/labelledTask.ts";
import type { Task } from "../../data/tasks/task.ts";
import { fail } from "../../errors/index.ts";
import type { Reason } from "../../errors/reasons.ts";
import { notOneOf } from "../../errors/request.ts";
import { parseLength } from "../../training/options/taskOptions.ts";
import { type DataSpec, type OpenData, openData, titleOf } from "./dataSpec.ts";
import { emptyLabelled, type OpenedLabelledSpec, openLabelledLike } from "./labelledData.ts";
import { openPairsLike } from "./pairData.ts";
import { openLike } from "./seriesData.ts";
import type { TaskPart } from "./taskData.ts";

/** Parses a length range and limits both ends to the task's maximum. Labelled sequences and pairs have their own lengths. */
export function within(length: string, { lengths: { max }, ...task }: Task): [number, number] {
	if ("members" in task) return [1, max];
	const [from, to] = parseLength(length, "eval");
	return [Math.min(from, max), Math.min(to, max)];
}

/**
 * Opens another file with the columns of the run's series, or with the fields of its labelled sequences or pairs.
 * @throws E_OPTION for a run on a task, for several files, or if `part` is given too.
 */
export async function otherFile(
	{ series, labelled, pairs }: Pick<OpenData, "series" | "labelled" | "pairs">,
	texts: readonly string[],
	part: TaskPart | undefined,
	where: string,
): Promise<{ all: Task; series?: Awaited<ReturnType<typeof openLike>>; labelled?: LabelledTask }> {
	const refuse = (option: string, why: Reason) => fail("E_OPTION", { option, why, where });
	if (!series && !labelled && !pairs)
		throw refuse("texts", { reason: "onlyFor", kinds: ["text", "series", "labelled", "pairs"], not: "task" });
	if (part !== undefined) throw refuse("part", { reason: "together", with: "texts" });
	if (texts.length !== 1) throw refuse("texts", { reason: "count", of: "files", got: texts.length, min: 1, max: 1 });
	if (labelled) {
		const task = await openLabelledLike(texts[0]!, labelled.spec, false);
		return { all: task, labelled: task };
	}
	if (pairs) return { all: await openPairsLike(texts[0]!, pairs.spec) };
	const like = await openLike(texts[0]!, series!);
	return { all: like.all, series: like };
}

/** Opens a run's data. To read another file of labelled sequences, the run's own are not needed and not opened. */
export async function openAsked(spec: DataSpec, texts?: readonly string[]): Promise<OpenData> {
	if (spec.kind !== "labelled" || texts === undefined) return openData(spec);
	const known = spec as OpenedLabelledSpec; // as a run's config has it
	const parts = { train: emptyLabelled(known) };
	return { spec, parts, labelled: { spec: known, parts } };
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
