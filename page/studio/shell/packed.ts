/** Texts as words of a link: deflated, in base64 for addresses. */

/** Longest word that a link holds, in characters. */
export const MOST_PACKED = 2000;

/** The word of a link; undefined without one. */
export function packedIn(name: "own" | "say"): string | undefined {
	return new RegExp(`[?&]${name}=([\\w-]{1,${MOST_PACKED}})(?![^&])`).exec(location.hash)?.[1];
}

const through = async (bytes: Uint8Array<ArrayBuffer>, stream: GenericTransformStream) =>
	new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream as TransformStream)).arrayBuffer());

/** Null if it would be too long for a link. */
export async function packed(text: string): Promise<string | null> {
	const bytes = await through(new TextEncoder().encode(text), new CompressionStream("deflate-raw"));
	if (bytes.length > MOST_PACKED) return null;
	const word = btoa(String.fromCharCode(...bytes))
		.replaceAll("+", "-")
		.replaceAll("/", "_")
		.replaceAll("=", "");
	return word.length <= MOST_PACKED ? word : null;
}

/** Null if the word is no text. */
export async function unpacked(word: string): Promise<string | null> {
	try {
		const bytes = Uint8Array.from(atob(word.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
		return new TextDecoder("utf-8", { fatal: true }).decode(
			await through(bytes, new DecompressionStream("deflate-raw")),
		);
	} catch {
		return null;
	}
}
