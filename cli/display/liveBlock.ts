/** One block of lines redrawn in place on standard error. It never wraps, and it restores the cursor. */
import type { Io } from "../io.ts";
import { REVEAL } from "./escape.ts";
import type { Show, View } from "./view.ts";
import { clip, loadWidths, width } from "./width.ts";

const DRAW_EVERY_MS = 100;
const HIDE = "\x1b[?25l";
const WIPE_BELOW = "\x1b[J";
const WIPE_LINE = "\x1b[K";

export class LiveBlock implements Show {
	readonly live = true;
	readonly #io: Io;
	#view: View | undefined;
	/** Widths of the lines on the screen. The cursor is at the end of the last line. */
	#drawn: number[] = [];
	#next = 0;
	#release: (() => void) | undefined;
	readonly #resized = () => this.#draw();

	constructor(io: Io) {
		this.#io = io;
	}

	update(view: View, now = false): void {
		this.#begin();
		this.#view = view;
		const time = this.#io.now();
		if (time < this.#next && !now) return;
		this.#next = time + DRAW_EVERY_MS;
		this.#draw();
	}

	say(line: string): void {
		this.#io.stderr.write(`${this.#home()}${WIPE_BELOW}${line}\n`);
		this.#drawn = [];
		if (this.#release) this.#draw();
	}

	end(wipe = false): void {
		if (!this.#release) return;
		if (!wipe) this.#draw();
		const last = wipe ? `${this.#home()}${WIPE_BELOW}` : this.#drawn.length > 0 ? "\n" : "";
		this.#io.stderr.write(last + REVEAL);
		this.#io.stderr.off?.("resize", this.#resized);
		this.#release();
		this.#release = undefined;
		this.#view = undefined;
		this.#drawn = [];
		this.#next = 0;
	}

	#begin(): void {
		if (this.#release) return;
		void loadWidths();
		this.#io.stderr.on?.("resize", this.#resized);
		this.#release = this.#io.atExit(() => this.#io.stderr.write(`\n${REVEAL}`));
		this.#io.stderr.write(HIDE);
	}

	#draw(): void {
		if (!this.#view) return;
		const [columns, rows] = this.#size();
		const cells = Math.max(1, columns - 1);
		const lines = this.#view.block(cells).slice(-Math.max(1, rows - 1));
		const clipped = lines.map((line) => clip(line, cells));
		const text = clipped.map((line) => line + WIPE_LINE).join("\n");
		this.#io.stderr.write(this.#home() + text + WIPE_BELOW);
		this.#drawn = clipped.map(width);
	}

	#size(): [columns: number, rows: number] {
		const { stderr } = this.#io;
		const [columns, rows] = stderr.getWindowSize?.() ?? [stderr.columns, stderr.rows];
		return [columns || 80, rows || 24];
	}

	/** Moves to the block's first cell. Lines that a narrowed terminal has wrapped count as several. */
	#home(): string {
		if (this.#drawn.length === 0) return "\r";
		const [columns] = this.#size();
		const rows = this.#drawn.reduce((sum, cells) => sum + Math.max(1, Math.ceil(cells / columns)), 0);
		return rows > 1 ? `\r\x1b[${rows - 1}A` : "\r";
	}
}
