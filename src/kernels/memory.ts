/** Allocates arrays; a refusal by the host becomes an error that states the size. */
import { fail, type SluiceError } from "../errors/index.ts";

/**
 * Returns `make(length)`: an array of `length` numbers, `bytesEach` bytes each.
 * @throws E_MEMORY if the host refuses the memory or `length` is above `most`; E_SIZE if `length` is not a whole number
 * from 0.
 */
export function arrayOf<A>(length: number, bytesEach: number, make: (length: number) => A, most = 2 ** 53): A {
	if (!Number.isInteger(length) || length < 0) {
		throw fail("E_SIZE", { what: "length", got: length, min: 0, max: most });
	}
	if (length > most) throw noMemory(length * bytesEach);
	try {
		return make(length);
	} catch (error) {
		if (!(error instanceof RangeError)) throw error;
		throw noMemory(length * bytesEach, error);
	}
}

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

function noMemory(bytes: number, cause?: unknown): SluiceError {
	return fail("E_MEMORY", { need: "array", bytes }, { cause });
}
