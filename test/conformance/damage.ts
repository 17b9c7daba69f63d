/** Damaged copies of a file, and what reading one may end in: a result or one coded error. */
import { SluiceError } from "../../src/errors/index.ts";
import type { RandomStream } from "../../src/kernels/random.ts";

/** Cuts, moves or repeats a piece, flips bits, or writes a large number somewhere. */
export function damaged(file: Uint8Array, rng: RandomStream): Uint8Array {
	const bytes = Uint8Array.from(file);
	const at = rng.below(bytes.length);
	const kind = rng.below(6);
	if (kind === 0) return bytes.slice(0, at);
	if (kind === 1) bytes.copyWithin(at, rng.below(bytes.length));
	else if (kind === 2) return Uint8Array.of(...bytes.subarray(0, at), ...bytes.subarray(Math.max(0, at - 40)));
	else if (kind === 3) bytes.fill(rng.below(2) === 0 ? 0xff : 0, at, at + 1 + rng.below(8));
	else for (let k = rng.below(4); k >= 0; k--) bytes[rng.below(bytes.length)]! ^= 1 << rng.below(8);
	return bytes;
}

/** @throws what is no coded error of the user's. */
export async function readOrCode(read: () => unknown): Promise<"read" | "refused"> {
	try {
		await read();
		return "read";
	} catch (error) {
		if (!(error instanceof SluiceError) || error.code === "E_INTERNAL") throw error;
		const coded = /\(E_\w+\)(: \S.*)?$/s;
		if (!coded.test(error.message) || !coded.test(error.text("ko"))) throw error;
		return "refused";
	}
}
