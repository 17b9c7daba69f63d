/** The tags of a run, in its tags.json: short words by which runs are told apart and filtered. */
import { join } from "node:path";
import { fail } from "../../errors/index.ts";
import { checkRequest, checksOf, type Wanted, withGot } from "../../errors/request.ts";
import type { Json } from "../../training/json.ts";
import { type Disk, inside, realDisk } from "../disk/disk.ts";
import { replaceFile } from "../disk/publish.ts";
import { readDocument, writeDocument } from "./documents.ts";
import { DEFAULT_RUNS, findRun } from "./runNames.ts";

export interface TagRequest {
	/** Name or folder of the run. */
	run: string;
	/** Folder of runs. Default: "runs". */
	runs?: string | undefined;
	/** Tags to add: 1 to 40 letters, digits, "-", "_" or "." each. Default: none. */
	add?: readonly string[] | undefined;
	/** Tags to remove; one that the run does not have is ignored. Default: none. */
	remove?: readonly string[] | undefined;
}

export interface Tagged {
	/** Name of the run. */
	run: string;
	/** The run's folder. */
	folder: string;
	/** All tags of the run, in the order in which they were added. */
	tags: string[];
}

const MOST = 20;
const TAG = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}._-]{0,39}$/u;
const FORM: Wanted = { reason: "tag" };
const need = checksOf("tagRun");

/** Adds and removes tags. Also works while the run trains. @throws E_OPTION; E_RUN_NAME, E_RUN_MISSING, E_RUN_FIELD. */
export function tagRun(request: TagRequest, disk: Disk = realDisk): Tagged {
	checkRequest(request, "tagRun()", ["run", "runs", "add", "remove"]);
	const { run, runs = DEFAULT_RUNS, add = [], remove = [] } = request;
	for (const tag of add) need("add", tag, isTag(tag), FORM);
	const { name, folder } = findRun(run, runs, disk);
	const own = inside(disk, folder);
	const kept = readTags(folder, own).filter((tag) => !remove.includes(tag));
	const tags = [...new Set([...kept, ...add.map((tag) => tag.normalize("NFC"))])];
	need("add", `${tags.length}`, tags.length <= MOST, { reason: "list", of: "texts", most: MOST });
	replaceFile(own, folder, "tags.json", writeDocument("tags", tags as Json));
	return { run: name, folder, tags };
}

/** The tags of the run in `folder`; none without the file. @throws E_RUN_FIELD for a list that `tagRun` did not write. */
export function readTags(folder: string, disk: Disk): string[] {
	const raw = readDocument(disk, folder, "tags") ?? [];
	const path = join(folder, "tags.json");
	const fits = Array.isArray(raw) && raw.length <= MOST && raw.every(isTag);
	if (!fits)
		throw fail("E_RUN_FIELD", { path, key: "tags", why: withGot({ reason: "list", of: "texts", most: MOST }, raw) });
	return raw as string[];
}

function isTag(tag: unknown): tag is string {
	return typeof tag === "string" && TAG.test(tag.normalize("NFC"));
}
