/** What the link of this page holds as typed text. It is written into the field once. */
import { packedIn, unpacked } from "../../shell/packed.ts";

let word = packedIn("say");

export async function takeLinkedTyping(): Promise<string | null> {
	const own = word;
	word = undefined;
	return own === undefined ? null : unpacked(own);
}
