/**
 * Tasks by name: parses `task:NAME[:OPTION=VALUE,...]` into what a run keeps, and opens the task from that.
 *
 *     const { parts } = await openTask(task("copying:values=4"));
 */
import { readFile } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { splitIdx } from "../../data/tasks/idx.ts";
import { type MusicPart, parseMusic } from "../../data/tasks/music.ts";
import { type TaskOptions, taskNamed, taskOptions } from "../../data/tasks/registry.ts";
import type { Task } from "../../data/tasks/task.ts";
import { fail, type SluiceError } from "../../errors/index.ts";
import { shown } from "../../errors/quote.ts";
import type { Reason } from "../../errors/reasons.ts";
import type { Wanted } from "../../errors/request.ts";
import { withGot } from "../../errors/request.ts";
import type { Json } from "../../training/json.ts";
import { isRecord } from "../../training/json.ts";
import type { DataEvent } from "../../training/run/events.ts";
import { isFolder, realDisk } from "../disk/disk.ts";
import { sha256 } from "../disk/sha256.ts";
import { getCorpus } from "../sources/catalogue.ts";
import { findSongs, readSongs } from "../sources/songs.ts";

/** What a run keeps of its task: plain JSON, enough to reopen it. */
export interface TaskSpec {
	/** Marks a task by name. */
	kind: "task";
	/** Name in the task registry of sluice/data. */
	name: string;
	/** Options of the task, listed in docs/tasks.md. */
	options: Readonly<Record<string, number | boolean>>;
	/** Songs file of a task that reads one, and the sha256 of its unpacked content when the run began. */
	data?: string;
	/** SHA-256 of the songs file's unpacked content when the run began, in hex. */
	sha256?: string;
}

/** An opened task. For a generated task all parts are the same generator, which draws sequences unseen in training. */
export interface TaskData {
	spec: TaskSpec;
	parts: { train: Task; valid?: Task; test?: Task };
}

export type TaskPart = keyof TaskData["parts"];

const PREFIX = "task:";

/**
 * Describes the task to train on: `task("temporal-order")`, `task("delayed-recall", { delay: 20 })`,
 * `task("delayed-recall:delay=20")`.
 * @throws E_TASK, E_OPTION.
 */
export function task(name: string, options: TaskSpec["options"] = {}, data?: string): TaskSpec {
	const [bare = "", ...given] = (name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name).split(/[:,]/);
	const known = taskOptions(bare).options.filter((option) => option !== "part"); // the run chooses the part itself
	const inText = given.map((pair): [string, number | boolean] => {
		const [option = "", text = ""] = pair.split("=", 2);
		const value = text === "true" ? true : text === "false" ? false : text.trim() === "" ? Number.NaN : Number(text);
		if (Number.isNaN(value)) {
			const why: Reason =
				known.length === 0
					? { reason: "unknownOption", known: [] }
					: { reason: "form", forms: known.map((one) => `${one}=VALUE`), got: shown(pair) };
			throw fail("E_OPTION", { option: option || "options", why, where: `task:${bare}` });
		}
		return [option, value];
	});
	const spec: TaskSpec = { kind: "task", name: bare, options: { ...Object.fromEntries(inText), ...options } };
	if (Object.hasOwn(spec.options, "part"))
		throw fail("E_OPTION", { option: "part", why: { reason: "ownParts" }, where: `task:${bare}` });
	return data === undefined ? spec : { ...spec, data };
}

/** Short title: `copying:values=4`. */
export function taskTitle({ name, options }: TaskSpec): string {
	const pairs = Object.entries(options).map(([option, value]) => `${option}=${value}`);
	return pairs.length === 0 ? name : `${name}:${pairs.join(",")}`;
}

