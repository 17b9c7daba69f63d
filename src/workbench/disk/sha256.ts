/** SHA-256 in hex, of bytes or of several arrays joined. */
import { createHash } from "node:crypto";

export function sha256(...arrays: readonly ArrayBufferView[]): string {
	const hash = createHash("sha256");
	for (const { buffer, byteOffset, byteLength } of arrays) hash.update(new Uint8Array(buffer, byteOffset, byteLength));
	return hash.digest("hex");
}
