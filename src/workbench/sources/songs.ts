/**
 * Song sets on disk: the JSON format documented in data/tasks/music.ts, as .json or .json.gz; a folder may hold
 * several.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { MOST_JSON_BYTES } from "../../data/jsonSize.ts";
import { fail } from "../../errors/index.ts";
import { errno } from "../disk/disk.ts";
import { sha256 } from "../disk/sha256.ts";
import { fileError } from "./fileErrors.ts";

const NAME = /\.json(\.gz)?$/i;

export interface SongFile {
	path: string;
	/** SHA-256 of the unpacked content, in hex. */
	sha256: string;
}

/** Reads and unpacks a song set. @throws E_FILE_*, and E_FILE_READ if it cannot be unpacked or is too large. */
export function readSongs(path: string): Uint8Array {
	let bytes: Buffer;
	try {
		const { size } = statSync(path);
		if (size > MOST_JSON_BYTES) throw tooLarge(path, size);
		bytes = readFileSync(path);
	} catch (error) {
		throw fileError(path, error);
	}
	if (!/\.gz$/i.test(path)) return bytes;
	try {
		return gunzipSync(bytes, { maxOutputLength: MOST_JSON_BYTES });
	} catch (error) {
		if (errno(error) === "ERR_BUFFER_TOO_LARGE") throw tooLarge(path, MOST_JSON_BYTES + 1);
		throw fail("E_FILE_READ", { path, why: errno(error) ?? String(error) }, { cause: error });
	}
}

/** The largest known set has about 5 MB unpacked. */
function tooLarge(where: string, got: number) {
	return fail("E_LIMIT", { where, limit: "jsonBytes", got, max: MOST_JSON_BYTES });
}

/** Finds the song sets in a folder, sorted by name. @throws E_FILE_* if the folder does not exist. */
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
