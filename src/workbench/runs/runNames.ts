/** Run names and the folders that they refer to. */
import { basename, dirname, join, resolve } from "node:path";
import { fail } from "../../errors/index.ts";
import { nearest } from "../../errors/nearest.ts";
import { type Disk, onDisk } from "../disk/disk.ts";

/** Default folder of runs. */
export const DEFAULT_RUNS = "runs";

/** Letters and digits of any script, and . _ -; never hidden, and no separator, control or direction mark. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}._-]{0,63}$/u;
/** File systems allow 255 bytes of a name; temporary names add to it. */
const MOST_NAME_BYTES = 200;

/** Whether `text` can be the name of a run. A path is none. */
export function isName(text: string): boolean {
	return NAME.test(text) && new TextEncoder().encode(text).length <= MOST_NAME_BYTES && text === text.normalize("NFC");
}

export interface RunPlace {
	name: string;
	/** Parent folder of the run. */
	parent: string;
	folder: string;
}

/** Location of a new run: a name under `runs`, or the folder itself if a path is given. @throws E_RUN_NAME. */
export function placeOf(given: string, runs: string): RunPlace {
	const nameOrFolder = given.normalize("NFC");
	if (!isPath(nameOrFolder)) {
		if (!isName(nameOrFolder)) throw fail("E_RUN_NAME", { name: nameOrFolder });
		return { name: nameOrFolder, parent: runs, folder: join(runs, nameOrFolder) };
	}
	const folder = resolve(given);
	const name = basename(folder);
	if (!isName(name.normalize("NFC"))) throw fail("E_RUN_NAME", { name });
	return { name, parent: dirname(folder), folder };
}

/**
 * Finds the existing run with this name or folder; a name under `runs` takes precedence. @throws E_RUN_NAME,
 * E_RUN_MISSING.
 */
export function findRun(given: string, runs: string, disk: Disk): RunPlace {
	const nameOrFolder = isPath(given) ? given : given.normalize("NFC");
	const holdsRun = (folder: string) => onDisk("read", folder, () => disk.stat(join(folder, "config.json")));
	if (nameOrFolder === "" || nameOrFolder.includes("\0")) throw fail("E_RUN_NAME", { name: nameOrFolder });
	const named = !isPath(nameOrFolder) && isName(nameOrFolder);
	if (named && holdsRun(join(runs, nameOrFolder))) {
		const place = placeOf(nameOrFolder, runs);
		if (isLinked(place.folder, disk)) throw fail("E_LINK", { path: place.folder, why: "run" });
		return place;
	}
	const folder = resolve(given);
	if (holdsRun(folder)) return { name: basename(folder), parent: dirname(folder), folder };
	if (!named && !isPath(nameOrFolder)) throw fail("E_RUN_NAME", { name: nameOrFolder });
	const suggestion = nearest(nameOrFolder, runNames(runs, disk));
	throw fail("E_RUN_MISSING", { name: nameOrFolder, runs, ...(suggestion !== undefined && { suggestion }) });
}

/**
 * Whether a run in the folder of runs is a link, and therefore must not be opened by name. The whole folder may come
 * from elsewhere, and then its links are not the user's choice. A path that the user gives may lead anywhere.
 */
export function isLinked(folder: string, disk: Disk): boolean {
	return onDisk("read", folder, () => disk.stat(folder))?.kind === "link";
}

/** Names of the runs in `runs`, sorted with numbers by value; empty if the folder is missing. */
export function runNames(runs: string, disk: Disk): string[] {
	if (!onDisk("read", runs, () => disk.stat(runs))) return [];
	const names = onDisk("list", runs, () => disk.readdir(runs));
	const holdsRun = (name: string) => onDisk("read", runs, () => disk.stat(join(runs, name, "config.json")));
	const runsOnly = names.filter((name) => isName(name) && holdsRun(name));
	return runsOnly.sort(new Intl.Collator("en", { numeric: true }).compare);
}

/** Makes a run name from any text: other characters become "-". At most 56 characters, to leave room for a number. */
export function slug(text: string): string {
	const plain = text
		.normalize("NFC")
		.replace(/[^\p{L}\p{M}\p{N}._-]+/gu, "-")
		.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{M}\p{N}]+$/gu, "");
	let short = Array.from(plain).slice(0, 56).join("");
	while (new TextEncoder().encode(short).length > MOST_NAME_BYTES - 16) short = Array.from(short).slice(0, -1).join("");
	return short || "run";
}

function isPath(text: string): boolean {
	return /[/\\]/.test(text);
}
