/**
 * Inverted dropout (Srivastava et al. 2014): kept values are divided by the probability of keeping, so evaluation needs
 * no change. The mask depends on key and counter alone; applied to dL/dy with the same key and counter, it gives dL/dx.
 */
import type { Dropout } from "../kernels.ts";
import { threefry2x32 } from "../random.ts";

export function dropout({ n, rate, key, counter, x, y }: Dropout): void {
	const limit = rate * 2 ** 32; // drop where the random word is below
	const [low, high] = [counter % 2 ** 32, Math.floor(counter / 2 ** 32)]; // counter + j / 2 may pass 2^53
	for (let j = 0; j < n; j += 2) {
		const word = low + j / 2;
		const words = threefry2x32(key[0], key[1], word >>> 0, high + Math.floor(word / 2 ** 32));
		for (let k = j; k < Math.min(j + 2, n); k++) y[k] = words[k - j] < limit ? 0 : x[k] / (1 - rate);
	}
}
