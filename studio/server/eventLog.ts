/**
 * The events of a studio, numbered, and their readers. The last ones are remembered, so that a page that lost its
 * connection goes on where it was. A reader that does not keep up is dropped: it comes back with the number it knows.
 */
import type { ServerResponse } from "node:http";
import type { EventName, Events } from "../wire.ts";

const MOST_EVENTS = 2000;
const MOST_BYTES = 1 << 20;
/** Bytes that may wait for a reader. */
const MOST_WAITING = 256 << 10;
const MOST_READERS = 16;
const ALIVE_MS = 15_000;

interface Entry {
	id: number;
	text: string;
}

export class EventLog {
	/** Bytes sent to all readers. */
	sentBytes = 0;
	readonly #instance: string;
	/** Grows over all starts of servers, so that the number of an earlier one is known to be old. */
	#id = Date.now();
	#entries: Entry[] = [];
	#bytes = 0;
	readonly #readers = new Set<ServerResponse>();
	#alive: NodeJS.Timeout | undefined;

	constructor(instance: string) {
		this.#instance = instance;
	}

	get readers(): number {
		return this.#readers.size;
	}

	add<E extends EventName>(event: E, data: Events[E]): void {
		const entry = { id: ++this.#id, text: wireText(this.#id, event, data) };
		this.#entries.push(entry);
		this.#bytes += entry.text.length;
		while (this.#entries.length > MOST_EVENTS || this.#bytes > MOST_BYTES)
			this.#bytes -= this.#entries.shift()!.text.length;
		for (const reader of this.#readers) this.#send(reader, entry.text);
	}

	/** Answers with the events after `since`, and those to come. Without it, or after a gap, the first one is "reset". */
	attach(reader: ServerResponse, since: number | undefined): void {
		const oldest = this.#readers.values().next();
		if (this.#readers.size >= MOST_READERS && !oldest.done) this.#drop(oldest.value);
		reader.writeHead(200, { "Content-Type": "text/event-stream; charset=utf-8" });
		reader.flushHeaders(); // a page that has missed nothing would wait for the next event to know that it is heard
		this.#readers.add(reader);
		reader.on("close", () => this.#drop(reader));
		reader.on("error", () => this.#drop(reader));
		const first = this.#entries[0]?.id ?? this.#id + 1;
		const knows = since !== undefined && since >= first - 1 && since <= this.#id;
		if (!knows) this.#send(reader, wireText(this.#id, "reset", { instance: this.#instance }));
		else for (const { id, text } of this.#entries) if (id > since) this.#send(reader, text);
		this.#alive ??= setInterval(() => {
			for (const each of this.#readers) this.#send(each, ":\n\n");
		}, ALIVE_MS).unref();
	}

	close(): void {
		clearInterval(this.#alive);
		for (const reader of this.#readers) this.#drop(reader);
	}

	#send(reader: ServerResponse, text: string): void {
		if (reader.writableLength > MOST_WAITING) this.#drop(reader);
		else {
			this.sentBytes += Buffer.byteLength(text);
			reader.write(text);
		}
	}

	#drop(reader: ServerResponse): void {
		if (this.#readers.delete(reader)) reader.destroy();
	}
}

/** JSON has no line ends outside its strings, and in them they are escaped; names of events are constants. */
function wireText<E extends EventName>(id: number, event: E, data: Events[E]): string {
	return `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
