/** System errors of reading, as coded errors. */
import { fail } from "../../errors/index.ts";
import { errno } from "../disk/disk.ts";

/** What to throw when reading `path` failed with `error`; coded errors pass as they are. */
export function fileError(path: string, error: unknown): unknown {
	const code = errno(error);
	if (code === undefined) return error;
	const options = { cause: error };
	if (code === "ENOENT" || code === "ENOTDIR") return fail("E_FILE_MISSING", { path }, options);
	if (code === "EACCES" || code === "EPERM") return fail("E_FILE_DENIED", { path }, options);
	return fail("E_FILE_READ", { path, why: code }, options);
}
