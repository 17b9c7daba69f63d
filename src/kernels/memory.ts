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

function noMemory(bytes: number, cause?: unknown): SluiceError {
	return fail("E_MEMORY", { need: "array", bytes }, { cause });
}
