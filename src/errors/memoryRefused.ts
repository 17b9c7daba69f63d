/** Tells memory that the host refused from every other error. */

/** Codes of the system and of Node for memory that was refused. */
const REFUSED = ["ENOMEM", "ERR_MEMORY_ALLOCATION_FAILED", "ERR_BUFFER_TOO_LARGE"];
/** What V8 says of an array, a buffer, a string or a WebAssembly memory that it cannot make. */
const MESSAGE = /allocation failed|could not allocate|out of memory|Invalid (typed array|array buffer|string) length/i;

/** Whether `error` means that the host refused memory. */
export function isMemoryRefused(error: unknown): boolean {
	if (!(error instanceof Error)) return false;
	const { code } = error as { code?: unknown };
	if (typeof code === "string" && REFUSED.includes(code)) return true;
	return error instanceof RangeError && MESSAGE.test(error.message);
}
