/** Reads the lines of JSON of a reply that arrives in pieces, cut anywhere. */
import type { TalkLine } from "../../../studio/wire/chatMessages.ts";

export async function* talkLines(body: ReadableStream<Uint8Array>): AsyncGenerator<TalkLine> {
	const reader = body.getReader();
	const decoder = new TextDecoder();
	let rest = "";
	try {
		for (;;) {
			const { done, value } = await reader.read();
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
