/** A short number for many: ranks compare it to notice that they do not compute the same. */

/** Returns 32 bits of the arrays' bytes (FNV-1a over words of four bytes). */
export function fingerprint(...arrays: readonly ArrayBufferView[]): number {
	let hash = 0x811c9dc5;
	for (const { buffer, byteOffset, byteLength } of arrays) {
		const words = new Int32Array(buffer, byteOffset, byteLength / 4);
		for (let n = 0; n < words.length; n++) hash = Math.imul(hash ^ words[n]!, 0x01000193);
	}
	return hash >>> 0;
}