/** Opens the task and fetches or reads the files it needs. @throws E_TASK_SOURCE if a file has to be named. */
export async function openTask(spec: TaskSpec, onEvent: (event: DataEvent) => void = () => {}): Promise<TaskData> {
	const { name, options, data } = spec;
	const needed = taskOptions(name).data;
	if (data !== undefined && !needed.includes("songs")) {
		const why = { reason: "onlyFor", kinds: ["music"], not: "otherTask" } as const;
		throw fail("E_OPTION", { option: "data", why, where: `task:${name}` });
	}
	if (needed.includes("images")) return { spec, parts: await openPictures(name, options, onEvent) };
	if (needed.includes("songs")) return openSongs(spec);
	const one = taskNamed(name, options as TaskOptions);
	return { spec, parts: { train: one, valid: one, test: one } };
}

/** Number of pictures at the end of MNIST's training set that form the validation part. */
const HELD_OUT = 5000;

async function openPictures(name: string, options: TaskSpec["options"], onEvent: (event: DataEvent) => void) {
	const onProgress = (doneBytes: number, totalBytes = 0) =>
		onEvent({ type: "data", phase: "download", name: "@mnist", doneBytes, totalBytes });
	const bytes = await readFile(await getCorpus("mnist", { onProgress }));
	const [testImages, testLabels, images, labels] = splitIdx(bytes, name);
	const end = new DataView(labels!.buffer, labels!.byteOffset).getUint32(4); // IDX: the number of labels
	const part = (pictures: readonly [number, number]) =>
		taskNamed(name, { ...options, images, labels, pictures } as TaskOptions);
	return {
		train: part([0, end - HELD_OUT]),
		valid: part([end - HELD_OUT, end]),
		test: taskNamed(name, { ...options, images: testImages, labels: testLabels } as TaskOptions),
	};
}

function openSongs(spec: TaskSpec): TaskData {
	if (spec.data === undefined) throw fail("E_TASK_SOURCE", { task: spec.name });
	const path = songFile(resolve(spec.data));
	const bytes = readSongs(path);
	const hash = sha256(bytes);
	if (spec.sha256 !== undefined && spec.sha256 !== hash)
		throw fail("E_FILE_CHANGED", { path, now: { sha256: hash }, was: { sha256: spec.sha256 } });
	const songs = parseMusic(bytes);
	const part = (name: MusicPart) =>
		songs[name].length === 0 ? {} : { [name]: taskNamed(spec.name, { songs, part: name }) };
	const parts = { train: taskNamed(spec.name, { songs, part: "train" }), ...part("valid"), ...part("test") };
	return { spec: { ...spec, data: path, sha256: hash }, parts };
}

/** The songs file at `path`, or the one in that folder. */
function songFile(path: string): string {
	if (!isFolder(realDisk, path)) return path;
	const files = findSongs(path).map((file) => file.path);
	if (files.length === 1) return files[0]!;
	const choices = files.map((file) => basename(file));
	const why: Reason =
		files.length === 0
			? { reason: "ending", endings: [".json", ".json.gz"], got: shown(path) }
			: { reason: "oneOf", choices, got: shown(path) };
	throw fail("E_OPTION", { option: "data", why, where: "task:music" });
}

/** Validates the task of a config, which is untrusted. @throws E_RUN_FIELD, E_TASK, E_OPTION. */
export function parseTaskSpec(json: Json | undefined, path: string): TaskSpec {
	const refuse = (key: string, got: unknown, why: Wanted): SluiceError =>
		fail("E_RUN_FIELD", { path, key: `data.${key}`, why: withGot(why, got) });
	if (!isRecord(json) || json.kind !== "task") {
		const why: Wanted = { reason: "oneOf", choices: ["task"] };
		throw refuse("kind", isRecord(json) ? json.kind : json, why);
	}
	const text: Wanted = { reason: "type", types: ["text"] };
	const { name, options, data, sha256: hash } = json;
	if (typeof name !== "string") throw refuse("name", name, text);
	const plain = (value: Json) => typeof value === "number" || typeof value === "boolean";
	if (!isRecord(options) || !Object.values(options).every(plain))
		throw refuse("options", options, { reason: "type", types: ["object"] });
	if (data !== undefined && typeof data !== "string") throw refuse("data", data, text);
	if (hash !== undefined && typeof hash !== "string") throw refuse("sha256", hash, text);
	const spec = task(name, options as TaskSpec["options"], data);
	return hash === undefined ? spec : { ...spec, sha256: hash };
}
