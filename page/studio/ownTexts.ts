/** A text that comes with the page. In an exported page it is compressed with gzip, under the same name. */

/** Bytes of the text that a host answered with. */
export async function plainBytes(answer: Response): Promise<Uint8Array<ArrayBuffer>> {
	const bytes = new Uint8Array(await answer.arrayBuffer());
	if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
	const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
	return new Uint8Array(await new Response(plain).arrayBuffer());
}
