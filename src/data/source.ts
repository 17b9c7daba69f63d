/** A source of bytes: a length and slices. It may be a file, a list of files, or an array in memory. */
import { fail } from "../errors/index.ts";

export interface ByteSource {
	/** Name for display: a path, or "text". */
	readonly name: string;
	/** Length in bytes. */
	readonly length: number;
	/** sha256 of all bytes in hex, if it is known without reading. */
	readonly sha256?: string;
	/** Returns exactly `length` bytes from `offset`, or throws an error. The array belongs to the caller. */
	read(offset: number, length: number): Promise<Uint8Array>;
}

/** Returns a source over bytes in memory. */
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

/** Checks a range of bytes. One beyond the source is a bug in Sluice, never the user's mistake. */
export function checkRange(name: string, size: number, offset: number, length: number): void {
	if (offset >= 0 && length >= 0 && offset + length <= size) return;
	throw fail("E_INTERNAL", { what: `${name}: read of [${offset}, ${offset + length}) beyond ${size} bytes` });
}
