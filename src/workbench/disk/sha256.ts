/** SHA-256 in hex, of bytes or of several arrays joined. */
import { createHash, type Hash } from "node:crypto";
import { piecesOf } from "./content.ts";

export function sha256(...arrays: readonly ArrayBufferView[]): string {
	const hash = createHash("sha256");
	for (const array of arrays) hashInto(hash, array);
	return hash.digest("hex");
}

/** Adds an array of any size: the hash itself takes less than 2 GiB at a time. */
export function hashInto(hash: Hash, { buffer, byteOffset, byteLength }: ArrayBufferView): void {
	for (const piece of piecesOf(new Uint8Array(buffer, byteOffset, byteLength))) hash.update(piece);
}

/** SHA-256 of a text in UTF-8, in base64, as a page's policy names its style sheet. */
export function sha256Base64(text: string): string {
	return createHash("sha256").update(text).digest("base64");
}
