/** Reads a small file of a run, whose size is checked before its bytes are read. */
import { MOST_JSON_BYTES } from "../../data/jsonSize.ts";
import { fail } from "../../errors/index.ts";
import { type Disk, onDisk } from "./disk.ts";

/** Returns the file's bytes; undefined if it does not exist. @throws E_LIMIT for a file of more than `most` bytes. */
export function readSmall(disk: Disk, path: string, most = MOST_JSON_BYTES): Uint8Array | undefined {
	const info = onDisk("read", path, () => disk.stat(path));
	if (!info) return undefined;
	if (info.kind === "file" && info.sizeBytes > most)
		throw fail("E_LIMIT", { where: path, limit: "jsonBytes", got: info.sizeBytes, max: most });
	return onDisk("read", path, () => disk.read(path));
}
