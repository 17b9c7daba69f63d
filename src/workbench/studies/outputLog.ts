/** What a process printed: its beginning and its end in memory, and the number of bytes, with a limit. */

/** Bytes kept of the beginning, and of the end. */
const KEPT = 1 << 16;

export class OutputLog {
	readonly #limit: number;
	readonly #onLimit: () => void;
	#head = Buffer.alloc(0);
	#tail = Buffer.alloc(0);
	#bytes = 0;

	/** @param onLimit called once when more than `limit` bytes have come */
	constructor(limit: number, onLimit: () => void) {
		this.#limit = limit;
		this.#onLimit = onLimit;
	}

	take(bytes: Buffer): void {
		const before = this.#bytes;
		this.#bytes += bytes.length;
		const room = KEPT - this.#head.length;
		if (room > 0) this.#head = Buffer.concat([this.#head, bytes.subarray(0, room)]);
		const rest = bytes.subarray(Math.max(0, room));
		if (rest.length > 0) this.#tail = Buffer.concat([this.#tail, rest.subarray(-KEPT)]).subarray(-KEPT);
		if (before <= this.#limit && this.#bytes > this.#limit) this.#onLimit();
	}

	/** The text, with a line that counts the bytes left out. */
	text(): string {
		const left = this.#bytes - this.#head.length - this.#tail.length;
		const between = left > 0 ? `\n[... ${left} bytes ...]\n` : "";
		return `${this.#head.toString("utf8")}${between}${this.#tail.toString("utf8")}`;
	}

	lastLine(): string {
		const lines = this.text().trimEnd().split("\n");
		return (lines.at(-1) ?? "").slice(0, 500);
	}
}
