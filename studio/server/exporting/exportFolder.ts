/** Where a page is exported to: a folder that is written as a whole, and that replaces nothing but an earlier export. */
import { createHash } from "node:crypto";
import {
	chmodSync,
	closeSync,
	fsyncSync,
	lstatSync,
	mkdirSync,
	mkdtempSync,
	openSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	writeSync,
} from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";
import { fail } from "../../../src/errors/index.ts";
import { EXPORTED_LIST, type ExportedList } from "../../wire/exportedFiles.ts";

export interface Place {
	folder: string;
	/** An earlier export or an empty folder is there. */
	taken: boolean;
}

/** @throws E_PUBLISH_PLACE for anything but a free name, an empty folder, or an earlier export without other files. */
export function placeOf(folder: string): Place {
	const info = lstatSync(folder, { throwIfNoEntry: false });
	if (!info) return { folder, taken: false };
	if (!info.isDirectory()) throw fail("E_PUBLISH_PLACE", { folder, why: "file" });
	const foreign = foreignIn(folder);
	if (foreign !== undefined) throw fail("E_PUBLISH_PLACE", { folder, why: "foreign", name: foreign });
	return { folder, taken: true };
}

/** The first file that no export has written as it is now; undefined if there is none. */
function foreignIn(folder: string): string | undefined {
	const files = readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => !entry.isDirectory())
		.map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
		.sort();
	if (files.length === 0) return undefined;
	const list = listIn(folder);
	if (!list) return files[0];
	return files.find((path) => path !== EXPORTED_LIST && list[path] !== digestOf(join(folder, path)));
}

function listIn(folder: string): Readonly<Record<string, string>> | undefined {
	try {
		const list = JSON.parse(readFileSync(join(folder, EXPORTED_LIST), "utf8")) as Partial<ExportedList> | null;
		return list?.sluice === "exported page" && typeof list.files === "object" ? { ...list.files } : undefined;
	} catch {
		return undefined;
	}
}

function digestOf(path: string): string {
	if (!lstatSync(path).isFile()) return ""; // a link
	return createHash("sha256").update(readFileSync(path)).digest("hex");
}

/** Writes the files into a folder next to the place, flushes them, and renames it. After an error the place is as it was. */
export function publishExport({ folder, taken }: Place, files: ReadonlyMap<string, Uint8Array>): void {
	const parent = dirname(folder);
	let temporary: string | undefined;
	try {
		mkdirSync(parent, { recursive: true });
		temporary = mkdtempSync(join(parent, `.${basename(folder)}-new-`));
		chmodSync(temporary, 0o755); // a web server of another user reads it
		for (const [path, bytes] of files) writeSynced(join(temporary, path), bytes);
		if (taken) replace(folder, temporary);
		else renameSync(temporary, folder);
	} catch (error) {
		const bytes = [...files.values()].reduce((sum, { length }) => sum + length, 0);
		throw coded(error as NodeJS.ErrnoException, folder, bytes);
	} finally {
		if (temporary !== undefined) rmSync(temporary, { recursive: true, force: true });
	}
}

function replace(folder: string, by: string): void {
	const old = `${by}-old`;
	renameSync(folder, old);
	try {
		renameSync(by, folder);
	} catch (error) {
		renameSync(old, folder);
		throw error;
	}
	rmSync(old, { recursive: true });
}

function coded(error: NodeJS.ErrnoException, path: string, bytes: number): Error {
	const { code: reason } = error;
	if (reason === undefined) return error;
	const cause = { cause: error };
	if (reason === "ENOSPC" || reason === "EDQUOT") return fail("E_DISK_FULL", { path, bytes }, cause);
	if (reason === "EACCES" || reason === "EPERM" || reason === "EROFS")
		return fail("E_DISK_PERMISSION", { path, action: "write", reason }, cause);
	return fail("E_DISK", { path, action: "write", why: { code: reason } }, cause);
}

function writeSynced(path: string, bytes: Uint8Array): void {
	mkdirSync(dirname(path), { recursive: true });
	const file = openSync(path, "wx", 0o644);
	try {
		for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
		fsyncSync(file);
	} finally {
		closeSync(file);
	}
}
