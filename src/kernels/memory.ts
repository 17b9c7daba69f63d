/** Asks the host for an array's memory, and says in numbers when there is none. */
import { fail, type SluiceError } from "../errors/index.ts";

/**
 * What `make(length)` gives: an array of `length` numbers, `bytesEach` bytes each.
 * @throws E_MEMORY where the host refuses so many, or there are more than `most`; E_SIZE where `length` is no length.
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

function noMemory(bytes: number, cause?: unknown): SluiceError {
	return fail("E_MEMORY", { need: "array", bytes }, { cause });
}
