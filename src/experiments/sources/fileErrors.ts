/** System errors of reading, as coded errors. */
import { fail, SluiceError } from "../../errors/index.ts";

/** The system's code of an error ("ENOENT"), if it is one. */
export function errno(error: unknown): string | undefined {
	if (!(error instanceof Error) || error instanceof SluiceError || !("code" in error)) return undefined;
	return typeof error.code === "string" ? error.code : undefined;
}

/** What to throw when reading `path` failed with `error`; coded errors pass as they are. */
export function fileError(path: string, error: unknown): unknown {
	const code = errno(error);
	if (code === undefined) return error;
	const options = { cause: error };
	if (code === "ENOENT" || code === "ENOTDIR") return fail("E_FILE_MISSING", { path }, options);
	if (code === "EACCES" || code === "EPERM") return fail("E_FILE_DENIED", { path }, options);
	return fail("E_FILE_READ", { path, why: code }, options);
}
