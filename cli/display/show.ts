/** Where progress is drawn: a live block on a terminal, plain lines elsewhere, nothing under --quiet. */
import type { Io } from "../io.ts";
import { LiveBlock } from "./liveBlock.ts";
import type { Show, View } from "./view.ts";

const LINE_EVERY_MS = 5000;

class PlainLines implements Show {
	readonly live = false;
	readonly #io: Io;
	#next: number;

	/** Work that ends before its first line is due is not shown. */
	constructor(io: Io) {
		this.#io = io;
		this.#next = io.now() + LINE_EVERY_MS;
	}

	update(view: View, now = false): void {
		const time = this.#io.now();
		if (time < this.#next && !now) return;
		this.#next = time + LINE_EVERY_MS;
		this.say(view.line());
	}

	say(line: string): void {
		this.#io.stderr.write(`${line}\n`);
	}

	end(): void {}
}

const silent: Show = { live: false, update() {}, say() {}, end() {} };

export function showOn(io: Io, quiet: boolean): Show {
	if (quiet) return silent;
	const live = io.stderr.isTTY && !isSet(io.env.CI) && io.env.TERM !== "dumb";
	return live ? new LiveBlock(io) : new PlainLines(io);
}

function isSet(value: string | undefined): boolean {
	return value !== undefined && value !== "" && value !== "0" && value !== "false";
}
