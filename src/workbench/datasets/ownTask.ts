/**
 * A task that a program brings itself. Its code cannot be stored: a run keeps its name and a fingerprint of sampled
 * batches, and whoever opens the run passes the task again.
 */
import { createHash } from "node:crypto";
import { arraysOf, checkTask } from "../../data/tasks/checkTask.ts";
import type { Task, TaskBatch } from "../../data/tasks/task.ts";
import { fail } from "../../errors/index.ts";
import { withGot } from "../../errors/request.ts";
import type { Json } from "../../training/json.ts";

/** What a run keeps of a program's own task; `task` itself is there only while the program runs. */
export interface OwnTaskSpec {
	/** Marks a program's own task. */
	kind: "own";
	/** Name of the task. */
	name: string;
	/** SHA-256 of the task's sizes and of the batches that it draws from fixed streams, in hex. */
	fingerprint: string;
	/** The task; absent in what a run keeps. */
	task?: Task;
}

/** Describes a task for a run. @throws E_TASK_OBJECT, E_TASK_CHANGED if its batches are not determined by the stream. */
export function ownTask(task: Task): OwnTaskSpec {
	const batches = checkTask(task);
	return { kind: "own", name: task.name, fingerprint: fingerprintOf(task, batches), task };
}

function fingerprintOf(task: Task, batches: readonly TaskBatch[]): string {
	const { inputs, outputs, input, head } = task;
	const hash = createHash("sha256").update(JSON.stringify({ inputs, outputs, input, head }));
	for (const batch of batches) {
		addBatch(hash, batch);
		hash.update(task.wrong(batch, new Float64Array(batch.T * batch.B * outputs)));
	}
	return hash.digest("hex");
}

/** Adds the sizes and the numbers of a batch to a digest. */
function addBatch(hash: { update(data: Uint8Array | string): unknown }, batch: TaskBatch): void {
	hash.update(`${batch.T},${batch.B};`);
	for (const { buffer, byteOffset, byteLength } of arraysOf(batch)) {
		hash.update(new Uint8Array(buffer, byteOffset, byteLength));
	}
}

/**
 * Opens the task of a run.
 * @throws E_TASK_OWN without the task; E_TASK_CHANGED if it is another one.
 */
export function openOwnTask({ task, ...spec }: OwnTaskSpec) {
	if (!task) throw fail("E_TASK_OWN", { task: spec.name });
	const { name, fingerprint } = ownTask(task);
	if (name !== spec.name) throw fail("E_TASK_CHANGED", { task: name, wanted: spec.name, change: "name" });
	if (fingerprint !== spec.fingerprint) throw fail("E_TASK_CHANGED", { task: name, change: "fingerprint" });
	return { spec, parts: { train: task, valid: task, test: task } };
}

/** Validates the task of a config, which is untrusted. @throws E_RUN_FIELD. */
export function parseOwnTaskSpec(json: { [key: string]: Json }, path: string): OwnTaskSpec {
	const { name, fingerprint } = json;
	const refuse = (key: string, got: Json | undefined, why: Parameters<typeof withGot>[0]) =>
		fail("E_RUN_FIELD", { path, key: `data.${key}`, why: withGot(why, got) });
	if (typeof name !== "string") throw refuse("name", name, { reason: "type", types: ["text"] });
	const hex = typeof fingerprint === "string" && /^[0-9a-f]{64}$/.test(fingerprint);
	if (!hex) throw refuse("fingerprint", fingerprint, { reason: "type", types: ["text"] });
	return { kind: "own", name, fingerprint };
}
