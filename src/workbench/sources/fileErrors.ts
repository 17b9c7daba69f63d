/** Coded errors for system errors during reading. */
import { fail } from "../../errors/index.ts";
import { errno } from "../disk/disk.ts";

/** Error to throw after `error` while reading `path`; coded errors are returned unchanged. */
export function fileError(path: string, error: unknown): unknown {
	const code = errno(error);
	if (code === undefined) return error;
	const options = { cause: error };
	if (code === "ENOENT" || code === "ENOTDIR") return fail("E_FILE_MISSING", { path }, options);
	if (code === "EACCES" || code === "EPERM") return fail("E_FILE_DENIED", { path }, options);
	return fail("E_FILE_READ", { path, why: code }, options);
}
