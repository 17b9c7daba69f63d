/** Content of a file that is written, hashed and read back in pieces: one array, or several after one another. */

export type Content = Uint8Array | readonly Uint8Array[];

/** Bytes per piece. A system call moves less than 2 GiB, and a piece that is read takes this much memory. */
export const PIECE_BYTES = 2 ** 24;

const arraysOf = (content: Content) => (content instanceof Uint8Array ? [content] : content);

export function sizeOf(content: Content): number {
	return arraysOf(content).reduce((sum, { length }) => sum + length, 0);
}

/** The content in pieces of at most `most` bytes: views of large arrays, small ones joined. */
export function* piecesOf(content: Content, most = PIECE_BYTES): Generator<Uint8Array, void, void> {
	let small: Uint8Array[] = [];
	let size = 0;
	for (const array of arraysOf(content)) {
		let at = 0;
		if (size + array.length > most) {
			if (size > 0) yield Buffer.concat(small);
			for (; array.length - at > most; at += most) yield array.subarray(at, at + most);
			[small, size] = [[], 0];
		}
		small.push(array.subarray(at));
		size += array.length - at;
	}
	if (size > 0) yield small.length === 1 ? small[0]! : Buffer.concat(small);
}
