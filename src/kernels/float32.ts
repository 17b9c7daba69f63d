/** Moves numbers into an engine's arrays, which may hold float32 only. */
import { fail } from "../errors/index.ts";
import type { Floats } from "./kernels.ts";

/** Largest finite float32, rounded to eight digits. */
export const FLOAT32_MOST = "3.4028235e38";

/**
 * Copies the numbers of the tensor `name` into `to`.
 * @throws E_WEIGHT_RANGE, which names the first number that is finite in `from` but not in `to`.
 */
export function copyNumbers(name: string, from: Floats, to: Floats): void {
	to.set(from);
	if (!(from instanceof Float64Array) || to instanceof Float64Array) return;
	const index = to.findIndex((value, j) => !Number.isFinite(value) && Number.isFinite(from[j]));
	if (index >= 0) throw fail("E_WEIGHT_RANGE", { tensor: name, index, got: from[index]!, most: FLOAT32_MOST });
}

/** Returns new numbers of the same width as `like`, in memory that no engine owns. */
export function hostFloats(like: Floats, length: number): Floats {
	return like instanceof Float64Array ? new Float64Array(length) : new Float32Array(length);
}
