/** Reads an event stream (server-sent events) that arrives in pieces, cut anywhere. */
export interface SseEvent {
	/** Number of the event; null if it has none. */
	id: number | null;
	event: string;
	data: string;
}

export class SseReader {
	#rest = "";
	#id: number | null = null;
	#event = "";
	#data: string[] = [];

	/** Takes the next piece. Returns the events that it completes. */
	push(piece: string): SseEvent[] {
		const text = this.#rest + piece;
		const events: SseEvent[] = [];
		let at = 0;
		for (;;) {
			const end = text.slice(at).search(/[\r\n]/);
			// A carriage return at the very end may be the first half of a line end.
			if (end < 0 || (text[at + end] === "\r" && at + end === text.length - 1)) break;
			const line = text.slice(at, at + end);
			at += end + (text.startsWith("\r\n", at + end) ? 2 : 1);
			const event = this.#line(line);
			if (event) events.push(event);
		}
		this.#rest = text.slice(at);
		return events;
	}

	#line(line: string): SseEvent | undefined {
		if (line === "") return this.#done();
		const colon = line.indexOf(":");
		if (colon === 0) return undefined; // a comment keeps the connection alive
		const field = colon < 0 ? line : line.slice(0, colon);
		const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
		if (field === "event") this.#event = value;
		if (field === "data") this.#data.push(value);
		if (field === "id" && /^\d{1,15}$/.test(value)) this.#id = Number(value);
		return undefined;
	}

	#done(): SseEvent | undefined {
		const [event, data] = [this.#event || "message", this.#data.join("\n")];
		const some = this.#data.length > 0;
		this.#event = "";
		this.#data = [];
		return some ? { id: this.#id, event, data } : undefined;
	}
}
