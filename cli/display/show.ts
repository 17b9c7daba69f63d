/** Where progress is drawn: a live block on a terminal, plain lines elsewhere, nothing under --quiet. */
import type { Io } from "../context.ts";
import { LiveBlock } from "./liveBlock.ts";

/** Something that goes on: as a block of lines no wider than `cells`, and as one plain line. */
export interface View {
	block(cells: number): string[];
	line(): string;
}

export interface Show {
	/** Whether views are redrawn in place; elsewhere what they show is told line by line. */
	readonly live: boolean;
	/** Draws `view`, now or when it is next due; `now` draws without waiting. */
	update(view: View, now?: boolean): void;
	/** A line that stays; above the block where there is one. */
	say(line: string): void;
	/** Ends the drawing: the block stays where it is, or is wiped. */
	end(wipe?: boolean): void;
}

const LINE_EVERY_MS = 5000;

class PlainLines implements Show {
	readonly live = false;
	readonly #io: Io;
	#next: number;

	/** What is over before the first line is due goes unmentioned. */
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
