/** Data of a trial with a digest of what it trains on, so that trials of a seed can be checked for equal batches. */
import type { Corpus } from "../../data/corpus.ts";
import { arraysOf } from "../../data/tasks/checkTask.ts";
import type { Task } from "../../data/tasks/task.ts";
import type { Host } from "../host.ts";

type Sha256 = Host["sha256"];

interface Watched {
	/** Digest of all batches so far, 16 hexadecimal digits; "" before the first. */
	digest: string;
	/** Runs an update and adds the batches that it trains on to the digest. */
	watch<T>(update: () => Promise<T>): Promise<T>;
	close(): Promise<void>;
}

export interface WatchedTask extends Watched {
	kind: "task";
	task: Task;
	/** Validation task. For a task without end: the same generator, without the digest. */
	valid: Task;
}

export interface WatchedCorpus extends Watched {
	kind: "text";
	corpus: Corpus;
	/** Takes the symbols and targets of an update, which stay as they are until the next one. */
	drew(ids: Int32Array, targets: Int32Array): void;
}

/** The data of a trial, opened. */
export type OpenTrial = WatchedTask | WatchedCorpus;

/** A batch as its sizes and its numbers. */
type Drawn = readonly [sizes: string, ...arrays: ArrayBufferView[]];

/** A digest that grows by what `take` was given since the last `seal`. */
function growing(sha256: Sha256) {
	let waiting: Drawn[] = [];
	const encoder = new TextEncoder();
	return {
		take: (...drawn: Drawn) => void waiting.push(drawn),
		async seal(before: string): Promise<string> {
			const all = waiting;
			waiting = [];
			let digest = before;
			for (const [sizes, ...arrays] of all)
				digest = (await sha256(encoder.encode(`${digest},${sizes}`), ...arrays)).slice(0, 16);
			return digest;
		},
	};
}

/** @param valid the validation task, whose draws are not part of the digest. */
export function watchedTask(task: Task, valid: Task, sha256: Sha256): WatchedTask {
	const grown = growing(sha256);
	let watching = false;
	const draw: Task["draw"] = (random, request) => {
		const batch = task.draw(random, request);
		if (watching) grown.take(`${batch.T},${batch.B};`, ...arraysOf(batch));
		return batch;
	};
	const open: WatchedTask = {
		...{ kind: "task", task: { ...task, draw }, valid, digest: "", close: async () => {} },
		async watch(update) {
			watching = true;
			const report = await update().finally(() => {
				watching = false;
			});
			open.digest = await grown.seal(open.digest);
			return report;
		},
	};
	return open;
}

export function watchedCorpus(corpus: Corpus, sha256: Sha256, close: () => Promise<void>): WatchedCorpus {
	const grown = growing(sha256);
	const open: WatchedCorpus = {
		...{ kind: "text", corpus, digest: "", close },
		drew: (ids, targets) => grown.take(`${ids.length};`, ids, targets),
		async watch(update) {
			const report = await update();
			open.digest = await grown.seal(open.digest);
			return report;
		},
	};
	return open;
}
