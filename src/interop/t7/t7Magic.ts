/** How a binary Torch7 file of a checkpoint begins: a table (3) or an object (4), whose index is 1. */

export function isT7(bytes: Uint8Array): boolean {
	const starts = bytes[0] === 3 || bytes[0] === 4;
	return bytes.length > 12 && starts && [0, 0, 0, 1, 0, 0, 0].every((byte, k) => bytes[1 + k] === byte);
}
