/** What stands before a place of a text. */
import type { Vocabulary } from "../../data/vocabulary.ts";

/** Up to 40 symbols before index `at`. */
export async function textBefore(
	text: { reader(at: number): { read(n: number): Promise<Int32Array> } },
	at: number,
	vocabulary: Vocabulary,
): Promise<string> {
	const from = Math.max(0, at - 40);
	return vocabulary.decode(await text.reader(from).read(at - from));
}
