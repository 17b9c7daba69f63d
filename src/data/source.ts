/** Where bytes come from: a length and slices. A file, a list of files, or an array in memory all look like this. */
import { fail } from "../errors/index.ts";

export interface ByteSource {
	/** Name for people: a path, or "text". */
	readonly name: string;
	/** Length in bytes. */
	readonly length: number;
	/** sha256 of all bytes in hex, where it is known without reading. */
	readonly sha256?: string;
	/** Exactly `length` bytes from `offset`, or a coded error. The array is the caller's. */
	read(offset: number, length: number): Promise<Uint8Array>;
}

/** A source over bytes in memory. */
export function bytesSource(name: string, bytes: Uint8Array): ByteSource {
	return {
		name,
		length: bytes.length,
		async read(offset, length) {
			checkRange(name, bytes.length, offset, length);
			return bytes.slice(offset, offset + length);
		},
	};
}

/** A caller that asks for bytes beyond the source is our mistake, never the user's. */
export function checkRange(name: string, size: number, offset: number, length: number): void {
	if (offset >= 0 && length >= 0 && offset + length <= size) return;
	throw fail("E_INTERNAL", { what: `${name}: read of [${offset}, ${offset + length}) beyond ${size} bytes` });
}
