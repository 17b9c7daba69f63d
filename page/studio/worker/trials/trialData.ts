/** The data of a trial in a page, as `sluice compare` opens them. */
import { openCorpus } from "../../../../src/data/corpus.ts";
import { bytesSource } from "../../../../src/data/source.ts";
import { DEFAULT_SPLIT } from "../../../../src/data/split.ts";
import { taskNamed } from "../../../../src/data/tasks/registry.ts";
import type { Host } from "../../../../src/training/host.ts";
import { type OpenTrial, watchedCorpus, watchedTask } from "../../../../src/training/trials/watched.ts";
import type { TrialData } from "./messages.ts";

export async function openTrialData(data: TrialData, { sha256 }: Pick<Host, "sha256">): Promise<OpenTrial> {
	if ("task" in data) {
		const task = taskNamed(data.task);
		return watchedTask(task, task, sha256); // all parts of an endless task are the same generator
	}
	const source = bytesSource("text", new TextEncoder().encode(data.text));
	const corpus = await openCorpus(source, { unit: "codepoint", split: DEFAULT_SPLIT, lossy: false });
	return watchedCorpus(corpus, sha256, async () => {});
}
