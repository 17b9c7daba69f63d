/** Content of a file that is written, hashed and read back in pieces: one array, or several after one another. */

export type Content = Uint8Array | readonly Uint8Array[];

/** Bytes per piece. A system call moves less than 2 GiB, and a piece that is read takes this much memory. */
export const PIECE_BYTES = 2 ** 24;

const arraysOf = (content: Content) => (content instanceof Uint8Array ? [content] : content);

export function sizeOf(content: Content): number {
	return arraysOf(content).reduce((sum, { length }) => sum + length, 0);
}

/** Views of the content, of at most `most` bytes each. */
export function* piecesOf(content: Content, most = PIECE_BYTES): Generator<Uint8Array, void, void> {
	for (const array of arraysOf(content)) {
		for (let at = 0; at < array.length; at += most) yield array.subarray(at, at + most);
	}
}
