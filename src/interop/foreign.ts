/** Weight formats that are recognised by their first bytes but not read. */
import type { ForeignFormat } from "../errors/interop.ts";

const MAGIC: readonly (readonly [ForeignFormat, readonly number[]])[] = [
	["zip", [0x50, 0x4b, 0x03, 0x04]],
	["zip", [0x50, 0x4b, 0x05, 0x06]],
	["npy", [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]],
	["hdf5", [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]],
	["gzip", [0x1f, 0x8b]],
	// Protocols 2 to 5: PROTO n. Protocol 0 and 1 begin with an opcode that is a plain letter or bracket.
	["pickle", [0x80, 0x02]],
	["pickle", [0x80, 0x03]],
	["pickle", [0x80, 0x04]],
	["pickle", [0x80, 0x05]],
];

/** Returns the format whose magic number begins `first`, a file's first bytes. */
export function foreignFormat(first: Uint8Array): ForeignFormat | undefined {
	return MAGIC.find(([, magic]) => magic.length <= first.length && magic.every((byte, i) => byte === first[i]))?.[0];
}
