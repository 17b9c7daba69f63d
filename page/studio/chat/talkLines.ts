/** Reads the lines of JSON of a reply that arrives in pieces, cut anywhere. */
import type { TalkLine } from "../../../studio/wire/chatMessages.ts";
import { LostError } from "../live/client.ts";

/** @throws LostError if the connection ends before the body does. */
export async function* talkLines(body: ReadableStream<Uint8Array>): AsyncGenerator<TalkLine> {
	const reader = body.getReader();
	const decoder = new TextDecoder();
	let rest = "";
	try {
		for (;;) {
			const { done, value } = await reader.read().catch((cause) => {
				throw new LostError("the reply ended early", { cause });
			});
			rest += decoder.decode(value, { stream: !done });
			const lines = rest.split("\n");
			rest = lines.pop()!;
			for (const line of lines) yield JSON.parse(line) as TalkLine;
			if (done) return;
		}
	} finally {
		reader.releaseLock();
	}
}
