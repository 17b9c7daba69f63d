/** Sets of songs on disk: the JSON that data/tasks/music.ts documents, as .json or .json.gz, several of them in a folder. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { fail } from "../../errors/index.ts";
import { errno } from "../disk/disk.ts";
import { sha256 } from "../disk/sha256.ts";
import { fileError } from "./fileErrors.ts";

/** Unpacked bytes; the largest of the known sets has some 5 MB. */
const MOST_BYTES = 2 ** 28;
const NAME = /\.json(\.gz)?$/i;

export interface SongFile {
	path: string;
	/** Of what it holds, unpacked. */
	sha256: string;
}

/** @throws E_FILE_*, E_FILE_READ where it does not unpack or is too large. */
export function readSongs(path: string): Uint8Array {
	let bytes: Buffer;
	try {
		bytes = readFileSync(path);
	} catch (error) {
		throw fileError(path, error);
	}
	if (!/\.gz$/i.test(path)) return bytes;
	try {
		return gunzipSync(bytes, { maxOutputLength: MOST_BYTES });
	} catch (error) {
		throw fail("E_FILE_READ", { path, why: errno(error) ?? String(error) }, { cause: error });
	}
}

/** The files of a folder, by name. @throws E_FILE_* where there is no such folder. */
export function findSongs(folder: string): SongFile[] {
	let names: string[];
	try {
		names = readdirSync(folder);
	} catch (error) {
		throw fileError(folder, error);
	}
	const paths = names.filter((name) => NAME.test(name)).map((name) => join(folder, name));
	return paths.sort().map((path) => ({ path, sha256: sha256(readSongs(path)) }));
}
